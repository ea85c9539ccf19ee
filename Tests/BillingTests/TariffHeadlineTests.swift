import Billing
import Domain
import Formats
import Testing

@Suite struct TariffHeadlineTests {
  private func headline(_ components: String, more: String = "") throws -> TariffHeadline {
    try Tariff.parse(try JSONValue.parse(Pricing.tariff(components, more: more))).headline()
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

  @Test("a price with more digits than fit is refused by its place")
  func tooLong() {
    let error = #expect(throws: InvalidInput.self) {
      try headline(#"{"type":"FLAT","price":"99999999999999999999999999999999999999","vat":"19"}"#)
    }
    #expect(error?.path == "elements[0].price_components[0].price")
  }
}
