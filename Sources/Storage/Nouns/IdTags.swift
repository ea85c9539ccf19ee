package import Domain

extension ReadConnection {
  /// The registered card with this canonical form (`IdTag.canonical`).
  package func idTag(canonical: String) throws(StoreError) -> IdTag? {
    try database.one(IdTagSQL.byCanonical, canonical, as: IdTagSQL.read)
  }

  /// A registered card by our key; its number and label are empty once erased.
  package func idTag(key: Int64) throws(StoreError) -> IdTag? {
    try database.one(IdTagSQL.byKey, key, as: IdTagSQL.read)
  }

  /// A page of cards that have not been erased, in the order in which they were added; optionally a
  /// tenant's.
  package func idTags(
    tenantKey: Int64? = nil, after cursor: PageCursor?, limit: Int
  ) throws(StoreError) -> Page<IdTag> {
    let after = cursor?.key ?? 0
    let rows =
      if let tenantKey {
        try database.rows(IdTagSQL.pageOfTenant, tenantKey, after, limit + 1, as: IdTagSQL.read)
      } else {
        try database.rows(IdTagSQL.page, after, limit + 1, as: IdTagSQL.read)
      }
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.key) }
  }
}

extension WriteConnection {
  /// Registers a card. Throws `constraint` when its canonical form is registered already.
  package func insertIdTag(
    _ entered: String, label: String, tenantKey: Int64?, status: IdTagStatus, expiresAt: Instant?, at: Instant
  ) throws(StoreError) -> IdTag {
    try database.run(IdTagSQL.insert, tenantKey, status.rawValue, expiresAt, at)
    let key = database.lastInsertedKey
    try database.run(IdTagSQL.insertPerson, key, IdTag.canonical(entered), entered, label)
    try setHolder(idTagKey: key, tenantKey: tenantKey, from: at)
    return IdTag(
      key: key, idTag: entered, label: label, tenantKey: tenantKey, status: status, expiresAt: expiresAt,
      createdAt: at)
  }

  /// Writes a card's label, tenant, status and end. Another tenant holds it from `at` on.
  package func updateIdTag(_ idTag: IdTag, at: Instant) throws(StoreError) {
    try database.run(
      IdTagSQL.update, idTag.key, idTag.tenantKey, idTag.status.rawValue, idTag.expiresAt, idTag.blockedAt)
    try database.run(IdTagSQL.updateLabel, idTag.key, idTag.label)
    try setHolder(idTagKey: idTag.key, tenantKey: idTag.tenantKey, from: at)
  }

  /// The row of a text that a wallbox sent as id tag, made when it is new.
  func presentedIdTagKey(_ text: String) throws(StoreError) -> Int64 {
    if let key = try database.one(IdTagSQL.presented, text, as: { row in row.int64() }) { return key }
    try database.run(IdTagSQL.insertPresented, text)
    return database.lastInsertedKey
  }
}

private enum IdTagSQL {
  static func read(_ row: inout Row) throws(StoreError) -> IdTag {
    var read = IdTag(
      key: row.int64(), idTag: row.text(), label: row.text(), tenantKey: row.int64OrNil(),
      status: try row.value(IdTagStatus.self), expiresAt: row.instantOrNil(), createdAt: row.instant())
    read.blockedAt = row.instantOrNil()
    return read
  }

  private static let columns = """
    t.key, p.entered, p.label, t.tenant_key, t.status, t.expires_at, t.created_at, t.blocked_at
    """
  private static let join = "id_tag t JOIN id_tag_person p ON p.id_tag_key = t.key"
  static let byCanonical = Query("SELECT \(columns) FROM \(join) WHERE p.canonical = ?")
  static let byKey = Query(
    "SELECT \(columns) FROM id_tag t LEFT JOIN id_tag_person p ON p.id_tag_key = t.key WHERE t.key = ?")
  static let page = Query("SELECT \(columns) FROM \(join) WHERE t.key > ? ORDER BY t.key LIMIT ?")
  static let pageOfTenant = Query(
    "SELECT \(columns) FROM \(join) WHERE t.tenant_key = ? AND t.key > ? ORDER BY t.key LIMIT ?")
  static let insert = Query(
    "INSERT INTO id_tag (tenant_key, status, expires_at, created_at) VALUES (?, ?, ?, ?)")
  static let insertPerson = Query(
    "INSERT INTO id_tag_person (id_tag_key, canonical, entered, label) VALUES (?, ?, ?, ?)")
  static let update = Query(
    "UPDATE id_tag SET tenant_key = ?2, status = ?3, expires_at = ?4, blocked_at = ?5 WHERE key = ?1")
  static let updateLabel = Query("UPDATE id_tag_person SET label = ?2 WHERE id_tag_key = ?1")
  static let presented = Query("SELECT key FROM presented_id_tag WHERE text = ?")
  static let insertPresented = Query("INSERT INTO presented_id_tag (text) VALUES (?)")
}
