package import Domain

/// The clock of the site a wallbox stands at, which may run faster than life.
package struct SiteTime: Sendable {
  package let now: @Sendable () -> Instant
  /// How many times faster than life it runs at the moment.
  package let rate: @Sendable () -> Int64

  package init(now: @escaping @Sendable () -> Instant, rate: @escaping @Sendable () -> Int64) {
    self.now = now
    self.rate = rate
  }

  /// Beyond this nobody can follow what happens, and wallboxes measure less often.
  var isFastMotion: Bool { rate() > 1_000 }

  /// Real milliseconds until the clock shows `instant` if its speed stays; at least 1.
  func milliseconds(until instant: Instant) -> Int {
    let rate = max(1, rate())
    let distance = max(0, instant.milliseconds(since: now()))
    return Int(min(distance / rate + 1, 3_600_000))
  }
}
