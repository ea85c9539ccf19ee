import Domain
import Testing

@testable import Simulator

@Suite struct DemoPlanTests {
  // 2026-03-31T16:00:00Z
  private let present = Instant(millisecondsSince1970: 1_774_972_800_000)

  private func plan(seed: UInt64 = 7, present: Instant? = nil) -> DemoPlan {
    DemoPlan(
      house: .lindenhof, present: present ?? self.present, utcOffsetSeconds: 7_200, seed: seed)
  }

  /// What happens at a bay until some time after the present.
  private func events(_ plan: DemoPlan, bay: Int, hoursAfter: Int64 = 72) -> [PlannedEvent] {
    var planner = plan.planner(forBay: bay)
    var events: [PlannedEvent] = []
    while let event = planner.next(), event.from < plan.present.advanced(bySeconds: hoursAfter * 3600) {
      events.append(event)
    }
    return events
  }

  private func charges(_ events: [PlannedEvent]) -> [PlannedCharge] {
    events.compactMap { if case .charge(let charge) = $0 { charge } else { nil } }
  }

  @Test("the same seed gives the same life, another seed another one")
  func deterministic() {
    for bay in 0..<8 {
      #expect(events(plan(), bay: bay) == events(plan(), bay: bay))
    }
    #expect(events(plan(), bay: 7) != events(plan(seed: 8), bay: 7))
  }

  @Test("nothing overlaps at a bay, whatever the seed and the hour", arguments: 1...40 as ClosedRange<UInt64>)
  func noOverlap(seed: UInt64) {
    let plan = plan(seed: seed, present: present.advanced(bySeconds: Int64(seed) * 2_221))
    for bay in 0..<8 {
      var end = plan.from
      for event in events(plan, bay: bay) {
        #expect(event.from >= end, "bay \(bay)")
        end = event.to ?? .distantFuture
      }
    }
  }

  @Test("a visit's moments come in order, and every charge begins and ends")
  func moments() {
    for bay in 0..<8 {
      for charge in charges(events(plan(), bay: bay)) {
        let moments = charge.moments
        #expect(zip(moments, moments.dropFirst()).allSatisfy { $0.at <= $1.at })
        let kinds = moments.map(\.moment)
        let visit: [PlannedCharge.Moment] = [.plugIn, .showCard, .start, .stop, .unplug]
        #expect(kinds.filter { $0 != .networkLost && $0 != .networkBack } == visit)
      }
    }
  }

  @Test("charges are as in real houses: 5 to 30 kWh, by cards of the house, mostly begun in the evening")
  func realistic() {
    let cards = Set(DemoHouse.lindenhof.residents.flatMap(\.cards).map(\.idTag))
    var month: [PlannedCharge] = []
    for bay in 0..<8 { month += charges(events(plan(), bay: bay)).filter { $0.startAt < present } }
    #expect((80...200).contains(month.count), "\(month.count) charges")
    for charge in month {
      #expect((4_990...30_000).contains(charge.curve.wattSeconds / 3600))
      #expect(cards.contains(charge.idTag))
    }
    let evenings = month.filter { charge in
      let local = (charge.startAt.millisecondsSince1970 / 1000 + 7_200) % 86_400
      return local >= 16 * 3600
    }
    #expect(evenings.count * 100 >= month.count * 95)
  }

  @Test("when the present is reached two charge, one is full, one is broken and one is gone")
  func atPresent() {
    func state(_ bay: Int) -> PlannedEvent? {
      events(plan(), bay: bay).first { $0.from <= present && ($0.to ?? .distantFuture) > present }
    }
    for bay in [0, 3] {
      guard case .charge(let charge) = state(bay) else { Issue.record("bay \(bay) is free"); continue }
      let second = present.seconds(since: charge.startAt)
      #expect(charge.curve.watts(at: second) > 3_000)
      #expect(charge.curve.watts(at: second + 3_600) > 3_000, "ends too early to be seen")
    }
    guard case .charge(let full) = state(6) else { Issue.record("bay 6 is free"); return }
    #expect(full.curve.watts(at: present.seconds(since: full.startAt)) == 0)
    guard case .fault = state(4) else { Issue.record("bay 4 works"); return }
    guard case .gone = state(5) else { Issue.record("bay 5 is there"); return }
  }

  @Test("the card that nobody knows belongs to nobody")
  func strangeCard() {
    let house = DemoHouse.lindenhof
    #expect(!house.residents.flatMap(\.cards).map(\.idTag).contains(house.strangeCard))
    let shown = events(plan(), bay: 2).compactMap { event in
      if case .strangeCard(let idTag, _, _) = event { idTag } else { nil }
    }
    #expect(shown == [house.strangeCard])
  }

  @Test("everyone charges where they may: at their own bays while they live there, and at the one for all")
  func rights() {
    let house = DemoHouse.lindenhof
    for (bay, wallbox) in house.wallboxes.enumerated() {
      for charge in charges(events(plan(), bay: bay)) {
        let resident = house.residents.first { resident in
          resident.cards.contains { $0.idTag == charge.idTag && !$0.isLost }
        }
        guard let resident else { Issue.record("\(charge.idTag) is nobody's, or lost"); continue }
        #expect(resident.bays.contains(wallbox.bay) || wallbox.bay == house.bayForAll)
        guard let days = resident.leftDaysAgo else { continue }
        #expect(charge.unpluggedAt <= present.advanced(bySeconds: -(days + 1) * 86_400))
      }
    }
    #expect(house.residents.flatMap(\.bays).contains { $0 == house.bayForAll } == false)
  }

  @Test("after the present a charge begins somewhere at least every two hours")
  func busy() {
    var starts: [Instant] = []
    for bay in 0..<8 {
      starts += charges(events(plan(), bay: bay, hoursAfter: 240)).map(\.startAt).filter { $0 > present }
    }
    starts.sort()
    let hours = zip(starts, starts.dropFirst()).map { $1.seconds(since: $0) }.sorted()
    #expect(hours[hours.count / 2] < 7_200)
  }

  @Test("cards, ids and bays are told apart")
  func distinct() {
    let house = DemoHouse.lindenhof
    let boxes = house.wallboxes + [house.newWallbox]
    #expect(Set(boxes.map(\.id)).count == 9)
    #expect(Set(boxes.map(\.bay)).count == 9)
    let cards = house.residents.flatMap(\.cards).map(\.idTag)
    #expect(Set(cards).count == cards.count)
    #expect(cards.allSatisfy { $0.utf8.count <= 20 })
  }

  @Test("a charge started by hand is not disturbed by the plan")
  func keepsFree() {
    var planner = plan().planner(forBay: 7)
    let until = plan().from.advanced(bySeconds: 10 * 86_400)
    planner.keepFree(until: until)
    guard let next = planner.next() else { Issue.record("nothing happens any more"); return }
    #expect(next.from >= until)
  }
}
