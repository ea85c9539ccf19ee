package import Domain

/// Someone who signs in with a name and a password.
package struct Account: Sendable, Equatable {
  package var key: Int64
  package var name: String
  package var role: Role
  /// `PasswordHash` text, self-describing.
  package var password: String
  package var createdAt: Instant
}

extension ReadConnection {
  /// An account by its name; letter case of A–Z does not matter.
  package func account(name: String) throws(StoreError) -> Account? {
    try database.one(AccountSQL.byName, name, as: AccountSQL.read)
  }

  /// All accounts, oldest first.
  package func accounts() throws(StoreError) -> [Account] {
    try database.rows(AccountSQL.all, as: AccountSQL.read)
  }
}

extension WriteConnection {
  /// Adds an account. Throws `constraint` when the name is taken.
  package func insertAccount(
    name: String, role: Role, password: String, at: Instant
  ) throws(StoreError) -> Account {
    try database.run(AccountSQL.insert, name, role.rawValue, password, at)
    return Account(
      key: database.lastInsertedKey, name: name, role: role, password: password, createdAt: at)
  }

  /// Writes another password; every sign-in of the account ends, but for `keeping`.
  package func setPassword(accountKey: Int64, _ password: String, keeping: Int64? = nil) throws(StoreError) {
    try database.run(AccountSQL.setPassword, accountKey, password)
    try database.run(AccountSQL.endSignIns, accountKey, keeping)
  }
}

enum AccountSQL {
  static func read(_ row: inout Row) throws(StoreError) -> Account {
    Account(
      key: row.int64(), name: row.text(), role: try row.value(Role.self), password: row.text(),
      createdAt: row.instant())
  }

  static let columns = "key, name, role, password, created_at"
  static let byName = Query("SELECT \(columns) FROM account WHERE name = ?")
  static let all = Query("SELECT \(columns) FROM account ORDER BY key")
  static let insert = Query(
    "INSERT INTO account (name, role, password, created_at) VALUES (?, ?, ?, ?)")
  static let setPassword = Query("UPDATE account SET password = ?2 WHERE key = ?1")
  static let endSignIns = Query("DELETE FROM sign_in WHERE account_key = ?1 AND key IS NOT ?2")
}
