package import Domain

/// A browser that is signed in.
package struct SignIn: Sendable, Equatable {
  /// As whom.
  package enum Principal: Sendable, Equatable {
    case account(key: Int64, id: String, name: String, role: Role)
    case tenant(key: Int64)
  }

  package var key: Int64
  package var principal: Principal
  /// What the browser called itself.
  package var device: String
  package var createdAt: Instant
  package var lastUsedAt: Instant
  package var expiresAt: Instant
}

extension ReadConnection {
  /// The sign-in whose cookie has this hash, unless it or its account has expired at `now`.
  package func signIn(tokenHash: [UInt8], at now: Instant) throws(StoreError) -> SignIn? {
    try database.one(SignInSQL.byHash, tokenHash, now, as: SignInSQL.read)
  }

  /// A page of the sign-ins that have not expired at `now`, newest first; optionally of one account or
  /// tenant.
  package func signIns(
    accountKey: Int64? = nil, tenantKey: Int64? = nil, at now: Instant, after cursor: PageCursor?, limit: Int
  ) throws(StoreError) -> Page<SignIn> {
    let rows = try database.rows(
      SignInSQL.page, cursor?.key ?? .max, now, accountKey, tenantKey, limit + 1, as: SignInSQL.read)
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.key) }
  }
}

extension WriteConnection {
  /// Signs an account in; returns the sign-in's key. Expired ones are cleared away on the way.
  package func insertSignIn(
    tokenHash: [UInt8], accountKey: Int64, device: String, at: Instant, expiresAt: Instant
  ) throws(StoreError) -> Int64 {
    try insertSignIn(tokenHash, accountKey: accountKey, tenantKey: nil, device, at, expiresAt)
  }

  /// Notes that a sign-in was used and how long it now lasts.
  package func touchSignIn(key: Int64, at: Instant, expiresAt: Instant) throws(StoreError) {
    try database.run(SignInSQL.touch, key, at, expiresAt)
  }

  /// Signs out. False: there is no such sign-in.
  @discardableResult
  package func deleteSignIn(key: Int64) throws(StoreError) -> Bool {
    try database.run(SignInSQL.delete, key) == 1
  }

  func insertSignIn(
    _ tokenHash: [UInt8], accountKey: Int64?, tenantKey: Int64?, _ device: String, _ at: Instant,
    _ expiresAt: Instant
  ) throws(StoreError) -> Int64 {
    try database.run(SignInSQL.clear, at)
    try database.run(SignInSQL.insert, tokenHash, accountKey, tenantKey, device, at, expiresAt)
    return database.lastInsertedKey
  }
}

private enum SignInSQL {
  static func read(_ row: inout Row) throws(StoreError) -> SignIn {
    let key = row.int64()
    let (accountKey, tenantKey) = (row.int64OrNil(), row.int64OrNil())
    let (id, name) = (row.text(), row.text())
    let role = row.textOrNil().flatMap { Role(rawValue: $0) }
    let principal: SignIn.Principal
    if let tenantKey {
      principal = .tenant(key: tenantKey)
    } else if let accountKey, let role {
      principal = .account(key: accountKey, id: id, name: name, role: role)
    } else {
      throw StoreError(.corrupt, "The database holds a sign-in of nobody.")
    }
    return SignIn(
      key: key, principal: principal, device: row.text(), createdAt: row.instant(),
      lastUsedAt: row.instant(), expiresAt: row.instant())
  }

  private static let select = """
    SELECT s.key, s.account_key, s.tenant_key, a.id, a.name, a.role, s.device, s.created_at, s.last_used_at,
      s.expires_at
    FROM sign_in s LEFT JOIN account a ON a.key = s.account_key
    """
  static let byHash = Query(
    """
    \(select) WHERE s.token_hash = ?1 AND s.expires_at > ?2 AND a.disabled_at IS NULL
      AND coalesce(a.expires_at, s.expires_at) > ?2
    """)
  static let page = Query(
    """
    \(select) WHERE s.key < ?1 AND s.expires_at > ?2 AND s.account_key IS coalesce(?3, s.account_key)
      AND s.tenant_key IS coalesce(?4, s.tenant_key) ORDER BY s.key DESC LIMIT ?5
    """)
  static let insert = Query(
    """
    INSERT INTO sign_in (token_hash, account_key, tenant_key, device, created_at, last_used_at, expires_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)
    """)
  static let touch = Query("UPDATE sign_in SET last_used_at = ?2, expires_at = ?3 WHERE key = ?1")
  static let delete = Query("DELETE FROM sign_in WHERE key = ?")
  static let clear = Query("DELETE FROM sign_in WHERE expires_at <= ?")
}
