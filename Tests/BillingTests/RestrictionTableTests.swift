import Testing

/// Charges whose amounts were computed by hand. The site's clock is that of Berlin.
private struct Row: CustomTestStringConvertible, Sendable {
  var testDescription: String
  /// Elements as components and restrictions.
  var elements: [(String, String)]
  var more = ""
  /// From and to, and Wh of the register at instants.
  var from: String
  var to: String
  var readings: [(String, String)]
  var states = ""
  /// Billed quantities x unit prices of the lines.
  var lines: [String]
  var gross: String
  var flags: [String] = []

  var tariff: String {
    let items = elements.map { components, restrictions in
      #"{"price_components":[\#(components)],"restrictions":{\#(restrictions)}}"#
    }
    return #"{"currency":"EUR","elements":[\#(items.joined(separator: ","))]\#(more)}"#
  }

  var session: String {
    let items = readings.map { #"{"t":"\#($0.0)","wh":\#($0.1)}"# }.joined(separator: ",")
    return #"{"start":"\#(from)","stop":"\#(to)","readings":[\#(items)]\#(states)}"#
  }
}

private func energy(_ price: String, vat: String = "0") -> String {
  #"{"type":"ENERGY","price":"\#(price)","vat":"\#(vat)"}"#
}
private func time(_ price: String) -> String { #"{"type":"TIME","price":"\#(price)","vat":"0"}"# }
private func parking(_ price: String) -> String { #"{"type":"PARKING_TIME","price":"\#(price)","vat":"0"}"# }
private func flat(_ price: String) -> String { #"{"type":"FLAT","price":"\#(price)","vat":"0"}"# }
private let night = #""start_time":"22:00","end_time":"06:00""#

private let clockRows: [Row] = [
  Row(
    testDescription: "night prices over midnight: 1 kWh before 22:00, 8 in the night, 1 after 6:00",
    elements: [(energy("0.20"), night), (energy("0.40"), "")],
    from: "2026-03-02T20:00:00Z", to: "2026-03-03T06:00:00Z",
    readings: [
      ("2026-03-02T20:00:00Z", "0"), ("2026-03-02T21:00:00Z", "1000"), ("2026-03-03T05:00:00Z", "9000"),
      ("2026-03-03T06:00:00Z", "10000"),
    ], lines: ["2 x 0.40", "8 x 0.20"], gross: "2.40"),
  Row(
    testDescription: "the spring night of 7 hours: from 22:00 to 6:00 only 7 hours are cheap",
    elements: [(time("1"), night), (time("3"), "")], from: "2026-03-28T20:00:00Z", to: "2026-03-29T05:00:00Z",
    readings: [("2026-03-28T20:00:00Z", "0"), ("2026-03-29T05:00:00Z", "0")],
    lines: ["2 x 3", "7 x 1"], gross: "13.00"),
  Row(
    testDescription: "the autumn night of 9 hours",
    elements: [(time("1"), night), (time("3"), "")], from: "2026-10-24T20:00:00Z", to: "2026-10-25T06:00:00Z",
    readings: [("2026-10-24T20:00:00Z", "0"), ("2026-10-25T06:00:00Z", "0")],
    lines: ["9 x 1", "1 x 3"], gross: "12.00"),
  Row(
    testDescription: "an hour that the clock shows twice counts twice",
    elements: [(time("2"), #""start_time":"02:00","end_time":"03:00""#)], from: "2026-10-24T22:00:00Z",
    to: "2026-10-25T04:00:00Z",
    readings: [("2026-10-24T22:00:00Z", "0"), ("2026-10-25T04:00:00Z", "0")], lines: ["2 x 2"],
    gross: "4.00"),
  Row(
    testDescription: "an hour that the clock leaves out never comes",
    elements: [(time("2"), #""start_time":"02:00","end_time":"03:00""#)], from: "2026-03-28T23:00:00Z",
    to: "2026-03-29T04:00:00Z",
    readings: [("2026-03-28T23:00:00Z", "0"), ("2026-03-29T04:00:00Z", "0")], lines: [], gross: "0.00"),
  Row(
    testDescription: "the year ends at local midnight, an hour before UTC's; the end date is excluded",
    elements: [
      (energy("0.30"), #""end_date":"2027-01-01""#), (energy("0.50"), #""start_date":"2027-01-01""#),
    ],
    from: "2026-12-31T22:00:00Z", to: "2027-01-01T00:00:00Z",
    readings: [
      ("2026-12-31T22:00:00Z", "0"), ("2026-12-31T23:00:00Z", "4000"), ("2027-01-01T00:00:00Z", "10000"),
    ], lines: ["4 x 0.30", "6 x 0.50"], gross: "4.20"),
  Row(
    testDescription:
      "the weekend begins on Saturday at local midnight; 00:00 as an end is the end of the day",
    elements: [
      (time("1"), #""day_of_week":["SATURDAY","SUNDAY"],"start_time":"00:00","end_time":"00:00""#),
      (time("5"), ""),
    ], from: "2026-03-06T20:00:00Z", to: "2026-03-07T01:00:00Z",
    readings: [("2026-03-06T20:00:00Z", "0"), ("2026-03-07T01:00:00Z", "0")],
    lines: ["3 x 5", "2 x 1"], gross: "17.00"),
]

private let amountRows: [Row] = [
  Row(
    testDescription: "tiers of energy split exactly at the threshold, least included",
    elements: [(energy("0.50"), #""max_kwh":"10""#), (energy("0.30"), #""min_kwh":"10","max_kwh":20"#)],
    from: "2026-03-02T10:00:00Z", to: "2026-03-02T11:00:00Z",
    readings: [("2026-03-02T10:00:00Z", "500"), ("2026-03-02T11:00:00Z", "25500")],
    lines: ["10 x 0.50", "10 x 0.30"], gross: "8.00"),
  Row(
    testDescription: "time by tiers of energy: 25 kWh in an hour reach 10 kWh after 24 minutes",
    elements: [(time("1"), #""max_kwh":"10""#), (time("2"), "")], from: "2026-03-02T10:00:00Z",
    to: "2026-03-02T11:00:00Z",
    readings: [("2026-03-02T10:00:00Z", "0"), ("2026-03-02T11:00:00Z", "25000")],
    lines: ["0.4 x 1", "0.6 x 2"],
    gross: "1.60", flags: ["interpolated"]),
  Row(
    testDescription: "standing without charging costs from the third hour of the session on",
    elements: [(parking("6"), #""min_duration":7200"#), (energy("0.10"), "")], from: "2026-03-02T10:00:00Z",
    to: "2026-03-02T13:00:00Z",
    readings: [("2026-03-02T10:00:00Z", "0"), ("2026-03-02T13:00:00Z", "10000")],
    states: #","states":[{"from":"2026-03-02T11:00:00Z","to":"2026-03-02T13:00:00Z","state":"idle"}]"#,
    lines: ["10 x 0.10", "1 x 6"], gross: "7.00"),
  Row(
    testDescription: "power is the mean between readings: 4 kW are cheap, 11 kW are not",
    elements: [(energy("0.60"), #""min_power":"11""#), (energy("0.20"), #""max_power":11"#)],
    from: "2026-03-02T10:00:00Z", to: "2026-03-02T12:00:00Z",
    readings: [
      ("2026-03-02T10:00:00Z", "0"), ("2026-03-02T11:00:00Z", "11000"), ("2026-03-02T12:00:00Z", "15000"),
    ], lines: ["11 x 0.60", "4 x 0.20"], gross: "7.40"),
  Row(
    testDescription: "current is that of the states, all phases together",
    elements: [(time("9"), #""min_current":32"#), (time("1"), #""max_current":"32""#)],
    from: "2026-03-02T10:00:00Z", to: "2026-03-02T12:00:00Z", readings: [],
    states: #","states":[{"from":"2026-03-02T10:00:00Z","to":"2026-03-02T11:00:00Z","state":"charging","#
      + #""current_a":32},{"from":"2026-03-02T11:00:00Z","to":"2026-03-02T12:00:00Z","state":"charging","#
      + #""current_a":"31.9"}]"#,
    lines: ["1 x 9", "1 x 1"], gross: "10.00", flags: ["no_readings"]),
  Row(
    testDescription: "a start fee counts once, by the first that applies",
    elements: [(flat("1"), #""max_duration":600"#), (flat("2"), "")], from: "2026-03-02T10:00:00Z",
    to: "2026-03-02T12:00:00Z", readings: [], lines: ["1 x 1"], gross: "1.00", flags: ["no_readings"]),
  Row(
    testDescription: "a fee for what never came to pass does not count",
    elements: [(flat("5"), #""min_duration":7200"#)], from: "2026-03-02T10:00:00Z",
    to: "2026-03-02T12:00:00Z",
    readings: [], lines: [], gross: "0.00", flags: ["no_readings"]),
  Row(
    testDescription: "the VAT changes during the charge: each part at its rate, rounded by itself",
    elements: [(energy("0.50", vat: "19"), "")],
    more: #","vat_changes":[{"from":"2026-12-31T23:00:00Z","vat":"20"}]"#, from: "2026-12-31T22:00:00Z",
    to: "2027-01-01T00:00:00Z",
    readings: [("2026-12-31T22:00:00Z", "0"), ("2027-01-01T00:00:00Z", "20000")],
    // 5.00 + 0.95 and 5.00 + 1.00
    lines: ["10 x 0.50", "10 x 0.50"], gross: "11.95", flags: ["interpolated"]),
  Row(
    testDescription: "the step is that of the component used last, which also prices the surplus",
    elements: [
      (#"{"type":"ENERGY","price":"1","vat":"0","step_size":7000}"#, #""max_kwh":"2""#),
      (#"{"type":"ENERGY","price":"3","vat":"0","step_size":1000}"#, ""),
    ], from: "2026-03-02T10:00:00Z", to: "2026-03-02T11:00:00Z",
    readings: [("2026-03-02T10:00:00Z", "0"), ("2026-03-02T11:00:00Z", "3500")],
    lines: ["2 x 1", "2 x 3"], gross: "8.00"),
  Row(
    testDescription: "a reservation is priced by elements of its own, up to the start",
    elements: [
      (time("4"), #""reservation":"RESERVATION""#), (flat("7"), #""reservation":"RESERVATION_EXPIRES""#),
      (flat("1"), ""),
    ], from: "2026-03-02T10:00:00Z", to: "2026-03-02T10:30:00Z", readings: [],
    states: #","reservation":{"from":"2026-03-02T09:30:00Z","to":"2026-03-02T10:15:00Z","expired":false}"#,
    lines: ["1 x 1", "0.5 x 4"], gross: "3.00", flags: ["no_readings"]),
  Row(
    testDescription: "where nobody came, RESERVATION_EXPIRES is first, dimension by dimension",
    elements: [
      (time("4") + "," + flat("1"), #""reservation":"RESERVATION""#),
      (flat("7"), #""reservation":"RESERVATION_EXPIRES""#), (flat("100"), ""),
    ], from: "2026-03-02T10:00:00Z", to: "2026-03-02T10:00:00Z", readings: [],
    states: #","reservation":{"from":"2026-03-02T09:30:00Z","to":"2026-03-02T10:00:00Z","expired":true}"#,
    lines: ["1 x 7", "0.5 x 4"], gross: "9.00"),
]

@Suite struct RestrictionTableTests {
  @Test("prices by the clock and the calendar", arguments: clockRows)
  private func clock(_ row: Row) throws { try check(row) }

  @Test("prices by energy, power, current, duration, date of VAT and reservation", arguments: amountRows)
  private func amounts(_ row: Row) throws { try check(row) }

  private func check(_ row: Row) throws {
    let cost = try Pricing.json(tariff: row.tariff, session: row.session, zone: "Europe/Berlin")
    let lines = cost.list("lines").map { "\($0.text("billed_quantity")) x \($0.text("unit_price"))" }
    #expect(lines == row.lines)
    #expect(cost.text("gross") == row.gross)
    #expect(cost.flags == row.flags)
  }

  @Test("the explanation says when a price applies")
  func words() throws {
    let restrictions =
      night + #","day_of_week":["MONDAY","FRIDAY"],"start_date":"2026-01-01","end_date":"2027-01-01","#
      + #""min_kwh":"0.5","max_power":"11","max_duration":3600"#
    let cost = try Pricing.json(
      tariff:
        #"{"currency":"EUR","elements":[{"price_components":[\#(energy("2"))],"#
        + #""restrictions":{\#(restrictions)}}]}"#,
      session: #"{"start":"2026-03-02T21:00:00Z","stop":"2026-03-02T22:00:00Z","readings":["#
        + #"{"t":"2026-03-02T21:00:00Z","wh":0},{"t":"2026-03-02T22:00:00Z","wh":1000}]}"#,
      zone: "Europe/Berlin")
    #expect(
      cost.explanation.contains(
        "ENERGY from 22:00 to 06:00 from 2026-01-01 on until the end of 2026-12-31 on Monday, Friday "
          + "at energy from 0.5 kWh at power below 11 kW at duration below 3600 s: "
          + "0.5 kWh x 2 EUR = 1 EUR before 0 % VAT."))
  }
}
