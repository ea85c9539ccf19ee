import Net
import OCPP

extension PretendChargePoint {
  /// Answers a call of the server; what it causes is sent afterwards.
  func answer(to action: Action, _ payload: UnsafeRawBufferPointer, id: MessageID) -> [UInt8] {
    do throws(PayloadError) {
      switch action.name {
      case "RemoteStartTransaction": return try status(id, remoteStart(.init(reading: payload)))
      case "RemoteStopTransaction": return try status(id, remoteStop(.init(reading: payload)))
      case "Reset": return try status(id, reset(.init(reading: payload)))
      case "UnlockConnector":
        let request = try UnlockConnector.Request(reading: payload)
        return status(id, machine?.unlock(connector: request.connectorId) ?? "NotSupported")
      case "ChangeAvailability":
        let request = try ChangeAvailability.Request(reading: payload)
        let operative = request.type == "Operative"
        return status(
          id, machine?.changeAvailability(connector: request.connectorId, operative: operative) ?? "Rejected")
      case "GetConfiguration":
        return FrameWriter.callResult(
          id, configuration.read(try GetConfiguration.Request(reading: payload).key))
      case "ChangeConfiguration":
        let request = try ChangeConfiguration.Request(reading: payload)
        return status(id, configuration.change(request.key, to: request.value))
      case "TriggerMessage": return try status(id, trigger(.init(reading: payload)))
      case "ClearCache": return status(id, "Accepted")
      case "DataTransfer":
        _ = try DataTransfer.Request(reading: payload)
        return FrameWriter.callResult(id, DataTransfer.Confirmation(status: "UnknownVendorId"))
      default: return FrameWriter.callError(id, .notImplemented, "This wallbox does not know \(action.name).")
      }
    } catch {
      return FrameWriter.callError(id, error)
    }
  }

  private func status(_ id: MessageID, _ status: String) -> [UInt8] {
    FrameWriter.callResult(id, StatusPayload(status: status))
  }

  /// What an answer promises happens in the loop's next turn, after the answer.
  private func later(_ body: @escaping @NetworkLoop (any PretendOperator) -> Void) {
    NetworkLoop.after(milliseconds: 0) { [weak self] in
      if let machine = self?.machine { body(machine) }
    }
  }

  private func remoteStart(_ request: RemoteStartTransaction.Request) -> String {
    guard isAccepted, machine?.mayStart(connector: request.connectorId) == true else { return "Rejected" }
    later { $0.remoteStart(idTag: request.idTag) }
    return "Accepted"
  }

  private func remoteStop(_ request: RemoteStopTransaction.Request) -> String {
    guard machine?.mayStop(transactionID: request.transactionId) == true else { return "Rejected" }
    later { $0.remoteStop() }
    return "Accepted"
  }

  private func reset(_ request: Reset.Request) -> String {
    guard machine != nil else { return "Rejected" }
    later { $0.reset(hard: request.type == "Hard") }
    return "Accepted"
  }

  private func trigger(_ request: TriggerMessage.Request) -> String {
    switch request.requestedMessage {
    case "BootNotification":
      NetworkLoop.after(milliseconds: 0) { [weak self] in self?.sendBoot() }
    case "Heartbeat": NetworkLoop.after(milliseconds: 0) { [weak self] in self?.send(.heartbeat) }
    case "StatusNotification":
      NetworkLoop.after(milliseconds: 0) { [weak self] in
        guard let self else { return }
        for (connector, status) in statuses.sorted(by: { $0.key < $1.key })
        where request.connectorId == nil || request.connectorId == connector {
          send(.status(status))
        }
      }
    case "MeterValues": return machine?.triggerMeterValues() == true ? "Accepted" : "Rejected"
    default: return "NotImplemented"
    }
    return "Accepted"
  }
}
