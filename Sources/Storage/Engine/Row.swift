internal import CSQLite
internal import Domain

/// The current row of a statement, read column by column from the left.
struct Row {
  private let statement: OpaquePointer
  private var column: Int32 = 0

  init(_ statement: OpaquePointer) { self.statement = statement }

  private mutating func next() -> Int32 {
    defer { column += 1 }
    return column
  }

  private var isNull: Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

  /// Passes over a column; true when it was NULL.
  private mutating func skipNull() -> Bool {
    guard isNull else { return false }
    column += 1
    return true
  }

  mutating func int64() -> Int64 { sqlite3_column_int64(statement, next()) }
  mutating func int64OrNil() -> Int64? { skipNull() ? nil : int64() }
  mutating func int() -> Int { Int(int64()) }
  mutating func intOrNil() -> Int? { skipNull() ? nil : int() }
  mutating func bool() -> Bool { int64() != 0 }
  mutating func instant() -> Instant { Instant(millisecondsSince1970: int64()) }
  mutating func instantOrNil() -> Instant? { skipNull() ? nil : instant() }

  mutating func text() -> String {
    let index = next()
    guard let start = sqlite3_column_text(statement, index) else { return "" }
    let count = Int(sqlite3_column_bytes(statement, index))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
  mutating func textOrNil() -> String? { skipNull() ? nil : text() }

  mutating func blob() -> [UInt8] {
    let index = next()
    guard let start = sqlite3_column_blob(statement, index) else { return [] }
    return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index))))
  }
  mutating func blobOrNil() -> [UInt8]? { skipNull() ? nil : blob() }

  /// Keys that `group_concat` put together, in order; none where it is NULL.
  mutating func keys() -> [Int64] {
    (textOrNil() ?? "").split(separator: ",").compactMap { Int64($0) }.sorted()
  }

  /// A text that must be one of an enumeration's; anything else means the file is not as we wrote it.
  mutating func value<V: RawRepresentable>(_ type: V.Type) throws(StoreError) -> V
  where V.RawValue == String {
    let raw = text()
    guard let value = V(rawValue: raw) else {
      throw StoreError(.corrupt, "The database holds “\(raw)” where a \(type) should stand.")
    }
    return value
  }
}
