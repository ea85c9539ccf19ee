/// A closure waiting to be run in the next group, together with whoever waits for its result.
protocol WriteJob: Sendable {
  /// Runs the closure; nobody hears of it yet.
  func run(on connection: WriteConnection) -> any WriteOutcome
  /// Tells the one who waits that nothing was kept.
  func fail(_ error: StoreError)
}

/// What a closure returned or threw, held back until the group has been committed.
protocol WriteOutcome {
  var error: (any Error)? { get }
  /// Hands it to the one who waits.
  func resume()
}

struct TypedWriteJob<T: Sendable>: WriteJob {
  let body: @Sendable (WriteConnection) throws -> T
  let continuation: CheckedContinuation<T, any Error>

  func run(on connection: WriteConnection) -> any WriteOutcome {
    do {
      return TypedWriteOutcome(continuation: continuation, result: .success(try body(connection)))
    } catch {
      return TypedWriteOutcome(continuation: continuation, result: .failure(error))
    }
  }

  func fail(_ error: StoreError) { continuation.resume(throwing: error) }
}

private struct TypedWriteOutcome<T: Sendable>: WriteOutcome {
  let continuation: CheckedContinuation<T, any Error>
  let result: Result<T, any Error>

  var error: (any Error)? {
    guard case .failure(let error) = result else { return nil }
    return error
  }

  func resume() { continuation.resume(with: result) }
}
