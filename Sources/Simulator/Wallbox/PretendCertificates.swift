import OCPP

/// The root certificates that a wallbox trusts, in memory.
struct PretendCertificates: Sendable {
  private struct Installed {
    let type: String
    let data: CertificateHashData
  }

  private var installed: [Installed] = []

  /// Returns the status of the confirmation (OCPP 1.6 security, M05).
  mutating func install(_ request: InstallCertificate.Request, most: Int) -> String {
    guard Self.looksLikeCertificate(request.certificate) else { return "Rejected" }
    let data = Self.hashData(of: request.certificate)
    installed.removeAll { $0.type == request.certificateType && $0.data == data }
    guard installed.count < most else { return "Failed" }
    installed.append(Installed(type: request.certificateType, data: data))
    return "Accepted"
  }

  func list(_ type: String) -> GetInstalledCertificateIds.Confirmation {
    let found = installed.filter { $0.type == type }.map(\.data)
    return .init(status: found.isEmpty ? "NotFound" : "Accepted", certificateHashData: found)
  }

  mutating func delete(_ data: CertificateHashData) -> String {
    let before = installed.count
    installed.removeAll { $0.data == data }
    return installed.count < before ? "Accepted" : "NotFound"
  }

  static func looksLikeCertificate(_ pem: String) -> Bool { pem.hasPrefix("-----BEGIN CERTIFICATE-----") }

  /// Numbers that look like hashes and differ between certificates: this wallbox only pretends to hash.
  private static func hashData(of pem: String) -> CertificateHashData {
    func digits(_ words: Int, _ salt: UInt64) -> String {
      var state = pem.utf8.reduce(salt) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
      return (0..<words).reduce(into: "") { text, _ in
        state = (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9
        let word = String(state, radix: 16)
        text += String(repeating: "0", count: 16 - word.utf8.count) + word
      }
    }
    return CertificateHashData(
      hashAlgorithm: "SHA256", issuerNameHash: digits(4, 1), issuerKeyHash: digits(4, 2),
      serialNumber: digits(1, 3))
  }

  /// The request for a certificate that every pretend wallbox sends (PKCS #10).
  static let signingRequest = """
    -----BEGIN CERTIFICATE REQUEST-----
    MIHvMIGWAgEAMDQxGDAWBgNVBAoMD1dhdHRrZWVwZXIgZGVtbzEYMBYGA1UEAwwP
    UHJldGVuZCB3YWxsYm94MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQoTfTcJf
    /TdktcdLM8NdOlbIfy/r9izvQkAXrY7BhqFVwSnfPD+bYjYhcHemYwMMgArlj1YW
    vRY7oNI0S2t2UKAAMAoGCCqGSM49BAMCA0gAMEUCIQCoAhaRxtjqzEBfNFwB5zLW
    R3oHJrf/L9FNY5p/YN374QIgE1ApF5ITS8H1QMYfPhmNcmSM99tP15arl7I8mrdw
    nvU=
    -----END CERTIFICATE REQUEST-----
    """
}

extension PretendChargePoint {
  /// Nil: the action belongs to another block.
  func answerCertificates(
    _ action: String, _ payload: UnsafeRawBufferPointer
  ) throws(PayloadError) -> (any Payload)? {
    switch action {
    case InstallCertificate.Request.action:
      let request = try InstallCertificate.Request(reading: payload)
      return StatusPayload(
        status: certificates.install(request, most: configuration.number("CertificateStoreMaxLength")))
    case GetInstalledCertificateIds.Request.action:
      return certificates.list(try GetInstalledCertificateIds.Request(reading: payload).certificateType)
    case DeleteCertificate.Request.action:
      let data = try DeleteCertificate.Request(reading: payload).certificateHashData
      return StatusPayload(status: certificates.delete(data))
    case CertificateSigned.Request.action:
      let chain = try CertificateSigned.Request(reading: payload).certificateChain
      if PretendCertificates.looksLikeCertificate(chain) { return StatusPayload(status: "Accepted") }
      later { $0.tellSecurityEvent("InvalidChargePointCertificate") }
      return StatusPayload(status: "Rejected")
    default: return nil
    }
  }

  /// OCPP 1.6 security, A04.
  func tellSecurityEvent(_ type: String) {
    send(
      .notice(
        .securityEventNotification,
        SecurityEventNotification.Request(type: type, timestamp: WireTime(time.now()))))
  }

  /// OCPP 1.6 security, A02.
  func askForCertificate() {
    send(.notice(.signCertificate, SignCertificate.Request(csr: PretendCertificates.signingRequest)))
  }
}
