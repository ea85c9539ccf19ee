import Billing
import Domain
import Formats
import Testing

@Suite struct DynamicPriceTests {
  private static let quarter: Int64 = 900_000

  private func instant(_ text: String) throws -> Instant { try #require(InstantFormat.parse(text)).instant }

  /// Slots of a length from an instant on, at rising prices.
  private func slots(from: Instant, count: Int, length: Int64 = quarter) -> [String] {
    (0..<count).map { index in
      let begin = from.advanced(byMilliseconds: Int64(index) * length)
      return
        #"{"from":"\#(InstantFormat.string(begin))","#
        + #""to":"\#(InstantFormat.string(begin.advanced(byMilliseconds: length)))","#
        + #""price_per_mwh":"\#(index * 10)"}"#
    }
  }

  private func tariff(_ slots: [String], more: String = "", elements: String = "") -> String {
    #"{"currency":"EUR","elements":[\#(elements)],"#
      + #""dynamic":{"slots":[\#(slots.joined(separator: ","))],"vat":"20"\#(more)}}"#
  }

  private func cost(_ tariff: String, from: Instant, to: Instant, wattHours: Int) throws -> JSONValue {
    let (start, stop) = (InstantFormat.string(from), InstantFormat.string(to))
    return try Pricing.parsed(
      tariff: tariff,
      session:
        #"{"start":"\#(start)","stop":"\#(stop)","#
        + #""readings":[{"t":"\#(start)","wh":0},{"t":"\#(stop)","wh":\#(wattHours)}]}"#,
      zone: "Europe/Berlin")
  }

  @Test(
    "a whole local day has 92, 96 or 100 quarters of an hour",
    arguments: [
      ("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 92),
      ("2026-06-01T22:00:00Z", "2026-06-02T22:00:00Z", 96),
      ("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 100),
    ])
  func days(_ from: String, _ to: String, _ count: Int) throws {
    let (from, to) = (try instant(from), try instant(to))
    #expect(to.milliseconds(since: from) == Int64(count) * Self.quarter)
    let cost = try cost(tariff(slots(from: from, count: count)), from: from, to: to, wattHours: count * 1000)
    #expect(cost.list("lines").count == count)
    // 1 kWh in each quarter at 0, 0.01, 0.02 … EUR: count x (count - 1) / 2 cents.
    #expect(cost.text("net") == Pricing.cents(count * (count - 1) / 2))
    #expect(cost.flags == ["interpolated"])
  }

  @Test("spot / 1000 x (1 + markup) + surcharge, then the floor, slot by slot")
  func formula() throws {
    let start = try instant("2026-03-02T10:00:00Z")
    let rule = #","markup_percent":"10","surcharge_per_kwh":"0.05","floor_per_kwh":"0.04""#
    let prices = ["123.45", "-200", "0"].enumerated().map { index, spot in
      let from = start.advanced(byMilliseconds: Int64(index) * 3_600_000)
      return
        #"{"from":"\#(InstantFormat.string(from))","#
        + #""to":"\#(InstantFormat.string(from.advanced(byMilliseconds: 3_600_000)))","#
        + #""price_per_mwh":"\#(spot)"}"#
    }
    let cost = try cost(
      tariff(prices, more: rule), from: start, to: start.advanced(byMilliseconds: 3 * 3_600_000),
      wattHours: 30_000)
    #expect(cost.list("lines").map { $0.text("unit_price") } == ["0.185795", "0.04", "0.05"])
    #expect(cost.text("exact_net") == "2.75795")
    #expect(cost.amounts == ["2.76", "0.55", "3.31"])
    #expect(
      cost.explanation.contains(
        "ENERGY from 2026-03-02 11:00:00 +01:00 to 2026-03-02 12:00:00 +01:00 at 123.45 EUR per MWh: "
          + "10 kWh x 0.185795 EUR = 1.85795 EUR before 20 % VAT."))
  }

  @Test("a price that is missing makes the charge wait, and is never 0")
  func missing() throws {
    let start = try instant("2026-03-02T10:00:00Z")
    var slots = slots(from: start, count: 4)
    slots.remove(at: 2)
    let stop = start.advanced(byMilliseconds: 3_600_000)
    let error = #expect(throws: InvalidInput.self) {
      try cost(tariff(slots), from: start, to: stop, wattHours: 4000)
    }
    #expect(error?.path == "tariff.dynamic.slots")
    #expect(
      error?.reason.contains("2026-03-02 11:30:00 +01:00, so that the charge is not priceable yet") == true)
    let before = try cost(
      tariff(slots), from: start, to: start.advanced(byMilliseconds: 1_800_000), wattHours: 2000)
    #expect(before.text("net") == "0.01")
  }

  @Test("where no energy flows no price is missing, and a waived charge needs none")
  func notNeeded() throws {
    let start = try instant("2026-03-02T10:00:00Z")
    let stop = start.advanced(byMilliseconds: 3_600_000)
    #expect(try cost(tariff([]), from: start, to: stop, wattHours: 0).text("net") == "0.00")
    let waived = tariff([]).dropLast() + #","waive_if_energy_below_wh":100}"#
    #expect(try cost(String(waived), from: start, to: stop, wattHours: 99).flags == ["waived"])
  }

  @Test("an element with restrictions prices energy before the market does")
  func elements() throws {
    let start = try instant("2026-03-02T10:00:00Z")
    let fixed =
      #"{"price_components":[{"type":"ENERGY","price":"1","vat":"20"}],"restrictions":{"end_time":"11:30"}}"#
    let cost = try cost(
      tariff(slots(from: start, count: 4), elements: fixed), from: start,
      to: start.advanced(byMilliseconds: 3_600_000), wattHours: 4000)
    #expect(cost.list("lines").map { $0.text("unit_price") } == ["1", "0.02", "0.03"])
    #expect(cost.text("net") == "2.05")
  }
}

extension Pricing {
  /// Cents as an amount.
  static func cents(_ count: Int) -> String { "\(count / 100).\(count % 100 < 10 ? "0" : "")\(count % 100)" }
}
