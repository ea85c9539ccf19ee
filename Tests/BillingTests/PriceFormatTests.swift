import Billing
import Domain
import Formats
import Testing

@Suite struct PriceFormatTests {
  @Test("the promised example, byte for byte")
  func example() throws {
    let input = """
      {"timezone": "Europe/Zurich", "tariff": {"currency":"EUR","elements":[{"price_components":[
      {"type":"ENERGY","price":"0.40","step_size":1,"vat":"19"}]}]},
      "session": {"start": "2026-03-02T10:00:00Z", "stop": "2026-03-02T12:00:00Z", "readings":
      [{"t": "2026-03-02T10:00:00Z", "wh": 1000}, {"t": "2026-03-02T12:00:00Z", "wh": 13345}]}}
      """
    let expected =
      #"{"net":"4.94","vat":"0.94","gross":"5.88","exact_net":"4.938","energy_kwh":"12.345","#
      + #""lines":[{"dimension":"ENERGY","billed_quantity":"12.345","unit":"kWh","unit_price":"0.40","#
      + #""vat_percent":"19","exact_amount":"4.938"}],"#
      + #""vat_groups":[{"vat_percent":"19","net":"4.94","vat":"0.94","gross":"5.88"}],"#
      + #""limit":null,"flags":[],"explanation":["#
      + #""The transaction ran from 2026-03-02 11:00:00 +01:00 to 2026-03-02 13:00:00 +01:00.","#
      + #""The register read 1000 Wh first and 13345 Wh last: 12.345 kWh.","#
      + #""ENERGY: 12.345 kWh x 0.40 EUR = 4.938 EUR before 19 % VAT.","#
      + #""VAT 19 % on 4.94 EUR: 0.94 EUR.","Net 4.94 EUR + VAT 0.94 EUR = 5.88 EUR to pay."]}"#
    #expect(try Pricing.text(input) == expected + "\n")
  }

  @Test("quantities and exact amounts have six places at most, halves rounded away from zero")
  func sixPlaces() throws {
    let cost = try Pricing.json(
      tariff: Pricing.tariff(
        #"{"type":"FLAT","price":"0.0000005","vat":"0"},{"type":"TIME","price":"-0.000003","vat":"0"}"#),
      session: Pricing.session(minutes: 10, []))
    let lines = cost.list("lines")
    #expect(lines.map { $0.text("billed_quantity") } == ["1", "0.166667"])
    #expect(lines.map { $0.text("exact_amount") } == ["0.000001", "-0.000001"])
    #expect(lines.map { $0.text("unit") } == ["session", "h"])
    #expect(cost.text("exact_net") == "0")
  }

  @Test("rates are shown as given, and equal rates share a group")
  func rates() throws {
    let cost = try Pricing.json(
      tariff: Pricing.tariff(
        #"{"type":"FLAT","price":"1","vat":"19.0"},{"type":"ENERGY","price":"1","vat":"19"}"#),
      session: Pricing.charge("1000"))
    #expect(cost.list("lines").map { $0.text("vat_percent") } == ["19.0", "19"])
    #expect(cost.list("vat_groups").map { $0.text("vat_percent") } == ["19.0"])
    #expect(cost.amounts == ["2.00", "0.38", "2.38"])
  }

  @Test("no VAT is another thing than zero percent")
  func withoutVAT() throws {
    let cost = try Pricing.json(
      tariff: Pricing.tariff(
        #"{"type":"FLAT","price":"1"},{"type":"ENERGY","price":"1","vat":"0"}"#,
        more: #","default_vat":"19""#),
      session: Pricing.charge("1000"))
    #expect(cost.list("vat_groups").map { $0.text("vat_percent") } == ["null", "0"])
    #expect(cost.amounts == ["2.00", "0.00", "2.00"])
  }

  @Test("explanations are single lines")
  func explanations() throws {
    let cost = try Pricing.json(
      tariff: Pricing.tariff(
        #"{"type":"ENERGY","price":"1","vat":"19","step_size":500},{"type":"TIME","price":"1"}"#,
        more: #","tax_included":"YES","max_price":{"incl_vat":"1"}"#),
      session: Pricing.session([(0, "900"), (30, "100"), (60, "700")]))
    #expect(cost.explanation.count == 8)
    for sentence in cost.explanation {
      #expect(!sentence.contains("\n") && sentence.hasSuffix("."))
    }
  }

  @Test("what waits for a person: a fallen register and missing readings, not a waiver")
  func holdsPrice() throws {
    let tariff = try Tariff.parse(
      try JSONValue.parse(
        Pricing.tariff(#"{"type":"FLAT","price":"1"}"#, more: #","waive_if_energy_below_wh":1"#)))
    let start = Instant(millisecondsSince1970: 0)
    func cost(_ registers: Int64...) throws -> Cost {
      let readings = registers.enumerated().map { index, milliWh in
        RegisterReading(at: start.advanced(byMilliseconds: Int64(index)), energyMilliWh: milliWh)
      }
      return try price(PriceInput(start: start, stop: start, readings: readings), by: tariff, zone: .utc)
    }
    #expect(try cost(0, 5000).holdsPrice == false)
    #expect(try cost(5000, 5000).flags == [.waived] && cost(5000, 5000).holdsPrice == false)
    #expect(try cost(9000, 5000).flags == [.meterReset] && cost(9000, 5000).holdsPrice)
    #expect(try cost(9000).flags == [.noReadings, .waived] && cost(9000).holdsPrice)
    #expect(CostFlag.meterReset.transactionFlag == .meterReset && CostFlag.waived.transactionFlag == .waived)
  }
}
