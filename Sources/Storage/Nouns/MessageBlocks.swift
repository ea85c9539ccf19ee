package import Domain

/// Some frames of a charge point's message log in one row; what is inside is the site's affair.
package struct MessageBlock: Sendable, Equatable {
  package var chargePointKey: Int64
  /// When the first and the last of its frames passed, on the site's clock.
  package var firstAt: Instant
  package var lastAt: Instant
  package var frames: [UInt8]

  package init(chargePointKey: Int64, firstAt: Instant, lastAt: Instant, frames: [UInt8]) {
    self.chargePointKey = chargePointKey
    self.firstAt = firstAt
    self.lastAt = lastAt
    self.frames = frames
  }
}

extension ReadConnection {
  /// The whole log of a charge point, oldest first.
  package func messageBlocks(chargePointKey: Int64) throws(StoreError) -> [MessageBlock] {
    try database.rows(MessageBlockSQL.all, chargePointKey) { row in
      MessageBlock(
        chargePointKey: chargePointKey, firstAt: row.instant(), lastAt: row.instant(), frames: row.blob())
    }
  }

  /// How many bytes the log of a charge point has.
  package func messageBlockBytes(chargePointKey: Int64) throws(StoreError) -> Int {
    try database.one(MessageBlockSQL.bytes, chargePointKey) { row in row.int() } ?? 0
  }
}

extension WriteConnection {
  /// Adds to the log of a charge point; of one that is forgotten by now, nothing is kept.
  package func addMessageBlock(_ block: MessageBlock) throws(StoreError) {
    try database.run(
      MessageBlockSQL.add, block.chargePointKey, block.firstAt, block.lastAt, block.frames)
  }

  /// Removes the oldest blocks of a charge point's log until no more than so many bytes are left.
  package func trimMessageBlocks(chargePointKey: Int64, toBytes bytes: Int) throws(StoreError) {
    try database.run(MessageBlockSQL.trim, chargePointKey, bytes)
  }
}

private enum MessageBlockSQL {
  static let all = Query(
    "SELECT first_at, last_at, frames FROM message_block WHERE charge_point_key = ? ORDER BY key")
  static let bytes = Query(
    "SELECT coalesce(sum(length(frames)), 0) FROM message_block WHERE charge_point_key = ?")
  static let add = Query(
    """
    INSERT INTO message_block (charge_point_key, first_at, last_at, frames)
    SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM charge_point WHERE key = ?1)
    """)
  static let trim = Query(
    """
    DELETE FROM message_block WHERE key IN (
      SELECT key FROM (
        SELECT key, sum(length(frames)) OVER (ORDER BY key DESC) AS newer FROM message_block
        WHERE charge_point_key = ?1)
      WHERE newer > ?2)
    """)
}
