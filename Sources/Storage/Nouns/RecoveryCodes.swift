package import Domain

extension ReadConnection {
  /// How many recovery codes an account has left.
  package func recoveryCodesLeft(accountKey: Int64) throws(StoreError) -> Int {
    try database.one(RecoverySQL.count, accountKey) { row in row.int() } ?? 0
  }
}

extension WriteConnection {
  /// Gives an account new recovery codes instead of all earlier ones.
  package func replaceRecoveryCodes(accountKey: Int64, hashes: [[UInt8]]) throws(StoreError) {
    try database.run(RecoverySQL.clear, accountKey)
    for hash in hashes { try database.run(RecoverySQL.insert, accountKey, hash) }
  }

  /// Uses a recovery code up. False: the account has none with this hash, or it was used.
  package func useRecoveryCode(accountKey: Int64, hash: [UInt8], at: Instant) throws(StoreError) -> Bool {
    try database.run(RecoverySQL.use, accountKey, hash, at) == 1
  }
}

private enum RecoverySQL {
  static let count = Query(
    "SELECT count(*) FROM account_recovery_code WHERE account_key = ? AND used_at IS NULL")
  static let clear = Query("DELETE FROM account_recovery_code WHERE account_key = ?")
  static let insert = Query("INSERT INTO account_recovery_code (account_key, hash) VALUES (?, ?)")
  static let use = Query(
    """
    UPDATE account_recovery_code SET used_at = ?3 WHERE account_key = ?1 AND hash = ?2 AND used_at IS NULL
    """)
}
