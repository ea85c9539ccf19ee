import Domain
import Net
import Site

extension Call {
  /// `GET /events`: server-sent events until someone ends it.
  func followEvents() throws -> HTTPResponse? {
    guard let role = caller.role else { throw Problem.signInFirst }
    if request.method == "HEAD" {
      return HTTPResponse(status: 200, headers: [("Content-Type", "text/event-stream; charset=utf-8")])
    }
    try application.events.checkRoom(address: request.peerAddress)
    let stream = exchange.stream(
      status: 200,
      headers: SecurityHeaders.all + [
        ("Content-Type", "text/event-stream; charset=utf-8"), ("Cache-Control", "no-store"),
        ("X-Accel-Buffering", "no"),
      ])
    // Whoever has gone meanwhile would never be told to have gone.
    guard stream.isOpen else { return nil }
    let audience = EventAudience(
      role: role, tenantID: caller.tenant?.id, signInKey: caller.signInKey, tokenKey: caller.tokenKey)
    let subscriber = EventSubscriber(stream: stream, address: request.peerAddress, audience: audience)
    application.events.add(subscriber, lastEventID: request.header("last-event-id"))
    return nil
  }
}
