/// A whole number of any size, for the reference calculator only: sign and 32-bit digits, least first.
struct BigInteger: Equatable {
  var negative: Bool
  var digits: [UInt64]

  init(_ value: Int64) {
    let magnitude = value.magnitude
    self.init(negative: value < 0, digits: [magnitude & 0xFFFF_FFFF, magnitude >> 32])
  }

  init(negative: Bool, digits: [UInt64]) {
    var digits = digits
    while digits.last == 0 { digits.removeLast() }
    self.digits = digits
    self.negative = negative && !digits.isEmpty
  }

  static func compare(_ a: [UInt64], _ b: [UInt64]) -> Int {
    if a.count != b.count { return a.count < b.count ? -1 : 1 }
    for index in a.indices.reversed() where a[index] != b[index] { return a[index] < b[index] ? -1 : 1 }
    return 0
  }

  static func sum(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
    var result: [UInt64] = []
    var carry: UInt64 = 0
    for index in 0..<max(a.count, b.count) {
      carry += (index < a.count ? a[index] : 0) + (index < b.count ? b[index] : 0)
      result.append(carry & 0xFFFF_FFFF)
      carry >>= 32
    }
    return result + [carry]
  }

  /// `a` is not less than `b`.
  static func difference(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
    var result = a
    var borrow: UInt64 = 0
    for index in a.indices {
      let taken = (index < b.count ? b[index] : 0) + borrow
      borrow = result[index] < taken ? 1 : 0
      result[index] = result[index] + (borrow << 32) - taken
    }
    return result
  }

  static func + (a: BigInteger, b: BigInteger) -> BigInteger {
    if a.negative == b.negative { return BigInteger(negative: a.negative, digits: sum(a.digits, b.digits)) }
    return compare(a.digits, b.digits) >= 0
      ? BigInteger(negative: a.negative, digits: difference(a.digits, b.digits))
      : BigInteger(negative: b.negative, digits: difference(b.digits, a.digits))
  }

  static func * (a: BigInteger, b: BigInteger) -> BigInteger {
    var result = [UInt64](repeating: 0, count: a.digits.count + b.digits.count + 1)
    for i in a.digits.indices {
      var carry: UInt64 = 0
      for j in b.digits.indices {
        carry += a.digits[i] * b.digits[j] + result[i + j]
        result[i + j] = carry & 0xFFFF_FFFF
        carry >>= 32
      }
      result[i + b.digits.count] += carry
    }
    return BigInteger(negative: a.negative != b.negative, digits: result)
  }

  var negated: BigInteger { BigInteger(negative: !negative, digits: digits) }
}

/// An exact fraction of any size, never reduced; the denominator is positive.
struct BigRational {
  var top: BigInteger
  var bottom: BigInteger

  init(_ top: Int64, _ bottom: Int64 = 1) {
    self.top = BigInteger(top)
    self.bottom = BigInteger(bottom)
  }

  private init(top: BigInteger, bottom: BigInteger) {
    self.top = top
    self.bottom = bottom
  }

  static func + (a: BigRational, b: BigRational) -> BigRational {
    if a.bottom == b.bottom { return BigRational(top: a.top + b.top, bottom: a.bottom) }
    return BigRational(top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom)
  }

  static func * (a: BigRational, b: BigRational) -> BigRational {
    BigRational(top: a.top * b.top, bottom: a.bottom * b.bottom)
  }

  /// `b` is not zero.
  static func / (a: BigRational, b: BigRational) -> BigRational {
    let top = a.top * b.bottom
    return BigRational(
      top: b.top.negative ? top.negated : top,
      bottom: a.bottom * BigInteger(negative: false, digits: b.top.digits))
  }

  static func < (a: BigRational, b: BigRational) -> Bool {
    (a.top * b.bottom + (b.top * a.bottom).negated).negative
  }

  var isZero: Bool { top.digits.isEmpty }

  /// The nearest whole number, halves away from zero, found by taking away doubled denominators.
  var rounded: Int64 {
    var rest = BigInteger(negative: false, digits: (top + top).digits) + bottom
    let step = bottom + bottom
    var multiples = [step]
    while BigInteger.compare(multiples[multiples.count - 1].digits, rest.digits) <= 0 {
      multiples.append(multiples[multiples.count - 1] + multiples[multiples.count - 1])
    }
    var quotient: Int64 = 0
    for multiple in multiples.reversed() {
      quotient *= 2
      if BigInteger.compare(multiple.digits, rest.digits) <= 0 {
        rest = BigInteger(negative: false, digits: BigInteger.difference(rest.digits, multiple.digits))
        quotient += 1
      }
    }
    return top.negative ? -quotient : quotient
  }
}
