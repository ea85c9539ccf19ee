package import Formats

/// Trust this root certificate (OCPP 1.6 security, M05).
package enum InstallCertificate {
  /// Status Accepted, Rejected (it cannot be used) or Failed (it could not be stored).
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "InstallCertificate"
    /// CentralSystemRootCertificate or ManufacturerRootCertificate.
    package var certificateType: String
    /// PEM.
    package var certificate: String

    package init(certificateType: String, certificate: String) {
      self.certificateType = certificateType
      self.certificate = certificate
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var certificateType: String?
      var certificate: String?
      while let key = try reader.nextKey() {
        switch key {
        case "certificateType": try reader.text(&certificateType)
        case "certificate": try reader.text(&certificate, limit: WireLimits.longTextBytes)
        default: try reader.skip()
        }
      }
      self.init(
        certificateType: try reader.required(certificateType, "certificateType"),
        certificate: try reader.required(certificate, "certificate"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("certificateType", certificateType)
      writer.member("certificate", certificate)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([
    .required("certificateType", .choice(CertificateHashData.certificateTypes)),
    .required("certificate", .text(max: 5500)),
  ])
}
