package import Domain
package import Site

extension CountryPreset {
  /// What follows from the choice of a country; all of it may be changed later.
  package var settings: [SettingKey: String] {
    [
      .country: country, .timeZone: timeZone, .vatPercent: standardVATPercent, .language: language,
      .currency: currency.code,
    ]
  }
}
