/// One request and the one answer to it. Only the first answer counts; what comes after it, or after the
/// client has gone, is dropped.
@NetworkLoop
package final class HTTPExchange {
  package let request: HTTPRequest
  /// Nil once answered.
  private var connection: HTTPConnection?

  init(request: HTTPRequest, connection: HTTPConnection) {
    self.request = request
    self.connection = connection
  }

  isolated deinit {
    connection?.answer(HTTPResponse(status: 500, text: "The request was not answered.\n"))
  }

  /// Whether an answer would still reach the client.
  package var isOpen: Bool { connection?.awaitsAnswer ?? false }

  /// Answers.
  package func respond(_ response: HTTPResponse) {
    take()?.answer(response)
  }

  /// Answers with a body that is written bit by bit, as long as it takes: server-sent events.
  package func stream(status: Int, headers: [(String, String)]) -> HTTPStream {
    guard let connection = take() else { return HTTPStream(connection: nil) }
    return connection.startStream(status: status, headers: headers)
  }

  /// Answers with 101 and goes on as a WebSocket (RFC 6455, 4.2.2).
  /// - Parameters:
  ///   - subprotocol: one of `request.offeredSubprotocols`, as it is to be confirmed; nil: none is.
  ///   - handler: kept until the socket is closed.
  /// - Returns: nil when the handshake was bad (and has been answered, see `HTTPApplication.refused`), or the
  ///   client is gone.
  @discardableResult
  package func upgrade(subprotocol: String?, handler: any WebSocketHandler) -> WebSocket? {
    take()?.upgrade(request, subprotocol: subprotocol, handler: handler)
  }

  /// Answers with 101 without a subprotocol, then closes the WebSocket at once with a code and a reason: what
  /// OCPP-J 1.6 (3.1.3) asks for when no subprotocol fits.
  package func upgradeThenClose(code: Int, reason: String) {
    take()?.upgrade(request, subprotocol: nil, handler: nil)?.close(code: code, reason: reason)
  }

  private func take() -> HTTPConnection? {
    defer { connection = nil }
    guard let connection, connection.awaitsAnswer else { return nil }
    return connection
  }
}
