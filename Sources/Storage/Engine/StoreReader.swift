internal import Concurrency
internal import Dispatch

/// Reads the file through a connection of its own, so that lists and reports never delay a wallbox. Sees
/// what was committed when a read began.
package actor StoreReader {
  private nonisolated let executor = QueueExecutor(label: "wattkeeper.reader")
  private var connection: ReadConnection?

  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Opens a file that a `Store` has made. Throws `notOurs`, `newerFile`, `corrupt`, `cannotOpen`.
  package init(path: String) throws(StoreError) {
    connection = ReadConnection(database: try Database.openForReading(path: path))
  }

  /// Runs `body` in one short read transaction. Throws what `body` throws, or a `StoreError`.
  package nonisolated func read<T: Sendable>(
    _ body: @escaping @Sendable (ReadConnection) throws -> T
  ) async throws -> T {
    try await perform(body)
  }

  /// As `read`, without a task: `body` reads and returns what to do with it. Exactly one of the two is
  /// called, on the reader's queue, where neither may wait.
  package nonisolated func submit(
    _ body: @escaping @Sendable (ReadConnection) throws -> @Sendable () -> Void,
    failed: @escaping @Sendable (any Error) -> Void
  ) {
    executor.queue.async {
      self.assumeIsolated { reader in
        do { try reader.perform(body)() } catch { failed(error) }
      }
    }
  }

  /// Closes the file. Later reads throw `closed`.
  package func close() { connection = nil }

  private func perform<T: Sendable>(_ body: @Sendable (ReadConnection) throws -> T) throws -> T {
    guard let connection else { throw StoreError(.closed, "The store has been closed.") }
    try connection.database.run(Self.begin)
    let result: Result<T, any Error>
    do { result = .success(try body(connection)) } catch { result = .failure(error) }
    if connection.database.isInTransaction { try connection.database.run(Self.end) }
    return try result.get()
  }

  private static let begin = Query("BEGIN")
  private static let end = Query("COMMIT")
}
