import Domain
import Formats
import OCPP

/// A frame of a charge point, and one of ours as a pretend charge point reads it: every payload there is.
func fuzzFrame(_ bytes: UnsafeRawBufferPointer) {
  do throws(FrameError) {
    switch try FrameReader.read(bytes) {
    case .call(let id, let action, let payload): fuzzCall(id, action, payload)
    case .callResult(let id, let payload):
      for confirmation in confirmations { same(confirmation, payload, id, asWritten: true) }
    case .callError(let id, let code, let text, _):
      let answer = FrameWriter.callError(id, RPCErrorCode(received: code), text)
      require(answer.withUnsafeBytes { tree($0, tolerant: false) } != nil, "a frame of ours is no JSON")
    case .unknownType: break
    }
  } catch {
    require(!error.reason.isEmpty)
  }
}

private func fuzzCall(_ id: MessageID, _ action: Action, _ payload: UnsafeRawBufferPointer) {
  switch action {
  case .authorize: same(Authorize.Request.self, payload, id)
  case .bootNotification: same(BootNotification.Request.self, payload, id)
  case .dataTransfer: same(DataTransfer.Request.self, payload, id)
  case .diagnosticsStatusNotification, .firmwareStatusNotification: same(StatusPayload.self, payload, id)
  case .heartbeat: same(EmptyPayload.self, payload, id)
  case .logStatusNotification, .signedFirmwareStatusNotification:
    same(NumberedStatusPayload.self, payload, id)
  case .securityEventNotification: same(SecurityEventNotification.Request.self, payload, id)
  case .signCertificate: same(SignCertificate.Request.self, payload, id)
  case .meterValues: fuzzReadings(same(MeterValues.Request.self, payload, id)?.meterValue ?? [])
  case .startTransaction: same(StartTransaction.Request.self, payload, id)
  case .statusNotification: same(StatusNotification.Request.self, payload, id)
  case .stopTransaction: fuzzReadings(same(StopTransaction.Request.self, payload, id)?.transactionData ?? [])
  case .other(let name): fuzzOperation(name, payload, id)
  }
}

private let confirmations: [any (Payload & Equatable).Type] = [
  Authorize.Confirmation.self, BootNotification.Confirmation.self, DataTransfer.Confirmation.self,
  GetCompositeSchedule.Confirmation.self, GetConfiguration.Confirmation.self,
  GetDiagnostics.Confirmation.self, GetInstalledCertificateIds.Confirmation.self,
  GetLocalListVersion.Confirmation.self, GetLog.Confirmation.self, Heartbeat.Confirmation.self,
  StartTransaction.Confirmation.self, StatusPayload.self, StopTransaction.Confirmation.self,
]

private let operations: [any (OperationRequest & Equatable).Type] = [
  CancelReservation.Request.self, CertificateSigned.Request.self, ChangeAvailability.Request.self,
  ChangeConfiguration.Request.self, ClearCache.Request.self, ClearChargingProfile.Request.self,
  DataTransfer.Request.self, DeleteCertificate.Request.self, ExtendedTriggerMessage.Request.self,
  GetCompositeSchedule.Request.self, GetConfiguration.Request.self, GetDiagnostics.Request.self,
  GetInstalledCertificateIds.Request.self, GetLocalListVersion.Request.self, GetLog.Request.self,
  InstallCertificate.Request.self, RemoteStartTransaction.Request.self, RemoteStopTransaction.Request.self,
  ReserveNow.Request.self, Reset.Request.self, SendLocalList.Request.self, SetChargingProfile.Request.self,
  SignedUpdateFirmware.Request.self, TriggerMessage.Request.self, UnlockConnector.Request.self,
  UpdateFirmware.Request.self,
]

/// What passes as valid for the standard can also be read.
private func fuzzOperation(_ name: String, _ payload: UnsafeRawBufferPointer, _ id: MessageID) {
  guard let operation = operations.first(where: { $0.action == name }) else { return }
  let message = same(operation, payload, id)
  guard let value = tree(payload, tolerant: false) else { return }
  let isValid = result { () throws(PayloadError) in try Operation(action: name, payload: value) }.isSuccess
  require(message != nil || !isValid, "a valid operation cannot be read")
}

private func fuzzReadings(_ values: [MeterValue]) {
  for value in values {
    let readings = value.reading(receivedAt: Instant(millisecondsSince1970: 0))
    require(readings.isEmpty == value.sampledValues.isEmpty)
    _ = value.powerW
  }
}

/// What we write of a message is strict JSON, and reading it gives the message again (or is too long by now,
/// because control characters grow when they are escaped).
/// - Parameter asWritten: that what we write stays the same is enough: a parent that is too long for the
///   standard is left out of an answer.
@discardableResult
private func same<P: Payload & Equatable>(
  _ type: P.Type, _ payload: UnsafeRawBufferPointer, _ id: MessageID, asWritten: Bool = false
) -> P? {
  guard case .success(let message) = result({ () throws(PayloadError) in try P(reading: payload) }) else {
    return nil
  }
  let frame = FrameWriter.callResult(id, message)
  require(frame.withUnsafeBytes { tree($0, tolerant: false) } != nil, "a frame of ours is no JSON")
  switch result({ () throws(PayloadError) in try P(reading: message.json) }) {
  case .success(let again):
    let isSame = again == message || asWritten && again.json == message.json
    require(isSame, "\(message) became \(again)")
  case .failure(let error): require(error.code == .propertyConstraintViolation, "a message got lost")
  }
  return message
}

private func result<T>(_ body: () throws(PayloadError) -> T) -> Result<T, PayloadError> {
  Result { () throws(PayloadError) in try body() }
}

extension Result {
  fileprivate var isSuccess: Bool {
    if case .success = self { return true }
    return false
  }
}
