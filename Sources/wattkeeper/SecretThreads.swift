import Concurrency
import Crypto
import WebAPI

/// Checks passwords and PINs one after the other, each kind on a patient thread of its own: a flood of
/// guesses takes what the wallboxes leave over, and one of passwords keeps no tenant out.
struct SecretThreads: PasswordWork {
  private let passwords = Desk(label: "passwords")
  private let pins = Desk(label: "pins")

  func make(_ password: String) async -> String { await passwords.do { PasswordHash.make(password) } }

  func verify(_ password: String, against kept: String) async -> Bool {
    await passwords.do { PasswordHash.verify(password, against: kept) }
  }

  func compute<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
    await pins.do(work)
  }

  private actor Desk {
    private nonisolated let executor: PatientThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(label: String) { executor = PatientThread(label: label) }

    func `do`<Result: Sendable>(_ work: @Sendable () -> Result) -> Result { work() }
  }
}
