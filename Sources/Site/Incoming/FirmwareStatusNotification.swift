import Net
import OCPP

extension ChargePointLink {
  /// OCPP 1.6, 4.5: how the update goes that UpdateFirmware asked for.
  func firmwareStatus(_ id: MessageID, _ payload: UnsafeRawBufferPointer) {
    replyAfter(id, keeping: KeptNotice(.firmwareStatusNotification, payload, self).keep) { _ in
      FirmwareStatusNotification.Confirmation()
    }
  }
}
