/// Columns in which card numbers may stand among other things; read and rewritten some rows at a time.
package enum CardTextTable: CaseIterable, Sendable {
  /// Blocks of the message log; only the site knows how to read them.
  case messageBlocks
  case operationPayloads, operationResponses
  case keptFrames
  case oddStops
  case toCheckDetails, toCheckSubjects
}

/// What stands in one row of such a column.
package struct KeptText: Sendable, Equatable {
  package var key: Int64
  package var bytes: [UInt8]
}

extension ReadConnection {
  /// The rows behind a key, in the order of keys.
  package func keptTexts(
    _ table: CardTextTable, after key: Int64, limit: Int
  ) throws(StoreError) -> [KeptText] {
    try database.rows(CardTextSQL.of(table).read, key, limit) { row in
      KeptText(key: row.int64(), bytes: row.blob())
    }
  }
}

extension WriteConnection {
  /// Rewrites one row.
  package func setKeptText(_ text: KeptText, in table: CardTextTable) throws(StoreError) {
    try database.run(CardTextSQL.of(table).write, text.key, text.bytes)
  }
}

private struct CardTextSQL {
  let read: Query
  let write: Query

  private init(_ table: String, _ column: String, isText: Bool) {
    read = Query(
      "SELECT key, \(column) FROM \(table) WHERE key > ? AND \(column) IS NOT NULL ORDER BY key LIMIT ?")
    write = Query("UPDATE \(table) SET \(column) = \(isText ? "CAST(?2 AS TEXT)" : "?2") WHERE key = ?1")
  }

  private static let messageBlocks = Self("message_block", "frames", isText: false)
  private static let operationPayloads = Self("operation", "payload", isText: true)
  private static let operationResponses = Self("operation", "response", isText: true)
  private static let keptFrames = Self("kept_frame", "bytes", isText: false)
  private static let oddStops = Self("odd_stop", "frame", isText: false)
  private static let toCheckDetails = Self("to_check", "details", isText: true)
  private static let toCheckSubjects = Self("to_check", "coalescing_key", isText: true)

  static func of(_ table: CardTextTable) -> CardTextSQL {
    switch table {
    case .messageBlocks: messageBlocks
    case .operationPayloads: operationPayloads
    case .operationResponses: operationResponses
    case .keptFrames: keptFrames
    case .oddStops: oddStops
    case .toCheckDetails: toCheckDetails
    case .toCheckSubjects: toCheckSubjects
    }
  }
}
