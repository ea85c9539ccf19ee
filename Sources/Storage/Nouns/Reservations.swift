package import Domain

/// A connector that is kept free for a card (OCPP 1.6, 5.13), as the charge point accepted it.
package struct Reservation: Sendable, Equatable {
  /// Our own row number; never shown. 0 until it is kept.
  package var key: Int64 = 0
  package var chargePointKey: Int64
  /// The identity of its charge point.
  package var chargePointID = ""
  package var reservationID: Int64
  /// 0: any.
  package var connector: Int
  package var idTag: String
  package var parentIdTag: String?
  package var expiresAt: Instant
  /// The account's or token's name.
  package var requestedBy: String
  package var requestedAt: Instant
  package var endedAt: Instant?
  package var endedAs: End?
  /// The charge that used it.
  package var transactionID: Int64?

  /// How it ended before its time.
  package enum End: String, Sendable {
    case cancelled, used
    /// By another one with the same id.
    case replaced
  }

  package init(
    chargePointKey: Int64, reservationID: Int64, connector: Int, idTag: String, parentIdTag: String? = nil,
    expiresAt: Instant, requestedBy: String, requestedAt: Instant
  ) {
    self.chargePointKey = chargePointKey
    self.reservationID = reservationID
    self.connector = connector
    self.idTag = idTag
    self.parentIdTag = parentIdTag
    self.expiresAt = expiresAt
    self.requestedBy = requestedBy
    self.requestedAt = requestedAt
  }
}

extension ReadConnection {
  /// A page of the reservations at charge points that are not archived, newest first.
  package func reservations(after cursor: PageCursor?, limit: Int) throws(StoreError) -> Page<Reservation> {
    let rows = try database.rows(
      ReservationSQL.page, cursor?.key ?? .max, limit + 1, as: ReservationSQL.read)
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.key) }
  }
}

extension WriteConnection {
  /// Keeps a reservation; one with the same id that still stood is replaced by it.
  package func insertReservation(_ new: Reservation) throws(StoreError) {
    try endReservation(
      chargePointKey: new.chargePointKey, reservationID: new.reservationID, as: .replaced,
      at: new.requestedAt)
    var parent: Int64?
    if let tag = new.parentIdTag { parent = try presentedIdTagKey(tag) }
    try database.run(
      ReservationSQL.insert, new.chargePointKey, new.reservationID, new.connector,
      try presentedIdTagKey(new.idTag), parent, new.expiresAt, new.requestedBy, new.requestedAt)
  }

  /// Ends a reservation that still stands, or would if its time were not over: the charge point knows best.
  /// Without one nothing happens.
  package func endReservation(
    chargePointKey: Int64, reservationID: Int64, as end: Reservation.End, at: Instant,
    transactionID: Int64? = nil
  ) throws(StoreError) {
    try database.run(ReservationSQL.end, chargePointKey, reservationID, at, end.rawValue, transactionID)
  }
}

private enum ReservationSQL {
  static func read(_ row: inout Row) throws(StoreError) -> Reservation {
    let key = row.int64()
    var read = Reservation(
      chargePointKey: row.int64(), reservationID: row.int64(), connector: row.int(), idTag: row.text(),
      parentIdTag: row.textOrNil(), expiresAt: row.instant(), requestedBy: row.text(),
      requestedAt: row.instant())
    read.key = key
    read.chargePointID = row.text()
    read.endedAt = row.instantOrNil()
    if read.endedAt != nil { read.endedAs = try row.value(Reservation.End.self) } else { _ = row.textOrNil() }
    read.transactionID = row.int64OrNil()
    return read
  }

  static let page = Query(
    """
    SELECT r.key, r.charge_point_key, r.reservation_id, r.connector, p.text, parent.text, r.expires_at,
      r.requested_by, r.requested_at, c.id, r.ended_at, r.ended_as, r.transaction_id
    FROM reservation r JOIN charge_point c ON c.key = r.charge_point_key
      JOIN presented_id_tag p ON p.key = r.presented_id_tag_key
      LEFT JOIN presented_id_tag parent ON parent.key = r.parent_presented_id_tag_key
    WHERE r.key < ? AND c.archived_at IS NULL ORDER BY r.key DESC LIMIT ?
    """)
  static let insert = Query(
    """
    INSERT INTO reservation (charge_point_key, reservation_id, connector, presented_id_tag_key,
      parent_presented_id_tag_key, expires_at, requested_by, requested_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let end = Query(
    """
    UPDATE reservation SET ended_at = ?3, ended_as = ?4, transaction_id = ?5
    WHERE charge_point_key = ?1 AND reservation_id = ?2 AND ended_at IS NULL
    """)
}
