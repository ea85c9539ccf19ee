import Billing
import Domain
import Formats
import Testing

@Suite struct TariffHeadlineTests {
  private func headline(_ components: String, more: String = "") throws -> TariffHeadline {
    try Tariff.parse(try JSONValue.parse(Pricing.tariff(components, more: more))).headline(
      at: Instant(millisecondsSince1970: 0))
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

  @Test("a price that restrictions or the market change is not told, and VAT is that of the instant")
  func special() throws {
    let elements =
      #"{"currency":"EUR","elements":[{"price_components":[{"type":"ENERGY","price":"1"}],"#
      + #""restrictions":{"start_time":"22:00"}},{"price_components":[{"type":"ENERGY","price":"2"},"#
      + #"{"type":"FLAT","price":"10","vat":"19"}]},"#
      + #"{"price_components":[{"type":"TIME","price":"3"}],"restrictions":{"reservation":"RESERVATION"}}],"#
      + #""vat_changes":[{"from":"1970-01-01T00:00:00Z","vat":"20"}]}"#
    let headline = try Tariff.parse(try JSONValue.parse(elements)).headline(
      at: Instant(millisecondsSince1970: 0))
    #expect(headline.energyPerKWh == nil && headline.perHour == nil)
    #expect(headline.startFee == "12.00")
  }

  @Test("a price with more digits than fit is refused by its place")
  func tooLong() {
    let error = #expect(throws: InvalidInput.self) {
      try headline(#"{"type":"FLAT","price":"99999999999999999999999999999999999999","vat":"19"}"#)
    }
    #expect(error?.path == "elements[0].price_components[0].price")
  }
}
