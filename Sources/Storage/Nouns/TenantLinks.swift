package import Domain

/// A single-use way in for a tenant (API: `…/i/<id>#<secret>`). The secret itself is never kept.
package struct TenantLink: Sendable, Equatable {
  package var key: Int64
  package var id: String
  package var tenantKey: Int64
  package var secretHash: [UInt8]
  package var createdAt: Instant
  package var expiresAt: Instant
  package var usedAt: Instant?
  package var revokedAt: Instant?
}

extension ReadConnection {
  /// A link by its public id.
  package func tenantLink(id: String) throws(StoreError) -> TenantLink? {
    try database.one(TenantLinkSQL.byID, id, as: TenantLinkSQL.read)
  }

  /// The links of a tenant, newest first.
  package func tenantLinks(tenantKey: Int64) throws(StoreError) -> [TenantLink] {
    try database.rows(TenantLinkSQL.ofTenant, tenantKey, as: TenantLinkSQL.read)
  }
}

extension WriteConnection {
  /// Adds a link.
  package func insertTenantLink(
    id: String, tenantKey: Int64, secretHash: [UInt8], at: Instant, expiresAt: Instant
  ) throws(StoreError) -> TenantLink {
    try database.run(TenantLinkSQL.insert, id, tenantKey, secretHash, at, expiresAt)
    return TenantLink(
      key: database.lastInsertedKey, id: id, tenantKey: tenantKey, secretHash: secretHash, createdAt: at,
      expiresAt: expiresAt)
  }

  /// Uses a link up and signs its tenant in, both or neither; returns the sign-in's key. Nil: the link is
  /// used, revoked or expired. The caller has compared the secret.
  package func useTenantLink(
    key: Int64, tokenHash: [UInt8], device: String, at: Instant, signInExpiresAt: Instant
  ) throws(StoreError) -> Int64? {
    let tenantKey = try database.one(TenantLinkSQL.use, key, at) { row in row.int64() }
    guard let tenantKey else { return nil }
    let signIn = try insertSignIn(
      tokenHash, accountKey: nil, tenantKey: tenantKey, device, at, signInExpiresAt)
    try database.run(TenantLinkSQL.noteSignIn, key, signIn)
    return signIn
  }

  /// Revokes a link and ends the sign-in that was made with it. False: it was revoked already, or is no link
  /// of this tenant.
  package func revokeTenantLink(id: String, tenantKey: Int64, at: Instant) throws(StoreError) -> Bool {
    guard try database.run(TenantLinkSQL.revoke, id, tenantKey, at) == 1 else { return false }
    try database.run(TenantLinkSQL.endSignIn, id)
    return true
  }
}

private enum TenantLinkSQL {
  static func read(_ row: inout Row) -> TenantLink {
    TenantLink(
      key: row.int64(), id: row.text(), tenantKey: row.int64(), secretHash: row.blob(),
      createdAt: row.instant(), expiresAt: row.instant(), usedAt: row.instantOrNil(),
      revokedAt: row.instantOrNil())
  }

  private static let select = """
    SELECT key, id, tenant_key, secret_hash, created_at, expires_at, used_at, revoked_at FROM tenant_link
    """
  static let byID = Query("\(select) WHERE id = ?")
  static let ofTenant = Query("\(select) WHERE tenant_key = ? ORDER BY key DESC")
  static let insert = Query(
    """
    INSERT INTO tenant_link (id, tenant_key, secret_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?)
    """)
  static let use = Query(
    """
    UPDATE tenant_link SET used_at = ?2
    WHERE key = ?1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > ?2 RETURNING tenant_key
    """)
  static let noteSignIn = Query("UPDATE tenant_link SET used_sign_in_key = ?2 WHERE key = ?1")
  static let revoke = Query(
    "UPDATE tenant_link SET revoked_at = ?3 WHERE id = ?1 AND tenant_key = ?2 AND revoked_at IS NULL")
  static let endSignIn = Query(
    "DELETE FROM sign_in WHERE key = (SELECT used_sign_in_key FROM tenant_link WHERE id = ?)")
}
