import Domain
import Formats
import Net
import Storage

/// A new Basic password on its way to a wallbox (OCPP-J 1.6, 6.2.2, configuration key AuthorizationKey).
/// Until the wallbox has answered, the old and the new one both count, so that it is never locked out.
struct PasswordChange: Sendable {
  private let password: [UInt8]

  /// Nil: the operation changes no password.
  init?(action: String, payload: JSONValue) {
    guard action == "ChangeConfiguration", let key = payload["key"]?.stringValue, Self.isPassword(key),
      let value = payload["value"]?.stringValue
    else { return nil }
    password = Array(value.utf8)
  }

  /// Whether a configuration key holds the password.
  static func isPassword(_ key: String?) -> Bool { key?.lowercased() == "authorizationkey" }

  /// Lets the new password count beside the old one, before it is sent.
  @NetworkLoop func begin(_ live: LiveChargePoint, on site: ChargingSite) async throws(SiteError) {
    let next = ChargePoint.Credential.of(password)
    try await site.change(live) { $0.nextCredential = next }
  }

  /// Accepted: only the new one counts. Refused: only the old one. No answer, or one that it will take it
  /// after a reboot: both, until the wallbox comes with the new one.
  @NetworkLoop func end(
    _ result: Result<OperationOutcome, SiteError>, _ live: LiveChargePoint, on site: ChargingSite
  ) async throws(SiteError) {
    let isAccepted: Bool
    switch result {
    case .failure: return
    case .success(.answered(let payload)) where payload["status"] == "RebootRequired": return
    case .success(.answered(let payload)): isAccepted = payload["status"] == "Accepted"
    case .success(.error): isAccepted = false
    }
    try await site.change(live) { record in
      if isAccepted {
        record.credential = record.nextCredential ?? record.credential
        record.passwordBytes = password.count
      }
      record.nextCredential = nil
    }
  }

  /// The wallbox has come with the new password: the old one counts no more.
  @NetworkLoop static func conclude(_ live: LiveChargePoint, on site: ChargingSite) {
    Task { @NetworkLoop in
      do throws(SiteError) {
        try await site.change(live) { record in
          record.credential = record.nextCredential ?? record.credential
          record.nextCredential = nil
          record.passwordBytes = nil
        }
      } catch {
        site.report(error, while: "keeping a wallbox's new password")
      }
    }
  }
}
