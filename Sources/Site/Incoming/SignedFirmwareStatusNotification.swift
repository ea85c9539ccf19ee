import Net
import OCPP

extension ChargePointLink {
  /// OCPP 1.6 security, L01: how the update goes that SignedUpdateFirmware asked for.
  func signedFirmwareStatus(_ id: MessageID, _ payload: UnsafeRawBufferPointer) {
    replyAfter(id, keeping: KeptNotice(.signedFirmwareStatusNotification, payload, self).keep) { _ in
      SignedFirmwareStatusNotification.Confirmation()
    }
  }
}
