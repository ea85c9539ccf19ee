import Testing

/// Amounts computed by hand.
struct PriceCase: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var tariff: String
  var session: String
  /// net, vat, gross
  var amounts: [String]
  var exactNet: String
  var limit = "null"
  var flags: [String] = []
}

private let energy19 = #"{"type":"ENERGY","price":"0.40","vat":"19"}"#

private let amountRows: [PriceCase] = [
  PriceCase(
    testDescription: "FLAT and ENERGY at one rate are rounded together",
    tariff: Pricing.tariff(
      #"{"type":"FLAT","price":"1.00","vat":"19"},{"type":"ENERGY","price":"0.3333","vat":"19"}"#),
    session: Pricing.charge("10000"), amounts: ["4.33", "0.82", "5.15"], exactNet: "4.333"),
  PriceCase(
    testDescription: "amounts too small alone are not lost within a rate",
    tariff: Pricing.tariff(
      #"{"type":"FLAT","price":"0.004","vat":"19"},{"type":"ENERGY","price":"0.004","vat":"19"}"#),
    session: Pricing.charge("1000"), amounts: ["0.01", "0.00", "0.01"], exactNet: "0.008"),
  PriceCase(
    testDescription: "every VAT rate is rounded by itself",
    tariff: Pricing.tariff(
      #"{"type":"FLAT","price":"0.004","vat":"7"},{"type":"ENERGY","price":"0.004","vat":"19"}"#),
    session: Pricing.charge("1000"), amounts: ["0.00", "0.00", "0.00"], exactNet: "0.008"),
  PriceCase(
    testDescription: "two rates",
    tariff: Pricing.tariff(energy19 + #",{"type":"FLAT","price":"0.505","vat":"7"}"#),
    session: Pricing.charge("10000"), amounts: ["4.51", "0.80", "5.31"], exactNet: "4.505"),
  PriceCase(
    testDescription: "VAT is of the rounded net",
    tariff: Pricing.tariff(#"{"type":"FLAT","price":"0.026","vat":"19"}"#),
    session: Pricing.charge("0"), amounts: ["0.03", "0.01", "0.04"], exactNet: "0.026"),
  PriceCase(
    testDescription: "prices with VAT: gross is rounded, VAT is inside, net is the difference",
    tariff: Pricing.tariff(
      #"{"type":"ENERGY","price":"0.4555","vat":"19"}"#, more: #","tax_included":"YES""#),
    session: Pricing.charge("10000"), amounts: ["3.83", "0.73", "4.56"], exactNet: "3.827731"),
  PriceCase(
    testDescription: "halves go up, and down when negative",
    tariff: Pricing.tariff(
      #"{"type":"FLAT","price":"0.005","vat":"0"},{"type":"ENERGY","price":"-0.025","vat":"1"}"#),
    session: Pricing.charge("1000"), amounts: ["-0.02", "0.00", "-0.02"], exactNet: "-0.02"),
  PriceCase(
    testDescription: "a currency without minor units",
    tariff: Pricing.tariff(#"{"type":"FLAT","price":"100.5","vat":"10"}"#, currency: "JPY"),
    session: Pricing.charge("0"), amounts: ["101", "10", "111"], exactNet: "100.5"),
  PriceCase(
    testDescription: "a currency with three digits",
    tariff: Pricing.tariff(#"{"type":"FLAT","price":"1.0005","vat":"10"}"#, currency: "KWD"),
    session: Pricing.charge("0"), amounts: ["1.001", "0.100", "1.101"], exactNet: "1.0005"),
  PriceCase(
    testDescription: "no tariff element has the dimension: it costs nothing",
    tariff: Pricing.tariff(#"{"type":"PARKING_TIME","price":"5","vat":"19"}"#),
    session: Pricing.charge("1000"), amounts: ["0.00", "0.00", "0.00"], exactNet: "0"),
  PriceCase(
    testDescription: "the first element that has the dimension wins",
    tariff: #"{"currency":"EUR","elements":[{"price_components":[{"type":"FLAT","price":"1","vat":"0"}]},"#
      + #"{"price_components":[{"type":"ENERGY","price":"2","vat":"0"},{"type":"FLAT","price":"9"}]},"#
      + #"{"price_components":[{"type":"ENERGY","price":"7","vat":"0"}]}]}"#,
    session: Pricing.charge("1000"), amounts: ["3.00", "0.00", "3.00"], exactNet: "3"),
]

private let stepRows: [PriceCase] = [
  PriceCase(
    testDescription: "energy is billed in whole steps",
    tariff: Pricing.tariff(#"{"type":"ENERGY","price":"0.40","vat":"19","step_size":500}"#),
    session: Pricing.charge("12345"), amounts: ["5.00", "0.95", "5.95"], exactNet: "5"),
  PriceCase(
    testDescription: "a full step is not rounded further",
    tariff: Pricing.tariff(#"{"type":"ENERGY","price":"0.40","vat":"19","step_size":500}"#),
    session: Pricing.charge("12500"), amounts: ["5.00", "0.95", "5.95"], exactNet: "5"),
  PriceCase(
    testDescription: "steps are of the total, not of each reading",
    tariff: Pricing.tariff(#"{"type":"ENERGY","price":"1","vat":"0","step_size":1000}"#),
    session: Pricing.session([(0, "0"), (20, "600"), (40, "1200"), (60, "1800")]),
    amounts: ["2.00", "0.00", "2.00"], exactNet: "2"),
  PriceCase(
    testDescription: "no energy, no step",
    tariff: Pricing.tariff(#"{"type":"ENERGY","price":"1","vat":"0","step_size":1000}"#),
    session: Pricing.charge("0"), amounts: ["0.00", "0.00", "0.00"], exactNet: "0"),
  PriceCase(
    testDescription: "step 0 means none",
    tariff: Pricing.tariff(#"{"type":"ENERGY","price":"1","vat":"0","step_size":0}"#),
    session: Pricing.charge("0.5"), amounts: ["0.00", "0.00", "0.00"], exactNet: "0.0005"),
  PriceCase(
    testDescription: "step 1 bills whole watt-hours",
    tariff: Pricing.tariff(#"{"type":"ENERGY","price":"1","vat":"0","step_size":1}"#),
    session: Pricing.charge("0.5"), amounts: ["0.00", "0.00", "0.00"], exactNet: "0.001"),
  PriceCase(
    testDescription: "time is billed in whole steps",
    tariff: Pricing.tariff(#"{"type":"TIME","price":"1.20","vat":"0","step_size":900}"#),
    session: Pricing.session(minutes: 50, []), amounts: ["1.20", "0.00", "1.20"], exactNet: "1.2",
    flags: ["no_readings"]),
  PriceCase(
    testDescription: "with parking only the parking total is rounded",
    tariff: Pricing.tariff(
      #"{"type":"TIME","price":"1.20","vat":"0","step_size":900},"#
        + #"{"type":"PARKING_TIME","price":"3","vat":"0","step_size":900}"#),
    session: Pricing.session(
      minutes: 70, [], more: #","states":[\#(Pricing.idle(60, 70)),\#(Pricing.idle(10, 20))]"#),
    amounts: ["2.50", "0.00", "2.50"], exactNet: "2.5", flags: ["no_readings"]),
  PriceCase(
    testDescription: "idle time without a price does not stop charging time from being rounded",
    tariff: Pricing.tariff(#"{"type":"TIME","price":"1.20","vat":"0","step_size":900}"#),
    session: Pricing.session(minutes: 70, [], more: #","states":[\#(Pricing.idle(50, 70))]"#),
    amounts: ["1.20", "0.00", "1.20"], exactNet: "1.2", flags: ["no_readings"]),
  PriceCase(
    testDescription: "states beyond the transaction are cut off, empty ones ignored, gaps are charging",
    tariff: Pricing.tariff(
      #"{"type":"TIME","price":"6","vat":"0"},{"type":"PARKING_TIME","price":"60","vat":"0"}"#),
    session: Pricing.session(
      minutes: 60, [],
      more: #","states":[\#(Pricing.idle(50, 90)),\#(Pricing.idle(-20, 5)),\#(Pricing.idle(30, 30))]"#),
    amounts: ["19.50", "0.00", "19.50"], exactNet: "19.5", flags: ["no_readings"]),
]

private let limitRows: [PriceCase] = [
  PriceCase(
    testDescription: "a minimum holds net and gross each to its own value",
    tariff: Pricing.tariff(energy19, more: #","min_price":{"excl_vat":"0.50","incl_vat":"0.60"}"#),
    session: Pricing.charge("1000"), amounts: ["0.50", "0.10", "0.60"], exactNet: "0.4", limit: "min_price"),
  PriceCase(
    testDescription: "a minimum that only the gross misses leaves the net alone",
    tariff: Pricing.tariff(energy19, more: #","min_price":{"excl_vat":"0.30","incl_vat":"0.60"}"#),
    session: Pricing.charge("1000"), amounts: ["0.40", "0.20", "0.60"], exactNet: "0.4", limit: "min_price"),
  PriceCase(
    testDescription: "a minimum of which only the net is given follows the transaction's VAT",
    tariff: Pricing.tariff(energy19, more: #","default_vat":"7","min_price":{"excl_vat":"0.50"}"#),
    session: Pricing.charge("1000"), amounts: ["0.50", "0.10", "0.60"], exactNet: "0.4", limit: "min_price"),
  PriceCase(
    testDescription: "a limit follows the mix of rates: half at 0 %, half at 20 % is 10 %",
    tariff: Pricing.tariff(
      #"{"type":"FLAT","price":"1","vat":"0"},{"type":"ENERGY","price":"1","vat":"20"}"#,
      more: #","min_price":{"excl_vat":"10"}"#),
    session: Pricing.charge("1000"), amounts: ["10.00", "1.00", "11.00"], exactNet: "2", limit: "min_price"),
  PriceCase(
    testDescription: "a maximum of which only the gross is given",
    tariff: Pricing.tariff(
      #"{"type":"ENERGY","price":"0.40","vat":"20"}"#, more: #","max_price":{"incl_vat":"10"}"#),
    session: Pricing.charge("50000"), amounts: ["8.33", "1.67", "10.00"], exactNet: "20",
    limit: "max_price"),
  PriceCase(
    testDescription: "the exact amount is compared, not the rounded one",
    tariff: Pricing.tariff(
      #"{"type":"FLAT","price":"0.4999","vat":"0"}"#, more: #","min_price":{"excl_vat":"0.50"}"#),
    session: Pricing.charge("0"), amounts: ["0.50", "0.00", "0.50"], exactNet: "0.4999", limit: "min_price"),
  PriceCase(
    testDescription: "a limit that is met exactly does not bind",
    tariff: Pricing.tariff(
      energy19,
      more: #","min_price":{"excl_vat":"0.4","incl_vat":"0.476"},"max_price":{"excl_vat":"0.40"}"#),
    session: Pricing.charge("1000"), amounts: ["0.40", "0.08", "0.48"], exactNet: "0.4"),
  PriceCase(
    testDescription: "a minimum on nothing follows default_vat",
    tariff: Pricing.tariff(
      energy19, more: #","default_vat":"8.1","min_price":{"excl_vat":"1"}"#),
    session: Pricing.charge("0"), amounts: ["1.00", "0.08", "1.08"], exactNet: "0", limit: "min_price"),
  PriceCase(
    testDescription: "a minimum on nothing follows the tariff's only rate",
    tariff: Pricing.tariff(energy19, more: #","min_price":{"incl_vat":"1.19"}"#),
    session: Pricing.charge("0"), amounts: ["1.00", "0.19", "1.19"], exactNet: "0", limit: "min_price"),
  PriceCase(
    testDescription: "limits with prices that include VAT",
    tariff: Pricing.tariff(
      energy19, more: #","tax_included":"YES","max_price":{"incl_vat":"2.38"}"#),
    session: Pricing.charge("10000"), amounts: ["2.00", "0.38", "2.38"], exactNet: "3.361345",
    limit: "max_price"),
  PriceCase(
    testDescription: "FLAT counts at zero energy",
    tariff: Pricing.tariff(#"{"type":"FLAT","price":"1","vat":"19"}"#),
    session: Pricing.charge("0"), amounts: ["1.00", "0.19", "1.19"], exactNet: "1"),
  PriceCase(
    testDescription: "below the waiver nothing is charged, not even a minimum",
    tariff: Pricing.tariff(
      energy19 + #",{"type":"FLAT","price":"1"}"#,
      more: #","waive_if_energy_below_wh":100,"min_price":{"excl_vat":"5"}"#),
    session: Pricing.charge("99.999"), amounts: ["0.00", "0.00", "0.00"], exactNet: "0",
    flags: ["waived"]),
  PriceCase(
    testDescription: "at the waiver everything is charged",
    tariff: Pricing.tariff(
      #"{"type":"FLAT","price":"1"}"#, more: #","waive_if_energy_below_wh":100"#),
    session: Pricing.charge("100"), amounts: ["1.00", "0.00", "1.00"], exactNet: "1"),
]

@Suite struct PriceTableTests {
  @Test("amounts", arguments: amountRows)
  func amounts(_ row: PriceCase) throws { try check(row) }

  @Test("step sizes", arguments: stepRows)
  func steps(_ row: PriceCase) throws { try check(row) }

  @Test("limits and waivers", arguments: limitRows)
  func limits(_ row: PriceCase) throws { try check(row) }

  private func check(_ row: PriceCase) throws {
    let cost = try Pricing.json(tariff: row.tariff, session: row.session)
    #expect(cost.amounts == row.amounts)
    #expect(cost.text("exact_net") == row.exactNet)
    #expect(cost.text("limit") == row.limit)
    #expect(cost.flags == row.flags)
    #expect(cost.list("vat_groups").isEmpty || row.limit == "null")
  }
}
