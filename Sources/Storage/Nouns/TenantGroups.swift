package import Domain

extension ReadConnection {
  /// A group by its opaque id.
  package func tenantGroup(id: String) throws(StoreError) -> TenantGroup? {
    try database.one(TenantGroupSQL.byID, id, as: TenantGroupSQL.read)
  }

  /// A group by our key.
  package func tenantGroup(key: Int64) throws(StoreError) -> TenantGroup? {
    try database.one(TenantGroupSQL.byKey, key, as: TenantGroupSQL.read)
  }

  /// The group of this name; letter case of A–Z does not matter.
  package func tenantGroup(name: String) throws(StoreError) -> TenantGroup? {
    try database.one(TenantGroupSQL.byName, name, as: TenantGroupSQL.read)
  }

  /// All groups, by name.
  package func tenantGroups() throws(StoreError) -> [TenantGroup] {
    try database.rows(TenantGroupSQL.all, as: TenantGroupSQL.read)
  }

  /// How many tenants each group has, by its key; groups without any are not there.
  package func tenantsPerGroup() throws(StoreError) -> [Int64: Int] {
    let counts = try database.rows(TenantGroupSQL.counts) { row in (row.int64(), row.int()) }
    return Dictionary(uniqueKeysWithValues: counts)
  }
}

extension WriteConnection {
  /// Adds a group. `id`: opaque and random. Throws `constraint` when there is one of this name.
  package func insertTenantGroup(id: String, name: String, at: Instant) throws(StoreError) -> TenantGroup {
    try database.run(TenantGroupSQL.insert, id, name, at)
    return TenantGroup(key: database.lastInsertedKey, id: id, name: name, createdAt: at)
  }

  /// Throws `constraint` when there is another one of this name.
  package func renameTenantGroup(key: Int64, to name: String) throws(StoreError) {
    try database.run(TenantGroupSQL.rename, key, name)
  }

  /// Takes a group away. Throws `constraint` while a tenant or a bay belongs to it.
  package func deleteTenantGroup(key: Int64) throws(StoreError) {
    try database.run(TenantGroupSQL.delete, key)
  }
}

private enum TenantGroupSQL {
  static func read(_ row: inout Row) -> TenantGroup {
    TenantGroup(key: row.int64(), id: row.text(), name: row.text(), createdAt: row.instant())
  }

  private static let select = "SELECT key, id, name, created_at FROM tenant_group"
  static let byID = Query("\(select) WHERE id = ?")
  static let byKey = Query("\(select) WHERE key = ?")
  static let byName = Query("\(select) WHERE name = ?")
  static let all = Query("\(select) ORDER BY name")
  static let counts = Query(
    "SELECT group_key, count(*) FROM tenant WHERE group_key IS NOT NULL AND archived_at IS NULL GROUP BY 1")
  static let insert = Query("INSERT INTO tenant_group (id, name, created_at) VALUES (?, ?, ?)")
  static let rename = Query("UPDATE tenant_group SET name = ?2 WHERE key = ?1")
  static let delete = Query("DELETE FROM tenant_group WHERE key = ?")
}
