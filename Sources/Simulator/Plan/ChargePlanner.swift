package import Domain

/// Thinks up what happens at one wallbox, one event after the other and never two at once. The same seed
/// gives the same life. Until `present` people live as people do: they come home in the evening. After it the
/// house is busy at all hours, so that somebody who watches has something to see.
package struct ChargePlanner: Sendable {
  private let wallbox: DemoWallbox
  private let present: Instant
  private let utcOffsetSeconds: Int64
  /// What happens in any case, in the order of time.
  private var fixed: [PlannedEvent]
  private var random: SeededGenerator
  /// Nothing may begin before this.
  private var free: Instant

  /// - Parameters:
  ///   - from: the beginning of the demo.
  ///   - present: where fast motion ends.
  ///   - utcOffsetSeconds: local time minus UTC, for evenings to be evenings.
  ///   - fixed: what must happen; sorted by time, without overlaps.
  package init(
    wallbox: DemoWallbox, seed: UInt64, from: Instant, present: Instant, utcOffsetSeconds: Int64,
    fixed: [PlannedEvent] = []
  ) {
    self.wallbox = wallbox
    self.present = present
    self.utcOffsetSeconds = utcOffsetSeconds
    self.fixed = fixed
    random = SeededGenerator(seed: seed)
    free = from
  }

  /// The next event; nil when nothing can happen any more, because the wallbox is gone.
  package mutating func next() -> PlannedEvent? {
    guard free < .distantFuture else { return nil }
    let charge = free < present ? eveningCharge() : busyCharge()
    if let first = fixed.first, charge.unpluggedAt.advanced(bySeconds: 600) > first.from {
      fixed.removeFirst()
      free = first.to?.advanced(bySeconds: 600) ?? .distantFuture
      return first
    }
    free = charge.unpluggedAt.advanced(bySeconds: 300)
    return .charge(charge)
  }

  /// What becomes of the plan when something unplanned keeps the wallbox busy until `instant`.
  package mutating func keepFree(until instant: Instant) { free = max(free, instant) }

  /// A charge that somebody starts now, unplanned, with the cable already in the car.
  package mutating func charge(now: Instant, idTag: String) -> PlannedCharge {
    makeCharge(at: now, idTag: idTag, wattHours: random.number(in: 9_000...22_000), restSeconds: 900)
  }

  private mutating func eveningCharge() -> PlannedCharge {
    var day = localDay(of: free)
    while true {
      let arrival = startOfLocalDay(day).advanced(bySeconds: random.number(in: 16 * 3600...22 * 3600))
      let comes = random.happens(percent: wallbox.chargesPerWeek * 100 / 7)
      day += 1
      if comes, arrival > free { return homecoming(at: arrival) }
    }
  }

  private mutating func homecoming(at arrival: Instant) -> PlannedCharge {
    let staysOverNight = random.happens(percent: 40)
    let waits = random.happens(percent: 20) ? random.number(in: 900...4_500) : 0
    let rest = staysOverNight ? random.number(in: 5 * 3600...8 * 3600) : random.number(in: 120...2_400)
    return makeCharge(
      at: arrival, idTag: someCard(), wattHours: random.number(in: 5_000...30_000), waitSeconds: waits,
      restSeconds: rest)
  }

  private mutating func busyCharge() -> PlannedCharge {
    let arrival = free.advanced(bySeconds: random.number(in: 1_200...4 * 3600))
    let waits = random.happens(percent: 25) ? random.number(in: 600...2_400) : 0
    return makeCharge(
      at: arrival, idTag: someCard(), wattHours: random.number(in: 6_000...24_000), waitSeconds: waits,
      restSeconds: random.number(in: 300...3_000))
  }

  private mutating func makeCharge(
    at arrival: Instant, idTag: String, wattHours: Int64, waitSeconds: Int64 = 0, restSeconds: Int64
  ) -> PlannedCharge {
    let card = arrival.advanced(bySeconds: random.number(in: 8...45))
    let start = card.advanced(bySeconds: random.number(in: 3...12))
    let watts = wallbox.watts - random.number(in: 0...400)
    let curve = PowerCurve(
      wattHours: wattHours, watts: watts, waitSeconds: waitSeconds, restSeconds: restSeconds)
    let pulled = random.happens(percent: 15)
    return PlannedCharge(
      idTag: idTag, pluggedInAt: arrival, cardAt: card, startAt: start, curve: curve,
      unpluggedAt: start.advanced(bySeconds: curve.seconds + random.number(in: 5...60)),
      stopReason: pulled ? "EVDisconnected" : "Local")
  }

  private mutating func someCard() -> String { wallbox.idTags.randomElement(using: &random) ?? "" }

  private func localDay(of instant: Instant) -> Int64 {
    let local = instant.advanced(bySeconds: utcOffsetSeconds).millisecondsSince1970
    return local / 86_400_000
  }

  private func startOfLocalDay(_ day: Int64) -> Instant {
    Instant(millisecondsSince1970: day * 86_400_000).advanced(bySeconds: -utcOffsetSeconds)
  }
}

extension Instant {
  static let distantFuture = Instant(millisecondsSince1970: .max)
}
