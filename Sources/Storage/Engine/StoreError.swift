internal import CSQLite

/// Why the store could not do something. The list of kinds is closed: callers decide by it.
package struct StoreError: Error, Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// No room on the disk. Heals by itself once there is room.
    case full
    /// The file or the disk cannot be written.
    case readOnly
    /// The disk reported an error.
    case inputOutput
    /// Another connection held the file for longer than the store waits.
    case busy
    /// The file is damaged or no SQLite file at all.
    case corrupt
    /// A rule of the schema was broken.
    case constraint
    /// The file or folder cannot be opened or created.
    case cannotOpen
    /// An SQLite file of another program.
    case notOurs
    /// Written by a newer version of this program.
    case newerFile
    /// Another process of ours uses the data directory.
    case locked
    /// The store has been closed.
    case closed
    /// An error in our own SQL, or memory ran out.
    case other
  }

  package var kind: Kind
  /// A sentence for the log and the page.
  package var message: String

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// Whether the disk or the file is in trouble, rather than the one who asked.
  package var isTrouble: Bool {
    switch kind {
    case .full, .readOnly, .inputOutput, .busy, .corrupt, .cannotOpen: true
    case .constraint, .notOurs, .newerFile, .locked, .closed, .other: false
    }
  }

  init(code: Int32, message: String) {
    let kind: Kind =
      switch code & 0xFF {
      case SQLITE_FULL: .full
      case SQLITE_READONLY: .readOnly
      case SQLITE_IOERR: .inputOutput
      case SQLITE_BUSY, SQLITE_LOCKED: .busy
      case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
      case SQLITE_CONSTRAINT: .constraint
      case SQLITE_CANTOPEN, SQLITE_PERM: .cannotOpen
      default: .other
      }
    self.init(kind, "\(message) (SQLite \(code))")
  }
}
