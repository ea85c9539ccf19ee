internal import Concurrency
internal import Dispatch
package import Domain
internal import Synchronization

/// What is to be done once a write is on disk.
package typealias AfterCommit = @Sendable () -> Void

/// The one writer of the one file. Every write that waits goes into the next group: one transaction, one
/// flush to the disk, and only then does anyone hear that it is kept.
package actor Store {
  private nonisolated let executor = QueueExecutor(label: "wattkeeper.store")
  private nonisolated let inbox = Mutex(Inbox())
  private nonisolated let failure = Mutex<WriteFailure?>(nil)
  private let path: String
  private let now: @Sendable () -> Instant
  /// Nil after an error that a new connection may not have (a disk that was read-only), and once closed.
  private var connection: WriteConnection?

  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private struct Inbox {
    var jobs: [WriteJob] = []
    /// A drain is on its way; it will find what is appended until it has seen an empty list.
    var awake = false
    var closed = false

    mutating func takeAll() -> [WriteJob]? {
      guard !jobs.isEmpty else {
        awake = false
        return nil
      }
      defer { jobs = [] }
      return jobs
    }
  }

  /// Opens or creates the file at `path`, checks it and migrates it. `now` stamps write errors only. Blocks.
  /// Throws `notOurs`, `newerFile`, `corrupt`, `cannotOpen`, `readOnly`, `full`.
  package init(path: String, now: @escaping @Sendable () -> Instant) throws(StoreError) {
    self.path = path
    self.now = now
    connection = WriteConnection(database: try Database.openForWriting(path: path))
  }

  /// Runs `body` in the next group and returns after COMMIT (`synchronous=FULL`). What `body` throws undoes
  /// `body` alone and is passed on; if the group as a whole is lost, everyone in it gets that `StoreError`.
  /// `body` runs on the store's queue and must not wait for anything.
  package nonisolated func write<T: Sendable>(
    _ body: @escaping @Sendable (WriteConnection) throws -> T
  ) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      submit({ file in
        let kept = try body(file)
        return { continuation.resume(returning: kept) }
      }) { error in continuation.resume(throwing: error) }
    }
  }

  /// As `write`, for those who answer hundreds of wallboxes a second and cannot afford a task each: `body`
  /// keeps and returns what to do once that is on disk. Exactly one of the two is called, on the store's
  /// queue, where neither may wait.
  package nonisolated func submit(
    _ body: @escaping @Sendable (WriteConnection) throws -> AfterCommit,
    failed: @escaping @Sendable (any Error) -> Void
  ) {
    submit(WriteJob(body: body, failed: failed))
  }

  /// The last write that failed because of the disk or the file; nil since the next one succeeded.
  package nonisolated var health: WriteFailure? { failure.withLock { $0 } }

  /// Finishes what waits and closes the file. Later writes throw `closed`.
  package func close() {
    inbox.withLock { $0.closed = true }
    drain()
    connection = nil
  }

  private nonisolated func submit(_ job: WriteJob) {
    let (taken, mustWake) = inbox.withLock { inbox in
      guard !inbox.closed else { return (false, false) }
      inbox.jobs.append(job)
      defer { inbox.awake = true }
      return (true, !inbox.awake)
    }
    guard taken else { return job.failed(StoreError(.closed, "The store has been closed.")) }
    if mustWake {
      executor.queue.async { self.assumeIsolated { store in store.drain() } }
    }
  }

  private func drain() {
    while let group = inbox.withLock({ $0.takeAll() }) { perform(group) }
  }

  private func perform(_ group: [WriteJob]) {
    do throws(StoreError) {
      let result = try open().perform(group)
      note(result)
      for outcome in result.outcomes { outcome.tell() }
    } catch {
      note(error)
      for job in group { job.failed(error) }
    }
  }

  private func open() throws(StoreError) -> WriteConnection {
    if let connection { return connection }
    let opened = WriteConnection(database: try Database.openForWriting(path: path))
    connection = opened
    return opened
  }

  private func note(_ result: WriteGroupResult) {
    if result.changed { failure.withLock { $0 = nil } }
    for outcome in result.outcomes {
      if let error = outcome.error as? StoreError, error.isTrouble { note(error) }
    }
  }

  private func note(_ error: StoreError) {
    let noted = WriteFailure(error: error, at: now())
    failure.withLock { $0 = noted }
    // SQLite keeps a connection read-only that was opened so, and its view of a file may be stale after an
    // I/O error. A full disk needs no new connection.
    if error.kind != .full && error.kind != .busy { connection = nil }
  }
}

/// A write that the disk or the file refused.
package struct WriteFailure: Sendable, Equatable {
  package var error: StoreError
  package var at: Instant
}
