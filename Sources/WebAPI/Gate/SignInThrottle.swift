import Domain
import Glibc

/// Slows down guessing of passwords: per account and network, whether the account exists or not, per network,
/// and, far more loosely, per account from wherever. So a neighbour's guesses do not keep the owner out.
///
/// An attempt is counted when it is admitted, before the slow password check, so that guesses sent side by
/// side do not slip through; `succeeded` takes it back.
struct SignInThrottle: Sendable {
  /// Failures of an account from one network until that has to wait.
  static let failuresPerAccount = 5
  /// Waits after the fifth, sixth, … failure.
  static let waitsMinutes: [Int64] = [1, 5, 15, 60]
  static let failuresPerNetwork = 20
  /// Failures of an account in an hour, from all networks together.
  static let failuresFromEverywhere = 200
  private static let hourMs: Int64 = 3_600_000
  /// Names and networks remembered, of each kind; beyond it those that were quiet longest are forgotten.
  static let remembered = 10_000

  private struct Pair: Hashable {
    let account: String
    let network: String
  }
  private struct Waits {
    var failures = 0
    var blockedUntil: Instant?
    var lastAt: Instant
  }
  private struct Network {
    var failures: [Instant] = []
    var lastAt: Instant { failures.last ?? Instant(millisecondsSince1970: 0) }
  }
  private struct Account {
    var failures = 0
    /// Begin of the hour in which they are counted.
    var since: Instant
    var lastAt: Instant
  }
  private var pairs: [Pair: Waits] = [:]
  private var networks: [String: Network] = [:]
  private var accounts: [String: Account] = [:]

  init() {}

  /// Counts an attempt, or tells until when there is no further one.
  mutating func admit(account: String, address: String, at now: Instant) -> Instant? {
    let pair = Pair(account: account.lowercased(), network: Self.network(of: address))
    var waits = pairs[pair] ?? Waits(lastAt: now)
    if let until = waits.blockedUntil, now < until { return until }
    var tries = (networks[pair.network]?.failures ?? []).filter { now.milliseconds(since: $0) < Self.hourMs }
    if tries.count >= Self.failuresPerNetwork, let first = tries.first {
      return first.advanced(byMilliseconds: Self.hourMs)
    }
    var everywhere = accounts[pair.account] ?? Account(since: now, lastAt: now)
    if now.milliseconds(since: everywhere.since) >= Self.hourMs {
      everywhere = Account(since: now, lastAt: now)
    }
    if everywhere.failures >= Self.failuresFromEverywhere {
      return everywhere.since.advanced(byMilliseconds: Self.hourMs)
    }
    if now.milliseconds(since: waits.lastAt) > 24 * Self.hourMs { waits.failures = 0 }
    waits.failures += 1
    waits.lastAt = now
    if waits.failures >= Self.failuresPerAccount {
      let step = min(waits.failures - Self.failuresPerAccount, Self.waitsMinutes.count - 1)
      waits.blockedUntil = now.advanced(byMilliseconds: Self.waitsMinutes[step] * 60_000)
    }
    tries.append(now)
    everywhere.failures += 1
    everywhere.lastAt = now
    pairs[pair] = waits
    networks[pair.network] = Network(failures: tries)
    accounts[pair.account] = everywhere
    forgetTheOldest()
    return nil
  }

  /// The attempt just admitted was the right password.
  mutating func succeeded(account: String, address: String) {
    let pair = Pair(account: account.lowercased(), network: Self.network(of: address))
    pairs[pair] = nil
    accounts[pair.account]?.failures -= 1
    if accounts[pair.account]?.failures == 0 { accounts[pair.account] = nil }
    _ = networks[pair.network]?.failures.popLast()
    if networks[pair.network]?.failures.isEmpty == true { networks[pair.network] = nil }
  }

  /// An IPv4 address itself; of an IPv6 address its first 64 bits, as every machine has the rest to itself.
  static func network(of address: String) -> String {
    var bytes = in6_addr()
    guard address.contains(":"), inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
    return withUnsafeBytes(of: bytes) { bytes in
      // ::ffff:192.0.2.1 is an IPv4 address (RFC 4291, 2.5.5.2).
      let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
      if isMapped { return bytes.dropFirst(12).map { String($0) }.joined(separator: ".") }
      return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") + "/64"
    }
  }

  /// Pairs, networks and names in memory.
  var rememberedCount: Int { pairs.count + networks.count + accounts.count }

  /// Drops the older half when there are too many, so that looking for them is rare.
  private mutating func forgetTheOldest() {
    Self.forgetTheOldest(of: &pairs, \.lastAt)
    Self.forgetTheOldest(of: &networks, \.lastAt)
    Self.forgetTheOldest(of: &accounts, \.lastAt)
  }

  private static func forgetTheOldest<K, V>(of entries: inout [K: V], _ lastAt: (V) -> Instant) {
    guard entries.count > remembered else { return }
    let limit = entries.values.map(lastAt).sorted()[entries.count / 2]
    entries = entries.filter { lastAt($0.value) > limit }
  }
}
