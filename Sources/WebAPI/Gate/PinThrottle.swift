import Domain

/// Slows down guessing of PINs. How often an account failed stands in the file and outlives a restart; how
/// often a network, or everyone together, tried in the last hour stands here. Phones that are signed in never
/// notice.
///
/// A try is counted when it is admitted, so that guesses sent side by side do not slip through; `succeeded`
/// takes it back.
struct PinThrottle: Sendable {
  static let failuresBeforeWait = 5
  /// Waits after the fifth, sixth, … failure.
  static let waitsMinutes: [Int64] = [1, 5, 15, 60, 24 * 60]
  static let failuresBeforeReset = 50
  static let triesPerNetwork = 20
  /// So many failures of all together in an hour, and tries are let through one by one.
  static let failuresBeforeSlow = 100
  static let slowGapMs: Int64 = 10_000
  static let remembered = 10_000
  private static let hourMs: Int64 = 3_600_000

  /// Whether an account takes a PIN now.
  enum Verdict: Equatable {
    /// And how many wrong ones until it does not.
    case open(left: Int)
    case wait(until: Instant)
    /// Not until the manager has reset it.
    case reset
  }

  static func verdict(failures: Int, failedAt: Instant?, at now: Instant) -> Verdict {
    if failures >= failuresBeforeReset { return .reset }
    guard failures >= failuresBeforeWait, let failedAt else {
      return .open(left: failuresBeforeWait - failures)
    }
    let step = min(failures - failuresBeforeWait, waitsMinutes.count - 1)
    let until = failedAt.advanced(byMilliseconds: waitsMinutes[step] * 60_000)
    return now < until ? .wait(until: until) : .open(left: 1)
  }

  private struct Failures {
    var count = 0
    var lastAt: Instant
  }
  private var networks: [String: [Instant]] = [:]
  private var everyone: [Instant] = []
  private var lastAt: Instant?
  /// Codes that nobody has: they lock like others, so that nobody learns which ones are somebody's.
  private var strangers: [String: Failures] = [:]

  init() {}

  /// Counts a try, or tells until when there is no further one.
  mutating func admit(network: String, at now: Instant) -> Instant? {
    let tries = (networks[network] ?? []).filter { now.milliseconds(since: $0) < Self.hourMs }
    if tries.count >= Self.triesPerNetwork, let first = tries.first {
      return first.advanced(byMilliseconds: Self.hourMs)
    }
    if isSlow(at: now), let next = lastAt?.advanced(byMilliseconds: Self.slowGapMs), now < next {
      return next
    }
    networks[network] = tries + [now]
    everyone.append(now)
    lastAt = now
    if networks.count > Self.remembered {
      let quiet = networks.values.compactMap(\.last).sorted()[networks.count / 2]
      networks = networks.filter { ($0.value.last ?? quiet) > quiet }
    }
    return nil
  }

  /// The try of this network just admitted was right, or was none.
  mutating func succeeded(network: String) {
    _ = networks[network]?.popLast()
    if networks[network]?.isEmpty == true { networks[network] = nil }
    _ = everyone.popLast()
  }

  /// Whether so many failed in the last hour that tries are let through one by one.
  mutating func isSlow(at now: Instant) -> Bool {
    everyone.removeAll { now.milliseconds(since: $0) >= Self.hourMs }
    return everyone.count >= Self.failuresBeforeSlow
  }

  /// Whether a code that nobody has would take a PIN now.
  func verdict(ofStranger code: String, at now: Instant) -> Verdict {
    let failures = strangers[code]
    return Self.verdict(failures: failures?.count ?? 0, failedAt: failures?.lastAt, at: now)
  }

  /// Counts a PIN for a code that nobody has.
  mutating func noteFailure(ofStranger code: String, at now: Instant) {
    strangers[code] = Failures(count: (strangers[code]?.count ?? 0) + 1, lastAt: now)
    guard strangers.count > Self.remembered else { return }
    let quiet = strangers.values.map(\.lastAt).sorted()[strangers.count / 2]
    strangers = strangers.filter { $0.value.lastAt > quiet }
  }

  /// Networks, codes and tries in memory.
  var rememberedCount: Int { networks.count + strangers.count + everyone.count }
}
