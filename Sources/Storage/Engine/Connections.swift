/// What a closure given to `StoreReader.read` (or `Store.write`) reads with. The reads stand in extensions,
/// one file per noun. Valid only inside that closure.
package class ReadConnection {
  let database: Database

  init(database: Database) { self.database = database }
}

/// What a closure given to `Store.write` changes the file with. The writes stand in extensions, one file per
/// noun. Valid only inside that closure.
package final class WriteConnection: ReadConnection {}
