package import Formats

/// The certificate that the charge point asked for with SignCertificate (OCPP 1.6 security, A02 and A03).
package enum CertificateSigned {
  /// Status Accepted, or Rejected: it cannot be used.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "CertificateSigned"
    /// PEM, the charge point's certificate first.
    package var certificateChain: String

    package init(certificateChain: String) {
      self.certificateChain = certificateChain
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var certificateChain: String?
      while let key = try reader.nextKey() {
        switch key {
        case "certificateChain": try reader.text(&certificateChain, limit: WireLimits.longTextBytes)
        default: try reader.skip()
        }
      }
      self.init(certificateChain: try reader.required(certificateChain, "certificateChain"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("certificateChain", certificateChain)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([.required("certificateChain", .text(max: 10_000))])
}
