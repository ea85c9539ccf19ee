import Crypto
import OCPP
import Storage

extension Effect {
  /// OCPP 1.6 security, M05: one more root certificate is trusted. Of one that is no root the hashes cannot
  /// be told; it is listed once the wallbox names it (GetInstalledCertificateIds).
  func installCertificate(in file: WriteConnection) throws {
    guard isAccepted else { return }
    let asked = try request(as: InstallCertificate.Request.self)
    guard let id = RootCertificateID(pem: asked.certificate) else { return }
    try file.keepCertificate(
      InstalledCertificate(
        certificateType: asked.certificateType, hashAlgorithm: "SHA256", issuerNameHash: id.issuerNameHash,
        issuerKeyHash: id.issuerKeyHash, serialNumber: id.serialNumber, seenAt: at),
      chargePointKey: chargePointKey)
  }
}
