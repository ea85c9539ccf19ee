import Domain
import Storage

/// What is said of a frame besides its text.
struct FrameMark: OptionSet, Sendable {
  let rawValue: UInt8
  /// From us to the wallbox.
  static let out = FrameMark(rawValue: 1)
  /// The text ends at `Limits.loggedFrameBytes`; there was more.
  static let cut = FrameMark(rawValue: 2)
  /// No frame but what happened to the connection, in our words.
  static let event = FrameMark(rawValue: 4)
}

/// One frame as it stands in a block.
struct LoggedFrame: Sendable, Equatable {
  /// Tells frames of one charge point apart; counts up from the time of the first one.
  var number: Int64
  var at: Instant
  var mark: FrameMark
  var text: [UInt8]
}

/// A block under construction: layout 1 as its first byte, the number of its first frame, then of each
/// frame its mark, the milliseconds since the one before (the first: since 1970), the length of its text, and
/// the text. Numbers take seven bits per byte, the lowest first; those that can be negative are folded (0,
/// -1, 1, -2 …).
struct MessageBlockWriter: Sendable {
  static let layout: UInt8 = 1
  private(set) var bytes: [UInt8] = []
  private(set) var firstAt = Instant(millisecondsSince1970: 0)
  private(set) var lastAt = Instant(millisecondsSince1970: 0)
  private(set) var firstNumber: Int64 = 0
  private(set) var count: Int64 = 0

  var isEmpty: Bool { count == 0 }

  /// The hot path: costs a copy of the bytes.
  mutating func append(_ mark: FrameMark, _ text: UnsafeRawBufferPointer, at: Instant, number: Int64) {
    if count == 0 {
      firstNumber = number
      firstAt = at
      bytes.append(Self.layout)
      append(UInt64(bitPattern: number))
    }
    let step = at.millisecondsSince1970 &- lastAt.millisecondsSince1970
    bytes.append(mark.rawValue)
    append(UInt64(bitPattern: step << 1 ^ step >> 63))
    append(UInt64(text.count))
    bytes.append(contentsOf: text)
    lastAt = at
    count += 1
  }

  private mutating func append(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}

/// Reads a block's frames; of one that is damaged those before the damage.
struct MessageBlockReader: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var position = 1
  private var at: Int64 = 0
  private var number: Int64 = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard bytes.first == MessageBlockWriter.layout, let first = value() else {
      position = bytes.count
      return
    }
    number = Int64(bitPattern: first)
  }

  /// The number of the first frame; nil: there is none that can be read.
  static func firstNumber(of bytes: [UInt8]) -> Int64? {
    var reader = Self(bytes)
    return reader.next()?.number
  }

  mutating func next() -> LoggedFrame? {
    guard position < bytes.count else { return nil }
    let mark = FrameMark(rawValue: bytes[position])
    position += 1
    guard let step = value(), let length = value(), length <= UInt64(bytes.count - position) else {
      position = bytes.count
      return nil
    }
    at = at &+ (Int64(bitPattern: step >> 1) ^ -Int64(bitPattern: step & 1))
    let end = position + Int(length)
    defer {
      position = end
      number = number &+ 1
    }
    return LoggedFrame(
      number: number, at: Instant(millisecondsSince1970: at), mark: mark, text: Array(bytes[position..<end]))
  }

  private mutating func value() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      guard position < bytes.count else { return nil }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }
}
