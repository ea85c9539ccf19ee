/// A closure waiting to be run in the next group, and who hears of it.
struct WriteJob: Sendable {
  /// What was kept is told by what this returns, after the commit.
  let body: @Sendable (WriteConnection) throws -> AfterCommit
  /// Nothing was kept.
  let failed: @Sendable (any Error) -> Void

  /// Runs the closure; nobody hears of it yet.
  func run(on connection: WriteConnection) -> WriteOutcome {
    do {
      return .kept(try body(connection))
    } catch {
      return .refused(error, failed)
    }
  }
}

/// What a closure returned or threw, held back until the group has been committed.
enum WriteOutcome {
  case kept(AfterCommit)
  case refused(any Error, @Sendable (any Error) -> Void)

  var error: (any Error)? {
    guard case .refused(let error, _) = self else { return nil }
    return error
  }

  /// Tells the one who waits.
  func tell() {
    switch self {
    case .kept(let then): then()
    case .refused(let error, let failed): failed(error)
    }
  }
}
