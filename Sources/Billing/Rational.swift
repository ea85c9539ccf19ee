/// The exact value of an amount does not fit 128 bits.
struct AmountOverflow: Error, Equatable {}

/// An exact fraction in lowest terms. Whatever does not fit is an error, never a wrong value or a trap.
struct Rational: Comparable, Sendable {
  let numerator: Int128
  /// Positive.
  let denominator: Int128

  static let zero = Rational(0)
  static let one = Rational(1)

  init(_ whole: Int64) {
    numerator = Int128(whole)
    denominator = 1
  }

  private init(reduced numerator: Int128, over denominator: Int128) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The denominator must be positive.
  init(_ numerator: Int128, over denominator: Int128) {
    let divisor = Self.commonDivisor(numerator.magnitude, denominator.magnitude)
    self.init(reduced: numerator / divisor, over: denominator / divisor)
  }

  static func + (a: Rational, b: Rational) throws(AmountOverflow) -> Rational {
    let shared = commonDivisor(a.denominator.magnitude, b.denominator.magnitude)
    let left = try product(a.numerator, b.denominator / shared)
    let right = try product(b.numerator, a.denominator / shared)
    let (sum, overflow) = left.addingReportingOverflow(right)
    guard !overflow else { throw AmountOverflow() }
    return Rational(sum, over: try product(a.denominator, b.denominator / shared))
  }

  static func - (a: Rational, b: Rational) throws(AmountOverflow) -> Rational {
    try a + (try b * Rational(-1))
  }

  static func * (a: Rational, b: Rational) throws(AmountOverflow) -> Rational {
    // Divided crosswise first, so that only what truly does not fit overflows.
    let first = commonDivisor(a.numerator.magnitude, b.denominator.magnitude)
    let second = commonDivisor(b.numerator.magnitude, a.denominator.magnitude)
    return Rational(
      reduced: try product(a.numerator / first, b.numerator / second),
      over: try product(a.denominator / second, b.denominator / first))
  }

  /// Nil for a divisor of zero.
  static func / (a: Rational, b: Rational) throws(AmountOverflow) -> Rational? {
    guard b.numerator != 0 else { return nil }
    guard b.numerator != .min else { throw AmountOverflow() }
    let inverse =
      b.numerator < 0
      ? Rational(reduced: -b.denominator, over: -b.numerator)
      : Rational(reduced: b.denominator, over: b.numerator)
    return try a * inverse
  }

  static func < (a: Rational, b: Rational) -> Bool {
    let left = a.numerator.multipliedFullWidth(by: b.denominator)
    let right = b.numerator.multipliedFullWidth(by: a.denominator)
    return (left.high, left.low) < (right.high, right.low)
  }

  private static func product(_ a: Int128, _ b: Int128) throws(AmountOverflow) -> Int128 {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    guard !overflow else { throw AmountOverflow() }
    return product
  }

  /// Never zero, and small enough for Int128 because one of the two is a positive Int128.
  private static func commonDivisor(_ a: UInt128, _ b: UInt128) -> Int128 {
    var (a, b) = (a, b)
    while b != 0 {
      // Ordinary amounts fit 64 bits after a step or two, where division is many times faster.
      if let small = UInt64(exactly: a), let other = UInt64(exactly: b) {
        return Int128(commonDivisor(small, other))
      }
      (a, b) = (b, a % b)
    }
    return Int128(a)
  }

  private static func commonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
