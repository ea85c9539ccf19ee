/// Base64 of `bytes` with padding (RFC 4648, 4).
package func base64(_ bytes: [UInt8]) -> String {
  encodeBase64(bytes, alphabet: standardAlphabet, padded: true)
}

/// Base64url of `bytes` without padding (RFC 4648, 5).
package func base64url(_ bytes: [UInt8]) -> String {
  encodeBase64(bytes, alphabet: addressAlphabet, padded: false)
}

/// The bytes a base64 text stands for (RFC 4648, 4); padding may be missing, spaces may not be there.
/// Nil for any other character, a wrong length, or bits set behind the last byte.
package func bytes(base64 text: String) -> [UInt8]? {
  decodeBase64(text, alphabet: standardAlphabet)
}

/// The bytes a base64url text stands for (RFC 4648, 5), with or without padding; nil when it is none.
package func bytes(base64url text: String) -> [UInt8]? {
  decodeBase64(text, alphabet: addressAlphabet)
}

private let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
private let standardAlphabet = [UInt8]((letters + "+/").utf8)
private let addressAlphabet = [UInt8]((letters + "-_").utf8)
private let padding = UInt8(ascii: "=")

private func encodeBase64(_ bytes: [UInt8], alphabet: [UInt8], padded: Bool) -> String {
  var text: [UInt8] = []
  text.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let present = min(3, bytes.count - start)
    var group = 0
    for offset in 0..<3 {
      group = group << 8 | (offset < present ? Int(bytes[start + offset]) : 0)
    }
    for position in 0...present {
      text.append(alphabet[group >> (18 - 6 * position) & 63])
    }
    if padded { text.append(contentsOf: repeatElement(padding, count: 3 - present)) }
  }
  return String(decoding: text, as: UTF8.self)
}

private func decodeBase64(_ text: String, alphabet: [UInt8]) -> [UInt8]? {
  var characters = [UInt8](text.utf8)
  if characters.count % 4 == 0 {
    for _ in 0..<2 where characters.last == padding { characters.removeLast() }
  }
  guard characters.count % 4 != 1 else { return nil }
  var result: [UInt8] = []
  result.reserveCapacity(characters.count * 3 / 4)
  var group = 0
  var bits = 0
  for character in characters {
    guard let value = alphabet.firstIndex(of: character) else { return nil }
    group = (group << 6 | value) & 0xFFFF
    bits += 6
    if bits >= 8 {
      bits -= 8
      result.append(UInt8(truncatingIfNeeded: group >> bits))
    }
  }
  return group & (1 << bits - 1) == 0 ? result : nil
}
