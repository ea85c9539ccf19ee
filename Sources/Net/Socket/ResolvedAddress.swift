import CLinux
import Glibc

/// An address to bind or to connect to, as the system wants it.
struct ResolvedAddress: Sendable {
  private var storage = sockaddr_storage()
  private var length: socklen_t = 0

  var family: Int32 { Int32(storage.ss_family) }

  /// A numeric IPv4 or IPv6 address, or "localhost" for 127.0.0.1; nil for anything else. Never waits.
  static func numeric(_ host: String, port: Int) -> ResolvedAddress? {
    find(host == "localhost" ? "127.0.0.1" : host, port: port, flags: Int32(AI_NUMERICHOST))
  }

  /// Looks a name up and waits for it: not on the loop.
  static func lookUp(_ host: String, port: Int) -> ResolvedAddress? {
    find(host, port: port, flags: 0)
  }

  /// A path in the file system; nil when it is too long.
  static func unix(_ path: String) -> ResolvedAddress? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = [UInt8](path.utf8)
    let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
      guard bytes.count < room.count else { return false }
      room.copyBytes(from: bytes)
      return true
    }
    guard fits else { return nil }
    var result = ResolvedAddress()
    withUnsafeBytes(of: address) { bytes in
      withUnsafeMutableBytes(of: &result.storage) { $0.copyMemory(from: bytes) }
    }
    result.length = socklen_t(MemoryLayout<sockaddr_un>.size)
    return result
  }

  private static func find(_ host: String, port: Int, flags: Int32) -> ResolvedAddress? {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = flags | Int32(AI_NUMERICSERV)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0, let first = found else { return nil }
    defer { freeaddrinfo(first) }
    guard let address = first.pointee.ai_addr else { return nil }
    var result = ResolvedAddress()
    result.length = first.pointee.ai_addrlen
    let bytes = UnsafeRawBufferPointer(start: address, count: Int(result.length))
    withUnsafeMutableBytes(of: &result.storage) { $0.copyMemory(from: bytes) }
    return result
  }

  /// bind(2)
  func bind(_ descriptor: Int32) -> Bool { use { Glibc.bind(descriptor, $0, $1) } == 0 }

  /// connect(2); true also when it is under way.
  func connect(_ descriptor: Int32) -> Bool {
    use { Glibc.connect(descriptor, $0, $1) } == 0 || errno == EINPROGRESS
  }

  private func use(_ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    withUnsafePointer(to: storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, length) }
    }
  }

  /// For display and limits.
  var address: SocketAddress { SocketAddress(storage) }
}
