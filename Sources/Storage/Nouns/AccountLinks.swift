package import Domain

/// A single-use way to choose a password (API: `…/a/<id>#<secret>`). The secret itself is never kept.
package struct AccountLink: Sendable, Equatable {
  package var key: Int64
  package var id: String
  package var accountKey: Int64
  package var secretHash: [UInt8]
  package var createdAt: Instant
  package var expiresAt: Instant
  package var usedAt: Instant?
  package var revokedAt: Instant?
}

extension ReadConnection {
  /// A link by its public id.
  package func accountLink(id: String) throws(StoreError) -> AccountLink? {
    try database.one(AccountLinkSQL.byID, id) { row in
      AccountLink(
        key: row.int64(), id: row.text(), accountKey: row.int64(), secretHash: row.blob(),
        createdAt: row.instant(), expiresAt: row.instant(), usedAt: row.instantOrNil(),
        revokedAt: row.instantOrNil())
    }
  }
}

extension WriteConnection {
  /// Adds a link; the account's earlier ones no longer work.
  package func insertAccountLink(
    id: String, accountKey: Int64, secretHash: [UInt8], at: Instant, expiresAt: Instant
  ) throws(StoreError) {
    try revokeAccountLinks(accountKey: accountKey, at: at)
    try database.run(AccountLinkSQL.insert, id, accountKey, secretHash, at, expiresAt)
  }

  /// Ends the open links of an account.
  package func revokeAccountLinks(accountKey: Int64, at: Instant) throws(StoreError) {
    try database.run(AccountLinkSQL.revoke, accountKey, at)
  }

  /// Uses a link up. False: it is used, revoked or expired. The caller has compared the secret.
  package func useAccountLink(key: Int64, at: Instant) throws(StoreError) -> Bool {
    try database.run(AccountLinkSQL.use, key, at) == 1
  }
}

private enum AccountLinkSQL {
  static let byID = Query(
    """
    SELECT key, id, account_key, secret_hash, created_at, expires_at, used_at, revoked_at FROM account_link
    WHERE id = ?
    """)
  static let insert = Query(
    """
    INSERT INTO account_link (id, account_key, secret_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?)
    """)
  static let revoke = Query(
    """
    UPDATE account_link SET revoked_at = ?2
    WHERE account_key = ?1 AND used_at IS NULL AND revoked_at IS NULL
    """)
  static let use = Query(
    """
    UPDATE account_link SET used_at = ?2
    WHERE key = ?1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > ?2
    """)
}
