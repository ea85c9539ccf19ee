package import Domain

extension ReadConnection {
  /// The version in force at an instant: the greatest `validFrom` not after it; of equals the newest.
  package func tariffVersion(validAt instant: Instant) throws(StoreError) -> TariffVersion? {
    try database.one(TariffSQL.validAt, instant, as: TariffSQL.read)
  }

  /// The first version that comes into force after an instant.
  package func nextTariffVersion(after instant: Instant) throws(StoreError) -> TariffVersion? {
    try database.one(TariffSQL.next, instant, as: TariffSQL.read)
  }

  /// A version by our key.
  package func tariffVersion(key: Int64) throws(StoreError) -> TariffVersion? {
    try database.one(TariffSQL.byKey, key, as: TariffSQL.read)
  }

  /// A page of all versions of all tariffs, newest first.
  package func tariffVersions(
    after cursor: PageCursor?, limit: Int
  ) throws(StoreError) -> Page<TariffVersion> {
    let rows = try database.rows(
      TariffSQL.page, cursor?.key ?? .max, limit + 1, as: TariffSQL.read)
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.key) }
  }
}

extension WriteConnection {
  /// Adds the next version of the tariff with this name, or the first of a new tariff, which gets
  /// `newTariffID` (opaque, made by the caller).
  package func insertTariffVersion(
    name: String, newTariffID: String, validFrom: Instant, tariffJSON: String, at: Instant
  ) throws(StoreError) -> TariffVersion {
    try database.run(TariffSQL.addTariff, newTariffID, name, at)
    try database.run(TariffSQL.addVersion, name, validFrom, tariffJSON, at)
    guard let added = try tariffVersion(key: database.lastInsertedKey) else {
      throw StoreError(.other, "The tariff version just added cannot be found.")
    }
    return added
  }
}

private enum TariffSQL {
  static func read(_ row: inout Row) -> TariffVersion {
    TariffVersion(
      key: row.int64(), tariffID: row.text(), name: row.text(), version: row.int(),
      validFrom: row.instant(), tariffJSON: row.text(), createdAt: row.instant())
  }

  private static let select = """
    SELECT v.key, t.id, t.name, v.version, v.valid_from, v.tariff_json, v.created_at
    FROM tariff_version v JOIN tariff t ON t.key = v.tariff_key
    """
  static let validAt = Query(
    "\(select) WHERE v.valid_from <= ? ORDER BY v.valid_from DESC, v.key DESC LIMIT 1")
  static let next = Query(
    "\(select) WHERE v.valid_from > ? ORDER BY v.valid_from, v.key DESC LIMIT 1")
  static let byKey = Query("\(select) WHERE v.key = ?")
  static let page = Query("\(select) WHERE v.key < ? ORDER BY v.key DESC LIMIT ?")
  static let addTariff = Query(
    "INSERT INTO tariff (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING")
  static let addVersion = Query(
    """
    INSERT INTO tariff_version (tariff_key, version, valid_from, tariff_json, created_at)
    SELECT key, (SELECT coalesce(max(version), 0) + 1 FROM tariff_version WHERE tariff_key = tariff.key),
      ?2, ?3, ?4
    FROM tariff WHERE name = ?1
    """)
}
