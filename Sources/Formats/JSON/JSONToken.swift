/// One value or member name as it stands in the text: a view without a copy, valid as long as the text.
package struct JSONToken {
  /// What kind of value it is.
  package enum Kind: Sendable {
    case string, number, bool, null, array, object
    /// Tolerant readers only: an unquoted word that is no JSON, like `NaN` or `007`.
    case word
  }

  package let kind: Kind
  /// The value's bytes; of a string those between the quotes.
  package let bytes: UnsafeRawBufferPointer
  /// Printable ASCII without escapes: the bytes are the text.
  package let isPlain: Bool

  package init(kind: Kind, bytes: UnsafeRawBufferPointer, isPlain: Bool) {
    self.kind = kind
    self.bytes = bytes
    self.isPlain = isPlain
  }

  /// The text of a string, escapes resolved, invalid UTF-8 and lone surrogates replaced by U+FFFD; of any
  /// other kind the bytes as they stand.
  package var text: String {
    if isPlain || kind != .string { return Self.decode(bytes) }
    var unescaped = JSONUnescaper(bytes)
    return unescaped.run()
  }

  /// As `text`, nil where that would have to repair something.
  package var strictText: String? {
    if isPlain { return Self.decode(bytes) }
    var unescaped = JSONUnescaper(bytes)
    let text = unescaped.run()
    return unescaped.repaired ? nil : text
  }

  /// No bytes at all, or none between the quotes.
  package var isEmpty: Bool { bytes.isEmpty }

  private static func decode(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes.assumingMemoryBound(to: UInt8.self), as: UTF8.self)
  }
}

/// Resolves the escapes of a string (RFC 8259, 7).
struct JSONUnescaper {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  private var output: [UInt8] = []
  /// Whether something had to be replaced: broken UTF-8, lone surrogates, unknown escapes.
  private(set) var repaired = false

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func run() -> String {
    output.reserveCapacity(bytes.count)
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\\") { escape() } else { output.append(byte) }
    }
    if let valid = String(validating: output, as: UTF8.self) { return valid }
    repaired = true
    return String(decoding: output, as: UTF8.self)
  }

  private mutating func escape() {
    guard position < bytes.count else {
      repaired = true
      return
    }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "b"): output.append(0x08)
    case UInt8(ascii: "f"): output.append(0x0C)
    case UInt8(ascii: "n"): output.append(0x0A)
    case UInt8(ascii: "r"): output.append(0x0D)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "u"): unicodeEscape()
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(byte)
    default:
      repaired = true
      output.append(byte)
    }
  }

  private mutating func unicodeEscape() {
    guard let first = hexUnit() else { return replace() }
    if let scalar = Unicode.Scalar(first) { return output.append(contentsOf: Array(String(scalar).utf8)) }
    guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { return replace() }
    let back = position
    position += 2
    guard let second = hexUnit(), (0xDC00...0xDFFF).contains(second) else {
      position = back
      return replace()
    }
    let value = 0x10000 + ((UInt32(first) - 0xD800) << 10) + (UInt32(second) - 0xDC00)
    guard let scalar = Unicode.Scalar(value) else { return replace() }
    output.append(contentsOf: Array(String(scalar).utf8))
  }

  private mutating func replace() {
    repaired = true
    output.append(contentsOf: [0xEF, 0xBF, 0xBD])
  }

  private mutating func hexUnit() -> UInt16? {
    guard position + 4 <= bytes.count else { return nil }
    var unit: UInt16 = 0
    for index in position..<position + 4 {
      guard let digit = hexDigit(bytes[index]) else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    position += 4
    return unit
  }
}

/// The value of a hexadecimal digit in either case.
func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}
