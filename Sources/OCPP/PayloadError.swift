import Formats

/// Why a payload is not what its action asks for.
package struct PayloadError: Error, Equatable, Sendable {
  /// The member at fault, like `chargingProfile.stackLevel`; empty: the payload as a whole.
  package var path: String
  /// A sentence without the path.
  package var reason: String
  package var code: RPCErrorCode

  package init(path: String, reason: String, code: RPCErrorCode) {
    self.path = path
    self.reason = reason
    self.code = code
  }

  init(_ error: JSONError) {
    self.init(path: error.path, reason: error.reason, code: .formationViolation)
  }
}
