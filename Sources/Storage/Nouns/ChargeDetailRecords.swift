package import Domain

/// A frozen record as it stands in the chain. `body` is what the hash was made over, byte for byte.
package struct KeptCDR: Sendable, Equatable {
  /// 1, 2, 3, … over all records.
  package var sequence: Int64
  package var transactionID: Int64
  /// The record this one corrects.
  package var corrects: Int64?
  package var body: String
  /// Nil in the first record.
  package var previousHash: [UInt8]?
  package var hash: [UInt8]
  package var createdAt: Instant
}

extension ReadConnection {
  /// The hash that the next record must carry as its previous; nil: there is no record yet.
  package func lastCDRHash() throws(StoreError) -> [UInt8]? {
    try database.one(CDRSQL.lastHash) { row in row.blob() }
  }

  /// The records of a transaction: the original, then its corrections.
  package func cdrs(transactionID: Int64) throws(StoreError) -> [KeptCDR] {
    try database.rows(CDRSQL.ofTransaction, transactionID, as: CDRSQL.read)
  }

  /// Records in the order of the chain, behind `sequence` (0: from the first); for checking the chain.
  package func cdrs(after sequence: Int64, limit: Int) throws(StoreError) -> [KeptCDR] {
    try database.rows(CDRSQL.page, sequence, limit, as: CDRSQL.read)
  }
}

extension WriteConnection {
  /// Appends a record to the chain; returns its sequence number. The hash is the caller's work. Throws
  /// `constraint` when `previousHash` is not the chain's last hash, when the transaction has an original
  /// already, or when `corrects` is not a record of the same transaction that nothing corrects yet.
  @discardableResult
  package func appendCDR(
    transactionID: Int64, body: String, previousHash: [UInt8]?, hash: [UInt8], corrects: Int64? = nil,
    at: Instant
  ) throws(StoreError) -> Int64 {
    try database.run(CDRSQL.append, transactionID, corrects, body, previousHash, hash, at)
    return database.lastInsertedKey
  }
}

private enum CDRSQL {
  static func read(_ row: inout Row) -> KeptCDR {
    KeptCDR(
      sequence: row.int64(), transactionID: row.int64(), corrects: row.int64OrNil(), body: row.text(),
      previousHash: row.blobOrNil(), hash: row.blob(), createdAt: row.instant())
  }

  private static let select =
    "SELECT seq, transaction_id, corrects_seq, body, previous_hash, hash, created_at FROM cdr"
  static let lastHash = Query("SELECT hash FROM cdr ORDER BY seq DESC LIMIT 1")
  static let ofTransaction = Query("\(select) WHERE transaction_id = ? ORDER BY seq")
  static let page = Query("\(select) WHERE seq > ? ORDER BY seq LIMIT ?")
  static let append = Query(
    """
    INSERT INTO cdr (seq, transaction_id, corrects_seq, body, previous_hash, hash, created_at)
    VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM cdr), ?, ?, ?, ?, ?, ?)
    """)
}
