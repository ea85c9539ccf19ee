package import Domain

extension WriteConnection {
  /// Forgets what is older, at most so many rows of each table.
  ///
  /// - Returns: whether there may be more.
  package func forget(_ kind: RecordKind, before end: Instant, atMost rows: Int) throws(StoreError) -> Bool {
    var isMore = false
    for query in ForgettingSQL.queries(kind) {
      if try database.run(query, end, rows) >= rows { isMore = true }
    }
    return isMore
  }

  /// Forgets readings and states of a year's charges, at most so many rows of each table; at last the numbers
  /// of the unregistered cards they began with, unless a newer charge has them, too.
  ///
  /// - Returns: whether there may be more.
  package func forgetCharges(
    from: Instant, to: Instant, atMost rows: Int
  ) throws(StoreError) -> Bool {
    var isMore = false
    for query in ForgettingSQL.charges where try database.run(query, from, to, rows) >= rows { isMore = true }
    if !isMore { try database.run(ForgettingSQL.cardsOfCharges, from, to) }
    return isMore
  }
}

extension ReadConnection {
  /// When the oldest charge started that still has readings; nil: none has.
  package func oldestChargeWithReadings(before end: Instant) throws(StoreError) -> Instant? {
    try database.one(ForgettingSQL.oldest, end) { row in row.instant() }
  }

  /// Tenants who have nothing here any more since before `end`, and guests whose pass was over before
  /// `guestEnd`; those that are announced already, or of whom somebody said since `since` that they stay, are
  /// left out. At most `limit`.
  package func leftTenants(
    before end: Instant, guestsBefore guestEnd: Instant, keptSince since: Instant, limit: Int
  ) throws(StoreError) -> [String] {
    try database.rows(ForgettingSQL.left, end, guestEnd, since, limit) { row in row.text() }
  }

  /// Why a tenant cannot be erased yet; nil: nothing speaks against it.
  package func holdsBack(tenantKey: Int64, at now: Instant) throws(StoreError) -> ErasureObstacle? {
    try database.one(ForgettingSQL.obstacle, tenantKey, now) { row in row.textOrNil() }
      .flatMap { $0 }.flatMap(ErasureObstacle.init)
  }
}

/// What an erasure waits for (API: `waits_for`).
package enum ErasureObstacle: String, Sendable {
  /// A tenancy that still holds, or is to come.
  case tenancy
  /// A charge that runs, or whose amount is not final.
  case charges
}

private enum ForgettingSQL {
  static func queries(_ kind: RecordKind) -> [Query] {
    switch kind {
    case .messageLog: messageLog
    case .notices: notices
    case .unknownCards: unknownCards
    case .signIns: signIns
    case .disputes: disputes
    case .imports: imports
    case .auditDetails: auditDetails
    case .guests, .formerTenants, .charges: []
    }
  }

  private static let messageLog = [
    Query(
      """
      DELETE FROM message_block WHERE last_at < ?1
        AND key IN (SELECT key FROM message_block ORDER BY key LIMIT ?2)
      """)
  ]
  private static let notices = [
    Query(
      """
      DELETE FROM charge_point_message WHERE (charge_point_key, n) IN (
        SELECT charge_point_key, n FROM charge_point_message WHERE received_at < ?1 LIMIT ?2)
      """),
    Query(
      """
      DELETE FROM operation WHERE key IN (
        SELECT key FROM operation WHERE requested_at < ?1 AND key < (SELECT max(key) FROM operation)
        ORDER BY key LIMIT ?2)
      """),
    Query(
      """
      DELETE FROM kept_frame WHERE received_at < ?1 AND key < (SELECT max(key) FROM kept_frame)
        AND key IN (SELECT key FROM kept_frame ORDER BY key LIMIT ?2)
      """),
    Query(
      """
      DELETE FROM to_check WHERE key IN (
        SELECT key FROM to_check
        WHERE last_at < ?1 AND resolved_at < ?1 AND transaction_id IS NULL LIMIT ?2)
      """),
  ]
  private static let unknownCards = [
    Query(
      """
      DELETE FROM to_check WHERE key IN (
        SELECT key FROM to_check WHERE last_at < ?1 AND kind = 'unknown_card' LIMIT ?2)
      """)
  ]
  private static let signIns = [
    Query("DELETE FROM sign_in WHERE key IN (SELECT key FROM sign_in WHERE last_used_at < ?1 LIMIT ?2)"),
    Query(
      """
      DELETE FROM tenant_link WHERE key IN (
        SELECT key FROM tenant_link WHERE used_sign_in_key IS NULL
          AND coalesce(revoked_at, used_at, expires_at) < ?1 LIMIT ?2)
      """),
    Query(
      """
      DELETE FROM account_link WHERE key IN (
        SELECT key FROM account_link WHERE coalesce(revoked_at, used_at, expires_at) < ?1 LIMIT ?2)
      """),
  ]
  private static let disputes = [
    Query(
      """
      UPDATE dispute SET text = '', answer = '' WHERE key IN (
        SELECT key FROM dispute WHERE answered_at < ?1 AND (text <> '' OR answer <> '') LIMIT ?2)
      """)
  ]
  /// What came in is forgotten; what it made stays known, so that nothing is made twice.
  private static let imports = [
    Query(
      """
      UPDATE job SET input = x'', result = NULL WHERE key IN (
        SELECT key FROM job WHERE changed_at < ?1 AND state <> 'running'
          AND (length(input) > 0 OR result IS NOT NULL) LIMIT ?2)
      """)
  ]
  private static let auditDetails = [
    Query(
      """
      DELETE FROM audit_detail WHERE seq IN (
        SELECT d.seq FROM audit_detail d JOIN audit a ON a.seq = d.seq
        WHERE a.at < ?1 ORDER BY d.seq LIMIT ?2)
      """)
  ]

  private static let ofYear = "started_at >= ?1 AND started_at < ?2 AND stopped_at IS NOT NULL"
  static let charges = [
    Query(
      """
      DELETE FROM reading WHERE (series, at, n) IN (
        SELECT r.series, r.at, r.n FROM transactions t JOIN reading r ON r.series = t.id
        WHERE t.\(ofYear) LIMIT ?3)
      """),
    Query(
      """
      DELETE FROM transaction_status WHERE (transaction_id, at) IN (
        SELECT s.transaction_id, s.at FROM transactions t JOIN transaction_status s ON s.transaction_id = t.id
        WHERE t.\(ofYear) LIMIT ?3)
      """),
  ]
  static let cardsOfCharges = Query(
    """
    UPDATE presented_id_tag SET text = NULL WHERE text IS NOT NULL
      AND key IN (
        SELECT presented_id_tag_key FROM transactions WHERE \(ofYear) AND id_tag_key IS NULL
        UNION SELECT stop_presented_id_tag_key FROM transactions WHERE \(ofYear) AND id_tag_key IS NULL)
      AND key NOT IN (
        SELECT presented_id_tag_key FROM transactions WHERE started_at >= ?2
        UNION SELECT stop_presented_id_tag_key FROM transactions
        WHERE started_at >= ?2 AND stop_presented_id_tag_key IS NOT NULL)
    """)
  static let oldest = Query(
    """
    SELECT started_at FROM transactions t WHERE started_at < ? AND stopped_at IS NOT NULL
      AND EXISTS (SELECT 1 FROM reading r WHERE r.series = t.id)
    ORDER BY started_at LIMIT 1
    """)

  static let left = Query(
    """
    SELECT t.id FROM tenant t JOIN tenant_person p ON p.tenant_key = t.key
    WHERE CASE t.kind
        WHEN 'guest' THEN coalesce(t.archived_at, t.valid_until) < ?2
        ELSE coalesce(t.archived_at, (SELECT max(y.to_at) FROM tenancy y WHERE y.tenant_key = t.key)) < ?1
      END
      AND NOT EXISTS (
        SELECT 1 FROM tenancy y WHERE y.tenant_key = t.key AND coalesce(y.to_at, ?1) >= ?1)
      AND NOT EXISTS (
        SELECT 1 FROM transactions c WHERE c.tenant_key = t.key
          AND c.started_at >= CASE t.kind WHEN 'guest' THEN ?2 ELSE ?1 END)
      AND NOT EXISTS (
        SELECT 1 FROM erasure e WHERE e.kind = 'tenant' AND e.subject = t.id
          AND ((e.done_at IS NULL AND e.cancelled_at IS NULL) OR e.cancelled_at >= ?3))
    LIMIT ?4
    """)
  static let obstacle = Query(
    """
    SELECT CASE
      WHEN EXISTS (
        SELECT 1 FROM tenancy WHERE tenant_key = ?1 AND (to_at IS NULL OR to_at > ?2)) THEN 'tenancy'
      WHEN EXISTS (
        SELECT 1 FROM transactions WHERE (tenant_key = ?1 OR guest_key = ?1)
          AND (stopped_at IS NULL OR cost_state NOT IN ('final', 'waived'))) THEN 'charges'
    END
    """)
}
