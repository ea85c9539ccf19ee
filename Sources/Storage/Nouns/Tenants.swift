package import Domain

extension ReadConnection {
  /// A tenant by its opaque id.
  package func tenant(id: String) throws(StoreError) -> Tenant? {
    try database.one(TenantSQL.byID, id, as: TenantSQL.read)
  }

  /// A tenant by our key.
  package func tenant(key: Int64) throws(StoreError) -> Tenant? {
    try database.one(TenantSQL.byKey, key, as: TenantSQL.read)
  }

  /// A page of tenants in the order in which they were added.
  package func tenants(after cursor: PageCursor?, limit: Int) throws(StoreError) -> Page<Tenant> {
    let rows = try database.rows(TenantSQL.page, cursor?.key ?? 0, limit + 1, as: TenantSQL.read)
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.key) }
  }
}

extension WriteConnection {
  /// Adds a tenant. `id`: opaque and random, made by the caller.
  package func insertTenant(id: String, name: String, at: Instant) throws(StoreError) -> Tenant {
    try database.run(TenantSQL.insert, id, at)
    let key = database.lastInsertedKey
    try database.run(TenantSQL.setName, key, name)
    return Tenant(key: key, id: id, name: name, createdAt: at)
  }

  /// Writes a tenant's name.
  package func renameTenant(key: Int64, to name: String) throws(StoreError) {
    try database.run(TenantSQL.setName, key, name)
  }

  /// Forgets the person: name, card numbers (also as wallboxes sent them), sign-ins; links no longer work.
  /// Transactions and records stay, with opaque ids only. Cards become invalid.
  package func eraseTenant(key: Int64, at: Instant) throws(StoreError) {
    for query in TenantSQL.erase { try database.run(query, key) }
    try database.run(TenantSQL.revokeLinks, key, at)
    try database.run(TenantSQL.deleteSignIns, key)
  }
}

enum TenantSQL {
  static func read(_ row: inout Row) -> Tenant {
    Tenant(key: row.int64(), id: row.text(), name: row.text(), createdAt: row.instant())
  }

  private static let select = """
    SELECT t.key, t.id, coalesce(p.name, ''), t.created_at
    FROM tenant t LEFT JOIN tenant_person p ON p.tenant_key = t.key
    """
  static let byID = Query("\(select) WHERE t.id = ?")
  static let byKey = Query("\(select) WHERE t.key = ?")
  static let page = Query("\(select) WHERE t.key > ? ORDER BY t.key LIMIT ?")
  static let insert = Query("INSERT INTO tenant (id, created_at) VALUES (?, ?)")
  static let setName = Query(
    """
    INSERT INTO tenant_person (tenant_key, name) VALUES (?, ?)
    ON CONFLICT (tenant_key) DO UPDATE SET name = excluded.name
    """)
  static let erase = [
    Query(
      """
      UPDATE presented_id_tag SET text = NULL WHERE key IN (
        SELECT presented_id_tag_key FROM transactions
        WHERE id_tag_key IN (SELECT key FROM id_tag WHERE tenant_key = ?1)
        UNION SELECT stop_presented_id_tag_key FROM transactions
        WHERE id_tag_key IN (SELECT key FROM id_tag WHERE tenant_key = ?1))
      """),
    Query("DELETE FROM id_tag_person WHERE id_tag_key IN (SELECT key FROM id_tag WHERE tenant_key = ?)"),
    Query("UPDATE id_tag SET status = 'invalid' WHERE tenant_key = ?"),
    Query("DELETE FROM tenant_person WHERE tenant_key = ?"),
    Query("DELETE FROM tenant_pin WHERE tenant_key = ?"),
  ]
  static let revokeLinks = Query(
    "UPDATE tenant_link SET revoked_at = ?2 WHERE tenant_key = ?1 AND revoked_at IS NULL")
  static let deleteSignIns = Query("DELETE FROM sign_in WHERE tenant_key = ?")
}
