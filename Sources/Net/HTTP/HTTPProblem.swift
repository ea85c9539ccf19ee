/// A request or handshake that Net answered by itself because it was broken.
package struct HTTPProblem: Sendable, Equatable {
  /// The status it was answered with.
  package var status: Int
  /// One sentence, for the answer's body and for the manager's page.
  package var reason: String
  /// The peer's address without the port, or "unix".
  package var address: String
  /// `address` as limits are counted: of IPv6 the first 64 bits, "2001:db8::/64".
  package var network: String
  /// The request's first line as far as it came, at most 200 characters, control characters replaced.
  package var requestLine: String

  package init(status: Int, reason: String, address: String, network: String, requestLine: String) {
    self.status = status
    self.reason = reason
    self.address = address
    self.network = network
    self.requestLine = requestLine
  }
}

/// What is wrong with a request, found by the parser, which knows no peer.
struct HTTPFault: Error, Equatable {
  var status: Int
  var reason: String
}
