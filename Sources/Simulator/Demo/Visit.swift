import Domain
import Net

/// A car at a wallbox, and how far its charge has come.
@NetworkLoop
struct Visit {
  let charge: PlannedCharge
  /// What is still to come, in order.
  var moments: ArraySlice<(at: Instant, moment: PlannedCharge.Moment)>
  var transaction: PretendTransaction?
  /// The register when the transaction began, in watt-seconds.
  var registerAtStart: Int64 = 0
  var lastSampleAt: Instant
  /// The server has been asked about the card.
  var waitsForVerdict = false

  init(_ charge: PlannedCharge) {
    self.init(charge, moments: charge.moments)
  }

  /// Somebody plugs in, shows a card that is not known, and leaves.
  init(strangeCard idTag: String, from: Instant, to: Instant) {
    let shownAt = from.advanced(bySeconds: 20)
    let charge = PlannedCharge(
      idTag: idTag, pluggedInAt: from, cardAt: shownAt, startAt: shownAt, curve: PowerCurve(steps: []),
      unpluggedAt: to, stopReason: "Local")
    self.init(charge, moments: [(from, .plugIn), (shownAt, .showCard), (to, .unplug)])
  }

  private init(_ charge: PlannedCharge, moments: [(at: Instant, moment: PlannedCharge.Moment)]) {
    self.charge = charge
    self.moments = moments[...]
    lastSampleAt = charge.startAt
  }

  /// Energy since the start, in watt-seconds.
  func wattSeconds(at instant: Instant) -> Int64 {
    charge.curve.wattSeconds(until: instant.seconds(since: charge.startAt))
  }

  func watts(at instant: Instant) -> Int64 { charge.curve.watts(at: instant.seconds(since: charge.startAt)) }
}
