import Formats
import Testing

@Suite("Decimals as text")
struct DecimalTextTests {
  @Test(
    "reads exactly",
    arguments: [
      ("12.345", 3, 12345), ("0", 2, 0), ("-0.5", 1, -5), (" 7 ", 2, 700), ("007.10", 1, 71),
      ("1.5000", 1, 15), ("-0", 3, 0), ("9223372036854775807", 0, 9_223_372_036_854_775_807),
    ] as [(String, Int, Int128)])
  func exact(text: String, digits: Int, expected: Int128) throws {
    #expect(try DecimalText.parse(text, digits: digits) == expected)
  }

  @Test(
    "refuses what is no plain number",
    arguments: ["", " ", "-", ".", "1.", ".5", "+1", "1e3", "1,5", "1 2", "NaN", "0x1", "1.2.3", "--1", "١"])
  func refuses(text: String) {
    #expect(throws: DecimalError.notANumber) { try DecimalText.parse(text, digits: 2) }
  }

  @Test("refuses digits that would get lost, unless it may round")
  func precision() throws {
    #expect(throws: DecimalError.tooPrecise) { try DecimalText.parse("0.125", digits: 2) }
    #expect(throws: DecimalError.tooPrecise) {
      try DecimalText.parse("0." + String(repeating: "0", count: 60) + "1", digits: 2)
    }
    #expect(try DecimalText.parse("0.125", digits: 2, excess: .round) == 13)
    #expect(try DecimalText.parse("-0.125", digits: 2, excess: .round) == -13)
    #expect(try DecimalText.parse("0.124999999", digits: 2, excess: .round) == 12)
    #expect(try DecimalText.parse("0.5", digits: 0, excess: .round) == 1)
    #expect(try DecimalText.parse("-0.4", digits: 0, excess: .round) == 0)
  }

  @Test("refuses what does not fit")
  func size() throws {
    let nines = String(repeating: "9", count: 36)
    #expect(try DecimalText.parse(nines, digits: 2) == Int128(nines).map { $0 * 100 })
    #expect(throws: DecimalError.tooLarge) { try DecimalText.parse(nines, digits: 3) }
    #expect(throws: DecimalError.tooLarge) { try DecimalText.parse(nines + "9", digits: 0) }
    #expect(try DecimalText.parse(String(repeating: "0", count: 99) + "1", digits: 0) == 1)
  }

  @Test(
    "reads measured values as wallboxes write them",
    arguments: [
      (" 0.0", 0), ("1,5", 1500), ("1.5e3", 1_500_000), ("1E-3", 1), ("4e-4", 0), ("5e-4", 1), ("+7", 7000),
      (".5", 500), ("5.", 5000), ("-0.0005", -1), ("12.3456", 12346), ("1e15", 1_000_000_000_000_000_000),
      ("0e999999999999", 0), ("1e-999999999999", 0), ("3\u{0}", 3000),
    ] as [(String, Int64)])
  func lenient(text: String, expected: Int64) {
    #expect(DecimalText.lenient(text, digits: 3) == expected)
  }

  @Test(
    "gives nothing for a value that is none",
    arguments: [
      "", "  ", "NaN", "null", "1e", "e5", "1.234,5", "12 kWh", "-", ".", "Infinity", "1e99", "1e16",
    ])
  func noValue(text: String) {
    #expect(DecimalText.lenient(text, digits: 3) == nil)
  }

  @Test("formats shortest and with fixed digits")
  func formats() {
    #expect(DecimalText.format(12345, digits: 3) == "12.345")
    #expect(DecimalText.format(12000, digits: 3) == "12")
    #expect(DecimalText.format(-5, digits: 3) == "-0.005")
    #expect(DecimalText.format(1200, digits: 0) == "1200")
    #expect(DecimalText.format(0, digits: 6) == "0")
    #expect(DecimalText.formatFixed(1200, digits: 2) == "12.00")
    #expect(DecimalText.formatFixed(-7, digits: 2) == "-0.07")
    #expect(DecimalText.formatFixed(7, digits: 0) == "7")
  }
}
