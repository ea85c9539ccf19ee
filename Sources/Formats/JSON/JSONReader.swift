/// Reads JSON (RFC 8259) piece by piece out of memory it does not own: no tree, no copies. For the wire's hot
/// path.
///
/// The caller walks: `beginObject`, then `nextKey` until nil, and exactly one of `value`, `beginObject`,
/// `beginArray` after each key (the same for arrays with `nextElement`). Everything is checked on the way;
/// what was read before a fault is not to be used.
///
/// A tolerant reader takes what real wallboxes send: raw control bytes and broken UTF-8 in strings, a byte
/// order mark, unknown escapes, words like `NaN`, and NUL bytes behind the text.
package struct JSONReader {
  let bytes: UnsafeRawBufferPointer
  /// Offset of the next byte to look at.
  package internal(set) var position = 0
  let tolerant: Bool
  private let maxDepth: Int
  private var depth = 0
  /// Bit n: the container n levels out has had a member, so that a comma is due.
  private var hasMember: UInt64 = 0

  package init(_ bytes: UnsafeRawBufferPointer, tolerant: Bool, limits: JSONLimits = JSONLimits()) {
    self.bytes = bytes
    self.tolerant = tolerant
    maxDepth = limits.maxDepth
    if tolerant, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The kind of the value that comes next, without reading it (a `word` shows as number).
  package mutating func peek() throws(JSONFault) -> JSONToken.Kind {
    switch try significant() {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
    case UInt8(ascii: "n"): .null
    default: .number
    }
  }

  /// Steps into the object that comes next.
  package mutating func beginObject() throws(JSONFault) {
    guard try significant() == UInt8(ascii: "{") else { throw fault(.expectedObject) }
    try descend()
  }

  /// Steps into the array that comes next.
  package mutating func beginArray() throws(JSONFault) {
    guard try significant() == UInt8(ascii: "[") else { throw fault(.expectedArray) }
    try descend()
  }

  /// The next member's name; nil: the object ended, and the reader stands behind it.
  package mutating func nextKey() throws(JSONFault) -> JSONToken? {
    guard try advance(unless: UInt8(ascii: "}")) else { return nil }
    guard try significant() == UInt8(ascii: "\"") else { throw fault(.unexpectedCharacter) }
    let key = try string()
    guard try significant() == UInt8(ascii: ":") else { throw fault(.expectedColon) }
    position &+= 1
    return key
  }

  /// Whether another element comes; false: the array ended, and the reader stands behind it.
  package mutating func nextElement() throws(JSONFault) -> Bool {
    try advance(unless: UInt8(ascii: "]"))
  }

  /// Reads the next value whole, whatever it is; arrays and objects are checked and skipped.
  package mutating func value() throws(JSONFault) -> JSONToken {
    let byte = try significant()
    if byte == UInt8(ascii: "\"") { return try string() }
    guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") else { return try bareword() }
    let start = position
    try skip()
    let whole = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    return JSONToken(kind: byte == UInt8(ascii: "{") ? .object : .array, bytes: whole, isPlain: false)
  }

  /// Checks and passes the next value, whatever it is.
  package mutating func skip() throws(JSONFault) {
    switch try significant() {
    case UInt8(ascii: "\""): _ = try passString()
    case UInt8(ascii: "{"):
      try descend()
      while try advance(unless: UInt8(ascii: "}")) {
        guard try significant() == UInt8(ascii: "\"") else { throw fault(.unexpectedCharacter) }
        _ = try passString()
        guard try significant() == UInt8(ascii: ":") else { throw fault(.expectedColon) }
        position &+= 1
        try skip()
      }
    case UInt8(ascii: "["):
      try descend()
      while try advance(unless: UInt8(ascii: "]")) { try skip() }
    default: _ = try bareword()
    }
  }

  /// Checks that nothing but white space follows.
  package mutating func finish() throws(JSONFault) {
    while position < bytes.count {
      guard isSpace(bytes[position]) || (tolerant && bytes[position] == 0) else { throw fault(.trailing) }
      position += 1
    }
  }

  func fault(_ reason: JSONFault.Reason) -> JSONFault { JSONFault(offset: position, reason: reason) }

  /// The next byte that is not white space; the reader then stands on it.
  @inline(__always)
  private mutating func significant() throws(JSONFault) -> UInt8 {
    if position < bytes.count, bytes[position] > 0x20 { return bytes[position] }
    return try significantAfterSpace()
  }

  private mutating func significantAfterSpace() throws(JSONFault) -> UInt8 {
    while position < bytes.count {
      let byte = bytes[position]
      guard isSpace(byte) else { return byte }
      position &+= 1
    }
    throw fault(.endOfText)
  }

  private mutating func descend() throws(JSONFault) {
    guard depth < maxDepth else { throw fault(.tooDeep) }
    depth += 1
    hasMember <<= 1
    position += 1
  }

  @inline(__always)
  private mutating func advance(unless close: UInt8) throws(JSONFault) -> Bool {
    let byte = try significant()
    if byte == close {
      position += 1
      depth -= 1
      hasMember >>= 1
      return false
    }
    if hasMember & 1 == 1 {
      guard byte == UInt8(ascii: ",") else { throw fault(.expectedComma) }
      position += 1
    }
    hasMember |= 1
    return true
  }
}

@inline(__always)
func isSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}
