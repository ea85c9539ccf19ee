import Crypto

/// The opening handshake (RFC 6455, 4).
enum WebSocketHandshake {
  /// What a refused client is told to send instead (RFC 6455, 4.4).
  static let wanted = [("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")]

  /// The client's key when its request is a handshake (RFC 6455, 4.2.1). The Host header is not asked for,
  /// and the key is only echoed, so that neither keeps an odd wallbox out.
  static func key(of request: HTTPRequest) throws(HTTPFault) -> String {
    guard request.wantsUpgrade else {
      throw HTTPFault(status: 426, reason: "This address wants a WebSocket: the Upgrade header is missing.")
    }
    guard request.method == "GET" else {
      throw HTTPFault(status: 400, reason: "A WebSocket handshake must be a GET.")
    }
    guard request.list("connection").contains(where: { $0.lowercased() == "upgrade" }) else {
      throw HTTPFault(status: 400, reason: "The handshake's Connection header does not say Upgrade.")
    }
    guard request.list("sec-websocket-version") == ["13"] else {
      throw HTTPFault(status: 426, reason: "Only version 13 of the WebSocket protocol is spoken here.")
    }
    guard let key = request.header("sec-websocket-key"), !key.isEmpty, key.utf8.count <= 64 else {
      throw HTTPFault(status: 400, reason: "The handshake has no usable Sec-WebSocket-Key.")
    }
    return key
  }

  /// What the server must answer to a key (RFC 6455, 4.2.2).
  static func accept(_ key: String) -> String {
    base64(sha1([UInt8]((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
  }

  /// The server's half of the handshake as bytes.
  static func acceptance(of key: String, subprotocol: String?) -> [UInt8] {
    var text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    text += "Sec-WebSocket-Accept: \(accept(key))\r\n"
    if let subprotocol {
      // Chosen by the application from what the client sent: no more than a token may come back.
      let token = subprotocol.utf8.filter(HTTPSyntax.isToken)
      text += "Sec-WebSocket-Protocol: \(String(decoding: token, as: UTF8.self))\r\n"
    }
    return [UInt8]((text + "\r\n").utf8)
  }
}
