import OCPP
import Storage

extension Effect {
  /// OCPP 1.6 security, M04: a root certificate is trusted no more; NotFound: it was not there.
  func deleteCertificate(in file: WriteConnection) throws {
    guard isAccepted || status == "NotFound" else { return }
    let asked = try request(as: DeleteCertificate.Request.self).certificateHashData
    try file.dropCertificate(
      chargePointKey: chargePointKey, hashAlgorithm: asked.hashAlgorithm,
      issuerNameHash: asked.issuerNameHash, issuerKeyHash: asked.issuerKeyHash,
      serialNumber: asked.serialNumber, at: at)
  }
}
