extension ReadConnection {
  /// The bays to which a card is limited, in order; none: it may charge wherever its tenant may.
  package func idTagBays(idTagKey: Int64) throws(StoreError) -> [Int64] {
    try database.rows(IdTagBaySQL.ofCard, idTagKey) { row in row.int64() }
  }
}

extension WriteConnection {
  /// Limits a card to these bays; none: to no bay.
  package func setIdTagBays(idTagKey: Int64, bayKeys: [Int64]) throws(StoreError) {
    try database.run(IdTagBaySQL.free, idTagKey)
    for key in Set(bayKeys) { try database.run(IdTagBaySQL.add, idTagKey, key) }
  }
}

private enum IdTagBaySQL {
  static let ofCard = Query("SELECT bay_key FROM id_tag_bay WHERE id_tag_key = ? ORDER BY bay_key")
  static let free = Query("DELETE FROM id_tag_bay WHERE id_tag_key = ?")
  static let add = Query("INSERT INTO id_tag_bay (id_tag_key, bay_key) VALUES (?, ?)")
}
