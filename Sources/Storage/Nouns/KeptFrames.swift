package import Domain

/// Something that came and could not be read, byte for byte.
package struct KeptFrame: Sendable, Equatable {
  /// One of `ToCheckItem.Kind`.
  package var kind: String
  package var chargePointID: String?
  /// "ip:port" of the sender.
  package var peer: String
  package var reason: String
  package var bytes: [UInt8]
  package var receivedAt: Instant

  package init(
    kind: String, chargePointID: String?, peer: String, reason: String, bytes: [UInt8], receivedAt: Instant
  ) {
    self.kind = kind
    self.chargePointID = chargePointID
    self.peer = peer
    self.reason = reason
    self.bytes = bytes
    self.receivedAt = receivedAt
  }
}

extension ReadConnection {
  /// The newest kept frames, newest first.
  package func keptFrames(limit: Int) throws(StoreError) -> [KeptFrame] {
    try database.rows(KeptFrameSQL.newest, limit) { row in
      KeptFrame(
        kind: row.text(), chargePointID: row.textOrNil(), peer: row.text(), reason: row.text(),
        bytes: row.blob(), receivedAt: row.instant())
    }
  }
}

extension WriteConnection {
  /// Keeps a frame and lets go of all but the newest `keeping` (see `Limits.keptFrames`).
  package func keepFrame(_ frame: KeptFrame, keeping: Int) throws(StoreError) {
    try database.run(
      KeptFrameSQL.insert, frame.kind, frame.chargePointID, frame.peer, frame.reason, frame.bytes,
      frame.receivedAt)
    try database.run(KeptFrameSQL.trim, database.lastInsertedKey - Int64(keeping))
  }
}

private enum KeptFrameSQL {
  static let newest = Query(
    """
    SELECT kind, charge_point_id, peer, reason, bytes, received_at FROM kept_frame ORDER BY key DESC LIMIT ?
    """)
  static let insert = Query(
    """
    INSERT INTO kept_frame (kind, charge_point_id, peer, reason, bytes, received_at)
    VALUES (?, ?, ?, ?, ?, ?)
    """)
  static let trim = Query("DELETE FROM kept_frame WHERE key <= ?")
}
