import Net
import OCPP

extension PretendChargePoint {
  /// Answers a call of the server; what it causes is sent afterwards.
  func answer(to action: Action, _ payload: UnsafeRawBufferPointer, id: MessageID) -> [UInt8] {
    do throws(PayloadError) {
      guard let confirmation = try confirmation(of: action.name, payload) else {
        return FrameWriter.callError(id, .notImplemented, "This wallbox does not know \(action.name).")
      }
      return FrameWriter.callResult(id, confirmation)
    } catch {
      return FrameWriter.callError(id, error)
    }
  }

  /// The functional blocks of OCPP 1.6, each in its own file.
  private func confirmation(
    of action: String, _ payload: UnsafeRawBufferPointer
  ) throws(PayloadError) -> (any Payload)? {
    if let core = try answerCore(action, payload) { return core }
    if let triggered = try answerTriggers(action, payload) { return triggered }
    if let charging = try answerSmartCharging(action, payload) { return charging }
    if let list = try answerLocalList(action, payload) { return list }
    if let reservation = try answerReservation(action, payload) { return reservation }
    if let transfer = try answerTransfers(action, payload) { return transfer }
    return try answerCertificates(action, payload)
  }

  private func answerCore(
    _ action: String, _ payload: UnsafeRawBufferPointer
  ) throws(PayloadError) -> (any Payload)? {
    switch action {
    case RemoteStartTransaction.Request.action:
      return StatusPayload(status: remoteStart(try .init(reading: payload)))
    case RemoteStopTransaction.Request.action:
      return StatusPayload(status: remoteStop(try .init(reading: payload)))
    case Reset.Request.action: return StatusPayload(status: reset(try .init(reading: payload)))
    case UnlockConnector.Request.action:
      let request = try UnlockConnector.Request(reading: payload)
      return StatusPayload(status: machine?.unlock(connector: request.connectorId) ?? "NotSupported")
    case ChangeAvailability.Request.action:
      let request = try ChangeAvailability.Request(reading: payload)
      let isOperative = request.type == "Operative"
      return StatusPayload(
        status: machine?.changeAvailability(connector: request.connectorId, operative: isOperative)
          ?? "Rejected")
    case GetConfiguration.Request.action:
      return configuration.read(try GetConfiguration.Request(reading: payload).key)
    case ChangeConfiguration.Request.action:
      let request = try ChangeConfiguration.Request(reading: payload)
      return StatusPayload(status: configuration.change(request.key, to: request.value))
    case ClearCache.Request.action: return StatusPayload(status: "Accepted")
    case DataTransfer.Request.action:
      _ = try DataTransfer.Request(reading: payload)
      return DataTransfer.Confirmation(status: "UnknownVendorId")
    default: return nil
    }
  }

  /// What an answer promises happens in the loop's next turn, after the answer.
  func later(_ body: @escaping @NetworkLoop (PretendChargePoint) -> Void) {
    NetworkLoop.after(milliseconds: 0) { [weak self] in
      if let self { body(self) }
    }
  }

  private func remoteStart(_ request: RemoteStartTransaction.Request) -> String {
    guard isAccepted, machine?.mayStart(connector: request.connectorId, idTag: request.idTag) == true,
      request.chargingProfile.map({ mayBring($0) }) ?? true
    else { return "Rejected" }
    broughtProfile = request.chargingProfile.map { (request.idTag, $0) }
    later { $0.machine?.remoteStart(idTag: request.idTag) }
    return "Accepted"
  }

  private func remoteStop(_ request: RemoteStopTransaction.Request) -> String {
    guard machine?.mayStop(transactionID: request.transactionId) == true else { return "Rejected" }
    later { $0.machine?.remoteStop() }
    return "Accepted"
  }

  private func reset(_ request: Reset.Request) -> String {
    guard machine != nil else { return "Rejected" }
    later { $0.machine?.reset(hard: request.type == "Hard") }
    return "Accepted"
  }
}
