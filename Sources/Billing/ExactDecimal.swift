/// A decimal number with the text it was given as, so that a record shows what was entered.
package struct ExactDecimal: Equatable, Sendable {
  package let text: String
  let value: Rational

  /// `text` says `value`.
  init(_ text: String, _ value: Rational) {
    self.text = text
    self.value = value
  }

  /// Why a text is no usable number.
  enum Problem: Error { case malformed, tooLarge }

  /// Digits with an optional minus and an optional point between digits; nothing else, no exponent.
  init(_ text: String) throws(Problem) {
    self.text = text
    let unsigned = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    let parts = unsigned.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isDigit) }) else {
      throw .malformed
    }
    var fraction = parts.count == 2 ? parts[1] : unsigned[unsigned.endIndex...]
    while fraction.last == UInt8(ascii: "0") { fraction = fraction.dropLast() }
    var number: Int128 = 0
    for digit in [parts[0], fraction].joined() {
      let (ten, first) = number.multipliedReportingOverflow(by: 10)
      let (sum, second) = ten.addingReportingOverflow(Int128(digit - UInt8(ascii: "0")))
      guard !first, !second else { throw .tooLarge }
      number = sum
    }
    guard fraction.count <= 38 else { throw .tooLarge }
    let scale = fraction.reduce(Int128(1)) { power, _ in power * 10 }
    value = Rational(text.utf8.first == UInt8(ascii: "-") ? -number : number, over: scale)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  /// Equal as numbers: `19` and `19.0`.
  package static func == (a: ExactDecimal, b: ExactDecimal) -> Bool { a.value == b.value }
}
