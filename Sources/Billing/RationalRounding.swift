import Domain

extension Rational {
  /// 10 to the power of `exponent`, for 0 to 38; beyond, it does not fit.
  static func powerOfTen(_ exponent: Int) throws(AmountOverflow) -> Int128 {
    guard (0...38).contains(exponent) else { throw AmountOverflow() }
    return (0..<exponent).reduce(Int128(1)) { power, _ in power * 10 }
  }

  /// This value in units of 10^-digits, rounded half away from zero.
  func rounded(digits: Int) throws(AmountOverflow) -> Int128 {
    // Whole part and rest apart, so that a large amount does not overflow for the sake of its digits.
    let scale = try Self.powerOfTen(digits)
    let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    let (scaled, first) = whole.multipliedReportingOverflow(by: scale)
    let (scaledRest, second) = rest.multipliedReportingOverflow(by: scale)
    guard !first, !second else { throw AmountOverflow() }
    let (sum, third) = scaled.addingReportingOverflow(
      roundHalfAwayFromZero(scaledRest, over: denominator))
    guard !third else { throw AmountOverflow() }
    return sum
  }

  /// Rounded to minor units of money.
  func minorUnits(digits: Int) throws(AmountOverflow) -> Int64 {
    guard let minor = Int64(exactly: try rounded(digits: digits)) else { throw AmountOverflow() }
    return minor
  }

  /// Up to six decimals, trailing zeros dropped: the form of `exact_…` values and quantities.
  func shown() throws(AmountOverflow) -> String {
    let digits = BillingPolicy.shownDecimals
    return DecimalDigits.text(try rounded(digits: digits), digits: digits, atLeast: 0)
  }

  /// All its decimals, at least `minimum` of them; nil when they never end (one third).
  func exactText(atLeast minimum: Int) throws(AmountOverflow) -> String? {
    for digits in 0...38 {
      let scale = try Self.powerOfTen(digits)
      guard scale % denominator == 0 else { continue }
      return DecimalDigits.text(try rounded(digits: digits), digits: digits, atLeast: minimum)
    }
    return nil
  }
}

/// Whole numbers of 10^-digits as decimal text.
enum DecimalDigits {
  /// As few decimals as it takes, but at least `minimum`.
  static func text(_ value: Int128, digits: Int, atLeast minimum: Int) -> String {
    var text = String(value.magnitude)
    if text.count <= digits { text = String(repeating: "0", count: digits + 1 - text.count) + text }
    var fraction = Substring(text.suffix(digits))
    while fraction.last == "0" { fraction.removeLast() }
    let padding = String(repeating: "0", count: max(0, minimum - fraction.count))
    let whole = text.dropLast(digits)
    let point = fraction.isEmpty && padding.isEmpty ? "" : "."
    return (value < 0 ? "-" : "") + whole + point + fraction + padding
  }

  /// Money: minor units with all the digits of the currency.
  static func money(_ minor: Int64, _ currency: Currency) -> String {
    text(Int128(minor), digits: currency.minorDigits, atLeast: currency.minorDigits)
  }

  /// mWh as kWh, at most six decimals.
  static func kilowattHours(milliWh: Int128) -> String { text(milliWh, digits: 6, atLeast: 0) }

  /// mWh as Wh, at most three decimals.
  static func wattHours(milliWh: Int64) -> String { text(Int128(milliWh), digits: 3, atLeast: 0) }
}
