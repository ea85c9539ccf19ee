extension JSONReader {
  /// The string that begins at the quote the reader stands on.
  @inline(__always)
  mutating func string() throws(JSONFault) -> JSONToken {
    let start = position &+ 1
    let isPlain = try passString()
    let content = UnsafeRawBufferPointer(rebasing: bytes[start..<position &- 1])
    return JSONToken(kind: .string, bytes: content, isPlain: isPlain)
  }

  /// Passes the string at whose opening quote the reader stands. Returns whether its bytes are its text.
  @inline(__always)
  mutating func passString() throws(JSONFault) -> Bool {
    position &+= 1
    skipPlainBytes()
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      position &+= 1
      return true
    }
    try passRest()
    return false
  }

  /// The rest of a string that is not plain.
  private mutating func passRest() throws(JSONFault) {
    while true {
      guard position < bytes.count else { throw fault(.endOfText) }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") { break }
      if byte == UInt8(ascii: "\\") {
        try skipEscape()
      } else {
        if byte < 0x20, !tolerant { throw fault(.controlCharacter) }
        position += 1
      }
      skipPlainBytes()
    }
    position += 1
  }

  /// Passes printable ASCII except quote and backslash, eight bytes at a time: the other ones set the highest
  /// bit of their byte in `odd` (a borrow can only mark bytes behind the first odd one, which is all we look
  /// at).
  @inline(__always)
  private mutating func skipPlainBytes() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    while position &+ 8 <= bytes.count {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      let below = (word &- (ones &* 0x20)) | (quote &- ones) | (backslash &- ones)
      let odd = (below | word) & (ones &* 0x80)
      if odd != 0 {
        position &+= odd.trailingZeroBitCount / 8
        return
      }
      position &+= 8
    }
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C { return }
      position &+= 1
    }
  }

  private mutating func skipEscape() throws(JSONFault) {
    guard position + 1 < bytes.count else { throw fault(.endOfText) }
    if !tolerant {
      switch bytes[position + 1] {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
        UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
        break
      case UInt8(ascii: "u"):
        guard position + 6 <= bytes.count else { throw fault(.badEscape) }
        for index in position + 2..<position + 6 where hexDigit(bytes[index]) == nil {
          throw fault(.badEscape)
        }
      default: throw fault(.badEscape)
      }
    }
    position += 2
  }

  /// A number, `true`, `false`, `null`; tolerant: any other word of letters, digits, sign and point.
  mutating func bareword() throws(JSONFault) -> JSONToken {
    let start = position
    while position < bytes.count, isWordByte(bytes[position]) { position &+= 1 }
    let word = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    guard let kind = barewordKind(word) else {
      position = start
      let isNumber = !word.isEmpty && (word[0] == UInt8(ascii: "-") || isDigit(word[0]))
      throw fault(isNumber ? .badNumber : .unexpectedCharacter)
    }
    return JSONToken(kind: kind, bytes: word, isPlain: true)
  }

  private func barewordKind(_ word: UnsafeRawBufferPointer) -> JSONToken.Kind? {
    if word.isEmpty { return nil }
    if isJSONNumber(word) { return .number }
    if word.elementsEqual("null".utf8) { return .null }
    if word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8) { return .bool }
    return tolerant ? .word : nil
  }
}

@inline(__always)
private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

private func isWordByte(_ byte: UInt8) -> Bool {
  isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: ".")
    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
}

/// RFC 8259, 6: `-`, digits without a leading zero, fraction, exponent.
func isJSONNumber(_ text: UnsafeRawBufferPointer) -> Bool {
  var index = 0
  if text.first == UInt8(ascii: "-") { index = 1 }
  let whole = digits(text, from: index)
  guard whole > index, text[index] != UInt8(ascii: "0") || whole == index + 1 else { return false }
  index = whole
  if index < text.count, text[index] == UInt8(ascii: ".") {
    let end = digits(text, from: index + 1)
    guard end > index + 1 else { return false }
    index = end
  }
  if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
    index += 1
    if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") { index += 1 }
    let end = digits(text, from: index)
    guard end > index else { return false }
    index = end
  }
  return index == text.count
}

/// Where the digits that begin at `start` end.
@inline(__always)
private func digits(_ text: UnsafeRawBufferPointer, from start: Int) -> Int {
  var index = start
  while index < text.count, isDigit(text[index]) { index &+= 1 }
  return index
}
