import Net
import OCPP

extension ChargePointLink {
  /// OCPP 1.6 security, N01: how the upload goes that GetLog asked for.
  func logStatus(_ id: MessageID, _ payload: UnsafeRawBufferPointer) {
    replyAfter(id, keeping: KeptNotice(.logStatusNotification, payload, self).keep) { _ in
      LogStatusNotification.Confirmation()
    }
  }
}
