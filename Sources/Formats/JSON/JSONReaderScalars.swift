extension JSONReader {
  /// The string that begins at the quote the reader stands on.
  mutating func string() throws(JSONFault) -> JSONToken {
    position += 1
    let start = position
    var isPlain = true
    while true {
      skipPlainBytes()
      guard position < bytes.count else { throw fault(.endOfText) }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") { break }
      if byte == UInt8(ascii: "\\") {
        try skipEscape()
      } else {
        if byte < 0x20, !tolerant { throw fault(.controlCharacter) }
        position += 1
      }
      isPlain = false
    }
    let content = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    position += 1
    return JSONToken(kind: .string, bytes: content, isPlain: isPlain)
  }

  /// Passes printable ASCII except quote and backslash, eight bytes at a time: the other ones set the highest bit
  /// of their byte in `odd` (a borrow can only mark bytes behind the first odd one, which is all we look at).
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
    guard let first = word.first else { throw fault(.unexpectedCharacter) }
    let token = { (kind: JSONToken.Kind) in JSONToken(kind: kind, bytes: word, isPlain: true) }
    if first == UInt8(ascii: "-") || (first &- UInt8(ascii: "0")) < 10 {
      if isJSONNumber(word) { return token(.number) }
    } else {
      let candidate = token(.word)
      switch candidate {
      case "true", "false": return token(.bool)
      case "null": return token(.null)
      default: break
      }
    }
    if tolerant { return token(.word) }
    position = start
    throw fault(
      first == UInt8(ascii: "-") || (first &- UInt8(ascii: "0")) < 10 ? .badNumber : .unexpectedCharacter)
  }
}

@inline(__always)
private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

private func isWordByte(_ byte: UInt8) -> Bool {
  isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: ".")
    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
}

/// RFC 8259, 6: `-`, digits without a leading zero, fraction, exponent.
package func isJSONNumber(_ text: UnsafeRawBufferPointer) -> Bool {
  var index = 0
  func digits() -> Int {
    let start = index
    while index < text.count, isDigit(text[index]) { index += 1 }
    return index - start
  }
  func take(_ byte: UInt8) -> Bool {
    guard index < text.count, text[index] == byte else { return false }
    index += 1
    return true
  }
  _ = take(UInt8(ascii: "-"))
  let startsWithZero = index < text.count && text[index] == UInt8(ascii: "0")
  let whole = digits()
  guard whole > 0, !startsWithZero || whole == 1 else { return false }
  if take(UInt8(ascii: ".")), digits() == 0 { return false }
  if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
    if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
    if digits() == 0 { return false }
  }
  return index == text.count
}
