package import Domain

/// A tenant's doubt about one of its charges, and what the house answered.
package struct Dispute: Sendable, Equatable {
  package var key: Int64
  /// Opaque, in addresses.
  package var id: String
  package var transactionID: Int64
  package var tenantKey: Int64
  package var reason: DisputeReason
  package var text: String
  package var openedAt: Instant
  /// Nil: nobody has answered yet.
  package var answer: String?
  package var answeredAt: Instant?
  package var answeredBy: String?
}

extension ReadConnection {
  /// A dispute by its public id.
  package func dispute(id: String) throws(StoreError) -> Dispute? {
    try database.one(DisputeSQL.byID, id, as: DisputeSQL.read)
  }

  /// What was said about a charge, the oldest first.
  package func disputes(transactionID: Int64) throws(StoreError) -> [Dispute] {
    try database.rows(DisputeSQL.ofTransaction, transactionID, as: DisputeSQL.read)
  }

  /// A page of disputes, newest first; optionally a tenant's, and only those that wait for an answer (true) or
  /// have one (false).
  package func disputes(
    tenantKey: Int64? = nil, open: Bool? = nil, after cursor: PageCursor?, limit: Int
  ) throws(StoreError) -> Page<Dispute> {
    let rows = try database.rows(
      DisputeSQL.page, cursor?.key ?? .max, tenantKey, open, limit + 1, as: DisputeSQL.read)
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.key) }
  }
}

extension WriteConnection {
  /// Keeps a dispute. Throws `constraint` when one about this charge is open already.
  package func insertDispute(
    id: String, transactionID: Int64, tenantKey: Int64, reason: DisputeReason, text: String, at: Instant
  ) throws(StoreError) {
    try database.run(DisputeSQL.insert, id, transactionID, tenantKey, reason.rawValue, text, at)
  }

  /// Answers a dispute. False: there is none with this id that is open.
  package func answerDispute(id: String, answer: String, at: Instant, by: String) throws(StoreError) -> Bool {
    try database.run(DisputeSQL.answer, id, answer, at, by) == 1
  }
}

private enum DisputeSQL {
  static func read(_ row: inout Row) throws(StoreError) -> Dispute {
    Dispute(
      key: row.int64(), id: row.text(), transactionID: row.int64(), tenantKey: row.int64(),
      reason: try row.value(DisputeReason.self), text: row.text(), openedAt: row.instant(),
      answer: row.textOrNil(), answeredAt: row.instantOrNil(), answeredBy: row.textOrNil())
  }

  private static let select = """
    SELECT key, id, transaction_id, tenant_key, reason, text, opened_at, answer, answered_at, answered_by
    FROM dispute
    """
  static let byID = Query("\(select) WHERE id = ?")
  static let ofTransaction = Query("\(select) WHERE transaction_id = ? ORDER BY key")
  static let page = Query(
    """
    \(select) WHERE key < ?1 AND tenant_key = coalesce(?2, tenant_key)
      AND (answered_at IS NULL) = coalesce(?3, answered_at IS NULL) ORDER BY key DESC LIMIT ?4
    """)
  static let insert = Query(
    """
    INSERT INTO dispute (id, transaction_id, tenant_key, reason, text, opened_at) VALUES (?, ?, ?, ?, ?, ?)
    """)
  static let answer = Query(
    """
    UPDATE dispute SET answer = ?2, answered_at = ?3, answered_by = ?4 WHERE id = ?1 AND answered_at IS NULL
    """)
}
