import Domain

/// Counts handshakes that are refused, or want an id that is not known, per network. Who is over the limit is
/// told to wait; a known wallbox is let in all the same, because many may share one address.
struct HandshakeThrottle: Sendable {
  private struct Count {
    /// When its time began.
    var since: Instant
    var failures = 0
    var isNoted = false
  }
  private let limit: Int
  private let spanMs: Int64
  private let remembered: Int
  private var counts: [String: Count] = [:]

  init(_ limits: Limits) {
    limit = limits.handshakeFailuresPerAddress
    spanMs = Int64(limits.handshakeFailureSeconds) * 1000
    remembered = limits.handshakeAddressesRemembered
  }

  /// Counts a failure.
  /// - Returns: how many seconds this network has to wait; nil: it is within its limit.
  mutating func failed(_ network: String, at now: Instant) -> Int? {
    var count = current(network, at: now) ?? Count(since: now)
    // Not further than it matters, so that it never overflows.
    count.failures = min(count.failures + 1, limit + 1)
    counts[network] = count
    forget(at: now)
    return wait(of: count, at: now)
  }

  /// Whether the network's wait is not on the list "to check" yet; only the first who asks hears yes.
  mutating func isFirstToNote(_ network: String) -> Bool {
    guard counts[network]?.isNoted == false else { return false }
    counts[network]?.isNoted = true
    return true
  }

  /// Networks in memory.
  var rememberedCount: Int { counts.count }

  private func wait(of count: Count, at now: Instant) -> Int? {
    guard count.failures > limit else { return nil }
    return Int((spanMs - now.milliseconds(since: count.since) + 999) / 1000)
  }

  /// Nil: nothing yet, or its time is over. A clock that was set back begins a new time.
  private func current(_ network: String, at now: Instant) -> Count? {
    guard let count = counts[network], isCurrent(count, at: now) else { return nil }
    return count
  }

  private func isCurrent(_ count: Count, at now: Instant) -> Bool {
    0..<spanMs ~= now.milliseconds(since: count.since)
  }

  /// Drops what is over when there are too many, and if that is not enough the older half, so that looking
  /// for them is rare.
  private mutating func forget(at now: Instant) {
    guard counts.count > remembered else { return }
    counts = counts.filter { isCurrent($0.value, at: now) }
    guard counts.count > remembered / 2 else { return }
    let middle = counts.values.map(\.since).sorted()[counts.count / 2]
    counts = counts.filter { $0.value.since > middle }
  }
}
