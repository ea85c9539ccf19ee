internal import CSQLite

// How the rest of the room runs its queries. Parameters are bound in order, columns read in order.
extension Database {
  /// Runs a query that answers no rows; returns how many rows it changed.
  @discardableResult
  func run<each B: Bindable>(_ query: Query, _ values: repeat each B) throws(StoreError) -> Int {
    let statement = try statement(query)
    defer { statement.finish() }
    var binder = Binder(statement)
    repeat binder.bind(each values)
    try check(binder.code)
    try check(sqlite3_step(statement.handle))
    return changes
  }

  /// The first row of a query, or nil when it has none.
  func one<T, each B: Bindable>(
    _ query: Query, _ values: repeat each B, as read: (inout Row) throws(StoreError) -> T
  ) throws(StoreError) -> T? {
    let statement = try statement(query)
    defer { statement.finish() }
    var binder = Binder(statement)
    repeat binder.bind(each values)
    try check(binder.code)
    let first = try next(statement, as: read)
    // A write with RETURNING is complete, its references checked, only when it has run to its end.
    if first != nil, sqlite3_stmt_readonly(statement.handle) == 0 {
      try check(sqlite3_step(statement.handle))
    }
    return first
  }

  /// All rows of a query.
  func rows<T, each B: Bindable>(
    _ query: Query, _ values: repeat each B, as read: (inout Row) throws(StoreError) -> T
  ) throws(StoreError) -> [T] {
    let statement = try statement(query)
    defer { statement.finish() }
    var binder = Binder(statement)
    repeat binder.bind(each values)
    try check(binder.code)
    return try rest(statement, as: read)
  }

  /// All rows of a statement whose text and parameters were put together at run time.
  func rows<T>(
    sql: String, _ values: [any Bindable], as read: (inout Row) throws(StoreError) -> T
  ) throws(StoreError) -> [T] {
    let statement = try statement(sql)
    defer { statement.finish() }
    var binder = Binder(statement)
    for value in values { binder.bind(value) }
    try check(binder.code)
    return try rest(statement, as: read)
  }

  private func next<T>(
    _ statement: Statement, as read: (inout Row) throws(StoreError) -> T
  ) throws(StoreError) -> T? {
    let code = sqlite3_step(statement.handle)
    guard code == SQLITE_ROW else {
      try check(code)
      return nil
    }
    var row = Row(statement.handle)
    return try read(&row)
  }

  private func rest<T>(
    _ statement: Statement, as read: (inout Row) throws(StoreError) -> T
  ) throws(StoreError) -> [T] {
    var all: [T] = []
    while let item = try next(statement, as: read) { all.append(item) }
    return all
  }
}

/// Binds values one after the other and remembers the first failure.
private struct Binder {
  private let handle: OpaquePointer
  private var index: Int32 = 0
  private(set) var code = SQLITE_OK

  init(_ statement: Statement) { handle = statement.handle }

  mutating func bind(_ value: some Bindable) {
    index += 1
    let result = value.bind(to: handle, at: index)
    if code == SQLITE_OK { code = result }
  }
}
