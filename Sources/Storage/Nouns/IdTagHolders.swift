package import Domain

extension ReadConnection {
  /// Who answered for a card from when on, the first one first.
  package func idTagHolders(idTagKey: Int64) throws(StoreError) -> [IdTagHolder] {
    try database.rows(IdTagHolderSQL.ofCard, idTagKey) { row in
      IdTagHolder(from: row.instant(), tenantKey: row.int64OrNil())
    }
  }
}

extension WriteConnection {
  /// Lets a tenant (nil: the owner) answer for a card from an instant on, unless it does already.
  func setHolder(idTagKey: Int64, tenantKey: Int64?, from: Instant) throws(StoreError) {
    guard let last = try idTagHolders(idTagKey: idTagKey).last else {
      try database.run(IdTagHolderSQL.add, idTagKey, from, tenantKey)
      return
    }
    guard last.tenantKey != tenantKey else { return }
    // A clock that was set back does not change what was said before.
    try database.run(IdTagHolderSQL.add, idTagKey, max(from, last.from), tenantKey)
  }
}

private enum IdTagHolderSQL {
  static let ofCard = Query(
    "SELECT from_at, tenant_key FROM id_tag_holder WHERE id_tag_key = ? ORDER BY from_at")
  static let add = Query(
    """
    INSERT INTO id_tag_holder (id_tag_key, from_at, tenant_key) VALUES (?, ?, ?)
    ON CONFLICT (id_tag_key, from_at) DO UPDATE SET tenant_key = excluded.tenant_key
    """)
}
