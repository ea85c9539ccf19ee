import Domain

/// Who sends a request, and how that is known.
struct Caller: Sendable {
  enum Proof: Sendable, Equatable {
    case none
    /// A cookie; `secret` is its value.
    case cookie(secret: String)
    case bearer
    /// The control socket, which only this machine's owner of the service can open.
    case control
  }

  enum Signature: Sendable {
    case none, fits
    /// Of a form, which tells it on its page.
    case refused(Problem)
  }

  var proof = Proof.none
  var role: Role?
  /// Stands in the records beside what was done.
  var name = "nobody"
  /// The same as it stands in the audit, opaque: `account ID`, `token ID`, `tenant ID`, `machine`.
  var actor = "nobody"
  var tenant: Tenant?
  var signInKey: Int64?
  /// Of a tenant's phone: what its requests are signed with; nil where it signed in without a script.
  var signingKey: [UInt8]?
  /// Whether this request was signed with it.
  var signature = Signature.none
  /// Of the account that signed in; nil for tokens and tenants.
  var accountKey: Int64?
  var tokenKey: Int64?
  /// Set when the cookie's time was extended and the browser should hear of it.
  var renewedCookie: String?

  static let nobody = Caller()
  static let control = Caller(proof: .control, name: "control socket", actor: AccessDesk.machine)

  var isControl: Bool { proof == .control }

  /// Whether the browser sends the proof along by itself, also with what other pages cause.
  var provesByCookie: Bool {
    if case .cookie = proof { true } else { false }
  }
}
