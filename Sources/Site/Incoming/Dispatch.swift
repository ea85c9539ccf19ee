import Net
import OCPP

extension ChargePointLink {
  /// Finds what a call asks for and answers it. The files beside this one hold one action each.
  func answer(_ id: MessageID, _ action: Action, _ payload: UnsafeRawBufferPointer) {
    do {
      switch action {
      case .heartbeat: reply(id, Heartbeat.Confirmation(currentTime: site.now()))
      case .authorize: authorize(id, try Authorize.Request(reading: payload))
      case .bootNotification: boot(id, try BootNotification.Request(reading: payload))
      case .statusNotification: status(id, try StatusNotification.Request(reading: payload))
      case .startTransaction: start(id, try StartTransaction.Request(reading: payload))
      case .meterValues: meterValues(id, try MeterValues.Request(reading: payload))
      case .stopTransaction: stop(id, try StopTransaction.Request(reading: payload), raw: payload)
      case .dataTransfer: dataTransfer(id, payload)
      case .diagnosticsStatusNotification, .firmwareStatusNotification, .logStatusNotification,
        .securityEventNotification, .signedFirmwareStatusNotification:
        notice(id, action, payload)
      case .signCertificate: signCertificate(id, payload)
      case .other(let name): refuse(id, .notImplemented, "\(name) is not known to this appliance")
      }
    } catch {
      site.keepUnreadable(payload, from: live, reason: "\(action.name) \(error.path): \(error.reason)")
      refuse(id, error.code, "\(error.path): \(error.reason)")
    }
  }
}
