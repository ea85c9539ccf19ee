internal import Glibc

/// The folder in which everything of one site lies.
package struct DataDirectory: Sendable {
  package let path: String
  package var databasePath: String { path + "/wattkeeper.db" }
  package var lockPath: String { path + "/lock" }
  package var claimCodePath: String { path + "/claim-code" }
  package var controlSocketPath: String { path + "/control.sock" }

  /// Uses a folder; a missing one is made, for its owner only. Throws `cannotOpen`.
  package init(path: String) throws(StoreError) {
    self.path = path
    var information = stat()
    if stat(path, &information) == 0 {
      guard information.st_mode & S_IFMT == S_IFDIR else {
        throw StoreError(.cannotOpen, "\(path) is not a folder.")
      }
      return
    }
    try Self.makeParents(of: path)
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.failure("make the folder", path) }
  }

  /// Takes the folder for this process until the lock goes away; the system lets go of it even after a
  /// crash. Throws `locked` while another process holds it.
  package func lock() throws(StoreError) -> DataLock {
    let descriptor = open(lockPath, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure("open", lockPath) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let isHeld = errno == EWOULDBLOCK
      let failure = Self.failure("lock", lockPath)
      close(descriptor)
      throw isHeld ? StoreError(.locked, "Another wattkeeper uses \(path).") : failure
    }
    return DataLock(descriptor: descriptor)
  }

  private static func makeParents(of path: String) throws(StoreError) {
    var partial = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/").dropLast() {
      partial += "/\(part)"
      guard mkdir(partial, 0o755) == 0 || errno == EEXIST else {
        throw failure("make the folder", partial)
      }
    }
  }

  private static func failure(_ what: String, _ path: String) -> StoreError {
    StoreError(.cannotOpen, "Cannot \(what) \(path): \(String(cString: strerror(errno))).")
  }
}

/// Holds a data directory for this process as long as it lives.
package final class DataLock: Sendable {
  private let descriptor: Int32

  init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }
}
