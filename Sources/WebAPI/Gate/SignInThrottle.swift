import Domain

/// Slows down guessing of passwords: per account, whether it exists or not, and per address.
///
/// An attempt is counted when it is admitted, before the slow password check, so that guesses sent side by
/// side do not slip through; `succeeded` takes it back.
struct SignInThrottle: Sendable {
  /// Failures of an account until it has to wait.
  static let failuresPerAccount = 5
  /// Waits after the fifth, sixth, … failure.
  static let waitsMinutes: [Int64] = [1, 5, 15, 60]
  static let failuresPerAddress = 20
  private static let hourMs: Int64 = 3_600_000
  /// Names and addresses remembered; beyond it those that were quiet longest are forgotten.
  static let remembered = 10_000

  private struct Account {
    var failures = 0
    var blockedUntil: Instant?
    var lastAt: Instant
  }
  private struct Address {
    var failures: [Instant] = []
    var lastAt: Instant
  }
  private var accounts: [String: Account] = [:]
  private var addresses: [String: Address] = [:]

  init() {}

  /// Counts an attempt, or tells until when there is no further one.
  mutating func admit(account: String, address: String, at now: Instant) -> Instant? {
    let name = account.lowercased()
    var entry = accounts[name] ?? Account(lastAt: now)
    if let until = entry.blockedUntil, now < until { return until }
    var tries = (addresses[address]?.failures ?? []).filter { now.milliseconds(since: $0) < Self.hourMs }
    if tries.count >= Self.failuresPerAddress, let first = tries.first {
      return first.advanced(byMilliseconds: Self.hourMs)
    }
    if now.milliseconds(since: entry.lastAt) > 24 * Self.hourMs { entry.failures = 0 }
    entry.failures += 1
    entry.lastAt = now
    if entry.failures >= Self.failuresPerAccount {
      let step = min(entry.failures - Self.failuresPerAccount, Self.waitsMinutes.count - 1)
      entry.blockedUntil = now.advanced(byMilliseconds: Self.waitsMinutes[step] * 60_000)
    }
    tries.append(now)
    accounts[name] = entry
    addresses[address] = Address(failures: tries, lastAt: now)
    forgetTheOldest()
    return nil
  }

  /// The attempt just admitted was the right password.
  mutating func succeeded(account: String, address: String) {
    accounts[account.lowercased()] = nil
    addresses[address]?.failures.removeLast()
    if addresses[address]?.failures.isEmpty == true { addresses[address] = nil }
  }

  /// Names and addresses in memory.
  var rememberedCount: Int { accounts.count + addresses.count }

  /// Drops the older half when there are too many, so that looking for them is rare.
  private mutating func forgetTheOldest() {
    if accounts.count > Self.remembered {
      let limit = Self.middle(accounts.values.map(\.lastAt))
      accounts = accounts.filter { $0.value.lastAt > limit }
    }
    if addresses.count > Self.remembered {
      let limit = Self.middle(addresses.values.map(\.lastAt))
      addresses = addresses.filter { $0.value.lastAt > limit }
    }
  }

  private static func middle(_ instants: [Instant]) -> Instant { instants.sorted()[instants.count / 2] }
}
