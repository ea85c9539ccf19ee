import Formats
import Testing

@Suite struct ReadingsTests {
  private static let tariff = Pricing.tariff(
    #"{"type":"ENERGY","price":"0.123456","vat":"8.1","step_size":7},"#
      + #"{"type":"TIME","price":"0.31","vat":"19"}"#
  )

  private func cost(_ readings: [(Int, String)], more: String = "") throws -> JSONValue {
    try Pricing.json(tariff: Self.tariff, session: Pricing.session(readings, more: more))
  }

  @Test("readings in any order, or twice, change nothing")
  func orderAndRepeats() throws {
    let plain = try self.cost([(0, "1000.5"), (15, "2000"), (30, "2500.25"), (60, "9000")])
    let mixed = try self.cost([
      (30, "2500.25"), (60, "9000"), (0, "1000.5"), (60, "9000.0"), (15, "2000"), (15, "2000.000"),
    ])
    #expect(plain == mixed)
    #expect(plain.text("energy_kwh") == "7.9995")
  }

  @Test("more readings in between do not change an amount")
  func splitReadings() throws {
    let few = try self.cost([(0, "0"), (60, "7001")])
    let many = try self.cost((0...60).map { ($0, $0 == 60 ? "7001" : "\($0 * 100)") })
    #expect(few.amounts == many.amounts && few["lines"] == many["lines"])
  }

  @Test("readings before the start and after the stop count")
  func outside() throws {
    let cost = try self.cost([(-5, "100"), (20, "500"), (65, "1107")])
    #expect(cost.text("energy_kwh") == "1.007")
    #expect(cost.list("lines").first?.text("billed_quantity") == "1.008")
  }

  @Test(
    "one reading or none: no energy, and a flag",
    arguments: [[], [(0, "5000")], [(0, "5000"), (0, "5000")]] as [[(Int, String)]])
  func tooFew(_ readings: [(Int, String)]) throws {
    let cost = try self.cost(readings)
    #expect(cost.text("energy_kwh") == "0" && cost.flags == ["no_readings"])
    #expect(cost.list("lines").map { $0.text("dimension") } == ["TIME"])
  }

  @Test("a register that is known to end begins again at 0")
  func rollover() throws {
    let cost = try self.cost(
      [(0, "999990"), (30, "999999.5"), (60, "10")], more: #","register_modulus_wh":1000000"#)
    #expect(cost.text("energy_kwh") == "0.02" && cost.flags.isEmpty)
    let twice = try self.cost(
      [(0, "90"), (20, "10"), (40, "95"), (60, "5")], more: #","register_modulus_wh":100"#)
    #expect(twice.text("energy_kwh") == "0.115")
  }

  @Test("a register that falls otherwise counts from 0 and is flagged")
  func reset() throws {
    let cost = try self.cost([(0, "5000"), (20, "6000"), (40, "200"), (60, "700")])
    #expect(cost.text("energy_kwh") == "1.7" && cost.flags == ["meter_reset"])
  }

  @Test("a fall of up to 2 Wh is jitter: last minus first, never negative, no flag")
  func jitter() throws {
    let rows: [([(Int, String)], String, [String])] = [
      ([(0, "1000"), (60, "998")], "0", []),
      ([(0, "1000"), (60, "997.999")], "0.997999", ["meter_reset"]),
      ([(0, "1000"), (30, "2000"), (60, "1999")], "0.999", []),
      ([(0, "1000"), (30, "999"), (60, "2000")], "1", []),
    ]
    for (readings, energy, flags) in rows {
      let cost = try self.cost(readings)
      #expect(cost.text("energy_kwh") == energy && cost.flags == flags)
    }
    let known = try self.cost([(0, "1000"), (60, "999")], more: #","register_modulus_wh":1000000"#)
    #expect(known.text("energy_kwh") == "0")
  }

  @Test("states cut the transaction into slices whose energy adds up")
  func slices() throws {
    let states = (0..<20).map { Pricing.idle($0 * 3, $0 * 3 + 1) }.joined(separator: ",")
    let cost = try self.cost([(0, "0"), (7, "1000.001"), (60, "3333.333")], more: #","states":[\#(states)]"#)
    #expect(cost.text("energy_kwh") == "3.333333")
    #expect(cost.list("lines").first?.text("billed_quantity") == "3.339")
    #expect(cost.list("lines").last?.text("billed_quantity") == "0.666667")
  }
}
