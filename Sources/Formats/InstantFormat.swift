package import Domain

/// An instant that was read from text.
package struct ParsedInstant: Sendable, Equatable {
  package var instant: Instant
  /// Whether the text said in which zone it is; without one it was taken as UTC.
  package var hasZone: Bool

  package init(instant: Instant, hasZone: Bool) {
    self.instant = instant
    self.hasZone = hasZone
  }
}

/// Instants as text: RFC 3339, read with the freedoms that wallboxes take.
package enum InstantFormat {
  /// Reads `2026-03-02T10:00:00Z`; also with a fraction of any length (cut to milliseconds), offsets
  /// `+10:00`, `+1000`, `+10`, lower-case `t` and `z`, a space instead of the T, spaces around, no zone at
  /// all. Nil when the form is another or the day does not exist. A second 60 counts as the first one of the
  /// next minute.
  package static func parse(_ text: String) -> ParsedInstant? {
    var text = text
    return text.withUTF8 { parse(UnsafeRawBufferPointer($0)) }
  }

  /// As `parse` of a String.
  package static func parse(_ bytes: UnsafeRawBufferPointer) -> ParsedInstant? {
    var scanner = InstantScanner(bytes)
    return scanner.run()
  }

  /// `2026-03-02T10:00:00Z`, with `.mmm` only where it is not 0. Years are held within 0001 to 9999, so that
  /// the text is always valid.
  package static func string(_ instant: Instant) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24)
    append(instant, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends what `string` gives.
  package static func append(_ instant: Instant, to bytes: inout [UInt8]) {
    let moment = min(max(instant.millisecondsSince1970, -62_135_596_800_000), 253_402_300_799_999)
    let elapsed = moment % 86_400_000
    let rest = Int(elapsed < 0 ? elapsed + 86_400_000 : elapsed)
    let date = LocalDate(daysSince1970: (Int(moment) - rest) / 86_400_000)
    func put(_ value: Int, _ width: Int) {
      var divisor = 1
      for _ in 1..<width { divisor *= 10 }
      while divisor > 0 {
        bytes.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
        divisor /= 10
      }
    }
    put(date.year, 4)
    bytes.append(UInt8(ascii: "-"))
    put(date.month, 2)
    bytes.append(UInt8(ascii: "-"))
    put(date.day, 2)
    bytes.append(UInt8(ascii: "T"))
    put(rest / 3_600_000, 2)
    bytes.append(UInt8(ascii: ":"))
    put(rest / 60_000 % 60, 2)
    bytes.append(UInt8(ascii: ":"))
    put(rest / 1000 % 60, 2)
    if rest % 1000 != 0 {
      bytes.append(UInt8(ascii: "."))
      put(rest % 1000, 3)
    }
    bytes.append(UInt8(ascii: "Z"))
  }
}

private struct InstantScanner {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  private var end: Int

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    end = bytes.count
    while position < end, isSpace(bytes[position]) { position += 1 }
    while end > position, isSpace(bytes[end - 1]) { end -= 1 }
  }

  mutating func run() -> ParsedInstant? {
    guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
      take("T") || take("t") || take(" "), let hour = number(2), take(":"), let minute = number(2), take(":"),
      let second = number(2), hour < 24, minute < 60, second <= 60,
      let date = LocalDate(existing: year, month, day)
    else { return nil }
    let milliseconds = fraction()
    guard let milliseconds, let (offset, hasZone) = zone(), position == end else { return nil }
    let seconds = Int64(date.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
    return ParsedInstant(
      instant: Instant(millisecondsSince1970: seconds * 1000 + Int64(milliseconds)), hasZone: hasZone)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < end, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func number(_ width: Int) -> Int? {
    guard position + width <= end else { return nil }
    var value = 0
    for _ in 0..<width {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
      position += 1
    }
    return value
  }

  /// Milliseconds after the whole second; nil: a point without digits.
  private mutating func fraction() -> Int? {
    guard take(".") || take(",") else { return 0 }
    var value = 0
    var weight = 100
    let start = position
    while position < end, bytes[position] &- UInt8(ascii: "0") < 10 {
      value += weight * Int(bytes[position] - UInt8(ascii: "0"))
      weight /= 10
      position += 1
    }
    return position > start ? value : nil
  }

  /// Seconds east of UTC.
  private mutating func zone() -> (offset: Int, hasZone: Bool)? {
    if position == end { return (0, false) }
    if take("Z") || take("z") { return (0, true) }
    let isWest = position < end && bytes[position] == UInt8(ascii: "-")
    guard take("+") || take("-"), let hours = number(2), hours < 24 else { return nil }
    var minutes = 0
    if position < end {
      _ = take(":")
      guard let value = number(2), value < 60 else { return nil }
      minutes = value
    }
    let offset = hours * 3600 + minutes * 60
    return (isWest ? -offset : offset, true)
  }
}
