private let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

/// Base32 of `bytes` without padding (RFC 4648, 6), as apps for one-time codes take their secrets.
package func base32(_ bytes: [UInt8]) -> String {
  var text: [UInt8] = []
  var (buffer, bits): (UInt32, Int) = (0, 0)
  for byte in bytes {
    buffer = buffer << 8 | UInt32(byte)
    bits += 8
    while bits >= 5 {
      bits -= 5
      text.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
    }
    buffer &= 0xFF
  }
  if bits > 0 { text.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)]) }
  return String(decoding: text, as: UTF8.self)
}

/// The bytes a base32 text stands for; case, spaces and padding do not matter. Nil for any other character.
package func bytes(base32 text: String) -> [UInt8]? {
  var bytes: [UInt8] = []
  var (buffer, bits): (UInt32, Int) = (0, 0)
  for character in text.uppercased().utf8 where character != UInt8(ascii: " ") {
    if character == UInt8(ascii: "=") { continue }
    guard let value = alphabet.firstIndex(of: character) else { return nil }
    buffer = (buffer & 0xFF) << 5 | UInt32(value)
    bits += 5
    if bits >= 8 {
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
    }
  }
  return bytes
}
