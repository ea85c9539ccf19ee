import Domain
import Formats
import Net
import OCPP
import Storage

extension ChargePointLink {
  /// OCPP 1.6, 4.3: something the vendor made up. Nobody here understands it, but it is kept.
  func dataTransfer(_ id: MessageID, _ payload: UnsafeRawBufferPointer) {
    keep(id, .dataTransfer, payload) {
      DataTransfer.Confirmation(status: "UnknownVendorId")
    }
  }

  /// OCPP 1.6, 4.4 and 4.5, and the security extension: how an upload or an update goes on, and what
  /// happened.
  func notice(_ id: MessageID, _ action: Action, _ payload: UnsafeRawBufferPointer) {
    keep(id, action, payload) { EmptyPayload() }
  }

  /// OCPP 1.6 security, A02: a wallbox asks for a certificate of its own.
  func signCertificate(_ id: MessageID, _ payload: UnsafeRawBufferPointer) {
    keep(id, .signCertificate, payload) { SignCertificate.Confirmation(status: "Accepted") }
  }

  private func keep<Confirmation: Payload>(
    _ id: MessageID, _ action: Action, _ payload: UnsafeRawBufferPointer,
    then confirmation: @escaping @NetworkLoop @Sendable () -> Confirmation
  ) {
    let (site, key, at) = (site, live.record.key, site.now())
    let text = String(decoding: payload.prefix(site.limits.keptFrameBytes), as: UTF8.self)
    let bound = site.limits.pendingRowsPerChargePoint
    let message = ChargePointMessage(action: action.name, payload: text, receivedAt: at)
    replyAfter(
      id,
      keeping: { file in
        try file.keepMessage(message, chargePointKey: key, keeping: bound)
      }
    ) { _ in confirmation() }
  }
}
