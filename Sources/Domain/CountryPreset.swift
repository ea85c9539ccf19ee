/// What a site starts with when its country is chosen; the manager may change all of it.
package struct CountryPreset: Sendable, Equatable {
  /// ISO 3166-1, two capital letters.
  package let country: String
  package let currency: Currency
  /// IANA name; for a country with several zones, the one most of its people live in.
  package let timeZone: String
  /// The standard rate in percent that applies now, as it is written in a tariff. Not tax advice: some
  /// countries tax household electricity differently.
  package let standardVATPercent: String
  /// The first day of that rate; before it, another one applied.
  package let standardVATSince: LocalDate
  /// The language the page starts in: one of those it is translated into.
  package let language: String

  /// All presets, by country.
  package static let all: [CountryPreset] = rows.compactMap { row in
    Currency(code: row.currency).map {
      CountryPreset(
        country: row.country, currency: $0, timeZone: row.zone, standardVATPercent: row.vat,
        standardVATSince: LocalDate(year: row.since.0, month: row.since.1, day: row.since.2),
        language: row.language)
    }
  }

  /// The preset of a country, nil for one that has none.
  package static func of(country: String) -> CountryPreset? { all.first { $0.country == country } }

  private typealias Row = (
    country: String, currency: String, zone: String, vat: String, since: (Int, Int, Int), language: String
  )

  private static let rows: [Row] = [
    ("AT", "EUR", "Europe/Vienna", "20", (1984, 1, 1), "de"),
    ("BE", "EUR", "Europe/Brussels", "21", (1996, 1, 1), "fr"),
    ("CH", "CHF", "Europe/Zurich", "8.1", (2024, 1, 1), "de"),
    ("CZ", "CZK", "Europe/Prague", "21", (2013, 1, 1), "en"),
    ("DE", "EUR", "Europe/Berlin", "19", (2021, 1, 1), "de"),
    ("DK", "DKK", "Europe/Copenhagen", "25", (1992, 1, 1), "en"),
    ("ES", "EUR", "Europe/Madrid", "21", (2012, 9, 1), "en"),
    ("FI", "EUR", "Europe/Helsinki", "25.5", (2024, 9, 1), "en"),
    ("FR", "EUR", "Europe/Paris", "20", (2014, 1, 1), "fr"),
    ("GB", "GBP", "Europe/London", "20", (2011, 1, 4), "en"),
    ("IE", "EUR", "Europe/Dublin", "23", (2021, 3, 1), "en"),
    ("IT", "EUR", "Europe/Rome", "22", (2013, 10, 1), "it"),
    ("LI", "CHF", "Europe/Vaduz", "8.1", (2024, 1, 1), "de"),
    ("LU", "EUR", "Europe/Luxembourg", "17", (2024, 1, 1), "fr"),
    ("NL", "EUR", "Europe/Amsterdam", "21", (2012, 10, 1), "en"),
    ("NO", "NOK", "Europe/Oslo", "25", (2005, 1, 1), "en"),
    ("PL", "PLN", "Europe/Warsaw", "23", (2011, 1, 1), "en"),
    ("PT", "EUR", "Europe/Lisbon", "23", (2011, 1, 1), "en"),
    ("SE", "SEK", "Europe/Stockholm", "25", (1990, 7, 1), "en"),
    ("SK", "EUR", "Europe/Bratislava", "23", (2025, 1, 1), "en"),
  ]
}
