import Domain
import Testing

@Suite struct CountryPresetTests {
  @Test("every preset has a currency, a zone that tzdata knows, a rate and a language of ours")
  func complete() throws {
    let countries = CountryPreset.all.map(\.country)
    #expect(Set(countries).count == countries.count)
    for wanted in [
      "DE", "AT", "CH", "FR", "IT", "LI", "LU", "NL", "BE", "ES", "PL", "CZ", "DK", "SE", "NO", "GB",
    ] {
      #expect(countries.contains(wanted))
    }
    for preset in CountryPreset.all {
      _ = try ZoneFiles.rules(preset.timeZone)
      #expect(["de", "en", "fr", "it"].contains(preset.language))
      #expect(preset.standardVATPercent.allSatisfy { $0.isNumber || $0 == "." })
    }
  }

  @Test("Switzerland, Germany, and a country that is not known")
  func examples() throws {
    let swiss = try #require(CountryPreset.of(country: "CH"))
    #expect(swiss.currency.code == "CHF" && swiss.timeZone == "Europe/Zurich")
    #expect(swiss.standardVATPercent == "8.1" && swiss.language == "de")
    #expect(swiss.standardVATSince == LocalDate(year: 2024, month: 1, day: 1))
    #expect(CountryPreset.of(country: "DE")?.standardVATPercent == "19")
    #expect(CountryPreset.of(country: "XX") == nil)
  }
}
