/// Why an address cannot be listened on.
package struct ListenError: Error, Equatable, CustomStringConvertible {
  /// "127.0.0.1:8080" or the unix socket's path.
  package var address: String
  /// The system's words, such as "Address already in use".
  package var reason: String

  package init(address: String, reason: String) {
    self.address = address
    self.reason = reason
  }

  package var description: String { "cannot listen on \(address): \(reason)" }
}
