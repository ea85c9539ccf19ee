package import Domain

extension ReadConnection {
  /// A line of the list "to check" by its key.
  package func toCheckItem(key: Int64) throws(StoreError) -> ToCheckItem? {
    guard let item = try database.one(ToCheckSQL.byKey, key, as: ToCheckSQL.read) else { return nil }
    return try withDetails(item)
  }

  /// A page of the list "to check", what happened last first.
  package func toCheckItems(
    resolved: Bool = false, after cursor: PageCursor?, limit: Int
  ) throws(StoreError) -> Page<ToCheckItem> {
    let rows = try database.rows(
      ToCheckSQL.page, resolved, cursor?.sortValue ?? .max, cursor?.key ?? .max, limit + 1,
      as: ToCheckSQL.read)
    var items: [ToCheckItem] = []
    for (item, details) in rows { items.append(try withDetails((item, details))) }
    return Page(rows: items, limit: limit) { item in
      PageCursor(sortValue: item.lastAt.millisecondsSince1970, key: item.key)
    }
  }

  /// The unresolved line with this `coalescingKey`.
  package func openToCheckItem(coalescingKey: String) throws(StoreError) -> ToCheckItem? {
    guard let item = try database.one(ToCheckSQL.byCoalescingKey, coalescingKey, as: ToCheckSQL.read) else {
      return nil
    }
    return try withDetails(item)
  }

  /// The charge points that have an unresolved line of a kind.
  package func chargePointIDs(withOpenToCheck kind: String) throws(StoreError) -> Set<String> {
    Set(try database.rows(ToCheckSQL.chargePoints, kind) { row in row.text() })
  }

  /// How many unresolved lines of a kind there are, counted up to a bound.
  package func countOpenToCheck(kind: String, upTo bound: Int) throws(StoreError) -> Int {
    try database.one(ToCheckSQL.count, kind, bound) { row in row.int() } ?? 0
  }

  /// The unresolved lines of a kind, what happened last first.
  package func openToCheckItems(kind: String, limit: Int) throws(StoreError) -> [ToCheckItem] {
    var items: [ToCheckItem] = []
    for row in try database.rows(ToCheckSQL.openOfKind, kind, limit, as: ToCheckSQL.read) {
      items.append(try withDetails(row))
    }
    return items
  }

  private func withDetails(_ row: (ToCheckItem, String)) throws(StoreError) -> ToCheckItem {
    var item = row.0
    let pairs = try database.rows(ToCheckSQL.details, row.1) { row in (row.text(), row.text()) }
    item.details = Dictionary(pairs) { first, _ in first }
    return item
  }
}

extension WriteConnection {
  /// Adds a line, or counts up the unresolved one with the same `coalescingKey`; of each of its details and
  /// of its connector the newest stands.
  /// Returns its key and whether it is new.
  @discardableResult
  package func noteToCheck(
    kind: String, coalescingKey: String, chargePointID: String? = nil, connector: Int? = nil,
    transactionID: Int64? = nil, details: [String: String] = [:], at: Instant
  ) throws(StoreError) -> (key: Int64, isNew: Bool) {
    let kept = try database.one(
      ToCheckSQL.note, coalescingKey, kind, chargePointID, connector, transactionID, at,
      try detailsJSON(details)
    ) { row in (key: row.int64(), isNew: row.int() == 1) }
    guard let kept else { throw StoreError(.other, "A line to check was neither added nor counted.") }
    return kept
  }

  /// Takes a line off the list. False: it was resolved already.
  @discardableResult
  package func resolveToCheck(
    key: Int64, at: Instant, resolution: String, by: String
  ) throws(StoreError) -> Bool {
    try database.run(ToCheckSQL.resolve, key, at, resolution, by) == 1
  }

  /// Takes all lines of a transaction off the list, or only those of one kind; returns their keys.
  @discardableResult
  package func resolveToCheck(
    transactionID: Int64, kind: String? = nil, at: Instant, resolution: String, by: String
  ) throws(StoreError) -> [Int64] {
    try database.rows(ToCheckSQL.resolveOfTransaction, transactionID, at, resolution, by, kind) { row in
      row.int64()
    }
  }

  /// Takes the line with this `coalescingKey` off the list; returns its key, nil: there was none.
  package func resolveToCheck(
    coalescingKey: String, at: Instant, resolution: String, by: String
  ) throws(StoreError) -> Int64? {
    try database.one(ToCheckSQL.resolveCoalesced, coalescingKey, at, resolution, by) { row in row.int64() }
  }

  /// SQLite writes the JSON, so that this room needs no writer of its own.
  private func detailsJSON(_ details: [String: String]) throws(StoreError) -> String {
    let pairs = details.sorted { $0.key < $1.key }
    let sql = "SELECT json_object(\(pairs.map { _ in "?, ?" }.joined(separator: ", ")))"
    let values = pairs.flatMap { [$0.key, $0.value] }
    return try database.rows(sql: sql, values) { row in row.text() }.first ?? "{}"
  }
}

private enum ToCheckSQL {
  static func read(_ row: inout Row) -> (ToCheckItem, String) {
    let item = ToCheckItem(
      key: row.int64(), kind: row.text(), chargePointID: row.textOrNil(), connector: row.intOrNil(),
      transactionID: row.int64OrNil(), firstAt: row.instant(), lastAt: row.instant(), count: row.int(),
      resolvedAt: row.instantOrNil(), resolution: row.textOrNil())
    return (item, row.text())
  }

  private static let select = """
    SELECT key, kind, charge_point_id, connector, transaction_id, first_at, last_at, count, resolved_at,
      resolution, details
    FROM to_check
    """
  static let byKey = Query("\(select) WHERE key = ?")
  static let page = Query(
    """
    \(select) WHERE (resolved_at IS NOT NULL) = ? AND (last_at, key) < (?, ?)
    ORDER BY last_at DESC, key DESC LIMIT ?
    """)
  static let openOfKind = Query(
    "\(select) WHERE kind = ? AND resolved_at IS NULL ORDER BY last_at DESC, key DESC LIMIT ?")
  static let byCoalescingKey = Query("\(select) WHERE coalescing_key = ? AND resolved_at IS NULL")
  static let chargePoints = Query(
    """
    SELECT DISTINCT charge_point_id FROM to_check
    WHERE kind = ? AND resolved_at IS NULL AND charge_point_id IS NOT NULL
    """)
  static let count = Query(
    "SELECT count(*) FROM (SELECT 1 FROM to_check WHERE kind = ? AND resolved_at IS NULL LIMIT ?)")
  static let details = Query("SELECT key, value FROM json_each(?)")
  static let note = Query(
    """
    INSERT INTO to_check (coalescing_key, kind, charge_point_id, connector, transaction_id, first_at, last_at,
      details)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)
    ON CONFLICT (coalescing_key) WHERE resolved_at IS NULL
    DO UPDATE SET count = count + 1, connector = coalesce(excluded.connector, connector),
      last_at = max(last_at, excluded.last_at),
      details = json_patch(details, excluded.details)
    RETURNING key, count
    """)
  static let resolve = Query(
    """
    UPDATE to_check SET resolved_at = ?2, resolution = ?3, resolved_by = ?4
    WHERE key = ?1 AND resolved_at IS NULL
    """)
  static let resolveCoalesced = Query(
    """
    UPDATE to_check SET resolved_at = ?2, resolution = ?3, resolved_by = ?4
    WHERE coalescing_key = ?1 AND resolved_at IS NULL RETURNING key
    """)
  static let resolveOfTransaction = Query(
    """
    UPDATE to_check SET resolved_at = ?2, resolution = ?3, resolved_by = ?4
    WHERE transaction_id = ?1 AND resolved_at IS NULL AND kind = coalesce(?5, kind) RETURNING key
    """)
}
