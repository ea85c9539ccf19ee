package import Domain

/// A notification of a charge point that has no table of its own (DataTransfer, firmware and diagnostics
/// status, security events, and whatever else).
package struct ChargePointMessage: Sendable, Equatable {
  package var action: String
  /// JSON as sent.
  package var payload: String
  package var receivedAt: Instant
  /// Counts the messages of its charge point; 0 until it is kept.
  package var n: Int64 = 0

  package init(action: String, payload: String, receivedAt: Instant) {
    self.action = action
    self.payload = payload
    self.receivedAt = receivedAt
  }
}

extension ReadConnection {
  /// A page of the messages of a charge point, newest first.
  package func messages(
    chargePointKey: Int64, after cursor: PageCursor?, limit: Int
  ) throws(StoreError) -> Page<ChargePointMessage> {
    let rows = try database.rows(
      MessageSQL.page, chargePointKey, cursor?.key ?? .max, limit + 1, as: MessageSQL.read)
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.n) }
  }
}

extension WriteConnection {
  /// Keeps a message and lets go of all but the newest `keeping` of this charge point and action, so that a
  /// chatty action pushes out none but its own.
  package func keepMessage(
    _ message: ChargePointMessage, chargePointKey: Int64, keeping: Int
  ) throws(StoreError) {
    let last = try database.one(MessageSQL.last, chargePointKey) { row in row.int64() } ?? 0
    try database.run(
      MessageSQL.insert, chargePointKey, last + 1, message.action, message.payload, message.receivedAt)
    try database.run(MessageSQL.trim, chargePointKey, message.action, keeping)
  }
}

private enum MessageSQL {
  static func read(_ row: inout Row) -> ChargePointMessage {
    var read = ChargePointMessage(action: row.text(), payload: row.text(), receivedAt: row.instant())
    read.n = row.int64()
    return read
  }

  static let page = Query(
    """
    SELECT action, payload, received_at, n FROM charge_point_message WHERE charge_point_key = ? AND n < ?
    ORDER BY n DESC LIMIT ?
    """)
  static let last = Query("SELECT max(n) FROM charge_point_message WHERE charge_point_key = ?")
  static let insert = Query(
    """
    INSERT INTO charge_point_message (charge_point_key, n, action, payload, received_at)
    VALUES (?, ?, ?, ?, ?)
    """)
  static let trim = Query(
    """
    DELETE FROM charge_point_message WHERE charge_point_key = ?1 AND action = ?2 AND n <= (
      SELECT n FROM charge_point_message WHERE charge_point_key = ?1 AND action = ?2
      ORDER BY n DESC LIMIT 1 OFFSET ?3)
    """)
}
