import Net
import OCPP

// Messages that the server asks for (OCPP 1.6, 5.17, and F06 of the security extension).
extension PretendChargePoint {
  /// Nil: the action belongs to another block.
  func answerTriggers(
    _ action: String, _ payload: UnsafeRawBufferPointer
  ) throws(PayloadError) -> (any Payload)? {
    switch action {
    case TriggerMessage.Request.action:
      let request = try TriggerMessage.Request(reading: payload)
      return StatusPayload(status: trigger(request.requestedMessage, request.connectorId))
    case ExtendedTriggerMessage.Request.action:
      let request = try ExtendedTriggerMessage.Request(reading: payload)
      return StatusPayload(status: triggerMore(request.requestedMessage, request.connectorId))
    default: return nil
    }
  }

  private func trigger(_ message: String, _ connector: Int?) -> String {
    switch message {
    case "DiagnosticsStatusNotification":
      later { $0.send(.notice(.diagnosticsStatusNotification, $0.transfers.diagnostics)) }
    case "FirmwareStatusNotification":
      later { $0.send(.notice(.firmwareStatusNotification, $0.transfers.firmware)) }
    default: return triggerCommon(message, connector)
    }
    return "Accepted"
  }

  private func triggerMore(_ message: String, _ connector: Int?) -> String {
    switch message {
    case "LogStatusNotification": later { $0.send(.notice(.logStatusNotification, $0.transfers.log)) }
    // What it is called in the older trigger is told with its number here.
    case "FirmwareStatusNotification":
      later { $0.send(.notice(.signedFirmwareStatusNotification, $0.transfers.signedFirmware)) }
    case "SignChargePointCertificate": later { $0.askForCertificate() }
    default: return triggerCommon(message, connector)
    }
    return "Accepted"
  }

  private func triggerCommon(_ message: String, _ connector: Int?) -> String {
    switch message {
    case "BootNotification": later { $0.sendBoot() }
    case "Heartbeat": later { $0.send(.heartbeat) }
    case "StatusNotification": later { $0.sendStatuses(of: connector) }
    case "MeterValues": return machine?.triggerMeterValues() == true ? "Accepted" : "Rejected"
    default: return "NotImplemented"
    }
    return "Accepted"
  }

  private func sendStatuses(of connector: Int?) {
    for (each, status) in statuses.sorted(by: { $0.key < $1.key })
    where connector == nil || connector == each {
      send(.status(status))
    }
  }
}
