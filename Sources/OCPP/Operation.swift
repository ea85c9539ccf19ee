package import Formats

/// A request of ours towards a charge point, known to be valid for the standard (OCPP 1.6, chapter 5,
/// and its security extension).
package struct Operation: Sendable, Equatable {
  package let action: String
  /// One JSON object.
  package let payload: [UInt8]

  /// An operation that somebody wrote by hand.
  /// - Throws: what `OperationPayload.validate` throws.
  package init(action: String, payload: JSONValue) throws(PayloadError) {
    try OperationPayload.validate(action: action, payload: payload)
    self.action = action
    self.payload = payload.serialized
  }

  /// An operation of ours; a text in it may still be too long for the standard.
  package init(_ request: some OperationRequest) throws(PayloadError) {
    let payload: JSONValue
    do throws(JSONError) {
      payload = try JSONValue.parse(request.json)
    } catch {
      throw PayloadError(error)
    }
    try self.init(action: type(of: request).action, payload: payload)
  }

  /// The actions that can be sent.
  package static let supported: [String] = OperationPayload.rules.map(\.action)
}

/// A typed request towards a charge point.
package protocol OperationRequest: Payload {
  static var action: String { get }
}

/// Strict validation of what we are about to send: required members, types, lengths, enumerations, and
/// nothing the standard does not know. Wallboxes answer every slip differently, some by a reboot.
package enum OperationPayload {
  /// - Throws: the first fault, with the path of the member; path `action` and NotImplemented for an action
  ///   that is not in `Operation.supported`.
  package static func validate(action: String, payload: JSONValue) throws(PayloadError) {
    guard let rule = rules.first(where: { $0.action == action })?.rule else {
      throw PayloadError(
        path: "action",
        reason: "This must be one of: \(Operation.supported.joined(separator: ", ")).", code: .notImplemented)
    }
    try rule.check(payload)
  }

  static let rules: [(action: String, rule: PayloadRule)] = [
    (CancelReservation.Request.action, CancelReservation.rule),
    (CertificateSigned.Request.action, CertificateSigned.rule),
    (ChangeAvailability.Request.action, ChangeAvailability.rule),
    (ChangeConfiguration.Request.action, ChangeConfiguration.rule),
    (ClearCache.Request.action, ClearCache.rule),
    (ClearChargingProfile.Request.action, ClearChargingProfile.rule),
    (DataTransfer.Request.action, DataTransfer.rule),
    (DeleteCertificate.Request.action, DeleteCertificate.rule),
    (ExtendedTriggerMessage.Request.action, ExtendedTriggerMessage.rule),
    (GetCompositeSchedule.Request.action, GetCompositeSchedule.rule),
    (GetConfiguration.Request.action, GetConfiguration.rule),
    (GetDiagnostics.Request.action, GetDiagnostics.rule),
    (GetInstalledCertificateIds.Request.action, GetInstalledCertificateIds.rule),
    (GetLocalListVersion.Request.action, GetLocalListVersion.rule),
    (GetLog.Request.action, GetLog.rule),
    (InstallCertificate.Request.action, InstallCertificate.rule),
    (RemoteStartTransaction.Request.action, RemoteStartTransaction.rule),
    (RemoteStopTransaction.Request.action, RemoteStopTransaction.rule),
    (ReserveNow.Request.action, ReserveNow.rule),
    (Reset.Request.action, Reset.rule),
    (SendLocalList.Request.action, SendLocalList.rule),
    (SetChargingProfile.Request.action, SetChargingProfile.rule),
    (SignedUpdateFirmware.Request.action, SignedUpdateFirmware.rule),
    (TriggerMessage.Request.action, TriggerMessage.rule),
    (UnlockConnector.Request.action, UnlockConnector.rule),
    (UpdateFirmware.Request.action, UpdateFirmware.rule),
  ]
}
