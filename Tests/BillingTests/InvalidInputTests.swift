import Billing
import Testing

private struct Refusal: CustomTestStringConvertible, Sendable {
  var path: String
  var tariff = Pricing.tariff(#"{"type":"FLAT","price":"1"}"#)
  var session = Pricing.charge("1000")
  var testDescription: String { path }
}

private func component(_ path: String, _ json: String) -> Refusal {
  Refusal(path: "tariff.elements[0].price_components[0].\(path)", tariff: Pricing.tariff(json))
}

private func tariff(_ path: String, _ more: String) -> Refusal {
  Refusal(path: "tariff.\(path)", tariff: Pricing.tariff(#"{"type":"FLAT","price":"1"}"#, more: "," + more))
}

private func session(_ path: String, _ more: String) -> Refusal {
  Refusal(path: "session.\(path)", session: Pricing.session([(0, "1"), (1, "2")], more: "," + more))
}

private let refusals: [Refusal] = [
  component("price", #"{"type":"FLAT"}"#),
  component("price", #"{"type":"FLAT","price":null}"#),
  component("price", #"{"type":"FLAT","price":0.4}"#),
  component("price", #"{"type":"FLAT","price":"0,40"}"#),
  component("price", #"{"type":"FLAT","price":"1e3"}"#),
  component("price", #"{"type":"FLAT","price":" 1"}"#),
  component("price", #"{"type":"FLAT","price":"."}"#),
  component("price", #"{"type":"FLAT","price":"1."}"#),
  component("price", #"{"type":"FLAT","price":"--1"}"#),
  component("price", #"{"type":"FLAT","price":"٣"}"#),
  component("price", #"{"type":"FLAT","price":"1234567890123456789012345678901234567890"}"#),
  component("price", #"{"type":"FLAT","price":"0.0000000000000000000000000000000000000001"}"#),
  component("type", #"{"price":"1"}"#),
  component("type", #"{"type":"energy","price":"1"}"#),
  component("step_size", #"{"type":"FLAT","price":"1","step_size":-1}"#),
  component("step_size", #"{"type":"FLAT","price":"1","step_size":1.5}"#),
  component("step_size", #"{"type":"FLAT","price":"1","step_size":"1"}"#),
  component("vat", #"{"type":"FLAT","price":"1","vat":"100.01"}"#),
  component("vat", #"{"type":"FLAT","price":"1","vat":"-1"}"#),
  component("vat", #"{"type":"FLAT","price":"1","vat":"19%"}"#),
  component("vat", #"{"type":"FLAT","price":"1","vat":19}"#),
  component("cost", #"{"cost":"2","type":"FLAT","price":"1"}"#),
  component("vta", #"{"type":"FLAT","price":"1","vta":"19"}"#),
  Refusal(path: "tariff.currency", tariff: #"{"elements":[]}"#),
  Refusal(path: "tariff.currency", tariff: #"{"currency":"eur","elements":[]}"#),
  Refusal(path: "tariff.elements", tariff: #"{"currency":"EUR"}"#),
  Refusal(path: "tariff.elements[1]", tariff: #"{"currency":"EUR","elements":[{"price_components":[]},7]}"#),
  Refusal(path: "tariff.elements[0].price_components", tariff: #"{"currency":"EUR","elements":[{}]}"#),
  Refusal(path: "tariff", tariff: "[]"),
  tariff("tax_included", #""tax_included":"N/A""#),
  tariff("tax_included", #""tax_included":true"#),
  tariff("default_vat", #""default_vat":"x""#),
  tariff("waive_if_energy_below_wh", #""waive_if_energy_below_wh":-1"#),
  tariff("min_price", #""min_price":{}"#),
  tariff("min_price", #""min_price":"1""#),
  tariff("min_price.excl_vat", #""min_price":{"excl_vat":"-1"}"#),
  tariff("min_price.incl_vat", #""min_price":{"excl_vat":"2","incl_vat":"1"}"#),
  tariff("min_price.incl", #""min_price":{"excl_vat":"2","incl":"1"}"#),
  tariff("max_price.excl_vat", #""min_price":{"excl_vat":"2"},"max_price":{"excl_vat":"1"}"#),
  tariff("max_price.incl_vat", #""min_price":{"incl_vat":"2"},"max_price":{"incl_vat":"1"}"#),
  tariff("min_prize", #""min_prize":{"excl_vat":"2"}"#),
  Refusal(path: "session", session: "null"),
  Refusal(path: "session.start", session: #"{"stop":"2026-03-02T10:00:00Z"}"#),
  Refusal(path: "session.start", session: #"{"start":"2026-02-30T10:00:00Z","stop":"2026-03-02T10:00:00Z"}"#),
  Refusal(path: "session.stop", session: #"{"start":"2026-03-02T10:00:00Z","stop":"2026-03-02T10:00:00"}"#),
  Refusal(path: "session.stop", session: Pricing.session(minutes: -1, [])),
  Refusal(path: "session.readings[1].wh", session: Pricing.session([(0, "1"), (1, "-1")])),
  Refusal(path: "session.readings[0].wh", session: Pricing.session([(0, "1.0001"), (1, "2")])),
  Refusal(path: "session.readings[0].wh", session: Pricing.session([(0, "9223372036854775808"), (1, "2")])),
  Refusal(
    path: "session.readings[0].t",
    session: #"{"start":"2026-03-02T10:00:00Z","stop":"2026-03-02T10:00:00Z","readings":[{"wh":1}]}"#),
  session("register_modulus_wh", #""register_modulus_wh":0"#),
  session("readings[1].wh", #""register_modulus_wh":2"#),
  session("reservation.to", #""reservation":{"from":"2026-03-02T10:00:00Z"}"#),
  session("reservation.to", #""reservation":{"from":"\#(Pricing.at(0))","to":"\#(Pricing.at(-1))"}"#),
  session(
    "reservation.expired", #""reservation":{"from":"\#(Pricing.at(0))","to":"\#(Pricing.at(1))","expired":1}"#
  ),
  session(
    "states[0].current_a",
    #""states":[{"from":"\#(Pricing.at(0))","to":"\#(Pricing.at(1))","state":"idle","current_a":"-1"}]"#),
  session(
    "states[0].state",
    #""states":[{"from":"2026-03-02T10:00:00Z","to":"2026-03-02T10:00:00Z","state":"parked"}]"#),
  session("states[0].to", #""states":[\#(Pricing.idle(5, 4))]"#),
  session("states[0].from", #""states":[\#(Pricing.idle(4, 9)),\#(Pricing.idle(1, 5))]"#),
  session("statez", #""statez":[]"#),
]

@Suite struct InvalidInputTests {
  @Test("what is wrong is refused with its path", arguments: refusals)
  private func refused(_ row: Refusal) throws {
    let input = #"{"timezone":"UTC","tariff":\#(row.tariff),"session":\#(row.session)}"#
    let error = #expect(throws: InvalidInput.self) { try Pricing.text(input) }
    #expect(error?.path == row.path)
    #expect(error?.reason.isEmpty == false)
  }

  @Test("time zone, unknown members and broken JSON")
  func top() {
    let tariff = Pricing.tariff(#"{"type":"FLAT","price":"1"}"#)
    let rest = #""tariff":\#(tariff),"session":\#(Pricing.charge("1"))"#
    for (input, path) in [
      ("{\(rest)}", "timezone"), (#"{"timezone":"Mars/Base",\#(rest)}"#, "timezone"),
      (#"{"timezone":"UTC",\#(rest),"x":1}"#, "x"), (#"{"timezone":"UTC""#, "timezone"), ("[]", ""),
      ("", ""), (#"{"tariff":{"currency":"EUR","currency":"CHF"}}"#, "tariff.currency"),
    ] {
      let error = #expect(throws: InvalidInput.self) { try Pricing.text(input) }
      #expect(error?.path == path, "\(input)")
    }
  }

  @Test("empty restrictions, null and empty lists are the same as absent")
  func absent() throws {
    let tariff =
      #"{"currency":"EUR","elements":[{"price_components":[{"type":"FLAT","price":"1","vat":null}],"#
      + #""restrictions":{}}],"dynamic":{},"vat_changes":[],"min_price":null}"#
    let cost = try Pricing.json(tariff: tariff, session: Pricing.charge("1"))
    #expect(cost.amounts == ["1.00", "0.00", "1.00"])
  }

  @Test("amounts that do not fit are refused, never wrong")
  func overflow() throws {
    let huge = "99999999999999999999999999999999999999"
    let cases = [
      (#"{"type":"FLAT","price":"\#(huge)"}"#, ""),
      (#"{"type":"ENERGY","price":"\#(huge)"}"#, ""),
      (#"{"type":"ENERGY","price":"92233720368547758.08"}"#, ""),
      (#"{"type":"FLAT","price":"92233720368547758.07","vat":"1"}"#, ""),
      (#"{"type":"FLAT","price":"1","vat":"1"}"#, #","min_price":{"excl_vat":"\#(huge)"}"#),
      (
        #"{"type":"FLAT","price":"0.00000000000000000000000000000000000001","vat":"0.1"},"#
          + #"{"type":"ENERGY","price":"7","vat":"0.3"}"#, #","tax_included":"YES""#
      ),
    ]
    for (component, more) in cases {
      #expect(throws: InvalidInput.self, "\(component)") {
        try Pricing.json(tariff: Pricing.tariff(component, more: more), session: Pricing.charge("1000000"))
      }
    }
    let most = try Pricing.json(
      tariff: Pricing.tariff(#"{"type":"FLAT","price":"92233720368547758.07"}"#),
      session: Pricing.charge("1"))
    #expect(most.text("gross") == "92233720368547758.07")
  }
}
