/// A QR code (ISO/IEC 18004:2015, model 2): a text as a square of dark and light modules.
///
/// The text is one segment in the smallest mode that has all its characters: numeric, alphanumeric, or byte
/// (UTF-8 without ECI, as readers of phones and banks expect). No kanji, no structured append.
package struct QRCode: Sendable, Equatable {
  /// 1 to 40; see `size`.
  package let version: Int
  package let level: QRLevel
  /// 0 to 7 (7.8.2).
  package let mask: Int
  /// Modules in a row; around them belong four light ones on each side (`quietZone`).
  package var size: Int { grid.size }
  /// Light modules on each side, which readers need (6.3.8).
  package static let quietZone = 4

  private let grid: QRGrid

  /// - Parameters:
  ///   - level: how much of the code may be lost.
  ///   - version: the smallest one wanted; a longer text gets a larger one.
  ///   - mask: nil takes the one with the fewest penalty points (7.8.3).
  /// - Throws: `QRError` when version 40 cannot hold the text at this level.
  package init(
    _ text: String, level: QRLevel = .medium, version least: Int = 1, mask wanted: Int? = nil
  ) throws(QRError) {
    precondition((1...40).contains(least) && (0...7).contains(wanted ?? 0))
    let segment = QRSegment(text)
    guard let layout = QRLayout.smallest(from: least, level: level, holding: segment) else {
      let most = QRLayout(version: 40, level: level).dataCodewords
      throw QRError(bytes: text.utf8.count, mostBytes: most - 3)
    }
    let codewords = layout.codewords(data: segment.codewords(in: layout))
    var bare = QRGrid(version: layout.version)
    bare.place(codewords)
    (grid, mask) = bare.masked(level: level, mask: wanted)
    version = layout.version
    self.level = level
  }

  /// Whether the module is dark; 0 is the top row and the left column.
  package subscript(row: Int, column: Int) -> Bool { grid[row, column] }
}

/// How much of a code may be lost and still be read: about 7, 15, 25 and 30 per cent (5.1).
package enum QRLevel: Int, Sendable, CaseIterable {
  case low, medium, quartile, high

  /// The two bits that tell it in the code (table 12).
  var formatBits: Int {
    switch self {
    case .low: 0b01
    case .medium: 0b00
    case .quartile: 0b11
    case .high: 0b10
    }
  }
}

/// A text that no QR code can hold at the wanted level.
package struct QRError: Error, Equatable, CustomStringConvertible {
  package let bytes: Int
  /// What a code holds at this level, if the text has more than capital letters and digits.
  package let mostBytes: Int

  package var description: String {
    "the text has \(bytes) bytes, but a QR code of this level holds \(mostBytes); shorten it"
  }
}
