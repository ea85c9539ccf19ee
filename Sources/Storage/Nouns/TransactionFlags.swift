package import Domain

/// A flag of a transaction with its history.
package struct FlagRecord: Sendable, Equatable {
  package var flag: Flag
  package var at: Instant
  /// JSON, in the words of whoever raised it.
  package var details: String?
  package var resolvedAt: Instant?
  package var resolution: String?
  package var resolvedBy: String?
}

extension ReadConnection {
  /// All flags a transaction has or had, oldest first. `Transaction.flags` holds those not resolved.
  package func flags(transactionID: Int64) throws(StoreError) -> [FlagRecord] {
    try database.rows(FlagSQL.all, transactionID) { row throws(StoreError) in
      FlagRecord(
        flag: try row.value(Flag.self), at: row.instant(), details: row.textOrNil(),
        resolvedAt: row.instantOrNil(), resolution: row.textOrNil(), resolvedBy: row.textOrNil())
    }
  }
}

extension WriteConnection {
  /// Raises a flag. False: it is up already.
  @discardableResult
  package func addFlag(
    _ flag: Flag, transactionID: Int64, at: Instant, details: String? = nil
  ) throws(StoreError) -> Bool {
    try database.run(FlagSQL.add, transactionID, flag.rawValue, at, details) == 1
  }

  /// Takes a flag down. False: it was not up.
  @discardableResult
  package func resolveFlag(
    _ flag: Flag, transactionID: Int64, at: Instant, resolution: String, by: String
  ) throws(StoreError) -> Bool {
    try database.run(FlagSQL.resolve, transactionID, flag.rawValue, at, resolution, by) == 1
  }
}

private enum FlagSQL {
  static let all = Query(
    """
    SELECT flag, at, details, resolved_at, resolution, resolved_by FROM transaction_flag
    WHERE transaction_id = ? ORDER BY at, flag, n
    """)
  static let add = Query(
    """
    INSERT INTO transaction_flag (transaction_id, flag, n, at, details)
    SELECT ?1, ?2, (SELECT count(*) FROM transaction_flag WHERE transaction_id = ?1 AND flag = ?2), ?3, ?4
    WHERE NOT EXISTS (
      SELECT 1 FROM transaction_flag WHERE transaction_id = ?1 AND flag = ?2 AND resolved_at IS NULL)
    """)
  static let resolve = Query(
    """
    UPDATE transaction_flag SET resolved_at = ?3, resolution = ?4, resolved_by = ?5
    WHERE transaction_id = ?1 AND flag = ?2 AND resolved_at IS NULL
    """)
}
