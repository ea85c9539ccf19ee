import CLinux
import Glibc

/// A client of plain blocking sockets: sends exactly the bytes it is given, and shares no code with the
/// server.
final class RawClient: Sendable {
  let descriptor: Int32

  /// - Parameter source: the address to come from, one of 127.0.0.0/8.
  init(port: Int, host: String = "127.0.0.1", from source: String = "127.0.0.1") {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    for (name, port, call) in [(source, 0, Glibc.bind), (host, port, Glibc.connect)] {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = UInt16(port).bigEndian
      inet_pton(AF_INET, name, &address.sin_addr)
      _ = withUnsafePointer(to: address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { call(descriptor, $0, length) }
      }
    }
    Self.limitWaiting(descriptor)
  }

  init(unixPath: String) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: [UInt8](unixPath.utf8)) }
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    _ = withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    Self.limitWaiting(descriptor)
  }

  deinit { close(descriptor) }

  /// No test waits longer than this for a byte.
  private static func limitWaiting(_ descriptor: Int32) {
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
  }

  /// False when the peer no longer takes them.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send([UInt8](text.utf8)) }

  /// What is there, at least one byte; empty at the end of the stream or when nothing comes.
  func receive(atMost count: Int = 65536) -> [UInt8] {
    var room = [UInt8](repeating: 0, count: count)
    let got = recv(descriptor, &room, room.count, 0)
    return got > 0 ? Array(room[..<got]) : []
  }

  /// Exactly so many bytes, fewer only when the stream ends.
  func receive(exactly count: Int) -> [UInt8] {
    var all: [UInt8] = []
    while all.count < count {
      let part = receive(atMost: count - all.count)
      if part.isEmpty { break }
      all += part
    }
    return all
  }

  /// All up to the end of the stream.
  func receiveToEnd() -> [UInt8] {
    var all: [UInt8] = []
    while true {
      let part = receive()
      if part.isEmpty { return all }
      all += part
    }
  }

  /// All up to and with an empty line.
  func receiveHead() -> String {
    var all: [UInt8] = []
    while !all.reversed().starts(with: [10, 13, 10, 13]) {
      let part = receive(atMost: 1)
      if part.isEmpty { break }
      all += part
    }
    return String(decoding: all, as: UTF8.self)
  }

  /// Whether the peer has ended the connection, after what it sent before.
  var isClosed: Bool {
    var byte: UInt8 = 0
    while true {
      let got = recv(descriptor, &byte, 1, 0)
      if got == 0 { return true }
      if got < 0 { return errno == ECONNRESET }
    }
  }

  /// Whether the end of the stream, or a reset, is what comes next; does not wait.
  var hasEnded: Bool {
    var byte: UInt8 = 0
    let got = recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT | MSG_PEEK))
    return got == 0 || got < 0 && errno == ECONNRESET
  }

  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }
}

/// Runs blocking code on a thread of its own, so that tests do not starve Swift's few threads.
func onThread<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
  await withCheckedContinuation { answer in
    let box = Unmanaged.passRetained(ThreadWork { answer.resume(returning: work()) })
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    pthread_detach(thread)
  }
}

private final class ThreadWork {
  let run: () -> Void
  init(_ run: @escaping () -> Void) { self.run = run }
}
