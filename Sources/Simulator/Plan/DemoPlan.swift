package import Domain

/// The demo's month: for every wallbox of the house what is certain to happen, so that each visitor sees a
/// charge that runs, a card that was refused, a fault, and a wallbox that is gone; chance fills the rest.
package struct DemoPlan: Sendable {
  package let house: DemoHouse
  package let from: Instant
  package let present: Instant
  private let seed: UInt64
  private let utcOffsetSeconds: Int64

  /// - Parameters:
  ///   - present: where fast motion ends; the plan begins 31 days earlier.
  ///   - utcOffsetSeconds: local time minus UTC.
  package init(house: DemoHouse, present: Instant, utcOffsetSeconds: Int64, seed: UInt64) {
    self.house = house
    self.present = present
    self.utcOffsetSeconds = utcOffsetSeconds
    self.seed = seed
    from = present.advanced(bySeconds: -31 * 86_400)
  }

  /// The life of the wallbox of a bay, counted from 0.
  package func planner(forBay index: Int) -> ChargePlanner {
    let wallbox = house.wallboxes[index]
    return ChargePlanner(
      wallbox: wallbox, seed: seed &+ UInt64(index) &* 7919, from: from, present: present,
      utcOffsetSeconds: utcOffsetSeconds, fixed: certain(index, wallbox))
  }

  /// The life of the new wallbox, from when it is accepted.
  package func plannerForNewWallbox(from accepted: Instant) -> ChargePlanner {
    ChargePlanner(
      wallbox: house.newWallbox, seed: seed &+ 104_729, from: accepted, present: present,
      utcOffsetSeconds: utcOffsetSeconds)
  }

  private func before(hours: Int64, minutes: Int64 = 0) -> Instant {
    present.advanced(bySeconds: -(hours * 3600 + minutes * 60))
  }

  private func certain(_ index: Int, _ wallbox: DemoWallbox) -> [PlannedEvent] {
    switch index {
    case 0: [charging(wallbox, since: before(hours: 1, minutes: 20), wattHours: 29_000)]
    case 1: [.charge(interrupted(wallbox))]
    case 2:
      [.strangeCard(idTag: house.strangeCard, from: before(hours: 26), to: before(hours: 25, minutes: 57))]
    case 3: [charging(wallbox, since: before(hours: 0, minutes: 40), wattHours: 24_000)]
    case 4:
      [
        .fault(
          errorCode: "GroundFailure", info: "Residual current detected", from: before(hours: 19),
          to: present.advanced(bySeconds: 6 * 3600))
      ]
    case 5: [.gone(from: before(hours: 81, minutes: 25))]
    case 6: [full(wallbox)]
    default: []
    }
  }

  /// Still runs when the present is reached.
  private func charging(_ wallbox: DemoWallbox, since start: Instant, wattHours: Int64) -> PlannedEvent {
    .charge(visit(wallbox, from: start, wattHours: wattHours, restSeconds: 1_200))
  }

  /// Has taken what it needs, and stands there, connected.
  private func full(_ wallbox: DemoWallbox) -> PlannedEvent {
    .charge(visit(wallbox, from: before(hours: 3), wattHours: 14_000, restSeconds: 5 * 3600))
  }

  /// The house's network fails in the middle; everything arrives later, in order.
  private func interrupted(_ wallbox: DemoWallbox) -> PlannedCharge {
    var charge = visit(wallbox, from: before(hours: 12 * 24), wattHours: 21_000, restSeconds: 600)
    charge.offline = .init(
      from: charge.startAt.advanced(bySeconds: 2_100), to: charge.unpluggedAt.advanced(bySeconds: 1_500))
    return charge
  }

  private func visit(
    _ wallbox: DemoWallbox, from start: Instant, wattHours: Int64, restSeconds: Int64
  ) -> PlannedCharge {
    let curve = PowerCurve(
      wattHours: wattHours, watts: wallbox.watts - 120, waitSeconds: 0, restSeconds: restSeconds)
    return PlannedCharge(
      idTag: wallbox.idTags.first ?? "", pluggedInAt: start.advanced(bySeconds: -30),
      cardAt: start.advanced(bySeconds: -8), startAt: start, curve: curve,
      unpluggedAt: start.advanced(bySeconds: curve.seconds + 20), stopReason: "Local")
  }
}
