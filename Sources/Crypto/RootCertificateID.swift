import COpenSSL

/// What tells a self-issued X.509 certificate from all others: the fields of a CertID (RFC 6960, 4.1.1) with
/// SHA-256, each as lower-case hexadecimal text.
package struct RootCertificateID: Sendable, Equatable {
  package let issuerNameHash: String
  package let issuerKeyHash: String
  /// Without leading zeros.
  package let serialNumber: String

  /// Of the first certificate in a PEM text. Nil: there is none, or another one has issued it, whose key
  /// would be needed.
  package init?(pem: String) {
    let text = Array(pem.utf8)
    guard let input = BIO_new_mem_buf(text, Int32(clamping: text.count)) else { return nil }
    defer { BIO_free(input) }
    guard let certificate = PEM_read_bio_X509(input, nil, nil, nil) else {
      ERR_clear_error()
      return nil
    }
    defer { X509_free(certificate) }
    let issuer = X509_get_issuer_name(certificate)
    guard X509_NAME_cmp(issuer, X509_get_subject_name(certificate)) == 0,
      let name = Self.digest({ X509_NAME_digest(issuer, EVP_sha256(), $0, $1) }),
      let key = Self.digest({ X509_pubkey_digest(certificate, EVP_sha256(), $0, $1) }),
      let serial = X509_get0_serialNumber(certificate)
    else { return nil }
    issuerNameHash = hex(name)
    issuerKeyHash = hex(key)
    let number = UnsafeBufferPointer(
      start: ASN1_STRING_get0_data(serial), count: Int(ASN1_STRING_length(serial)))
    let digits = hex(Array(number)).drop { $0 == "0" }
    serialNumber = digits.isEmpty ? "0" : String(digits)
  }

  private static func digest(
    _ compute: (UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt32>) -> Int32
  ) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    var length: UInt32 = 0
    return compute(&bytes, &length) == 1 ? bytes : nil
  }
}
