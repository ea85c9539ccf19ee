package import Domain

/// What a connector said of itself while a transaction ran on it.
package struct TransactionStatus: Sendable, Equatable {
  package var at: Instant
  /// As the standard spells it (OCPP 1.6, 7.7), or whatever the wallbox sent.
  package var status: String
}

extension ReadConnection {
  /// The statuses of a transaction in the order of their instants.
  package func transactionStatuses(transactionID: Int64) throws(StoreError) -> [TransactionStatus] {
    try database.rows(TransactionStatusSQL.all, transactionID) { row in
      TransactionStatus(at: row.instant(), status: row.text())
    }
  }
}

extension WriteConnection {
  /// Keeps a status; the last one of an instant stands.
  package func appendTransactionStatus(
    transactionID: Int64, at: Instant, status: String
  ) throws(StoreError) {
    try database.run(TransactionStatusSQL.insert, transactionID, at, status)
  }
}

private enum TransactionStatusSQL {
  static let all = Query(
    "SELECT at, status FROM transaction_status WHERE transaction_id = ? ORDER BY at")
  static let insert = Query(
    "INSERT OR REPLACE INTO transaction_status (transaction_id, at, status) VALUES (?, ?, ?)")
}
