import Net
import OCPP

extension ChargePointLink {
  /// OCPP 1.6, 4.4: how the upload goes that GetDiagnostics asked for.
  func diagnosticsStatus(_ id: MessageID, _ payload: UnsafeRawBufferPointer) {
    replyAfter(id, keeping: KeptNotice(.diagnosticsStatusNotification, payload, self).keep) { _ in
      DiagnosticsStatusNotification.Confirmation()
    }
  }
}
