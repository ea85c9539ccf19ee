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
  private(set) var car: Car
  /// What the car drew is known up to here.
  private(set) var settledAt: Instant
  /// The status that was last told of the charge.
  var status = ""

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
    car = Car(charge.curve)
    settledAt = charge.startAt
  }

  /// Lets the car draw until `instant` what the wallbox allows.
  mutating func settle(at instant: Instant, on chargePoint: PretendChargePoint) {
    while settledAt < instant {
      let limit = chargePoint.limit(at: settledAt).usableWatts
      let next = min(instant, chargePoint.limitChange(after: settledAt) ?? instant)
      car.advance(to: next.seconds(since: charge.startAt), limit: limit)
      settledAt = next
    }
  }

  /// When the power will next be another by itself.
  func powerChange(on chargePoint: PretendChargePoint) -> Instant? {
    let limit = chargePoint.limit(at: settledAt).usableWatts
    let own = car.secondsUntilChange(limit: limit).map {
      charge.startAt.advanced(bySeconds: car.second + $0)
    }
    return [own, chargePoint.limitChange(after: settledAt)].compactMap { $0 }.min()
  }

  /// OCPP 1.6, 7.7: who keeps the car from charging, if somebody does. A car that has had nothing yet and
  /// wants nothing waits for the house; later it is full.
  func status(allowing watts: Int64) -> String {
    if car.wantedWatts > 0 { return watts > 0 ? "Charging" : "SuspendedEVSE" }
    return car.wattSeconds == 0 ? "SuspendedEVSE" : "SuspendedEV"
  }
}
