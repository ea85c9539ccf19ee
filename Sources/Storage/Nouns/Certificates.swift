package import Domain

/// A root certificate that a charge point trusts, as it tells it from others (CertificateHashDataType of the
/// OCPP 1.6 security white paper).
package struct InstalledCertificate: Sendable, Equatable {
  /// CentralSystemRootCertificate or ManufacturerRootCertificate.
  package var certificateType: String
  package var hashAlgorithm: String
  package var issuerNameHash: String
  package var issuerKeyHash: String
  package var serialNumber: String
  /// When the charge point last named it, or took it.
  package var seenAt: Instant

  package init(
    certificateType: String, hashAlgorithm: String, issuerNameHash: String, issuerKeyHash: String,
    serialNumber: String, seenAt: Instant
  ) {
    self.certificateType = certificateType
    self.hashAlgorithm = hashAlgorithm
    self.issuerNameHash = issuerNameHash
    self.issuerKeyHash = issuerKeyHash
    self.serialNumber = serialNumber
    self.seenAt = seenAt
  }
}

extension ReadConnection {
  /// The certificates known to be in a charge point, in the order in which they were first named.
  package func installedCertificates(chargePointKey: Int64) throws(StoreError) -> [InstalledCertificate] {
    try database.rows(CertificateSQL.installed, chargePointKey) { row in
      InstalledCertificate(
        certificateType: row.text(), hashAlgorithm: row.text(), issuerNameHash: row.text(),
        issuerKeyHash: row.text(), serialNumber: row.text(), seenAt: row.instant())
    }
  }
}

extension WriteConnection {
  /// Keeps a certificate that a charge point has.
  package func keepCertificate(_ seen: InstalledCertificate, chargePointKey: Int64) throws(StoreError) {
    try database.run(
      CertificateSQL.keep, chargePointKey, seen.certificateType, seen.hashAlgorithm, seen.issuerNameHash,
      seen.issuerKeyHash, seen.serialNumber, seen.seenAt)
  }

  /// Marks all certificates of one type as gone, before those that are there are kept.
  package func dropCertificates(
    chargePointKey: Int64, certificateType: String, at: Instant
  ) throws(StoreError) {
    try database.run(CertificateSQL.dropType, chargePointKey, certificateType, at)
  }

  /// Marks one certificate as gone, of whatever type; hexadecimal digits count in either case.
  package func dropCertificate(
    chargePointKey: Int64, hashAlgorithm: String, issuerNameHash: String, issuerKeyHash: String,
    serialNumber: String, at: Instant
  ) throws(StoreError) {
    try database.run(
      CertificateSQL.drop, chargePointKey, hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber, at)
  }
}

private enum CertificateSQL {
  static let installed = Query(
    """
    SELECT certificate_type, hash_algorithm, issuer_name_hash, issuer_key_hash, serial_number, seen_at
    FROM certificate WHERE charge_point_key = ? AND deleted_at IS NULL ORDER BY key
    """)
  static let keep = Query(
    """
    INSERT INTO certificate (charge_point_key, certificate_type, hash_algorithm, issuer_name_hash,
      issuer_key_hash, serial_number, seen_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (charge_point_key, certificate_type, hash_algorithm, issuer_name_hash, issuer_key_hash,
      serial_number)
    DO UPDATE SET seen_at = excluded.seen_at, deleted_at = NULL
    """)
  static let dropType = Query(
    """
    UPDATE certificate SET deleted_at = ?3
    WHERE charge_point_key = ?1 AND certificate_type = ?2 AND deleted_at IS NULL
    """)
  static let drop = Query(
    """
    UPDATE certificate SET deleted_at = ?6
    WHERE charge_point_key = ?1 AND hash_algorithm = ?2 AND issuer_name_hash = ?3 COLLATE NOCASE
      AND issuer_key_hash = ?4 COLLATE NOCASE AND serial_number = ?5 COLLATE NOCASE AND deleted_at IS NULL
    """)
}
