import Formats

/// What tells one certificate from all others (OCPP 1.6 security, CertificateHashDataType).
package struct CertificateHashData: Sendable, Equatable {
  /// SHA256, SHA384 or SHA512.
  package var hashAlgorithm: String
  /// Hexadecimal, as are the next two.
  package var issuerNameHash: String
  package var issuerKeyHash: String
  package var serialNumber: String

  package init(hashAlgorithm: String, issuerNameHash: String, issuerKeyHash: String, serialNumber: String) {
    self.hashAlgorithm = hashAlgorithm
    self.issuerNameHash = issuerNameHash
    self.issuerKeyHash = issuerKeyHash
    self.serialNumber = serialNumber
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("hashAlgorithm", hashAlgorithm)
    writer.member("issuerNameHash", issuerNameHash)
    writer.member("issuerKeyHash", issuerKeyHash)
    writer.member("serialNumber", serialNumber)
    writer.endObject()
  }

  static let rule = PayloadRule.object([
    .required("hashAlgorithm", .choice(["SHA256", "SHA384", "SHA512"])),
    .required("issuerNameHash", .text(max: 128)),
    .required("issuerKeyHash", .text(max: 128)),
    .required("serialNumber", .text(max: 40)),
  ])

  /// What a root certificate is trusted for (CertificateUseEnumType).
  static let certificateTypes = ["CentralSystemRootCertificate", "ManufacturerRootCertificate"]
}

extension PayloadReader {
  /// A CertificateHashData; what is missing is empty.
  mutating func certificateHashData(_ field: inout CertificateHashData?) throws(PayloadError) {
    guard try beginObject() else { return }
    var (algorithm, name, issuerKey, serial): (String?, String?, String?, String?)
    while let key = try nextKey() {
      switch key {
      case "hashAlgorithm": try text(&algorithm)
      case "issuerNameHash": try text(&name)
      case "issuerKeyHash": try text(&issuerKey)
      case "serialNumber": try text(&serial)
      default: try skip()
      }
    }
    guard field == nil else { return }
    field = CertificateHashData(
      hashAlgorithm: algorithm ?? "", issuerNameHash: name ?? "", issuerKeyHash: issuerKey ?? "",
      serialNumber: serial ?? "")
  }
}
