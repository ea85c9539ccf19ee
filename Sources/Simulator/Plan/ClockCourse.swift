package import Domain

/// How a pretend clock runs: stretches of different speed, one after the other. Pure; whoever owns it brings
/// the real time, in milliseconds of a clock that never jumps.
package struct ClockCourse: Sendable, Equatable {
  /// From `real` on the pretend clock shows `site` and runs `rate` times as fast as life.
  package struct Leg: Sendable, Equatable {
    package var real: Int64
    package var site: Instant
    package var rate: Int64
    package init(real: Int64, site: Instant, rate: Int64) {
      self.real = real
      self.site = site
      self.rate = rate
    }
  }

  private let legs: [Leg]

  /// One speed for ever.
  package init(real: Int64, site: Instant, rate: Int64) {
    legs = [Leg(real: real, site: site, rate: max(1, rate))]
  }

  /// Fast motion from `from` to `present` within `milliseconds` of real time, then `rate` times as fast as
  /// life.
  package init(real: Int64, from: Instant, to present: Instant, within milliseconds: Int64, then rate: Int64)
  {
    let fast = max(1, present.milliseconds(since: from) / max(1, milliseconds))
    let turn = Leg(
      real: real + present.milliseconds(since: from) / fast, site: present, rate: max(1, rate))
    legs = [Leg(real: real, site: from, rate: fast), turn]
  }

  /// What the pretend clock shows. Never runs backwards.
  package func site(at real: Int64) -> Instant {
    let leg = legs.last { $0.real <= real } ?? legs[0]
    let shown = leg.site.advanced(byMilliseconds: max(0, real - leg.real) * leg.rate)
    guard let next = legs.first(where: { $0.real > real && $0.real > leg.real }) else { return shown }
    return min(shown, next.site)
  }

  /// When the pretend clock will show `site`, or showed it, rounded up.
  package func real(of site: Instant) -> Int64 {
    let leg = legs.last { $0.site <= site } ?? legs[0]
    let distance = site.milliseconds(since: leg.site)
    return leg.real + (distance + leg.rate - 1) / leg.rate
  }

  /// How many times faster than life it runs at `real`.
  package func rate(at real: Int64) -> Int64 { (legs.last { $0.real <= real } ?? legs[0]).rate }
}
