/// An ISO 4217 currency with its number of minor digits.
package struct Currency: Hashable, Sendable {
  /// Three upper-case letters.
  package let code: String
  /// Digits after the point: 2 for EUR, 0 for JPY, 3 for KWD.
  package let minorDigits: Int

  /// Where a currency is needed before anyone chose one.
  package static let euro = Currency(code: "EUR", minorDigits: 2)

  private init(code: String, minorDigits: Int) {
    self.code = code
    self.minorDigits = minorDigits
  }

  private static let known: [String: Int] = [
    "AED": 2, "AUD": 2, "BGN": 2, "BHD": 3, "BRL": 2, "CAD": 2, "CHF": 2, "CNY": 2, "CZK": 2, "DKK": 2,
    "EUR": 2, "GBP": 2, "HKD": 2, "HUF": 2, "ILS": 2, "INR": 2, "ISK": 0, "JPY": 0, "KRW": 0, "KWD": 3,
    "MAD": 2, "MKD": 2, "MXN": 2, "NOK": 2, "NZD": 2, "PLN": 2, "RON": 2, "RSD": 2, "SEK": 2, "SGD": 2,
    "THB": 2, "TND": 3, "TRY": 2, "UAH": 2, "USD": 2, "ZAR": 2,
  ]

  /// Nil for a code that is not in the table.
  package init?(code: String) {
    guard let digits = Self.known[code] else { return nil }
    self.init(code: code, minorDigits: digits)
  }
}
