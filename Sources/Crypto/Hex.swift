/// Lower-case hexadecimal text of `bytes` (RFC 4648, 8, in lower case).
package func hex(_ bytes: [UInt8]) -> String {
  let digits = [UInt8]("0123456789abcdef".utf8)
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count * 2)
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

/// The bytes a hexadecimal text stands for, either case; nil when it has an odd length or another character.
package func bytes(hex text: String) -> [UInt8]? {
  var result: [UInt8] = []
  result.reserveCapacity(text.utf8.count / 2)
  var high: UInt8?
  for character in text.utf8 {
    guard let digit = hexDigit(character) else { return nil }
    if let first = high {
      result.append(first << 4 | digit)
      high = nil
    } else {
      high = digit
    }
  }
  return high == nil ? result : nil
}

private func hexDigit(_ character: UInt8) -> UInt8? {
  switch character {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
  default: nil
  }
}
