import Domain
import Testing

@Suite struct ZoneFileReaderTests {
  private func offset(_ zone: MadeZone, at seconds: Int64) throws -> Int {
    try TimeZoneRules(tzif: zone.bytes).offsetSeconds(at: Instant(millisecondsSince1970: seconds * 1000))
  }

  private func footer(_ text: String) -> MadeZone { MadeZone(footer: text) }

  @Test("the first type holds before the first change, the last one after it where there is no footer")
  func types() throws {
    let zone = MadeZone(transitions: [(100, 1), (200, 2)], offsets: [10, 3600, -7200])
    #expect(try offset(zone, at: 99) == 10)
    #expect(try offset(zone, at: 100) == 3600)
    #expect(try offset(zone, at: 199) == 3600)
    #expect(try offset(zone, at: 5_000_000_000) == -7200)
  }

  @Test("a file of version 1 is read too")
  func versionOne() throws {
    let zone = MadeZone(transitions: [(-100, 1)], offsets: [60, 120], version: 0)
    #expect(try offset(zone, at: -101) == 60)
    #expect(try offset(zone, at: 0) == 120)
  }

  @Test("every form of day in a footer: Jn skips the leap day, n counts it, Mm.w.d takes the last week")
  func days() throws {
    // 2028-03-01 00:00 UTC is 1835481600; a leap year.
    let julian = footer("AAA0BBB,J60/0,J300/0")
    #expect(try offset(julian, at: 1_835_481_599) == 0)
    #expect(try offset(julian, at: 1_835_481_600) == 3600)
    let ordinal = footer("AAA0BBB,59/0,300/0")
    #expect(try offset(ordinal, at: 1_835_395_199) == 0)
    #expect(try offset(ordinal, at: 1_835_395_200) == 3600)
    // The last Sunday of February 2028 is the 27th.
    let week = footer("AAA0BBB-2:30,M2.5.0/-1,M11.1.0")
    #expect(try offset(week, at: 1_835_222_400 - 3601) == 0)
    #expect(try offset(week, at: 1_835_222_400 - 3600) == 9000)
    // February 2026 begins on a Sunday and has four: the last is the 22nd.
    #expect(try offset(week, at: 1_771_718_400 - 3601) == 0)
    #expect(try offset(week, at: 1_771_718_400 - 3600) == 9000)
  }

  @Test("a summer that spans the new year, and hours beyond a day")
  func southernSummer() throws {
    let zone = footer("<-03>3<-02>,M10.3.0/0,M2.3.0/0")
    #expect(try offset(zone, at: 1_830_297_600) == -7200)  // 2028-01-01
    #expect(try offset(zone, at: 1_845_000_000) == -10800)  // June
    // Day 4 of week 4 of March (Thursday 2028-03-23) plus 50 hours: Saturday 2:00 at +02:00.
    let wide = footer("IST-2IDT,M3.4.4/50,M10.5.0")
    #expect(try offset(wide, at: 1_837_555_199) == 7200)
    #expect(try offset(wide, at: 1_837_555_200) == 10800)
  }

  @Test(
    "bytes that are no zone file are refused",
    arguments: [
      "", "M3", "AAA0BBB", "AAA0BBB,M13.1.0,M10.1.0", "AAA0BBB,M3.1.0,M10.1.0x", "AAA25", "<AAA0", "AA0",
    ])
  func refusedFooters(_ text: String) {
    guard !text.isEmpty else {
      #expect(throws: ZoneFileError.self) { try TimeZoneRules(tzif: []) }
      return
    }
    #expect(throws: ZoneFileError.self) { try TimeZoneRules(tzif: footer(text).bytes) }
  }

  @Test("changes out of order or of an unknown type are refused")
  func refusedTransitions() {
    for transitions: [(Int64, UInt8)] in [[(200, 0), (100, 0)], [(100, 7)]] {
      let zone = MadeZone(transitions: transitions.map { (at: $0.0, type: $0.1) })
      #expect(throws: ZoneFileError.self) { try TimeZoneRules(tzif: zone.bytes) }
    }
    #expect(throws: ZoneFileError.self) { try TimeZoneRules(tzif: MadeZone(offsets: [1_000_000]).bytes) }
  }

  @Test("no damaged file is trusted with a trap")
  func damagedFiles() throws {
    let whole = try ZoneFiles.bytes("Australia/Lord_Howe")
    for length in 0..<whole.count {
      #expect(throws: ZoneFileError.self) { try TimeZoneRules(tzif: Array(whole[..<length])) }
    }
    var seed: UInt64 = 7
    for _ in 0..<3000 {
      var bytes = whole
      for _ in 0..<4 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(seed >> 33) % bytes.count] = UInt8(truncatingIfNeeded: seed >> 20)
      }
      do {
        let rules = try TimeZoneRules(tzif: bytes)
        for moment in [Int64.min, -1, 0, 4_000_000_000_000, .max] {
          let offset = rules.offsetSeconds(at: Instant(millisecondsSince1970: moment))
          #expect((-700_000...700_000).contains(offset))
        }
        _ = rules.startOfDay(LocalDate(year: 2026, month: 3, day: 29))
      } catch {
        #expect(!error.reason.isEmpty)
      }
    }
  }
}
