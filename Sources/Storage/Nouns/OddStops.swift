package import Domain

/// A StopTransaction that could not simply be applied, with the message as it came.
package struct OddStop: Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// Of no transaction we know.
    case orphan
    /// Unlike the stop its transaction has already.
    case conflict
  }

  package var kind: Kind
  package var chargePointKey: Int64
  /// The id the wallbox sent: of a transaction of ours, -1, 0 or anything else.
  package var claimedTransactionID: Int64
  package var facts: StopFacts
  /// The payload of the message, as it came.
  package var frame: [UInt8]

  package init(
    kind: Kind, chargePointKey: Int64, claimedTransactionID: Int64, facts: StopFacts, frame: [UInt8]
  ) {
    self.kind = kind
    self.chargePointKey = chargePointKey
    self.claimedTransactionID = claimedTransactionID
    self.facts = facts
    self.frame = frame
  }
}

/// An odd stop as it stands in the file.
package struct KeptOddStop: Sendable, Equatable {
  package var key: Int64
  package var stop: OddStop
  /// How often the same message came.
  package var count: Int
  package var lastReceivedAt: Instant
  /// The transaction it was matched with.
  package var transactionID: Int64?
  package var resolvedAt: Instant?
  package var resolution: String?
}

extension ReadConnection {
  /// The odd stops that name or were matched with a transaction, oldest first.
  package func oddStops(transactionID: Int64) throws(StoreError) -> [KeptOddStop] {
    try database.rows(OddStopSQL.ofTransaction, transactionID, as: OddStopSQL.read)
  }
}

extension WriteConnection {
  /// Keeps an odd stop; one that was sent again with the same content only counts up. Returns its key and
  /// whether it is new.
  package func insertOddStop(_ stop: OddStop) throws(StoreError) -> (key: Int64, isNew: Bool) {
    let facts = stop.facts
    var presented: Int64?
    if let text = facts.presentedIdTag { presented = try presentedIdTagKey(text) }
    let kept = try database.one(
      OddStopSQL.insert, stop.chargePointKey, stop.kind.rawValue, stop.claimedTransactionID, presented,
      facts.stoppedAt, facts.stoppedAtText, facts.meterStopMilliWh, facts.meterStopText, facts.reason,
      facts.receivedAt, stop.frame
    ) { row in (key: row.int64(), isNew: row.int() == 1) }
    guard let kept else { throw StoreError(.other, "An odd stop was neither kept nor refused.") }
    return kept
  }

  /// Notes to which transaction an odd stop belongs, or (nil) only that it was dealt with. False: it was
  /// resolved already.
  @discardableResult
  package func resolveOddStop(
    key: Int64, transactionID: Int64?, at: Instant, resolution: String
  ) throws(StoreError) -> Bool {
    try database.run(OddStopSQL.resolve, key, transactionID, at, resolution) == 1
  }
}

private enum OddStopSQL {
  static func read(_ row: inout Row) throws(StoreError) -> KeptOddStop {
    let key = row.int64()
    let kind = try row.value(OddStop.Kind.self)
    let (chargePointKey, claimed) = (row.int64(), row.int64())
    let facts = StopFacts(
      stoppedAt: row.instant(), stoppedAtText: row.text(), receivedAt: row.instant(),
      meterStopMilliWh: row.int64OrNil(), meterStopText: row.text(), reason: row.textOrNil(),
      presentedIdTag: row.textOrNil())
    let stop = OddStop(
      kind: kind, chargePointKey: chargePointKey, claimedTransactionID: claimed, facts: facts,
      frame: row.blob())
    return KeptOddStop(
      key: key, stop: stop, count: row.int(), lastReceivedAt: row.instant(),
      transactionID: row.int64OrNil(), resolvedAt: row.instantOrNil(), resolution: row.textOrNil())
  }

  private static let select = """
    SELECT o.key, kind, charge_point_key, claimed_transaction_id, stopped_at, stopped_at_text, received_at,
      meter_stop_milliwh, meter_stop_text, stop_reason, p.text, frame, count, last_received_at,
      transaction_id, resolved_at, resolution
    FROM odd_stop o LEFT JOIN presented_id_tag p ON p.key = o.presented_id_tag_key
    """
  static let ofTransaction = Query(
    """
    \(select) WHERE transaction_id = ?1 OR (kind = 'conflict' AND claimed_transaction_id = ?1)
    ORDER BY o.key
    """)
  static let insert = Query(
    """
    INSERT INTO odd_stop (charge_point_key, kind, claimed_transaction_id, presented_id_tag_key, stopped_at,
      stopped_at_text, meter_stop_milliwh, meter_stop_text, stop_reason, received_at, frame,
      last_received_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?10)
    ON CONFLICT (charge_point_key, kind, claimed_transaction_id, stopped_at_text, meter_stop_text)
    DO UPDATE SET count = count + 1, last_received_at = excluded.received_at
    RETURNING key, count
    """)
  static let resolve = Query(
    """
    UPDATE odd_stop SET transaction_id = ?2, resolved_at = ?3, resolution = ?4
    WHERE key = ?1 AND resolved_at IS NULL
    """)
}
