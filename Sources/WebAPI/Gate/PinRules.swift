/// Which PINs may be chosen: six digits that nobody tries first.
enum PinRules {
  static func isPin(_ text: String) -> Bool { text.count == 6 && text.allSatisfy(\.isASCIIDigit) }

  /// Whether it is a row of digits, repeats itself, or is, or holds, a date of someone's life.
  static func isWeak(_ pin: String) -> Bool {
    let digits = pin.compactMap(\.wholeNumberValue)
    guard digits.count == 6 else { return true }
    return isRow(digits) || repeatsItself(digits) || isDate(digits)
  }

  /// 123456, 654321, 024680, also through the 0: 890123.
  private static func isRow(_ digits: [Int]) -> Bool {
    let steps = Set(zip(digits, digits.dropFirst()).map { ($1 - $0 + 10) % 10 })
    return steps.count == 1
  }

  /// 111111, 121212, 123123, 112233, 111222.
  private static func repeatsItself(_ digits: [Int]) -> Bool {
    if [2, 3].contains(where: { n in digits.indices.allSatisfy { digits[$0] == digits[$0 % n] } }) {
      return true
    }
    return [2, 3].contains { n in digits.indices.allSatisfy { digits[$0] == digits[$0 / n * n] } }
  }

  /// Day, month and year in any usual order, or a year from 1920 to 2029 at either end.
  private static func isDate(_ digits: [Int]) -> Bool {
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    let (first, second, third) = (number(0..<2), number(2..<4), number(4..<6))
    func areDayAndMonth(_ day: Int, _ month: Int) -> Bool { 1...31 ~= day && 1...12 ~= month }
    return areDayAndMonth(first, second) || areDayAndMonth(second, first) || areDayAndMonth(third, second)
      || 1920...2029 ~= number(0..<4) || 1920...2029 ~= number(2..<6)
  }
}
