import Domain
import Net
import OCPP
import Storage

extension ChargePointLink {
  /// OCPP 1.6 security, A02: the wallbox asks for a certificate of its own. The request is kept, so that a
  /// person can have it signed and send it back (CertificateSigned). One that nobody has accepted yet is
  /// refused.
  func signCertificate(
    _ id: MessageID, _ request: SignCertificate.Request, raw payload: UnsafeRawBufferPointer
  ) {
    guard live.record.state == .accepted else {
      return replyAfter(id, keeping: KeptNotice(.signCertificate, payload, self).keep) { _ in
        SignCertificate.Confirmation(status: "Rejected")
      }
    }
    let (key, at, bound) = (live.record.key, site.now(), site.limits.certificateRequests)
    replyAfter(
      id,
      keeping: { file in
        try file.insertCertificateRequest(chargePointKey: key, csr: request.csr, at: at, keeping: bound)
      }
    ) { _ in
      SignCertificate.Confirmation(status: "Accepted")
    }
  }
}
