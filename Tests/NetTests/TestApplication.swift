import Domain
import Net

/// Answers by path, the way the tests need it.
@NetworkLoop
final class TestApplication: HTTPApplication, WebSocketHandler {
  var problems: [HTTPProblem] = []
  var requests: [HTTPRequest] = []
  var sockets: [WebSocket] = []
  var streams: [HTTPStream] = []
  /// "closed 1000 bye" and the like, in order.
  var events: [String] = []
  var streamsClosed = 0
  var heldBack: [HTTPExchange] = []
  /// More than sockets take at once.
  static let big = [UInt8](repeating: 0x78, count: 12_000_000)
  nonisolated static let page = [UInt8](repeating: 0x78, count: 100_000)
  var maxMessageBytes: Int?

  func respond(to request: HTTPRequest, through exchange: HTTPExchange) {
    requests.append(request)
    switch request.segments.first {
    case "echo":
      exchange.respond(HTTPResponse(status: 200, headers: [("X-Method", request.method)], body: request.body))
    case "later":
      NetworkLoop.after(milliseconds: 20) { exchange.respond(HTTPResponse(status: 200, text: request.path)) }
    case "big":
      exchange.respond(HTTPResponse(status: 200, body: Self.big))
    case "page": exchange.respond(HTTPResponse(status: 200, body: Self.page))
    case "forgotten": break
    case "held": heldBack.append(exchange)
    case "empty": exchange.respond(HTTPResponse(status: 204))
    case "inject": exchange.respond(HTTPResponse(status: 200, headers: [("X-A", "1\r\nX-B: 2")]))
    case "events": startStream(exchange)
    case "no-protocol": exchange.upgradeThenClose(code: 1002, reason: "no protocol in common")
    case "ws": open(exchange)
    case "ws-later": NetworkLoop.after(milliseconds: 30) { self.open(exchange) }
    default: exchange.respond(HTTPResponse(status: 404, text: "nothing here"))
    }
  }

  private func startStream(_ exchange: HTTPExchange) {
    let stream = exchange.stream(status: 200, headers: [("Content-Type", "text/event-stream")])
    stream.onClose = { self.streamsClosed += 1 }
    streams.append(stream)
  }

  private func open(_ exchange: HTTPExchange) {
    let chosen = exchange.request.offeredSubprotocols.first
    guard let socket = exchange.upgrade(subprotocol: chosen, handler: self) else { return }
    if let maxMessageBytes { socket.maxMessageBytes = maxMessageBytes }
    sockets.append(socket)
  }

  func refused(_ problem: HTTPProblem) { problems.append(problem) }

  func received(text: UnsafeRawBufferPointer, on socket: WebSocket) {
    // Repairing a long text that is no UTF-8 takes seconds under Swift Testing, which records every repair.
    switch String(decoding: text.prefix(16), as: UTF8.self) {
    case "close me": socket.close(code: 4001, reason: "as you wish")
    case "abort me": socket.abort()
    default: socket.send(text: text)
    }
  }

  func received(binary: UnsafeRawBufferPointer, on socket: WebSocket) { socket.send(binary: Array(binary)) }

  func closed(_ socket: WebSocket, code: Int?, reason: String) {
    events.append("closed \(code.map(String.init) ?? "-") \(reason)")
  }

  func tooBig(_ socket: WebSocket) { events.append("too big") }
}

/// A server on a free port of 127.0.0.1 with its application.
struct TestServer: Sendable {
  let port: Int
  let server: HTTPServer
  let application: TestApplication

  @NetworkLoop
  static func start(_ change: @Sendable (inout Limits) -> Void = { _ in }) throws -> TestServer {
    var limits = Limits()
    change(&limits)
    let application = TestApplication()
    let server = HTTPServer(limits: limits, application: application)
    let bound = try server.listen(host: "127.0.0.1", port: 0)
    return TestServer(port: bound.port, server: server, application: application)
  }

  /// Sends bytes on a new connection and returns all that comes back until it is closed.
  func exchange(_ bytes: [UInt8]) async -> String {
    let port = port
    let answer = await onThread { () -> [UInt8] in
      let client = RawClient(port: port)
      client.send(bytes)
      return client.receiveToEnd()
    }
    return String(decoding: answer, as: UTF8.self)
  }

  /// Waits until something has come true on the loop.
  func eventually(_ condition: @NetworkLoop @Sendable (TestApplication) -> Bool) async -> Bool {
    for _ in 0..<500 {
      if await condition(application) { return true }
      try? await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  func stop() async { await server.close(graceMilliseconds: 200) }
}
