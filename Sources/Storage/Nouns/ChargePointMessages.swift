package import Domain

/// A notification of a charge point that has no table of its own (DataTransfer, firmware and diagnostics
/// status, security events, and whatever else).
package struct ChargePointMessage: Sendable, Equatable {
  package var action: String
  /// JSON as sent.
  package var payload: String
  package var receivedAt: Instant

  package init(action: String, payload: String, receivedAt: Instant) {
    self.action = action
    self.payload = payload
    self.receivedAt = receivedAt
  }
}

extension ReadConnection {
  /// The newest messages of a charge point, newest first.
  package func messages(chargePointKey: Int64, limit: Int) throws(StoreError) -> [ChargePointMessage] {
    try database.rows(MessageSQL.newest, chargePointKey, limit) { row in
      ChargePointMessage(action: row.text(), payload: row.text(), receivedAt: row.instant())
    }
  }
}

extension WriteConnection {
  /// Keeps a message and lets go of all but the newest `keeping` of this charge point.
  package func keepMessage(
    _ message: ChargePointMessage, chargePointKey: Int64, keeping: Int
  ) throws(StoreError) {
    let last = try database.one(MessageSQL.last, chargePointKey) { row in row.int64() } ?? 0
    try database.run(
      MessageSQL.insert, chargePointKey, last + 1, message.action, message.payload, message.receivedAt)
    try database.run(MessageSQL.trim, chargePointKey, last + 1 - Int64(keeping))
  }
}

private enum MessageSQL {
  static let newest = Query(
    """
    SELECT action, payload, received_at FROM charge_point_message WHERE charge_point_key = ?
    ORDER BY n DESC LIMIT ?
    """)
  static let last = Query("SELECT max(n) FROM charge_point_message WHERE charge_point_key = ?")
  static let insert = Query(
    """
    INSERT INTO charge_point_message (charge_point_key, n, action, payload, received_at)
    VALUES (?, ?, ?, ?, ?)
    """)
  static let trim = Query("DELETE FROM charge_point_message WHERE charge_point_key = ? AND n <= ?")
}
