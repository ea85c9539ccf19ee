import Domain
import Formats
import OCPP
import Storage

/// What the answer to an operation says of what is set in a wallbox now. It is kept in the same write that
/// completes the operation's row. The files beside this one hold one action each; actions without a file set
/// nothing that lasts, and what they were answered stands with the operation alone.
struct Effect: Sendable {
  let action: String
  /// As it was sent, but without a password.
  let request: JSONValue
  let answer: JSONValue
  let chargePointKey: Int64
  let firmwareVersion: String?
  /// Who asked: an account's or token's name; nil: the appliance on its own account.
  let person: String?
  let at: Instant

  /// Nil: there is nothing to keep, because the wallbox has not answered or the action sets nothing.
  init?(
    _ action: String, _ request: JSONValue, _ result: Result<OperationOutcome, SiteError>,
    from chargePoint: ChargePoint, person: String?, at: Instant
  ) {
    switch result {
    case .success(.answered(let payload)): answer = payload
    case .success(.error(let code, _)) where action == ChangeConfiguration.Request.action:
      // Firmware that knows no such key often says so by an error.
      answer = ["status": .string(code)]
    case .success(.error), .failure: return nil
    }
    self.action = action
    self.request = request
    chargePointKey = chargePoint.key
    firmwareVersion = chargePoint.firmwareVersion
    self.person = person
    self.at = at
    guard keeper != nil else { return nil }
  }

  /// Keeps what was set. An answer that cannot be read sets nothing.
  func keep(in file: WriteConnection) throws {
    do {
      try keeper?(file)
    } catch is PayloadError {
      return
    }
  }

  private var keeper: ((WriteConnection) throws -> Void)? {
    switch action {
    case CancelReservation.Request.action: cancelReservation
    case CertificateSigned.Request.action: certificateSigned
    case ChangeConfiguration.Request.action: changeConfiguration
    case ClearChargingProfile.Request.action: clearChargingProfile
    case DeleteCertificate.Request.action: deleteCertificate
    case GetConfiguration.Request.action: getConfiguration
    case GetInstalledCertificateIds.Request.action: getInstalledCertificateIds
    case InstallCertificate.Request.action: installCertificate
    case ReserveNow.Request.action: reserveNow
    case SendLocalList.Request.action: sendLocalList
    case SetChargingProfile.Request.action: setChargingProfile
    default: nil
    }
  }

  // MARK: For the actions

  /// The name under which it stands in lists.
  var by: String { person ?? "appliance" }

  var status: String { answer["status"]?.stringValue ?? "" }

  var isAccepted: Bool { status == "Accepted" }

  func request<R: OperationRequest>(as type: R.Type) throws(PayloadError) -> R {
    try R(reading: request.serialized)
  }

  func answer<A: Payload>(as type: A.Type) throws(PayloadError) -> A {
    try A(reading: answer.serialized)
  }
}
