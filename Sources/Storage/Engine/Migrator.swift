/// One step of the schema. Once released it is never edited: a change is the next migration.
struct Migration: Sendable {
  let number: Int
  let sql: String
}

/// Brings a file to the schema of this program, one migration and one transaction at a time.
struct Migrator {
  static let migrations = [Migration.one, Migration.two, Migration.three]
  static var latest: Int { migrations.last?.number ?? 0 }

  let database: Database
  let path: String

  func run() throws(StoreError) {
    let version = try database.userVersion()
    guard version <= Self.latest else {
      throw StoreError(
        .newerFile,
        "\(path) was written by a newer version (schema \(version), this program knows \(Self.latest)).")
    }
    for migration in Self.migrations where migration.number > version { try apply(migration) }
  }

  private func apply(_ migration: Migration) throws(StoreError) {
    // Cannot be switched inside a transaction; off, so that a migration may rebuild a table.
    try database.execute("PRAGMA foreign_keys=OFF; BEGIN IMMEDIATE")
    do throws(StoreError) {
      try database.execute(migration.sql)
      let broken = try database.rows(sql: "PRAGMA foreign_key_check", []) { row in row.text() }
      if let table = broken.first {
        throw StoreError(
          .constraint, "Migration \(migration.number) leaves \(table) with dangling references.")
      }
      try database.execute("PRAGMA user_version=\(migration.number); COMMIT")
    } catch {
      if database.isInTransaction { try database.execute("ROLLBACK") }
      throw error
    }
  }
}
