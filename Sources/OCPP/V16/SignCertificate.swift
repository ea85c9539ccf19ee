package import Formats

/// The charge point asks for a certificate of its own (OCPP 1.6 security, A02 and A03). The certificate comes
/// later, with CertificateSigned.
package enum SignCertificate {
  /// Status Accepted or Rejected.
  package typealias Confirmation = StatusPayload

  /// What the charge point sends.
  package struct Request: Payload, Equatable {
    /// PKCS #10 as PEM.
    package var csr: String

    package init(csr: String) { self.csr = csr }

    /// Without a request to sign the message is refused (ProtocolError).
    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var csr: String?
      while let key = try reader.nextKey() {
        switch key {
        case "csr": try reader.text(&csr, limit: WireLimits.longTextBytes)
        default: try reader.skip()
        }
      }
      self.init(csr: try reader.required(csr, "csr"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("csr", csr)
      writer.endObject()
    }
  }
}
