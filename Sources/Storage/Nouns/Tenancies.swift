package import Domain

/// Which tenancies a list shows; nil members do not restrict it.
package struct TenancyFilter: Sendable, Equatable {
  package var tenantKey: Int64?
  package var bayKey: Int64?
  package var unitKey: Int64?
  /// Only those that hold at this instant.
  package var at: Instant?

  package init(
    tenantKey: Int64? = nil, bayKey: Int64? = nil, unitKey: Int64? = nil, at: Instant? = nil
  ) {
    self.tenantKey = tenantKey
    self.bayKey = bayKey
    self.unitKey = unitKey
    self.at = at
  }
}

extension ReadConnection {
  /// A tenancy by its opaque id.
  package func tenancy(id: String) throws(StoreError) -> Tenancy? {
    try database.one(TenancySQL.byID, id, as: TenancySQL.read)
  }

  /// A tenancy by our key.
  package func tenancy(key: Int64) throws(StoreError) -> Tenancy? {
    try database.one(TenancySQL.byKey, key, as: TenancySQL.read)
  }

  /// A page of tenancies in the order in which they were added.
  package func tenancies(
    _ filter: TenancyFilter = TenancyFilter(), after cursor: PageCursor? = nil, limit: Int = .max - 1
  ) throws(StoreError) -> Page<Tenancy> {
    let (conditions, values) = TenancySQL.conditions(filter)
    let restriction = (["y.key > ?"] + conditions).joined(separator: " AND ")
    let rows = try database.rows(
      sql: "\(TenancySQL.select) WHERE \(restriction) ORDER BY y.key LIMIT ?",
      [cursor?.key ?? 0] + values + [limit + 1], as: TenancySQL.read)
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.key) }
  }

  /// The tenancies that give a bay to somebody at some time from `from` to `to` (exclusive; nil: open).
  package func tenancies(
    ofBay bayKey: Int64, from: Instant, to: Instant?
  ) throws(StoreError) -> [Tenancy] {
    try database.rows(TenancySQL.overlapping, bayKey, from, to, as: TenancySQL.read)
  }

  /// Who holds a bay at an instant; nil: nobody, it is the owner's.
  package func holder(ofBay bayKey: Int64, at: Instant) throws(StoreError) -> Int64? {
    try database.one(TenancySQL.holder, bayKey, at) { row in row.int64() }
  }
}

extension WriteConnection {
  /// Adds a tenancy; its `key` is not read. That no bay is given twice at a time is the caller's business.
  package func insertTenancy(_ tenancy: Tenancy) throws(StoreError) -> Tenancy {
    try database.run(
      TenancySQL.insert, tenancy.id, tenancy.tenantKey, tenancy.unitKey, tenancy.from, tenancy.to,
      tenancy.createdAt, tenancy.createdBy, tenancy.endedBy)
    var added = tenancy
    added.key = database.lastInsertedKey
    try setBays(of: added)
    return added
  }

  /// Writes a tenancy's unit, bays and end.
  package func updateTenancy(_ tenancy: Tenancy) throws(StoreError) {
    try database.run(TenancySQL.update, tenancy.key, tenancy.unitKey, tenancy.to, tenancy.endedBy)
    try database.run(TenancySQL.freeBays, tenancy.key)
    try setBays(of: tenancy)
  }

  /// Takes a tenancy away as if it had never been, with its readings.
  package func deleteTenancy(key: Int64) throws(StoreError) {
    for query in TenancySQL.delete { try database.run(query, key) }
  }

  private func setBays(of tenancy: Tenancy) throws(StoreError) {
    for key in Set(tenancy.bayKeys) { try database.run(TenancySQL.addBay, tenancy.key, key) }
  }
}

private enum TenancySQL {
  static func read(_ row: inout Row) throws(StoreError) -> Tenancy {
    Tenancy(
      key: row.int64(), id: row.text(), tenantKey: row.int64(), unitKey: row.int64OrNil(),
      bayKeys: row.keys(), from: row.instant(), to: row.instantOrNil(), createdAt: row.instant(),
      createdBy: row.text(), endedBy: row.textOrNil())
  }

  static let select = """
    SELECT y.key, y.id, y.tenant_key, y.unit_key,
      (SELECT group_concat(bay_key) FROM tenancy_bay WHERE tenancy_key = y.key), y.from_at, y.to_at,
      y.created_at, y.created_by, y.ended_by
    FROM tenancy y
    """

  static func conditions(_ filter: TenancyFilter) -> ([String], [any Bindable]) {
    var conditions: [String] = []
    var values: [any Bindable] = []
    func restrict(_ condition: String, _ bound: any Bindable...) {
      conditions.append(condition)
      values += bound
    }
    if let key = filter.tenantKey { restrict("y.tenant_key = ?", key) }
    if let key = filter.unitKey { restrict("y.unit_key = ?", key) }
    if let key = filter.bayKey {
      restrict("y.key IN (SELECT tenancy_key FROM tenancy_bay WHERE bay_key = ?)", key)
    }
    if let at = filter.at { restrict("y.from_at <= ? AND coalesce(y.to_at > ?, 1)", at, at) }
    return (conditions, values)
  }

  static let byID = Query("\(select) WHERE y.id = ?")
  static let byKey = Query("\(select) WHERE y.key = ?")
  static let overlapping = Query(
    """
    \(select) WHERE y.key IN (SELECT tenancy_key FROM tenancy_bay WHERE bay_key = ?1)
      AND coalesce(y.to_at > ?2, 1) AND coalesce(y.from_at < ?3, 1) AND y.to_at IS NOT y.from_at
    ORDER BY y.from_at
    """)
  static let holder = Query(
    """
    SELECT y.tenant_key FROM tenancy_bay b JOIN tenancy y ON y.key = b.tenancy_key
    WHERE b.bay_key = ?1 AND y.from_at <= ?2 AND coalesce(y.to_at > ?2, 1)
    """)
  static let insert = Query(
    """
    INSERT INTO tenancy (id, tenant_key, unit_key, from_at, to_at, created_at, created_by, ended_by)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let update = Query("UPDATE tenancy SET unit_key = ?2, to_at = ?3, ended_by = ?4 WHERE key = ?1")
  static let freeBays = Query("DELETE FROM tenancy_bay WHERE tenancy_key = ?")
  static let addBay = Query("INSERT INTO tenancy_bay (tenancy_key, bay_key) VALUES (?, ?)")
  static let delete = [
    Query("DELETE FROM tenancy_reading WHERE tenancy_key = ?"), freeBays,
    Query("DELETE FROM tenancy WHERE key = ?"),
  ]
}
