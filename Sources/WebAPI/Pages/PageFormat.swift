import Domain
import Formats

/// Numbers and times on the tenant's page as people in the site's country write them; the page's script,
/// which takes over afterwards, writes the same.
struct PageFormat: Sendable {
  let language: String
  let country: String
  let zone: TimeZoneRules
  let now: Instant

  private var decimalPoint: Character {
    language == "de" && country != "CH" && country != "LI" ? "," : "."
  }

  private func local(_ text: String) -> String {
    decimalPoint == "." ? text : String(text.map { $0 == "." ? decimalPoint : $0 })
  }

  /// Wh counted in mWh as kWh.
  func kWh(_ milliWh: Int64?, digits: Int) -> String {
    guard let milliWh else { return "–" }
    var unit: Int128 = 1
    for _ in digits..<6 { unit *= 10 }
    let value = Int128(milliWh)
    let rounded = (abs(value) + unit / 2) / unit * (value < 0 ? -1 : 1)
    return local(DecimalText.formatFixed(rounded, digits: digits))
  }

  func kW(_ watts: Int?) -> String {
    watts.map { local(DecimalText.formatFixed((Int128($0) + 50) / 100, digits: 1)) } ?? ""
  }

  func money(_ minorUnits: Int64?, _ currency: Currency?) -> String {
    guard let minorUnits, let currency else { return "" }
    return local(DecimalText.formatFixed(Int128(minorUnits), digits: currency.minorDigits))
  }

  func decimal(_ text: String) -> String { local(text) }

  func hour(_ instant: Instant?) -> String {
    guard let instant else { return "–" }
    let time = zone.localDateTime(at: instant)
    return "\(Self.two(time.hour)):\(Self.two(time.minute))"
  }

  func day(_ instant: Instant) -> String {
    let date = zone.localDate(at: instant)
    let separator = language == "de" ? "." : "/"
    return [Self.two(date.day), Self.two(date.month), String(date.year)].joined(separator: separator)
  }

  /// The hour, with the day when that is not today.
  func time(_ instant: Instant) -> String {
    day(instant) == day(now)
      ? hour(instant) : "\(day(instant).dropLast(language == "de" ? 4 : 5)) \(hour(instant))"
  }

  /// Whole minutes from an instant until now.
  func minutes(since instant: Instant) -> Int64 { max(0, now.milliseconds(since: instant) / 60_000) }

  static func two(_ number: some BinaryInteger) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
