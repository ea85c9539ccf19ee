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

  /// A page of guests, the newest first.
  package func guests(after cursor: PageCursor?, limit: Int) throws(StoreError) -> Page<Tenant> {
    let rows = try database.rows(TenantSQL.guests, cursor?.key ?? .max, limit + 1, as: TenantSQL.read)
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.key) }
  }
}

extension WriteConnection {
  /// Adds a tenant. `id`: opaque and random, made by the caller.
  package func insertTenant(
    id: String, name: String, kind: Tenant.Kind = .tenant, at: Instant
  ) throws(StoreError) -> Tenant {
    try database.run(TenantSQL.insert, id, kind.rawValue, at)
    var tenant = Tenant(key: database.lastInsertedKey, id: id, name: name, createdAt: at)
    tenant.kind = kind
    try database.run(TenantSQL.setPerson, tenant.key, name, nil as String?, nil as String?, nil as String?)
    return tenant
  }

  /// Writes everything of a tenant that may change: all but key, id, and when it was added.
  package func updateTenant(_ tenant: Tenant) throws(StoreError) {
    try database.run(
      TenantSQL.update, tenant.key, tenant.kind.rawValue, tenant.hostTenantKey, tenant.groupKey,
      tenant.validFrom, tenant.validUntil, tenant.archivedAt)
    try database.run(
      TenantSQL.setPerson, tenant.key, tenant.name, tenant.email, tenant.phone, tenant.language)
  }
}

enum TenantSQL {
  static func read(_ row: inout Row) throws(StoreError) -> Tenant {
    var read = Tenant(key: row.int64(), id: row.text(), name: row.text(), createdAt: row.instant())
    read.kind = try row.value(Tenant.Kind.self)
    (read.hostTenantKey, read.groupKey) = (row.int64OrNil(), row.int64OrNil())
    (read.validFrom, read.validUntil) = (row.instantOrNil(), row.instantOrNil())
    read.archivedAt = row.instantOrNil()
    (read.email, read.phone, read.language) = (row.textOrNil(), row.textOrNil(), row.textOrNil())
    return read
  }

  private static let select = """
    SELECT t.key, t.id, coalesce(p.name, ''), t.created_at, t.kind, t.host_tenant_key, t.group_key,
      t.valid_from, t.valid_until, t.archived_at, p.email, p.phone, p.language
    FROM tenant t LEFT JOIN tenant_person p ON p.tenant_key = t.key
    """
  static let byID = Query("\(select) WHERE t.id = ?")
  static let byKey = Query("\(select) WHERE t.key = ?")
  static let page = Query("\(select) WHERE t.key > ? ORDER BY t.key LIMIT ?")
  static let guests = Query(
    """
    \(select) WHERE t.kind = 'guest' AND t.archived_at IS NULL AND t.key < ? ORDER BY t.key DESC LIMIT ?
    """)
  static let insert = Query("INSERT INTO tenant (id, kind, created_at) VALUES (?, ?, ?)")
  static let update = Query(
    """
    UPDATE tenant SET kind = ?2, host_tenant_key = ?3, group_key = ?4, valid_from = ?5, valid_until = ?6,
      archived_at = ?7
    WHERE key = ?1
    """)
  static let setPerson = Query(
    """
    INSERT INTO tenant_person (tenant_key, name, email, phone, language) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (tenant_key) DO UPDATE SET name = excluded.name, email = excluded.email,
      phone = excluded.phone, language = excluded.language
    """)
}
