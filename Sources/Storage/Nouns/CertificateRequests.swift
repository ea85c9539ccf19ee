package import Domain

/// A certificate that a charge point wants signed (SignCertificate of the OCPP 1.6 security white paper).
package struct CertificateRequest: Sendable, Equatable {
  package var key: Int64
  /// PKCS #10 as it was sent.
  package var csr: String
  package var receivedAt: Instant
  /// The chain that the charge point accepted for it; nil: it waits.
  package var chain: String?
  package var answeredAt: Instant?
}

extension ReadConnection {
  /// The requests of a charge point, newest first.
  package func certificateRequests(chargePointKey: Int64) throws(StoreError) -> [CertificateRequest] {
    try database.rows(CertificateRequestSQL.all, chargePointKey) { row in
      CertificateRequest(
        key: row.int64(), csr: row.text(), receivedAt: row.instant(), chain: row.textOrNil(),
        answeredAt: row.instantOrNil())
    }
  }
}

extension WriteConnection {
  /// Keeps a request and lets go of all but the newest `keeping` of this charge point.
  package func insertCertificateRequest(
    chargePointKey: Int64, csr: String, at: Instant, keeping: Int
  ) throws(StoreError) {
    try database.run(CertificateRequestSQL.insert, chargePointKey, csr, at)
    try database.run(CertificateRequestSQL.trim, chargePointKey, keeping)
  }

  /// Keeps the chain that answers the newest request that waits; without one nothing happens.
  package func answerCertificateRequest(
    chargePointKey: Int64, chain: String, at: Instant
  ) throws(StoreError) {
    try database.run(CertificateRequestSQL.answer, chargePointKey, chain, at)
  }
}

private enum CertificateRequestSQL {
  static let all = Query(
    """
    SELECT key, csr, received_at, chain, answered_at FROM certificate_request
    WHERE charge_point_key = ? ORDER BY key DESC
    """)
  static let insert = Query(
    "INSERT INTO certificate_request (charge_point_key, csr, received_at) VALUES (?, ?, ?)")
  static let trim = Query(
    """
    DELETE FROM certificate_request WHERE charge_point_key = ?1 AND key <= (
      SELECT key FROM certificate_request WHERE charge_point_key = ?1 ORDER BY key DESC LIMIT 1 OFFSET ?2)
    """)
  static let answer = Query(
    """
    UPDATE certificate_request SET chain = ?2, answered_at = ?3 WHERE key = (
      SELECT max(key) FROM certificate_request WHERE charge_point_key = ?1 AND answered_at IS NULL)
    """)
}
