internal import CSQLite
internal import Synchronization

/// An SQL statement of this room, written once as a `static let`. Its slot finds the prepared statement of a
/// connection without hashing the text.
struct Query: Sendable {
  let sql: String
  let slot: Int

  private static let slots = Atomic<Int>(0)

  /// The number of queries made so far.
  static var count: Int { slots.load(ordering: .relaxed) }

  init(_ sql: String) {
    self.sql = sql
    slot = Self.slots.wrappingAdd(1, ordering: .relaxed).oldValue
  }
}

/// A prepared statement; finalized with its last reference.
final class Statement {
  let handle: OpaquePointer
  /// Between bind and reset. A query that runs inside its own rows would disturb them.
  var isRunning = false

  init(handle: OpaquePointer) { self.handle = handle }

  deinit { sqlite3_finalize(handle) }

  /// Makes it ready for the next use and lets go of what was bound.
  func finish() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
    isRunning = false
  }
}
