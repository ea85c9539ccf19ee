package import Formats

/// Forget a root certificate (OCPP 1.6 security, M04).
package enum DeleteCertificate {
  /// Status Accepted, Failed or NotFound.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "DeleteCertificate"
    package var certificateHashData: CertificateHashData

    package init(certificateHashData: CertificateHashData) {
      self.certificateHashData = certificateHashData
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var data: CertificateHashData?
      while let key = try reader.nextKey() {
        switch key {
        case "certificateHashData": try reader.certificateHashData(&data)
        default: try reader.skip()
        }
      }
      self.init(certificateHashData: try reader.required(data, "certificateHashData"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.key("certificateHashData")
      certificateHashData.write(to: &writer)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([.required("certificateHashData", CertificateHashData.rule)])
}
