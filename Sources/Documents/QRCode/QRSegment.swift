/// How characters become bits (7.3, 7.4).
enum QRMode: Int {
  case numeric = 0b0001
  case alphanumeric = 0b0010
  case byte = 0b0100

  /// The smallest mode that has all these characters.
  init(for text: [UInt8]) {
    if !text.isEmpty, text.allSatisfy({ (0x30...0x39).contains($0) }) {
      self = .numeric
    } else {
      self = text.allSatisfy { Self.alphanumericValue($0) != nil } ? .alphanumeric : .byte
    }
  }

  /// How many bits tell the number of characters (table 3).
  func countBits(version: Int) -> Int {
    let step = version < 10 ? 0 : version < 27 ? 1 : 2
    return switch self {
    case .numeric: [10, 12, 14][step]
    case .alphanumeric: [9, 11, 13][step]
    case .byte: [8, 16, 16][step]
    }
  }

  /// The value of a character in alphanumeric mode (table 5); nil: it is none.
  static func alphanumericValue(_ byte: UInt8) -> Int? {
    switch byte {
    case 0x30...0x39: Int(byte) - 0x30
    case 0x41...0x5A: Int(byte) - 0x41 + 10
    default: others[byte]
    }
  }

  private static let others: [UInt8: Int] = Dictionary(
    uniqueKeysWithValues: zip(" $%*+-./:".utf8, 36...44))
}

/// A text in its mode.
struct QRSegment {
  private let text: [UInt8]
  private let mode: QRMode

  init(_ text: String) {
    self.text = Array(text.utf8)
    mode = QRMode(for: self.text)
  }

  /// Bits it takes in a code of this version, with its head; nil: it has more characters than can be told.
  func bitCount(version: Int) -> Int? {
    let countBits = mode.countBits(version: version)
    guard text.count < 1 << countBits else { return nil }
    let dataBits =
      switch mode {
      case .numeric: text.count / 3 * 10 + [0, 4, 7][text.count % 3]
      case .alphanumeric: text.count / 2 * 11 + text.count % 2 * 6
      case .byte: text.count * 8
      }
    return 4 + countBits + dataBits
  }

  /// The data codewords of a code: the segment, the terminator and the padding (7.4.9, 7.4.10).
  func codewords(in layout: QRLayout) -> [UInt8] {
    var bits = QRBits()
    bits.append(mode.rawValue, count: 4)
    bits.append(text.count, count: mode.countBits(version: layout.version))
    write(to: &bits)
    bits.append(0, count: min(4, layout.dataCodewords * 8 - bits.count))
    var bytes = bits.bytes
    var pad: UInt8 = 0xEC
    while bytes.count < layout.dataCodewords {
      bytes.append(pad)
      pad ^= 0xEC ^ 0x11
    }
    return bytes
  }

  private func write(to bits: inout QRBits) {
    switch mode {
    case .numeric:
      for start in stride(from: 0, to: text.count, by: 3) {
        let digits = text[start..<min(start + 3, text.count)]
        bits.append(digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }, count: digits.count * 3 + 1)
      }
    case .alphanumeric:
      for start in stride(from: 0, to: text.count, by: 2) {
        let pair = text[start..<min(start + 2, text.count)].compactMap(QRMode.alphanumericValue)
        bits.append(pair.reduce(0) { $0 * 45 + $1 }, count: pair.count == 2 ? 11 : 6)
      }
    case .byte:
      for byte in text { bits.append(Int(byte), count: 8) }
    }
  }
}

/// Bits, the most significant first.
struct QRBits {
  private(set) var bytes: [UInt8] = []
  private(set) var count = 0

  mutating func append(_ value: Int, count added: Int) {
    for place in (0..<added).reversed() {
      if count % 8 == 0 { bytes.append(0) }
      if value >> place & 1 == 1 { bytes[count / 8] |= 0x80 >> UInt8(count % 8) }
      count += 1
    }
  }
}
