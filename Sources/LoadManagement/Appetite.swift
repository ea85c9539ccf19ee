import Domain

/// What a car seems to use of its share, so that others can have the rest. Only ever lowers an allotment:
/// what is allotted may be drawn, and counts in full.
struct Appetite: Sendable {
  /// Clearly less than its share, for this long.
  static let clearlyLessMilliamps = 3_000
  static let watchedMs: Int64 = 2 * 60_000
  /// Stays above what was measured, so that a car that wants more shows it.
  static let reserveAmps = 2

  /// Nil: all it can get.
  private(set) var amps: Int?
  private var lowSince: Instant?
  private var peakMilliamps = 0

  mutating func note(milliamps: Int, allotted: Int, at now: Instant) {
    if let amps, milliamps >= (amps - 1) * 1000 { self = Appetite() }
    guard milliamps < allotted * 1000 - Self.clearlyLessMilliamps else {
      lowSince = nil
      return
    }
    guard let lowSince else {
      lowSince = now
      peakMilliamps = milliamps
      return
    }
    peakMilliamps = max(peakMilliamps, milliamps)
    guard now.milliseconds(since: lowSince) >= Self.watchedMs else { return }
    amps = max(minimumAmps, (peakMilliamps + 999) / 1000 + Self.reserveAmps)
    self.lowSince = now
    peakMilliamps = milliamps
  }
}
