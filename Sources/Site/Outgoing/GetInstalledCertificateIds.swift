import OCPP
import Storage

extension Effect {
  /// OCPP 1.6 security, M03: the certificates of one type, all of them; NotFound: there are none.
  func getInstalledCertificateIds(in file: WriteConnection) throws {
    guard isAccepted || status == "NotFound" else { return }
    let type = try request(as: GetInstalledCertificateIds.Request.self).certificateType
    let told = try answer(as: GetInstalledCertificateIds.Confirmation.self)
    try file.dropCertificates(chargePointKey: chargePointKey, certificateType: type, at: at)
    for one in told.certificateHashData {
      try file.keepCertificate(
        InstalledCertificate(
          certificateType: type, hashAlgorithm: one.hashAlgorithm, issuerNameHash: one.issuerNameHash,
          issuerKeyHash: one.issuerKeyHash, serialNumber: one.serialNumber, seenAt: at),
        chargePointKey: chargePointKey)
    }
  }
}
