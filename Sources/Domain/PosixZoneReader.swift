/// Reads a POSIX TZ string, byte by byte; every function answers nil for what does not belong there.
struct PosixZoneReader {
  private var rest: ArraySlice<UInt8>

  private init(_ text: some Sequence<UInt8>) { rest = Array(text)[...] }

  /// Nil for anything but a complete, valid string.
  static func read(_ text: some Sequence<UInt8>) -> PosixZone? {
    var reader = PosixZoneReader(text)
    guard let zone = reader.zone(), reader.rest.isEmpty else { return nil }
    return zone
  }

  private mutating func zone() -> PosixZone? {
    guard name(), let west = time(maxHours: 24) else { return nil }
    guard !rest.isEmpty else { return PosixZone(standardOffset: -west, summer: nil) }
    guard name() else { return nil }
    var summerOffset = -west + 3600
    if rest.first != UInt8(ascii: ",") {
      guard let summerWest = time(maxHours: 24) else { return nil }
      summerOffset = -summerWest
    }
    guard take(","), let start = change(), take(","), let end = change() else { return nil }
    let summer = PosixZone.Summer(
      offset: summerOffset, start: start.day, startSecond: start.second, end: end.day, endSecond: end.second)
    return PosixZone(standardOffset: -west, summer: summer)
  }

  /// Three or more letters, or anything in angle brackets.
  private mutating func name() -> Bool {
    if take("<") {
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
      rest = rest[(end + 1)...]
      return true
    }
    let letters = rest.prefix { (65...90).contains($0) || (97...122).contains($0) }
    rest = rest.dropFirst(letters.count)
    return letters.count >= 3
  }

  private mutating func change() -> (day: PosixZone.Day, second: Int)? {
    guard let day = day() else { return nil }
    guard take("/") else { return (day, 7200) }
    return time(maxHours: 167).map { (day, $0) }
  }

  private mutating func day() -> PosixZone.Day? {
    if take("M") {
      guard let month = number(1...12), take("."), let week = number(1...5), take("."),
        let day = number(0...6)
      else { return nil }
      return .weekday(month: month, week: week, day: day)
    }
    if take("J") { return number(1...365).map(PosixZone.Day.julian) }
    return number(0...365).map(PosixZone.Day.ordinal)
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  private mutating func time(maxHours: Int) -> Int? {
    let negative = take("-")
    if !negative { _ = take("+") }
    guard let hours = number(0...maxHours) else { return nil }
    var seconds = hours * 3600
    for unit in [60, 1] where take(":") {
      guard let value = number(0...59) else { return nil }
      seconds += value * unit
    }
    return negative ? -seconds : seconds
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int? {
    var value = 0
    var digits = 0
    while let byte = rest.first, (48...57).contains(byte), digits < 3 {
      value = value * 10 + Int(byte - 48)
      digits += 1
      rest = rest.dropFirst()
    }
    return digits > 0 && range.contains(value) ? value : nil
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let byte = rest.first, UInt32(byte) == character.value else { return false }
    rest = rest.dropFirst()
    return true
  }
}
