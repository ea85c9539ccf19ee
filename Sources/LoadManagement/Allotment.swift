package import Domain

/// What one wallbox's connector is told in one charging profile: a current now, and what it falls or rises to
/// by itself when it is not told again. The second part is what remains when this appliance is dead.
///
/// Falls come before rises: a connector that may draw more than its fallback falls back after 8 minutes, one
/// that may draw less rises after 15. Everything is told again every 5 minutes, so that even of wallboxes
/// told at different times, with clocks a minute off, the last fall comes before the first rise.
package struct Allotment: Sendable, Equatable {
  package let amps: Int
  package let fallbackAmps: Int
  /// When the fallback takes over.
  package let changesAt: Instant
  /// When it was made; where it came from the file, when it was sent.
  package let madeAt: Instant

  package static let fallMs: Int64 = 8 * 60_000
  package static let riseMs: Int64 = 15 * 60_000
  package static let renewalMs: Int64 = 5 * 60_000
  /// By how much a wallbox's clock may be off without harm.
  package static let clockErrorMs: Int64 = 60_000

  package init(amps: Int, fallbackAmps: Int, changesAt: Instant, madeAt: Instant) {
    self.amps = amps
    self.fallbackAmps = fallbackAmps
    self.changesAt = changesAt
    self.madeAt = madeAt
  }

  /// An allotment of full length.
  package init(amps: Int, fallbackAmps: Int, at now: Instant) {
    self.init(
      amps: amps, fallbackAmps: fallbackAmps,
      changesAt: now.advanced(byMilliseconds: amps > fallbackAmps ? Self.fallMs : Self.riseMs), madeAt: now)
  }

  /// The most that a wallbox with this allotment may draw: it may fall a minute late, or rise a minute early.
  package var course: CurrentCourse {
    let margin = amps > fallbackAmps ? Self.clockErrorMs : -Self.clockErrorMs
    return CurrentCourse(amps, until: changesAt.advanced(byMilliseconds: margin), then: fallbackAmps)
  }
}
