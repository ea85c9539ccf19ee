import Net
import OCPP

extension ChargePointLink {
  /// OCPP 1.6, 4.3: something the vendor made up. Nobody here understands it, but it is kept.
  func dataTransfer(_ id: MessageID, _ payload: UnsafeRawBufferPointer) {
    replyAfter(id, keeping: KeptNotice(.dataTransfer, payload, self).keep) { _ in
      DataTransfer.Confirmation(status: "UnknownVendorId")
    }
  }
}
