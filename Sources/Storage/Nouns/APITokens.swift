package import Domain

/// A token for scripts (API: `Authorization: Bearer`). The token itself is never kept.
package struct APIToken: Sendable, Equatable {
  package var key: Int64
  package var name: String
  package var role: Role
  package var createdAt: Instant
  package var lastUsedAt: Instant?
  package var revokedAt: Instant?
}

extension ReadConnection {
  /// The token with this hash, unless it was revoked.
  package func apiToken(hash: [UInt8]) throws(StoreError) -> APIToken? {
    try database.one(APITokenSQL.byHash, hash, as: APITokenSQL.read)
  }

  /// A page of all tokens, newest first.
  package func apiTokens(after cursor: PageCursor?, limit: Int) throws(StoreError) -> Page<APIToken> {
    let rows = try database.rows(
      APITokenSQL.page, cursor?.key ?? .max, limit + 1, as: APITokenSQL.read)
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.key) }
  }
}

extension WriteConnection {
  /// Adds a token.
  package func insertAPIToken(
    name: String, role: Role, hash: [UInt8], at: Instant
  ) throws(StoreError) -> APIToken {
    try database.run(APITokenSQL.insert, name, role.rawValue, hash, at)
    return APIToken(key: database.lastInsertedKey, name: name, role: role, createdAt: at)
  }

  /// Notes that a token was used.
  package func touchAPIToken(key: Int64, at: Instant) throws(StoreError) {
    try database.run(APITokenSQL.touch, key, at)
  }

  /// Ends a token. False: it was ended already, or there is none.
  package func revokeAPIToken(key: Int64, at: Instant) throws(StoreError) -> Bool {
    try database.run(APITokenSQL.revoke, key, at) == 1
  }
}

private enum APITokenSQL {
  static func read(_ row: inout Row) throws(StoreError) -> APIToken {
    APIToken(
      key: row.int64(), name: row.text(), role: try row.value(Role.self), createdAt: row.instant(),
      lastUsedAt: row.instantOrNil(), revokedAt: row.instantOrNil())
  }

  private static let select = "SELECT key, name, role, created_at, last_used_at, revoked_at FROM api_token"
  static let byHash = Query("\(select) WHERE token_hash = ? AND revoked_at IS NULL")
  static let page = Query("\(select) WHERE key < ? ORDER BY key DESC LIMIT ?")
  static let insert = Query(
    "INSERT INTO api_token (name, role, token_hash, created_at) VALUES (?, ?, ?, ?)")
  static let touch = Query("UPDATE api_token SET last_used_at = ?2 WHERE key = ?1")
  static let revoke = Query("UPDATE api_token SET revoked_at = ?2 WHERE key = ?1 AND revoked_at IS NULL")
}
