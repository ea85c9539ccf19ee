import Domain
import Formats
import Net
import OCPP
import Testing

/// A server that answers as a test tells it to.
@NetworkLoop
final class ScriptedServer: HTTPApplication {
  struct Received: Sendable {
    let chargePoint: String
    let id: String
    let action: String
    let payload: JSONValue
  }

  enum Answer {
    case result(String)
    case error(String)
    /// The whole frame.
    case frame(String)
    case silence
    case hangUp
  }

  private(set) var received: [Received] = []
  /// The answers of wallboxes to calls of this server, by message id.
  private(set) var results: [String: JSONValue] = [:]
  private(set) var connections = 0
  var script: @NetworkLoop (Received) -> Answer = ScriptedServer.kind
  var confirmsSubprotocol = true
  private var sockets: [String: WebSocket] = [:]
  private var server: HTTPServer?
  private var nextTransaction = 100

  private var address: String?

  /// Listens on a free port, once; returns the OCPP address.
  func listen() throws -> String {
    if let address { return address }
    let server = HTTPServer(limits: Limits(), application: self)
    self.server = server
    let made = "ws://127.0.0.1:\(try server.listen(host: "127.0.0.1", port: 0).port)/ocpp"
    address = made
    return made
  }

  func stop() async { await server?.close(graceMilliseconds: 0) }

  func respond(to request: HTTPRequest, through exchange: HTTPExchange) {
    let id = request.segments.last ?? ""
    connections += 1
    let line = Line(id: id, server: self)
    sockets[id] = exchange.upgrade(subprotocol: confirmsSubprotocol ? "ocpp1.6" : nil, handler: line)
  }

  func refused(_ problem: HTTPProblem) {}

  /// Sends a call to a wallbox.
  func call(_ chargePoint: String, _ action: String, _ payload: String, id: String) {
    sockets[chargePoint]?.send(text: Array(#"[2,"\#(id)","\#(action)",\#(payload)]"#.utf8))
  }

  func hangUp(_ chargePoint: String) { sockets[chargePoint]?.abort() }

  func actions(_ chargePoint: String? = nil) -> [String] {
    received.filter { chargePoint == nil || $0.chargePoint == chargePoint }.map(\.action)
  }

  func payloads(_ action: String) -> [JSONValue] { received.filter { $0.action == action }.map(\.payload) }

  func freshTransaction() -> Int {
    nextTransaction += 1
    return nextTransaction
  }

  /// Answers everything as a good server does.
  static func kind(_ call: Received) -> Answer {
    switch call.action {
    case "BootNotification":
      .result(#"{"status":"Accepted","currentTime":"2026-03-01T00:00:00Z","interval":300}"#)
    case "Heartbeat": .result(#"{"currentTime":"2026-03-01T00:00:00Z"}"#)
    case "Authorize": .result(#"{"idTagInfo":{"status":"Accepted"}}"#)
    case "StartTransaction": .result(#"{"idTagInfo":{"status":"Accepted"},"transactionId":7}"#)
    default: .result("{}")
    }
  }

  fileprivate func take(_ text: UnsafeRawBufferPointer, from id: String, on socket: WebSocket) {
    do {
      let frame = try JSONValue.parse(String(decoding: text, as: UTF8.self)).arrayValue ?? []
      guard frame.count >= 3, let messageID = frame[1].stringValue else { return }
      guard frame[0].integerValue == 2, frame.count == 4, let action = frame[2].stringValue else {
        results[messageID] = .array(Array(frame[2...]))
        return
      }
      let call = Received(chargePoint: id, id: messageID, action: action, payload: frame[3])
      received.append(call)
      switch script(call) {
      case .result(let payload): socket.send(text: Array(#"[3,"\#(messageID)",\#(payload)]"#.utf8))
      case .error(let code): socket.send(text: Array(#"[4,"\#(messageID)","\#(code)","",{}]"#.utf8))
      case .frame(let text): socket.send(text: Array(text.utf8))
      case .silence: break
      case .hangUp: socket.abort()
      }
    } catch {
      Issue.record("a wallbox sent no JSON: \(error)")
    }
  }
}

@NetworkLoop
private final class Line: WebSocketHandler {
  private let id: String
  private let server: ScriptedServer

  init(id: String, server: ScriptedServer) {
    self.id = id
    self.server = server
  }

  func received(text: UnsafeRawBufferPointer, on socket: WebSocket) {
    server.take(text, from: id, on: socket)
  }
  func received(binary: UnsafeRawBufferPointer, on socket: WebSocket) { Issue.record("a binary message") }
  func tooBig(_ socket: WebSocket) { Issue.record("a message too big") }
  func closed(_ socket: WebSocket, code: Int?, reason: String) {}
}

/// Waits until something is so, for 20 seconds at most (the machine may be busy).
@NetworkLoop
func eventually(
  _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ holds: @NetworkLoop () -> Bool
) async {
  for _ in 0..<4_000 {
    if holds() { return }
    await withCheckedContinuation { continuation in
      NetworkLoop.after(milliseconds: 5) { continuation.resume() }
    }
  }
  Issue.record("never: \(what)", sourceLocation: sourceLocation)
}
