import CLinux
import Glibc

/// A listening socket.
@NetworkLoop
final class Listener: Pollable {
  typealias Accepted = @NetworkLoop (_ descriptor: Int32, _ peer: SocketAddress) -> Void

  let descriptor: Int32
  let address: SocketAddress
  private let accepted: Accepted
  private let unixPath: String?
  /// Held for the moment when no descriptor is left: see `shedOne`.
  private var spare: Int32 = open("/dev/null", O_RDONLY | O_CLOEXEC)
  private var isOpen = true

  /// Listens on a numeric address or "localhost".
  init(host: String, port: Int, accepted: @escaping Accepted) throws(ListenError) {
    let name = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    guard 0...65535 ~= port, let resolved = ResolvedAddress.numeric(host, port: port) else {
      throw ListenError(address: name, reason: "not a numeric address and port")
    }
    let socket = try Self.bound(resolved, name: name)
    Descriptor.tuneTCP(socket)
    descriptor = socket
    address = Self.localAddress(of: socket)
    self.accepted = accepted
    unixPath = nil
    try start(name)
  }

  /// Listens on a unix socket of mode 0600.
  init(unixPath path: String, accepted: @escaping Accepted) throws(ListenError) {
    guard let resolved = ResolvedAddress.unix(path) else {
      throw ListenError(address: path, reason: "the path is longer than a unix socket's may be")
    }
    var status = stat()
    if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK { unlink(path) }
    descriptor = try Self.bound(resolved, name: path)
    address = .unix
    self.accepted = accepted
    unixPath = path
    try start(path)
  }

  private static func bound(_ address: ResolvedAddress, name: String) throws(ListenError) -> Int32 {
    let made = socket(
      address.family, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard made >= 0, let descriptor = Descriptor.raised(made) else {
      throw ListenError(address: name, reason: Descriptor.lastError)
    }
    Descriptor.set(SO_REUSEADDR, at: SOL_SOCKET, of: descriptor, to: 1)
    // A unix socket's file takes its mode from the socket: nobody else can open it, not even for a moment.
    if address.family == AF_UNIX { fchmod(descriptor, 0o600) }
    guard address.bind(descriptor) else {
      let reason = Descriptor.lastError
      Glibc.close(descriptor)
      throw ListenError(address: name, reason: reason)
    }
    return descriptor
  }

  private static func localAddress(of descriptor: Int32) -> SocketAddress {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    withUnsafeMutablePointer(to: &storage) {
      _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    return SocketAddress(storage)
  }

  private func start(_ name: String) throws(ListenError) {
    guard Glibc.listen(descriptor, 65_535) == 0, Reactor.shared.watch(self) else {
      let reason = Descriptor.lastError
      Glibc.close(descriptor)
      throw ListenError(address: name, reason: reason)
    }
  }

  func ready(_ events: UInt32) {
    // A bounded number, so that those who are connected are heard in between.
    for _ in 0..<256 where isOpen {
      var storage = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      let taken = withUnsafeMutablePointer(to: &storage) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          accept4(descriptor, address, &length, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
        }
      }
      guard taken >= 0 else {
        if errno == ECONNABORTED || errno == EINTR { continue }
        if errno == EMFILE || errno == ENFILE { shedOne() }
        return
      }
      if let raised = Descriptor.raised(taken) { accepted(raised, SocketAddress(storage)) }
    }
  }

  /// No descriptor is left: takes one caller off the queue and hangs up, which the caller understands,
  /// instead of being woken for it again and again.
  private func shedOne() {
    Glibc.close(spare)
    let taken = accept4(descriptor, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
    if taken >= 0 { Glibc.close(taken) }
    spare = open("/dev/null", O_RDONLY | O_CLOEXEC)
    if taken < 0 { pause() }
  }

  /// Not even the spare one was left to take: asking again at once would keep the processor busy.
  private func pause() {
    Reactor.shared.change(self, to: 0)
    NetworkLoop.after(milliseconds: 100) {
      if self.isOpen { Reactor.shared.change(self, to: EPOLLIN.rawValue) }
    }
  }

  func close() {
    guard isOpen else { return }
    isOpen = false
    Reactor.shared.forget(descriptor)
    Glibc.close(descriptor)
    Glibc.close(spare)
    if let unixPath { unlink(unixPath) }
  }
}
