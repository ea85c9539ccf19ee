import Domain
import Testing

/// Expected instants come from Python's zoneinfo.
@Suite("A budget") struct BudgetTests {
  private static let spans: [(BudgetPeriod, at: Int64, from: Int64, to: Int64)] = [
    (.day, 1_772_445_600, 1_772_406_000, 1_772_492_400),  // 2026-03-02 11:00
    (.day, 1_772_406_000, 1_772_406_000, 1_772_492_400),  // its first instant
    (.day, 1_772_405_999, 1_772_319_600, 1_772_406_000),  // the one before
    (.day, 1_774_746_000, 1_774_738_800, 1_774_821_600),  // 2026-03-29, 23 hours
    (.day, 1_792_890_000, 1_792_879_200, 1_792_969_200),  // 2026-10-25, 25 hours
    (.week, 1_774_746_000, 1_774_220_400, 1_774_821_600),  // Sunday belongs to the week before
    (.week, 1_774_821_600, 1_774_821_600, 1_775_426_400),  // Monday
    (.month, 1_774_746_000, 1_772_319_600, 1_774_994_400),  // March loses an hour
    (.month, 1_798_700_000, 1_796_079_600, 1_798_758_000),  // December
  ]

  @Test("counts in days, weeks and months of the site's clock", arguments: spans)
  func span(_ period: BudgetPeriod, at: Int64, from: Int64, to: Int64) throws {
    let span = period.span(
      around: Instant(millisecondsSince1970: at * 1000), zone: try ZoneFiles.rules("Europe/Berlin"))
    #expect(span.from.millisecondsSince1970 == from * 1000)
    #expect(span.to.millisecondsSince1970 == to * 1000)
    #expect(span.contains(Instant(millisecondsSince1970: at * 1000)))
    #expect(!span.contains(span.to))
  }

  @Test("of everything never begins anew")
  func total() {
    let early = BudgetPeriod.total.span(around: Instant(millisecondsSince1970: 1), zone: .utc)
    let late = BudgetPeriod.total.span(around: Instant(millisecondsSince1970: 9_999_999_999_999), zone: .utc)
    #expect(early == late)
  }

  @Test("is nearly used from its share on, and used at the whole; money and energy each count")
  func states() {
    func state(_ milliWh: Int64, _ minor: Int64) -> Budget.State {
      Budget(period: .day, energyMilliWh: 10_000_000, amountMinor: 500, warnsAtPercent: 75)
        .state(after: BudgetUse(energyMilliWh: milliWh, amountMinor: minor))
    }
    #expect(state(7_499_999, 374) == .enough)
    #expect(state(7_500_000, 0) == .nearlyUsed && state(0, 375) == .nearlyUsed)
    #expect(state(9_999_999, 499) == .nearlyUsed)
    #expect(state(10_000_000, 0) == .used && state(0, 500) == .used)
    let energyOnly = Budget(period: .day, energyMilliWh: .max, amountMinor: nil, warnsAtPercent: 100)
    #expect(energyOnly.state(after: BudgetUse(energyMilliWh: .max - 1, amountMinor: .max)) == .enough)
  }

  @Test("adds up without overflowing")
  func sums() {
    let most = BudgetUse(energyMilliWh: .max, amountMinor: .max)
    #expect(most + most == most)
  }
}
