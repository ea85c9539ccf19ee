/// How a file's text was written down.
package enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"
  /// What spreadsheets on Windows save in Western Europe unless told otherwise.
  case windows1252 = "windows-1252"
}

/// A text out of a file that does not say how it was written down.
package struct DecodedText: Sendable, Equatable {
  package var text: String
  package var encoding: TextEncoding

  /// Takes a byte order mark at its word (UTF-8, UTF-16); without one what is UTF-8 is taken as UTF-8, and
  /// everything else as Windows-1252. Never fails: every byte is a character of Windows-1252.
  package init(_ bytes: [UInt8]) {
    switch (bytes.first, bytes.dropFirst().first) {
    case (0xFF, 0xFE):
      self.init(text: Self.utf16(bytes.dropFirst(2)) { low, high in (high, low) }, encoding: .utf16)
    case (0xFE, 0xFF):
      self.init(text: Self.utf16(bytes.dropFirst(2)) { high, low in (high, low) }, encoding: .utf16)
    default:
      let unmarked = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
      if let text = String(validating: unmarked, as: UTF8.self) {
        self.init(text: text, encoding: .utf8)
      } else {
        self.init(text: Self.windows1252(bytes), encoding: .windows1252)
      }
    }
  }

  private init(text: String, encoding: TextEncoding) {
    self.text = text
    self.encoding = encoding
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, _ order: (UInt8, UInt8) -> (UInt8, UInt8)) -> String {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex {
      let (high, low) = order(bytes[index], bytes[index + 1])
      units.append(UInt16(high) << 8 | UInt16(low))
      index += 2
    }
    return String(decoding: units, as: UTF16.self)
  }

  private static func windows1252(_ bytes: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes {
      // All others stand where Latin-1, and with it Unicode, has them; five bytes are C1 controls, as in
      // the Encoding Standard of the web.
      let isSpecial = (0x80...0x9F).contains(byte)
      text.append(isSpecial ? special[Int(byte - 0x80)] : UnicodeScalar(byte))
    }
    return String(text)
  }

  /// 0x80 to 0x9F.
  private static let special = Array(
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)
}
