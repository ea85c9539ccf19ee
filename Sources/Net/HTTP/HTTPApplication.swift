/// What a server answers with.
@NetworkLoop
package protocol HTTPApplication: AnyObject {
  /// A request has arrived whole. It must be answered through `exchange`, now or later; an exchange that is
  /// let go unanswered is answered with 500.
  func respond(to request: HTTPRequest, through exchange: HTTPExchange)

  /// A broken request or handshake was answered by the server itself, so that it can be shown to someone.
  func refused(_ problem: HTTPProblem)
}
