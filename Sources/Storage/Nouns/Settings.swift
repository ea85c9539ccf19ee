package import Domain

extension ReadConnection {
  /// All settings, by name.
  package func settings() throws(StoreError) -> [String: String] {
    let pairs = try database.rows(SettingSQL.all) { row in (row.text(), row.text()) }
    return Dictionary(pairs) { first, _ in first }
  }

  /// One setting; nil: never set.
  package func setting(_ name: String) throws(StoreError) -> String? {
    try database.one(SettingSQL.one, name) { row in row.text() }
  }
}

extension WriteConnection {
  /// Sets a setting; the change stays readable in `setting_history`. `by`: the account's or token's name.
  package func setSetting(_ name: String, to value: String, at: Instant, by: String?) throws(StoreError) {
    try database.run(SettingSQL.set, name, value, at, by)
  }
}

private enum SettingSQL {
  static let all = Query("SELECT name, value FROM setting")
  static let one = Query("SELECT value FROM setting WHERE name = ?")
  static let set = Query(
    """
    INSERT INTO setting (name, value, changed_at, changed_by) VALUES (?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by
    WHERE value IS NOT excluded.value
    """)
}
