import Billing
import Domain
import Formats
import Testing

@Suite struct TariffHeadlineTests {
  private func headline(_ components: String, more: String = "") throws -> TariffHeadline {
    try Tariff.parse(try JSONValue.parse(Pricing.tariff(components, more: more))).headline(
      at: Instant(millisecondsSince1970: 0), zone: .utc)
  }

  @Test("prices are told with VAT, exactly")
  func gross() throws {
    let headline = try headline(
      #"{"type":"ENERGY","price":"0.40","vat":"19"},{"type":"FLAT","price":"1"},"#
        + #"{"type":"TIME","price":"1.2345","vat":"8.1"}"#)
    #expect(headline.energyPerKWh == "0.476")
    #expect(headline.startFee == "1.00")
    #expect(headline.perHour == "1.3344945")
    #expect(headline.parkingPerHour == nil)
    #expect(headline.currency.code == "EUR")
  }

  @Test("prices that include VAT are told as they are")
  func included() throws {
    let headline = try headline(
      #"{"type":"PARKING_TIME","price":"0.4","vat":"19"}"#, more: #","tax_included":"YES""#)
    #expect(headline.parkingPerHour == "0.40" && headline.energyPerKWh == nil)
  }

  @Test("the price is that of the hour, the next one is announced, and VAT is that of the instant")
  func special() throws {
    let elements =
      #"{"currency":"EUR","elements":[{"price_components":[{"type":"ENERGY","price":"1"}],"#
      + #""restrictions":{"start_time":"22:00","end_time":"06:00"}},{"price_components":[{"type":"ENERGY","price":"2"},"#
      + #"{"type":"FLAT","price":"10","vat":"19"}]},"#
      + #"{"price_components":[{"type":"TIME","price":"3"}],"restrictions":{"reservation":"RESERVATION"}}],"#
      + #""vat_changes":[{"from":"1970-01-01T00:00:00Z","vat":"20"}]}"#
    let tariff = try Tariff.parse(try JSONValue.parse(elements))
    let midnight = Instant(millisecondsSince1970: 0)
    let headline = try tariff.headline(at: midnight, zone: .utc)
    #expect(headline.energyPerKWh == "1.00" && headline.perHour == nil)
    #expect(headline.startFee == "12.00")
    let day = midnight.advanced(byMilliseconds: 7 * 3_600_000)
    let next = try tariff.nextHeadline(after: midnight, until: day, zone: .utc)
    #expect(next?.from == midnight.advanced(byMilliseconds: 6 * 3_600_000))
    #expect(next?.headline.energyPerKWh == "2.00")
    #expect(try tariff.nextHeadline(after: day, until: day.advanced(byMilliseconds: 3_600_000), zone: .utc) == nil)
  }

  @Test("what only the course of the charge decides is not told; the market's price is, while it is known")
  func dependent() throws {
    let steps =
      #"{"currency":"EUR","elements":[{"price_components":[{"type":"ENERGY","price":"1"}],"#
      + #""restrictions":{"max_kwh":10}},{"price_components":[{"type":"ENERGY","price":"2"}]}]}"#
    let start = Instant(millisecondsSince1970: 0)
    #expect(
      try Tariff.parse(try JSONValue.parse(steps)).headline(at: start, zone: .utc).energyPerKWh == nil)
    let market =
      #"{"currency":"EUR","elements":[],"dynamic":{"vat":"20","slots":[{"from":"1970-01-01T00:00:00Z","#
      + #""to":"1970-01-01T01:00:00Z","price_per_mwh":"100"}]}}"#
    let tariff = try Tariff.parse(try JSONValue.parse(market))
    #expect(try tariff.headline(at: start, zone: .utc).energyPerKWh == "0.12")
    let next = try tariff.nextHeadline(
      after: start, until: start.advanced(byMilliseconds: 7_200_000), zone: .utc)
    #expect(next?.from == start.advanced(byMilliseconds: 3_600_000))
    #expect(next?.headline.energyPerKWh == nil)
  }

  @Test("a price with more digits than fit is refused by its place")
  func tooLong() {
    let error = #expect(throws: InvalidInput.self) {
      try headline(#"{"type":"FLAT","price":"99999999999999999999999999999999999999","vat":"19"}"#)
    }
    #expect(error?.path == "elements[0].price_components[0].price")
  }
}
