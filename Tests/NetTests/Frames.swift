/// A client's frames, made by hand (RFC 6455, 5.2).
enum Frames {
  static func frame(_ first: UInt8, _ payload: [UInt8], masked: Bool = true) -> [UInt8] {
    var bytes = [first]
    let flag: UInt8 = masked ? 0x80 : 0
    switch payload.count {
    case ..<126: bytes.append(flag | UInt8(payload.count))
    case ..<65536: bytes += [flag | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
    default: bytes += [flag | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
    }
    guard masked else { return bytes + payload }
    let mask: [UInt8] = [0x11, 0xA2, 0x03, 0xF4]
    return bytes + mask + payload.enumerated().map { $0.element ^ mask[$0.offset & 3] }
  }

  static func text(_ text: String) -> [UInt8] { frame(0x81, [UInt8](text.utf8)) }

  static func close(_ code: Int, _ reason: String = "") -> [UInt8] {
    frame(0x88, [UInt8(code >> 8), UInt8(code & 255)] + reason.utf8)
  }

  static func handshake(_ path: String, protocols: String = "") -> String {
    "GET \(path) HTTP/1.1\r\nHost: x\r\nUpgrade: WebSocket\r\nConnection: keep-alive, upgrade\r\n\(protocols)"
      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
  }
}

/// A frame of the server.
struct ServerFrame: Equatable, Sendable {
  var first: UInt8
  var payload: [UInt8]

  init(_ first: UInt8, _ payload: [UInt8]) {
    self.first = first
    self.payload = payload
  }

  init(_ first: UInt8, _ text: String) { self.init(first, [UInt8](text.utf8)) }
}

extension RawClient {
  /// A WebSocket to a test server, its handshake done.
  convenience init(webSocketTo port: Int, path: String = "/ws") {
    self.init(port: port)
    send(Frames.handshake(path))
    _ = receiveHead()
  }

  /// The server's next frame; nil at the end of the stream.
  func receiveFrame() -> ServerFrame? {
    let start = receive(exactly: 2)
    guard start.count == 2 else { return nil }
    var length = Int(start[1] & 0x7F)
    if length >= 126 {
      length = receive(exactly: length == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) }
    }
    return ServerFrame(start[0], receive(exactly: length))
  }
}
