import Billing
import Formats
import Testing

/// A tariff that contradicts itself, where it does, and a word of the sentence that says so.
private struct Contradiction: CustomTestStringConvertible, Sendable {
  var path: String
  var tariff: String
  var word: String
  var testDescription: String { "\(path): \(word)" }
}

private func restriction(_ name: String, _ json: String, _ word: String, _ type: String = "TIME")
  -> Contradiction
{
  Contradiction(
    path: "elements[0].\(name)",
    tariff: #"{"currency":"EUR","elements":[{"price_components":[{"type":"\#(type)","price":"1"}],"#
      + #""restrictions":{\#(json)}}]}"#, word: word)
}

private func tariff(_ path: String, _ more: String, _ word: String) -> Contradiction {
  Contradiction(
    path: path,
    tariff: #"{"currency":"EUR","elements":[{"price_components":[{"type":"ENERGY","price":"1"}]}],\#(more)}"#,
    word: word)
}

private func dynamic(_ path: String, _ json: String, _ word: String) -> Contradiction {
  Contradiction(path: "dynamic.\(path)", tariff: #"{"currency":"EUR","dynamic":{\#(json)}}"#, word: word)
}

private func slot(_ from: Int, _ to: Int, _ price: String = #""1""#) -> String {
  #"{"from":"\#(Pricing.at(from))","to":"\#(Pricing.at(to))","price_per_mwh":\#(price)}"#
}

private let contradictions: [Contradiction] = [
  restriction("restrictions.start_time", #""start_time":"24:00""#, "23:59"),
  restriction("restrictions.start_time", #""start_time":"7:00""#, "23:59"),
  restriction("restrictions.end_time", #""end_time":"07:60""#, "23:59"),
  restriction("restrictions.end_time", #""end_time":700"#, "string"),
  restriction("restrictions.end_time", #""start_time":"08:00","end_time":"08:00""#, "the same"),
  restriction("restrictions.start_date", #""start_date":"2026-02-29""#, "date"),
  restriction("restrictions.end_date", #""end_date":"1.3.2026""#, "date"),
  restriction(
    "restrictions.end_date", #""start_date":"2026-03-02","end_date":"2026-03-02""#, "never applies"),
  restriction("restrictions.day_of_week", #""day_of_week":"MONDAY""#, "array"),
  restriction("restrictions.day_of_week[1]", #""day_of_week":["MONDAY","FREITAG"]"#, "SUNDAY"),
  restriction("restrictions.min_kwh", #""min_kwh":"-1""#, "not negative"),
  restriction("restrictions.min_kwh", #""min_kwh":"0.0000001""#, "six decimals"),
  restriction("restrictions.max_kwh", #""min_kwh":"10","max_kwh":"10""#, "never applies"),
  restriction("restrictions.max_kwh", #""max_kwh":"0""#, "never applies"),
  restriction("restrictions.min_power", #""min_power":"x""#, "decimal"),
  restriction("restrictions.max_power", #""min_power":11,"max_power":7"#, "never applies"),
  restriction("restrictions.max_current", #""max_current":"0""#, "never applies"),
  restriction("restrictions.min_duration", #""min_duration":1.5"#, "whole number"),
  restriction("restrictions.max_duration", #""max_duration":-1"#, "not negative"),
  restriction("restrictions.max_duration", #""min_duration":60,"max_duration":60"#, "never applies"),
  restriction("restrictions.reservation", #""reservation":"YES""#, "RESERVATION_EXPIRES"),
  restriction(
    "restrictions.reservation", #""reservation":"RESERVATION","min_kwh":"1""#, "nothing is charged"),
  restriction("price_components[0].type", #""reservation":"RESERVATION""#, "FLAT or TIME", "ENERGY"),
  restriction("restrictions.min_kw", #""min_kw":"1""#, "not known"),
  Contradiction(
    path: "elements[0].price_components",
    tariff: #"{"currency":"EUR","elements":[{"price_components":[],"restrictions":{"min_kwh":"1"}}]}"#,
    word: "prices nothing"),
  Contradiction(path: "elements", tariff: #"{"currency":"EUR","elements":[]}"#, word: "at least one"),
  tariff("vat_changes[0].vat", #""vat_changes":[{"from":"2027-01-01T00:00:00Z"}]"#, "missing"),
  tariff("vat_changes[0].from", #""vat_changes":[{"from":"2027-01-01","vat":"19"}]"#, "instant"),
  tariff(
    "vat_changes[1].from",
    #""vat_changes":[{"from":"2027-01-01T00:00:00Z","vat":"1"},"#
      + #"{"from":"2027-01-01T01:00:00+01:00","vat":"2"}]"#,
    "twice"),
  tariff("elements[0]", #""dynamic":{"slots":[],"vat":"19"}"#, "at all times"),
  dynamic("slots", #""vat":"19""#, "missing"),
  dynamic("slots[0].to", #""slots":[\#(slot(15, 15))]"#, "after from"),
  dynamic("slots[0].from", #""slots":[\#(slot(14, 30)),\#(slot(0, 15))]"#, "overlaps slots[1]"),
  dynamic("slots[0].price_per_mwh", #""slots":[\#(slot(0, 15, "1"))]"#, "string"),
  dynamic("markup_percent", #""slots":[],"markup_percent":"-101""#, "-100"),
  dynamic("floor", #""slots":[],"floor":"1""#, "floor_per_kwh"),
]

@Suite struct TariffRefusalTests {
  @Test("a tariff that contradicts itself is refused, where and why", arguments: contradictions)
  private func refused(_ row: Contradiction) throws {
    let error = #expect(throws: InvalidInput.self) { try Tariff.parse(try JSONValue.parse(row.tariff)) }
    #expect(error?.path == row.path)
    #expect(error?.reason.contains(row.word) == true, "\(error?.reason ?? "")")
  }

  @Test("prices by the time of day need an end in sight, prices by current a current")
  func charges() {
    let clock = Pricing.tariff(#"{"type":"TIME","price":"1"}"#).replacing(
      "}]}", with: "}],\"restrictions\":{\"end_time\":\"06:00\"}}")
    let current = Pricing.tariff(#"{"type":"TIME","price":"1"}"#).replacing(
      "}]}", with: "}],\"restrictions\":{\"min_current\":6}}")
    for (tariff, session, path) in [
      (clock, #"{"start":"0001-01-01T00:00:00Z","stop":"9999-01-01T00:00:00Z"}"#, "session.stop"),
      (current, Pricing.charge("1000"), "session.states"),
      (current, Pricing.session([], more: #","states":[\#(Pricing.idle(0, 59))]"#), "session.states"),
    ] {
      let error = #expect(throws: InvalidInput.self) { try Pricing.json(tariff: tariff, session: session) }
      #expect(error?.path == path)
    }
  }
}

extension String {
  fileprivate func replacing(_ part: String, with other: String) -> String {
    var parts: [Substring] = []
    var rest = self[...]
    while let range = rest.firstRange(of: part) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return (parts + [rest]).joined(separator: other)
  }
}
