import Domain
import Formats
import Testing

@Suite("Instants as text")
struct InstantFormatTests {
  private static let ten: Int64 = 1_772_445_600_000  // 2026-03-02T10:00:00Z

  @Test(
    "reads every form that wallboxes send",
    arguments: [
      ("2026-03-02T10:00:00Z", 0, true), ("2026-03-02T10:00:00.1Z", 100, true),
      ("2026-03-02T10:00:00.123Z", 123, true), ("2026-03-02T10:00:00.123999Z", 123, true),
      ("2026-03-02T10:00:00.000000001Z", 0, true), ("2026-03-02T10:00:00,5Z", 500, true),
      ("2026-03-02t10:00:00z", 0, true), ("2026-03-02 10:00:00", 0, false), ("2026-03-02T10:00:00", 0, false),
      ("2026-03-02T10:00:00.250", 250, false), ("2026-03-02T20:00:00+10:00", 0, true),
      ("2026-03-02T12:00:00+02", 0, true), ("2026-03-02T12:00:00+0200", 0, true),
      ("2026-03-02T06:30:00-03:30", 0, true), ("  2026-03-02T10:00:00Z\n", 0, true),
      ("2026-03-02T09:59:60Z", 0, true), ("2026-03-03T00:00:00+14:00", 0, true),
    ])
  func reads(text: String, milliseconds: Int64, hasZone: Bool) {
    let expected = Instant(millisecondsSince1970: Self.ten + milliseconds)
    #expect(InstantFormat.parse(text) == ParsedInstant(instant: expected, hasZone: hasZone))
  }

  @Test(
    "refuses what is no instant",
    arguments: [
      "", "null", "2026-03-02", "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
      "2026-00-01T00:00:00Z", "2026-04-31T00:00:00Z", "2026-03-00T00:00:00Z", "2026-03-02T24:00:00Z",
      "2026-03-02T10:60:00Z", "2026-03-02T10:00:61Z", "2026-03-02T10:00Z", "2026-03-02T10:00:00.Z",
      "2026-03-02T10:00:00ZZ", "2026-03-02T10:00:00+1", "2026-03-02T10:00:00+24:00", "26-03-02T10:00:00Z",
      "2026-03-02T10:00:00+02:60", "2026-3-2T10:00:00Z", "1772445600", "2026-03-02T10:00:00+",
      "+026-03-02T10:00:00Z",
    ])
  func refuses(text: String) {
    #expect(InstantFormat.parse(text) == nil)
  }

  @Test(
    "writes UTC with milliseconds only where there are some",
    arguments: [
      (ten, "2026-03-02T10:00:00Z"), (ten + 7, "2026-03-02T10:00:00.007Z"), (0, "1970-01-01T00:00:00Z"),
      (-1, "1969-12-31T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00Z"),
      (Int64.max, "9999-12-31T23:59:59.999Z"), (Int64.min, "0001-01-01T00:00:00Z"),
    ])
  func writes(milliseconds: Int64, text: String) {
    #expect(InstantFormat.string(Instant(millisecondsSince1970: milliseconds)) == text)
  }

  @Test("every day of 800 years is read as it is written, one after the other")
  func everyDay() {
    var milliseconds: Int64 = -11_644_473_600_000  // 1601-01-01
    for _ in 0..<292_194 {
      let instant = Instant(millisecondsSince1970: milliseconds)
      let text = InstantFormat.string(instant)
      if InstantFormat.parse(text)?.instant != instant {
        Issue.record("\(text)")
        return
      }
      milliseconds += 86_400_000
    }
    #expect(InstantFormat.string(Instant(millisecondsSince1970: milliseconds)) == "2401-01-01T00:00:00Z")
  }
}
