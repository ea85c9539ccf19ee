/// Reads one decimal number out of bytes.
struct DecimalScanner {
  private let bytes: UnsafeRawBufferPointer
  private let lenient: Bool
  private var position = 0
  private var end: Int
  private(set) var isNegative = false
  /// The significant digits without the point. 36 of them are kept, more than any result can hold.
  private var significand: Int128 = 0
  private var kept = 0
  /// The value is `significand` × 10^`exponent`, plus the digits that were not kept.
  private var exponent = 0
  private var digitsSeen = 0
  private var droppedNonZero = false

  private static let mostKept = 36

  init(_ bytes: UnsafeRawBufferPointer, lenient: Bool) {
    self.bytes = bytes
    self.lenient = lenient
    end = bytes.count
    while position < end, isBlank(bytes[position]) { position += 1 }
    while end > position, isBlank(bytes[end - 1]) { end -= 1 }
  }

  mutating func run(digits: Int, excess: DecimalText.Excess) throws(DecimalError) -> Int128 {
    if take(UInt8(ascii: "-")) { isNegative = true } else if lenient { _ = take(UInt8(ascii: "+")) }
    readDigits(afterPoint: false)
    let whole = digitsSeen
    if take(UInt8(ascii: ".")) || (lenient && take(UInt8(ascii: ","))) {
      readDigits(afterPoint: true)
      if !lenient, whole == 0 || digitsSeen == whole { throw .notANumber }
    }
    guard digitsSeen > 0 else { throw .notANumber }
    if lenient { try readExponent() }
    guard position == end else { throw .notANumber }
    let magnitude = try scaled(by: exponent + digits, excess: excess)
    return isNegative ? -magnitude : magnitude
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < end, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func readDigits(afterPoint: Bool) {
    while position < end {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { return }
      position += 1
      digitsSeen += 1
      if kept < Self.mostKept {
        significand = significand * 10 + Int128(digit)
        if significand != 0 { kept += 1 }
        if afterPoint { exponent -= 1 }
      } else {
        if digit != 0 { droppedNonZero = true }
        if !afterPoint { exponent += 1 }
      }
    }
  }

  private mutating func readExponent() throws(DecimalError) {
    guard take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) else { return }
    let isDown = take(UInt8(ascii: "-"))
    if !isDown { _ = take(UInt8(ascii: "+")) }
    var value = 0
    let start = position
    while position < end, bytes[position] &- UInt8(ascii: "0") < 10 {
      // Beyond this nothing can change any more, and the sum cannot overflow.
      value = min(value * 10 + Int(bytes[position] - UInt8(ascii: "0")), 1_000_000_000)
      position += 1
    }
    guard position > start else { throw .notANumber }
    exponent += isDown ? -value : value
  }

  private func scaled(by power: Int, excess: DecimalText.Excess) throws(DecimalError) -> Int128 {
    guard significand != 0 else { return 0 }
    if power >= 0 { return try raised(power) }
    // 10^38 exceeds every significand, so that nothing is left of it.
    let divisor = power < -38 ? nil : Self.powerOfTen(-power)
    guard let divisor else {
      if excess == .refuse { throw .tooPrecise }
      return 0
    }
    let (quotient, remainder) = significand.quotientAndRemainder(dividingBy: divisor)
    if excess == .refuse {
      if remainder != 0 || droppedNonZero { throw .tooPrecise }
      return quotient
    }
    return remainder >= divisor - remainder ? quotient + 1 : quotient
  }

  private func raised(_ power: Int) throws(DecimalError) -> Int128 {
    guard power <= 38, !droppedNonZero else { throw .tooLarge }
    let (product, overflow) = significand.multipliedReportingOverflow(by: Self.powerOfTen(power))
    if overflow { throw .tooLarge }
    return product
  }

  private static func powerOfTen(_ power: Int) -> Int128 {
    var value: Int128 = 1
    for _ in 0..<power { value *= 10 }
    return value
  }
}

/// White space and NUL: padding of fixed-width fields.
private func isBlank(_ byte: UInt8) -> Bool { isSpace(byte) || byte == 0 }
