import OCPP
import Storage

extension Effect {
  /// OCPP 1.6 security, A02: the wallbox has taken the certificate that it had asked for.
  func certificateSigned(in file: WriteConnection) throws {
    guard isAccepted else { return }
    let asked = try request(as: CertificateSigned.Request.self)
    try file.answerCertificateRequest(
      chargePointKey: chargePointKey, chain: asked.certificateChain, at: at)
  }
}
