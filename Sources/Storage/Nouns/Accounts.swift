package import Domain

/// Someone who signs in with a name and a password.
package struct Account: Sendable, Equatable {
  package var key: Int64
  /// Opaque, in addresses and records.
  package var id: String
  package var name: String
  package var role: Role
  /// `PasswordHash` text, self-describing; empty: none was chosen yet.
  package var password: String
  package var createdAt: Instant
  /// From then on nobody gets in with it; nil: never.
  package var expiresAt: Instant?
  package var disabledAt: Instant?
  package var lastSignInAt: Instant?
  /// Of the second factor (RFC 6238); nil: it has none.
  package var totpSecret: [UInt8]?
  /// The time step of the last code that was used.
  package var totpLastStep: Int64?

  /// Whether it lets anyone in at `now`.
  package func isUsable(at now: Instant) -> Bool {
    disabledAt == nil && (expiresAt.map { now < $0 } ?? true)
  }
}

extension ReadConnection {
  /// An account by its name; letter case of A–Z does not matter.
  package func account(name: String) throws(StoreError) -> Account? {
    try database.one(AccountSQL.byName, name, as: AccountSQL.read)
  }

  /// An account by its opaque id.
  package func account(id: String) throws(StoreError) -> Account? {
    try database.one(AccountSQL.byID, id, as: AccountSQL.read)
  }

  /// An account by our key.
  package func account(key: Int64) throws(StoreError) -> Account? {
    try database.one(AccountSQL.byKey, key, as: AccountSQL.read)
  }

  /// All accounts, oldest first.
  package func accounts() throws(StoreError) -> [Account] {
    try database.rows(AccountSQL.all, as: AccountSQL.read)
  }
}

extension WriteConnection {
  /// Adds an account. `id`: opaque, random, made by the caller. Throws `constraint` when the name is taken.
  package func insertAccount(
    id: String, name: String, role: Role, password: String, expiresAt: Instant? = nil, at: Instant
  ) throws(StoreError) -> Account {
    try database.run(AccountSQL.insert, id, name, role.rawValue, password, at, expiresAt)
    return Account(
      key: database.lastInsertedKey, id: id, name: name, role: role, password: password, createdAt: at,
      expiresAt: expiresAt)
  }

  /// Writes role, expiry, whether it is disabled, and the second factor.
  package func updateAccount(_ account: Account) throws(StoreError) {
    try database.run(
      AccountSQL.update, account.key, account.role.rawValue, account.expiresAt, account.disabledAt,
      account.totpSecret, account.totpLastStep)
  }

  /// Notes that someone signed in with it.
  package func noteSignIn(accountKey: Int64, at: Instant) throws(StoreError) {
    try database.run(AccountSQL.noteSignIn, accountKey, at)
  }

  /// Writes another password; every sign-in of the account ends, but for `keeping`.
  package func setPassword(accountKey: Int64, _ password: String, keeping: Int64? = nil) throws(StoreError) {
    try database.run(AccountSQL.setPassword, accountKey, password)
    try endSignIns(accountKey: accountKey, keeping: keeping)
  }

  /// Ends every sign-in of an account, but for `keeping`.
  package func endSignIns(accountKey: Int64, keeping: Int64? = nil) throws(StoreError) {
    try database.run(AccountSQL.endSignIns, accountKey, keeping)
  }
}

enum AccountSQL {
  static func read(_ row: inout Row) throws(StoreError) -> Account {
    Account(
      key: row.int64(), id: row.text(), name: row.text(), role: try row.value(Role.self),
      password: row.text(), createdAt: row.instant(), expiresAt: row.instantOrNil(),
      disabledAt: row.instantOrNil(), lastSignInAt: row.instantOrNil(), totpSecret: row.blobOrNil(),
      totpLastStep: row.int64OrNil())
  }

  private static let select = """
    SELECT key, id, name, role, password, created_at, expires_at, disabled_at, last_sign_in_at, totp_secret,
      totp_last_step FROM account
    """
  static let byName = Query("\(select) WHERE name = ?")
  static let byID = Query("\(select) WHERE id = ?")
  static let byKey = Query("\(select) WHERE key = ?")
  static let all = Query("\(select) ORDER BY key")
  static let insert = Query(
    "INSERT INTO account (id, name, role, password, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)")
  static let update = Query(
    """
    UPDATE account SET role = ?2, expires_at = ?3, disabled_at = ?4, totp_secret = ?5, totp_last_step = ?6
    WHERE key = ?1
    """)
  static let noteSignIn = Query("UPDATE account SET last_sign_in_at = ?2 WHERE key = ?1")
  static let setPassword = Query("UPDATE account SET password = ?2 WHERE key = ?1")
  static let endSignIns = Query("DELETE FROM sign_in WHERE account_key = ?1 AND key IS NOT ?2")
}
