package import Domain

/// A circuit whose current its connectors share.
package struct LoadGroup: Sendable, Equatable {
  package var key: Int64
  package var id: String
  package var name: String
  /// Amperes per phase.
  package var limitA: Int
}

extension ReadConnection {
  /// All circuits, by name.
  package func loadGroups() throws(StoreError) -> [LoadGroup] {
    try database.rows(LoadGroupSQL.all) { row in
      LoadGroup(key: row.int64(), id: row.text(), name: row.text(), limitA: row.int())
    }
  }
}

extension WriteConnection {
  /// - Throws: `constraint` when there is one of this name.
  package func insertLoadGroup(
    id: String, name: String, limitA: Int, at: Instant
  ) throws(StoreError) -> LoadGroup {
    try database.run(LoadGroupSQL.insert, id, name, limitA, at)
    return LoadGroup(key: database.lastInsertedKey, id: id, name: name, limitA: limitA)
  }

  /// Writes name and limit over what stands there.
  package func updateLoadGroup(_ group: LoadGroup) throws(StoreError) {
    try database.run(LoadGroupSQL.update, group.key, group.name, group.limitA)
  }

  /// Deletes a circuit; its connectors hang on none then.
  package func deleteLoadGroup(key: Int64) throws(StoreError) {
    try database.run(LoadGroupSQL.free, key)
    try database.run(LoadGroupSQL.delete, key)
  }
}

private enum LoadGroupSQL {
  static let all = Query("SELECT key, id, name, limit_a FROM load_group ORDER BY name")
  static let insert = Query("INSERT INTO load_group (id, name, limit_a, created_at) VALUES (?, ?, ?, ?)")
  static let update = Query("UPDATE load_group SET name = ?2, limit_a = ?3 WHERE key = ?1")
  static let free = Query("UPDATE load_connector SET group_key = NULL WHERE group_key = ?")
  static let delete = Query("DELETE FROM load_group WHERE key = ?")
}
