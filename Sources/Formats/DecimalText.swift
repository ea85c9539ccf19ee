/// Why a text is not a usable decimal number.
package enum DecimalError: Error, Equatable, Sendable {
  case notANumber
  /// More digits after the point than can be kept, and they are not zero.
  case tooPrecise
  case tooLarge
}

/// Decimal numbers as text and as integers scaled by a power of ten: `"12.345"` with three digits is 12345.
package enum DecimalText {
  /// What becomes of digits beyond the scale.
  package enum Excess: Sendable {
    /// They must be zero.
    case refuse
    /// Half away from zero.
    case round
  }

  /// Reads `-`, digits, point and digits, spaces around; nothing else (no exponent, no `+`, no comma).
  /// - Parameter digits: how many digits after the point the result keeps, 0 to 18.
  package static func parse(
    _ text: String, digits: Int, excess: Excess = .refuse
  ) throws(DecimalError) -> Int128 {
    var text = text
    let result = text.withUTF8 { bytes in
      Result { () throws(DecimalError) in
        var scanner = DecimalScanner(UnsafeRawBufferPointer(bytes), lenient: false)
        return try scanner.run(digits: digits, excess: excess)
      }
    }
    return try result.get()
  }

  /// Reads what wallboxes send as a measured value: also an exponent, a decimal comma, a leading `+`, a bare
  /// point. Rounds half away from zero. Nil: no number (`NaN`, nothing at all), or it does not fit.
  package static func lenient(_ text: String, digits: Int) -> Int64? {
    var text = text
    return text.withUTF8 { lenient(UnsafeRawBufferPointer($0), digits: digits) }
  }

  /// As `lenient` of a String.
  package static func lenient(_ bytes: UnsafeRawBufferPointer, digits: Int) -> Int64? {
    var scanner = DecimalScanner(bytes, lenient: true)
    do throws(DecimalError) {
      return Int64(exactly: try scanner.run(digits: digits, excess: .round))
    } catch {
      return nil
    }
  }

  /// As `lenient` to a whole number, but one that is too large stays at the end of Int64.
  package static func lenientInteger(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    var scanner = DecimalScanner(bytes, lenient: true)
    do throws(DecimalError) {
      return Int64(clamping: try scanner.run(digits: 0, excess: .round))
    } catch {
      guard error == .tooLarge else { return nil }
      return scanner.isNegative ? .min : .max
    }
  }

  /// The shortest text of a scaled integer: `12345` with three digits is `"12.345"`, `12000` is `"12"`.
  package static func format(_ scaled: Int128, digits: Int) -> String {
    var text = formatFixed(scaled, digits: digits)
    guard digits > 0 else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// With exactly so many digits after the point: `1200` with two digits is `"12.00"`.
  package static func formatFixed(_ scaled: Int128, digits: Int) -> String {
    var text = String(scaled.magnitude)
    if text.utf8.count <= digits {
      text = String(repeating: "0", count: digits + 1 - text.utf8.count) + text
    }
    if digits > 0 { text.insert(".", at: text.index(text.endIndex, offsetBy: -digits)) }
    return scaled < 0 ? "-" + text : text
  }
}
