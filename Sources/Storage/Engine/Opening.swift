internal import CSQLite

// Everything that makes a connection ours stands here: pragmas, switches, the marks in the file's header.
extension Database {
  /// "WKpr" in the header of every file of ours (SQLite file format, 1.3.11).
  static let applicationID: Int64 = 0x574B_7072

  /// A connection that writes: creates and migrates the file as needed.
  static func openForWriting(path: String) throws(StoreError) -> Database {
    let database = try Database(path: path, readOnly: false)
    try database.configureBoth()
    let isNew = try database.checkIdentity(path: path)
    // FULL: a commit has reached the disk when it returns; the acknowledgement to a wallbox depends on it.
    try database.execute(
      """
      PRAGMA journal_mode=WAL;
      PRAGMA synchronous=FULL;
      PRAGMA wal_autocheckpoint=2000;
      PRAGMA journal_size_limit=16777216;
      PRAGMA cache_size=-4000;
      """)
    if isNew { try database.execute("PRAGMA application_id=\(applicationID)") }
    try Migrator(database: database, path: path).run()
    try database.execute("PRAGMA foreign_keys=ON")
    return database
  }

  /// A connection that only reads a file some writer has made.
  static func openForReading(path: String) throws(StoreError) -> Database {
    let database = try Database(path: path, readOnly: true)
    try database.configureBoth()
    guard try !database.checkIdentity(path: path) else {
      throw StoreError(.notOurs, "\(path) is empty: no Wattkeeper database yet.")
    }
    let version = try database.userVersion()
    guard version == Migrator.latest else {
      throw StoreError(
        version > Migrator.latest ? .newerFile : .other,
        "\(path) has schema \(version), this program reads schema \(Migrator.latest).")
    }
    return database
  }

  private func configureBoth() throws(StoreError) {
    try configure(SQLITE_DBCONFIG_DQS_DML, on: false)
    try configure(SQLITE_DBCONFIG_DQS_DDL, on: false)
    try configure(SQLITE_DBCONFIG_DEFENSIVE, on: true)
    // recursive_triggers: INSERT OR REPLACE would slip past the delete triggers otherwise.
    try execute(
      """
      PRAGMA busy_timeout=5000;
      PRAGMA trusted_schema=OFF;
      PRAGMA recursive_triggers=ON;
      PRAGMA cell_size_check=ON;
      PRAGMA temp_store=MEMORY;
      """)
  }

  /// True for an empty file; throws for one that another program made.
  private func checkIdentity(path: String) throws(StoreError) -> Bool {
    let mark: Int64
    do throws(StoreError) {
      mark = try integer("PRAGMA application_id")
    } catch {
      throw StoreError(error.kind, "\(path) cannot be read: \(error.message).")
    }
    if mark == Self.applicationID { return false }
    guard mark == 0, try integer("SELECT count(*) FROM sqlite_schema") == 0 else {
      throw StoreError(.notOurs, "\(path) is an SQLite file of another program; it is left as it is.")
    }
    return true
  }

  /// The number of the last migration the file has seen.
  func userVersion() throws(StoreError) -> Int { Int(try integer("PRAGMA user_version")) }

  private func integer(_ sql: String) throws(StoreError) -> Int64 {
    try rows(sql: sql, []) { row in row.int64() }.first ?? 0
  }
}
