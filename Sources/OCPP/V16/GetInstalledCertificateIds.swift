package import Formats

/// Which root certificates does it trust? (OCPP 1.6 security, M03)
package enum GetInstalledCertificateIds {
  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "GetInstalledCertificateIds"
    /// CentralSystemRootCertificate or ManufacturerRootCertificate.
    package var certificateType: String

    package init(certificateType: String) { self.certificateType = certificateType }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var certificateType: String?
      while let key = try reader.nextKey() {
        switch key {
        case "certificateType": try reader.text(&certificateType)
        default: try reader.skip()
        }
      }
      self.init(certificateType: try reader.required(certificateType, "certificateType"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("certificateType", certificateType)
      writer.endObject()
    }
  }

  /// What it answers.
  package struct Confirmation: Payload, Equatable {
    /// Accepted or NotFound.
    package var status: String
    package var certificateHashData: [CertificateHashData]

    package init(status: String, certificateHashData: [CertificateHashData] = []) {
      self.status = status
      self.certificateHashData = certificateHashData
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var status: String?
      self.init(status: "")
      while let key = try reader.nextKey() {
        switch key {
        case "status": try reader.text(&status)
        case "certificateHashData":
          var list = try reader.beginList()
          while try reader.nextElement(&list) {
            var element: CertificateHashData?
            try reader.certificateHashData(&element)
            if let element { certificateHashData.append(element) }
          }
        default: try reader.skip()
        }
      }
      self.status = status ?? ""
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      if !certificateHashData.isEmpty {
        writer.key("certificateHashData")
        writer.beginArray()
        for data in certificateHashData { data.write(to: &writer) }
        writer.endArray()
      }
      writer.member("status", status)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([
    .required("certificateType", .choice(CertificateHashData.certificateTypes))
  ])
}
