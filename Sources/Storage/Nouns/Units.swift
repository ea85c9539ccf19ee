package import Domain

extension ReadConnection {
  /// A unit by its opaque id, unless it is archived.
  package func unit(id: String) throws(StoreError) -> Unit? {
    try database.one(UnitSQL.byID, id, as: UnitSQL.read)
  }

  /// A unit by our key, archived or not.
  package func unit(key: Int64) throws(StoreError) -> Unit? {
    try database.one(UnitSQL.byKey, key, as: UnitSQL.read)
  }

  /// The unit of this name that is not archived; letter case of A–Z does not matter.
  package func unit(name: String) throws(StoreError) -> Unit? {
    try database.one(UnitSQL.byName, name, as: UnitSQL.read)
  }

  /// A page of the units that are not archived, in the order in which they were added.
  package func units(after cursor: PageCursor?, limit: Int) throws(StoreError) -> Page<Unit> {
    let rows = try database.rows(UnitSQL.page, cursor?.key ?? 0, limit + 1, as: UnitSQL.read)
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.key) }
  }
}

extension WriteConnection {
  /// Adds a unit. `id`: opaque and random. Throws `constraint` when there is one of this name.
  package func insertUnit(id: String, name: String, at: Instant) throws(StoreError) -> Unit {
    try database.run(UnitSQL.insert, id, name, at)
    return Unit(key: database.lastInsertedKey, id: id, name: name, createdAt: at)
  }

  /// Writes a unit's name and whether it is archived. Throws `constraint` when there is another one of this
  /// name.
  package func updateUnit(_ unit: Unit) throws(StoreError) {
    try database.run(UnitSQL.update, unit.key, unit.name, unit.archivedAt)
  }

  /// Takes a unit away as if it had never been. Throws `constraint` when something refers to it.
  package func deleteUnit(key: Int64) throws(StoreError) { try database.run(UnitSQL.delete, key) }
}

private enum UnitSQL {
  static func read(_ row: inout Row) -> Unit {
    Unit(
      key: row.int64(), id: row.text(), name: row.text(), createdAt: row.instant(),
      archivedAt: row.instantOrNil())
  }

  private static let select = "SELECT key, id, name, created_at, archived_at FROM unit"
  static let byID = Query("\(select) WHERE id = ? AND archived_at IS NULL")
  static let byKey = Query("\(select) WHERE key = ?")
  static let byName = Query("\(select) WHERE name = ? COLLATE NOCASE AND archived_at IS NULL")
  static let page = Query("\(select) WHERE key > ? AND archived_at IS NULL ORDER BY key LIMIT ?")
  static let insert = Query("INSERT INTO unit (id, name, created_at) VALUES (?, ?, ?)")
  static let update = Query("UPDATE unit SET name = ?2, archived_at = ?3 WHERE key = ?1")
  static let delete = Query("DELETE FROM unit WHERE key = ?")
}
