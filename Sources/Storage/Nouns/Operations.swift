package import Domain

/// What was asked of a charge point, and what came of it.
package struct KeptOperation: Sendable, Equatable {
  package var key: Int64
  package var chargePointKey: Int64
  package var action: String
  /// JSON.
  package var payload: String
  /// The account's or token's name.
  package var requestedBy: String
  package var requestedAt: Instant
  /// A stable word ("answered", "error", "no_answer"); nil: not known, e.g. a restart in between.
  package var outcome: String?
  /// The confirmation's payload as JSON, or a CALLERROR's code and words.
  package var response: String?
  package var answeredAt: Instant?
}

extension ReadConnection {
  /// A page of operations, newest first; optionally of one charge point.
  package func operations(
    chargePointKey: Int64? = nil, after cursor: PageCursor?, limit: Int
  ) throws(StoreError) -> Page<KeptOperation> {
    let before = cursor?.key ?? .max
    let rows =
      if let chargePointKey {
        try database.rows(
          OperationSQL.pageOfChargePoint, chargePointKey, before, limit + 1, as: OperationSQL.read)
      } else {
        try database.rows(OperationSQL.page, before, limit + 1, as: OperationSQL.read)
      }
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.key) }
  }
}

extension WriteConnection {
  /// Notes what is about to be asked; returns its key.
  package func insertOperation(
    chargePointKey: Int64, action: String, payload: String, requestedBy: String, at: Instant
  ) throws(StoreError) -> Int64 {
    try database.run(OperationSQL.insert, chargePointKey, action, payload, requestedBy, at)
    return database.lastInsertedKey
  }

  /// Notes what came of it.
  package func completeOperation(
    key: Int64, outcome: String, response: String?, at: Instant
  ) throws(StoreError) {
    try database.run(OperationSQL.complete, key, outcome, response, at)
  }
}

private enum OperationSQL {
  static func read(_ row: inout Row) -> KeptOperation {
    KeptOperation(
      key: row.int64(), chargePointKey: row.int64(), action: row.text(), payload: row.text(),
      requestedBy: row.text(), requestedAt: row.instant(), outcome: row.textOrNil(),
      response: row.textOrNil(), answeredAt: row.instantOrNil())
  }

  private static let select = """
    SELECT key, charge_point_key, action, payload, requested_by, requested_at, outcome, response, answered_at
    FROM operation
    """
  static let page = Query("\(select) WHERE key < ? ORDER BY key DESC LIMIT ?")
  static let pageOfChargePoint = Query(
    "\(select) WHERE charge_point_key = ? AND key < ? ORDER BY key DESC LIMIT ?")
  static let insert = Query(
    """
    INSERT INTO operation (charge_point_key, action, payload, requested_by, requested_at)
    VALUES (?, ?, ?, ?, ?)
    """)
  static let complete = Query(
    "UPDATE operation SET outcome = ?2, response = ?3, answered_at = ?4 WHERE key = ?1")
}
