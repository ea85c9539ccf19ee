internal import CSQLite
internal import Glibc

/// One SQLite connection with its prepared statements. Not Sendable: it stays with the actor that opened it.
final class Database {
  private let handle: OpaquePointer
  private var prepared: [Statement?] = []
  private var preparedTexts: [String: Statement] = [:]
  /// Set between BEGIN and COMMIT of a group of writes.
  var inGroup = false
  /// The error that made SQLite roll the group back by itself. Until the group has ended every statement
  /// fails with it: otherwise the rest of the job would run, and commit, outside any transaction.
  private(set) var lost: StoreError?

  /// Opens a file; nothing has been read from it yet when this returns.
  init(path: String, readOnly: Bool) throws(StoreError) {
    if !readOnly { Self.createPrivately(path) }
    var opened: OpaquePointer?
    let mode = readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    let code = sqlite3_open_v2(path, &opened, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard let opened else { throw StoreError(.other, "SQLite found no memory to open \(path).") }
    handle = opened
    guard code == SQLITE_OK else {
      throw StoreError(code: code, message: "\(path): \(String(cString: sqlite3_errmsg(opened)))")
    }
  }

  deinit {
    prepared.removeAll()
    preparedTexts.removeAll()
    sqlite3_close_v2(handle)
  }

  /// A new file is for its owner only; SQLite gives -wal and -shm the same mode. Never opens an existing
  /// file: closing that descriptor would drop the locks other connections of this process hold on it.
  private static func createPrivately(_ path: String) {
    let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor >= 0 { close(descriptor) }
  }

  /// Sets one of SQLite's connection switches.
  func configure(_ option: Int32, on: Bool) throws(StoreError) {
    try check(wk_sqlite3_db_config(handle, option, on ? 1 : 0))
  }

  var changes: Int { Int(sqlite3_changes64(handle)) }
  var totalChanges: Int64 { sqlite3_total_changes64(handle) }
  var lastInsertedKey: Int64 { sqlite3_last_insert_rowid(handle) }
  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Ends the state of a group, whatever became of it.
  func endGroup() {
    inGroup = false
    lost = nil
  }

  /// Runs statements without parameters or rows, one after the other (pragmas, schema).
  func execute(_ sql: String) throws(StoreError) {
    try check(sqlite3_exec(handle, sql, nil, nil, nil))
  }

  /// Turns a failure into an error and notices when SQLite has rolled back by itself.
  func check(_ code: Int32) throws(StoreError) {
    guard code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE else { return }
    let error = StoreError(code: code, message: String(cString: sqlite3_errmsg(handle)))
    if inGroup && !isInTransaction { lost = error }
    throw error
  }

  /// The prepared statement of a query, ready to be bound.
  func statement(_ query: Query) throws(StoreError) -> Statement {
    if query.slot >= prepared.count {
      prepared.append(contentsOf: repeatElement(nil, count: Query.count - prepared.count))
    }
    let statement: Statement
    if let known = prepared[query.slot] {
      statement = known
    } else {
      statement = try prepare(query.sql)
      prepared[query.slot] = statement
    }
    return try start(statement, query.sql)
  }

  /// The prepared statement of a text that was put together at run time (lists with filters: a few dozen).
  func statement(_ sql: String) throws(StoreError) -> Statement {
    let statement: Statement
    if let known = preparedTexts[sql] {
      statement = known
    } else {
      statement = try prepare(sql)
      preparedTexts[sql] = statement
    }
    return try start(statement, sql)
  }

  private func start(_ statement: Statement, _ sql: String) throws(StoreError) -> Statement {
    if let lost { throw lost }
    guard !statement.isRunning else { throw StoreError(.other, "A query runs inside its own rows: \(sql)") }
    statement.isRunning = true
    return statement
  }

  private func prepare(_ sql: String) throws(StoreError) -> Statement {
    var made: OpaquePointer?
    try check(sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &made, nil))
    guard let made else { throw StoreError(.other, "An empty statement: \(sql)") }
    return Statement(handle: made)
  }
}
