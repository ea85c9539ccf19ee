import Domain
import Testing

/// Expected values come from Python's zoneinfo.
@Suite struct TimeZoneRulesTests {
  private static let clock: [(zone: String, seconds: Int64, offset: Int, local: String)] = [
    ("Europe/Zurich", 1_774_745_999, 3600, "2026-03-29 01:59:59"),
    ("Europe/Zurich", 1_774_746_000, 7200, "2026-03-29 03:00:00"),
    ("Europe/Zurich", 1_792_889_999, 7200, "2026-10-25 02:59:59"),
    ("Europe/Zurich", 1_792_890_000, 3600, "2026-10-25 02:00:00"),
    ("Europe/Zurich", 1_782_907_200, 7200, "2026-07-01 14:00:00"),
    ("Europe/Zurich", 170_856_000, 3600, "1975-06-01 13:00:00"),
    ("Europe/Zurich", 354_675_600, 7200, "1981-03-29 03:00:00"),
    ("Europe/Zurich", 2_374_102_799, 3600, "2045-03-26 01:59:59"),
    ("Europe/Zurich", 2_374_102_800, 7200, "2045-03-26 03:00:00"),
    ("Europe/Zurich", 3_812_922_000, 3600, "2090-10-29 02:00:00"),
    ("Europe/Zurich", -3_786_825_600, 2048, "1850-01-01 00:34:08"),
    ("Europe/London", 1_774_745_999, 0, "2026-03-29 00:59:59"),
    ("Europe/London", 1_774_746_000, 3600, "2026-03-29 02:00:00"),
    ("Europe/London", 1_792_890_000, 0, "2026-10-25 01:00:00"),
    ("Europe/London", -15_897_600, 3600, "1969-07-01 01:00:00"),
    ("Europe/London", 2_540_246_400, 3600, "2050-07-01 01:00:00"),
    ("Europe/London", 2_553_465_600, 0, "2050-12-01 00:00:00"),
    ("America/New_York", 1_772_953_199, -18000, "2026-03-08 01:59:59"),
    ("America/New_York", 1_772_953_200, -14400, "2026-03-08 03:00:00"),
    ("America/New_York", 1_793_512_799, -14400, "2026-11-01 01:59:59"),
    ("America/New_York", 1_793_512_800, -18000, "2026-11-01 01:00:00"),
    ("America/New_York", 1_173_596_400, -14400, "2007-03-11 03:00:00"),
    ("America/New_York", 2_846_473_199, -18000, "2060-03-14 01:59:59"),
    ("America/New_York", 2_846_473_200, -14400, "2060-03-14 03:00:00"),
    ("America/New_York", 2_867_032_800, -18000, "2060-11-07 01:00:00"),
    ("Asia/Kathmandu", 504_901_799, 19800, "1985-12-31 23:59:59"),
    ("Asia/Kathmandu", 504_901_800, 20700, "1986-01-01 00:15:00"),
    ("Asia/Kathmandu", 1_767_225_600, 20700, "2026-01-01 05:45:00"),
    ("Asia/Kathmandu", 4_070_908_800, 20700, "2099-01-01 05:45:00"),
    ("Australia/Lord_Howe", 1_775_314_799, 39600, "2026-04-05 01:59:59"),
    ("Australia/Lord_Howe", 1_775_314_800, 37800, "2026-04-05 01:30:00"),
    ("Australia/Lord_Howe", 1_791_041_399, 37800, "2026-10-04 01:59:59"),
    ("Australia/Lord_Howe", 1_791_041_400, 39600, "2026-10-04 02:30:00"),
    ("Australia/Lord_Howe", 3_156_969_600, 39600, "2070-01-15 11:00:00"),
    ("Australia/Lord_Howe", 3_172_608_000, 37800, "2070-07-15 10:30:00"),
    ("Australia/Lord_Howe", 3_163_935_600, 37800, "2070-04-06 01:30:00"),
    ("Australia/Lord_Howe", 3_187_258_200, 39600, "2071-01-01 00:30:00"),
  ]

  @Test("a local time is an instant again, also where the clock shows it twice or never")
  func back() throws {
    for row in Self.clock where row.seconds > 0 {
      let rules = try ZoneFiles.rules(row.zone)
      let local = Instant(millisecondsSince1970: (row.seconds + Int64(row.offset)) * 1000)
      let expected = Instant(millisecondsSince1970: row.seconds * 1000)
      #expect(rules.instant(ofLocal: local, notAfter: expected) == expected, "\(row)")
    }
    let zurich = try ZoneFiles.rules("Europe/Zurich")
    func seconds(_ local: Int64, latest: Int64 = .max / 1000) -> Int64 {
      zurich.instant(
        ofLocal: Instant(millisecondsSince1970: local * 1000),
        notAfter: Instant(millisecondsSince1970: latest * 1000)
      ).millisecondsSince1970 / 1000
    }
    // 2026-10-25 02:30:00, first in summer time.
    #expect(seconds(1_792_895_400) == 1_792_891_800)
    #expect(seconds(1_792_895_400, latest: 1_792_888_300) == 1_792_888_200)
    // 2026-03-29 02:30:00, which no clock shows.
    #expect(seconds(1_774_751_400) == 1_774_747_800)
  }

  @Test("a zone's clock agrees with Python's zoneinfo, around changes and after 2037")
  func clock() throws {
    for row in Self.clock {
      let rules = try ZoneFiles.rules(row.zone)
      let instant = Instant(millisecondsSince1970: row.seconds * 1000)
      #expect(rules.offsetSeconds(at: instant) == row.offset, "\(row)")
      #expect(text(rules.localDateTime(at: instant)) == row.local, "\(row)")
      #expect(rules.localDate(at: instant) == rules.localDateTime(at: instant).date)
    }
  }

  @Test("milliseconds before 1970 belong to the second that has begun")
  func beforeTheEpoch() {
    let local = TimeZoneRules.utc.localDateTime(at: Instant(millisecondsSince1970: -1))
    #expect(text(local) == "1969-12-31 23:59:59")
    #expect(
      text(TimeZoneRules(offsetSeconds: -60).localDateTime(at: Instant(millisecondsSince1970: 0)))
        == "1969-12-31 23:59:00")
  }

  private static let midnights: [(String, LocalDate, Int64)] = [
    ("Europe/Zurich", LocalDate(year: 2026, month: 3, day: 29), 1_774_738_800),
    ("Europe/Zurich", LocalDate(year: 2026, month: 3, day: 30), 1_774_821_600),
    ("America/Havana", LocalDate(year: 2026, month: 3, day: 8), 1_772_946_000),
    ("America/Havana", LocalDate(year: 2024, month: 11, day: 3), 1_730_606_400),
    ("Pacific/Apia", LocalDate(year: 2011, month: 12, day: 30), 1_325_239_200),
    ("Asia/Beirut", LocalDate(year: 2022, month: 3, day: 27), 1_648_332_000),
    ("Pacific/Apia", LocalDate(year: 2011, month: 12, day: 31), 1_325_239_200),
    ("America/Sao_Paulo", LocalDate(year: 2017, month: 10, day: 15), 1_508_036_400),
    ("Asia/Kathmandu", LocalDate(year: 2050, month: 1, day: 1), 2_524_587_300),
    ("Europe/Zurich", LocalDate(year: 2060, month: 7, day: 1), 2_855_858_400),
    ("Australia/Lord_Howe", LocalDate(year: 2026, month: 4, day: 5), 1_775_307_600),
  ]

  @Test("a day begins at its first instant, also where the clock skips or repeats midnight")
  func startOfDay() throws {
    for (zone, date, seconds) in Self.midnights {
      let rules = try ZoneFiles.rules(zone)
      #expect(rules.startOfDay(date).millisecondsSince1970 == seconds * 1000, "\(zone) \(date)")
    }
  }

  private func text(_ local: LocalDateTime) -> String {
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    let date = "\(local.date.year)-\(two(local.date.month))-\(two(local.date.day))"
    return "\(date) \(two(local.hour)):\(two(local.minute)):\(two(local.second))"
  }
}
