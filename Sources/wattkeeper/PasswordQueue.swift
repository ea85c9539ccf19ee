import Concurrency
import Crypto
import WebAPI

/// Hashes passwords one after the other on a queue of its own, so that they take one core at most.
actor PasswordQueue: PasswordWork {
  private nonisolated let executor = QueueExecutor(label: "wattkeeper.passwords")
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  func make(_ password: String) -> String { PasswordHash.make(password) }

  func verify(_ password: String, against kept: String) -> Bool {
    PasswordHash.verify(password, against: kept)
  }

  func compute<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> Result { work() }
}
