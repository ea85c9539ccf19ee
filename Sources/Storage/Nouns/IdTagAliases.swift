package import Domain

/// Another text that readers send for a registered card.
package struct IdTagAlias: Sendable, Equatable {
  package var idTagKey: Int64
  /// As it was entered.
  package var idTag: String
  package var createdAt: Instant
}

extension ReadConnection {
  /// The other texts of a card, the oldest first.
  package func aliases(idTagKey: Int64) throws(StoreError) -> [IdTagAlias] {
    try database.rows(AliasSQL.ofCard, idTagKey, as: AliasSQL.read)
  }

  /// The other texts of all cards.
  package func allAliases() throws(StoreError) -> [IdTagAlias] {
    try database.rows(AliasSQL.all, as: AliasSQL.read)
  }
}

extension WriteConnection {
  /// From now on this text stands for the card, too. Throws `constraint` when it stands for a card already;
  /// the caller sees to it that no card is registered under it (`idTag(canonical:)`).
  package func insertAlias(_ entered: String, idTagKey: Int64, at: Instant) throws(StoreError) {
    try database.run(AliasSQL.insert, IdTag.canonical(entered), idTagKey, entered, at)
  }

  /// The text no longer stands for the card. False: it did not.
  package func deleteAlias(_ text: String, idTagKey: Int64) throws(StoreError) -> Bool {
    try database.run(AliasSQL.delete, IdTag.canonical(text), idTagKey) == 1
  }
}

private enum AliasSQL {
  static func read(_ row: inout Row) -> IdTagAlias {
    IdTagAlias(idTagKey: row.int64(), idTag: row.text(), createdAt: row.instant())
  }

  private static let select = "SELECT id_tag_key, entered, created_at FROM id_tag_alias"
  static let ofCard = Query("\(select) WHERE id_tag_key = ? ORDER BY created_at, canonical")
  static let all = Query("\(select) ORDER BY id_tag_key, created_at, canonical")
  static let insert = Query(
    "INSERT INTO id_tag_alias (canonical, id_tag_key, entered, created_at) VALUES (?, ?, ?, ?)")
  static let delete = Query("DELETE FROM id_tag_alias WHERE canonical = ? AND id_tag_key = ?")
}
