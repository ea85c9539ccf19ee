package import Domain

/// Something that is to be erased: announced first, done when it is due, unless somebody says why not.
package struct Erasure: Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// A person; the subject is the tenant's id.
    case tenant
    /// The readings of a year's charges; the subject is the year.
    case charges
  }
  package enum Reason: String, Sendable { case retention, request }

  package var key: Int64
  package var id: String
  package var kind: Kind
  package var subject: String
  package var reason: Reason
  package var announcedAt: Instant
  package var dueAt: Instant
  package var doneAt: Instant?
  package var cancelledAt: Instant?
  package var cancelledBy: String?
  package var cancelReason: String?

  /// How long it stands announced.
  package static let noticeDays = 30
}

extension ReadConnection {
  package func erasure(id: String) throws(StoreError) -> Erasure? {
    try database.one(ErasureSQL.byID, id, as: ErasureSQL.read)
  }

  /// The one that is announced for a subject.
  package func openErasure(_ kind: Erasure.Kind, of subject: String) throws(StoreError) -> Erasure? {
    try database.one(ErasureSQL.open, kind.rawValue, subject, as: ErasureSQL.read)
  }

  /// A page of them, the newest first.
  package func erasures(after cursor: PageCursor?, limit: Int) throws(StoreError) -> Page<Erasure> {
    let rows = try database.rows(ErasureSQL.page, cursor?.key ?? .max, limit + 1, as: ErasureSQL.read)
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.key) }
  }

  /// Those that are due, in the order of their keys.
  package func dueErasures(at now: Instant, after key: Int64, limit: Int) throws(StoreError) -> [Erasure] {
    try database.rows(ErasureSQL.due, now, key, limit, as: ErasureSQL.read)
  }

  /// Whether somebody has said since then that a subject stays.
  package func wasErasureCancelled(
    _ kind: Erasure.Kind, of subject: String, since: Instant
  ) throws(StoreError) -> Bool {
    try database.one(ErasureSQL.cancelled, kind.rawValue, subject, since) { row in row.bool() } ?? false
  }
}

extension WriteConnection {
  /// Announces it. Nil: it is announced already.
  package func announceErasure(
    id: String, _ kind: Erasure.Kind, of subject: String, because reason: Erasure.Reason, at: Instant,
    dueAt: Instant
  ) throws(StoreError) -> Erasure? {
    guard
      try database.run(ErasureSQL.announce, id, kind.rawValue, subject, reason.rawValue, at, dueAt) == 1
    else { return nil }
    return try erasure(id: id)
  }

  /// Takes it back. False: it is done, or was taken back before.
  package func cancelErasure(
    key: Int64, by: String, reason: String, at: Instant
  ) throws(StoreError) -> Bool {
    try database.run(ErasureSQL.cancel, key, at, by, reason) == 1
  }

  package func finishErasure(key: Int64, at: Instant) throws(StoreError) {
    try database.run(ErasureSQL.finish, key, at)
  }
}

private enum ErasureSQL {
  static func read(_ row: inout Row) throws(StoreError) -> Erasure {
    Erasure(
      key: row.int64(), id: row.text(), kind: try row.value(Erasure.Kind.self), subject: row.text(),
      reason: try row.value(Erasure.Reason.self), announcedAt: row.instant(), dueAt: row.instant(),
      doneAt: row.instantOrNil(), cancelledAt: row.instantOrNil(), cancelledBy: row.textOrNil(),
      cancelReason: row.textOrNil())
  }

  private static let select = """
    SELECT key, id, kind, subject, reason, announced_at, due_at, done_at, cancelled_at, cancelled_by,
      cancel_reason
    FROM erasure
    """
  private static let isOpen = "done_at IS NULL AND cancelled_at IS NULL"
  static let byID = Query("\(select) WHERE id = ?")
  static let open = Query("\(select) WHERE kind = ? AND subject = ? AND \(isOpen)")
  static let page = Query("\(select) WHERE key < ? ORDER BY key DESC LIMIT ?")
  static let due = Query("\(select) WHERE due_at <= ? AND key > ? AND \(isOpen) ORDER BY key LIMIT ?")
  static let cancelled = Query(
    "SELECT EXISTS (SELECT 1 FROM erasure WHERE kind = ? AND subject = ? AND cancelled_at >= ?)")
  static let announce = Query(
    """
    INSERT INTO erasure (id, kind, subject, reason, announced_at, due_at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING
    """)
  static let cancel = Query(
    """
    UPDATE erasure SET cancelled_at = ?2, cancelled_by = ?3, cancel_reason = ?4 WHERE key = ?1 AND \(isOpen)
    """)
  static let finish = Query("UPDATE erasure SET done_at = ?2 WHERE key = ?1 AND \(isOpen)")
}
