/// How a version and level divide their codewords into data and error correction (7.5, 7.6, table 9).
struct QRLayout {
  let version: Int
  let level: QRLevel
  /// All codewords of the symbol.
  let codewords: Int
  let blocks: Int
  let correctionPerBlock: Int

  var dataCodewords: Int { codewords - blocks * correctionPerBlock }

  init(version: Int, level: QRLevel) {
    self.version = version
    self.level = level
    codewords = QRGrid.dataModules(version: version) / 8
    blocks = Self.blocks[level.rawValue][version - 1]
    correctionPerBlock = Self.corrections[level.rawValue][version - 1]
  }

  static func smallest(from least: Int, level: QRLevel, holding segment: QRSegment) -> QRLayout? {
    for version in least...40 {
      let layout = QRLayout(version: version, level: level)
      if let bits = segment.bitCount(version: version), bits <= layout.dataCodewords * 8 { return layout }
    }
    return nil
  }

  /// The codewords in the order in which they are placed: the data of all blocks in turn, then their error
  /// correction in turn (7.6). The last blocks are one longer where the data does not divide evenly.
  func codewords(data: [UInt8]) -> [UInt8] {
    let code = ReedSolomon(correction: correctionPerBlock)
    let (short, longer) = data.count.quotientAndRemainder(dividingBy: blocks)
    var parts: [ArraySlice<UInt8>] = []
    var start = 0
    for block in 0..<blocks {
      let end = start + short + (block >= blocks - longer ? 1 : 0)
      parts.append(data[start..<end])
      start = end
    }
    let corrections = parts.map(code.remainder)
    var placed: [UInt8] = []
    placed.reserveCapacity(codewords)
    for index in 0...short {
      for part in parts where index < part.count { placed.append(part[part.startIndex + index]) }
    }
    for index in 0..<correctionPerBlock {
      for correction in corrections { placed.append(correction[index]) }
    }
    return placed
  }

  // Table 9 by level, from version 1 to 40.

  private static let corrections: [[Int]] = [
    [
      7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26,
      28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
      10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28,
      28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ],
    [
      13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30,
      28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
    [
      17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30,
      30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
    ],
  ]
  private static let blocks: [[Int]] = [
    [
      1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16,
      17, 18, 19, 19, 20, 21, 22, 24, 25,
    ],
    [
      1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26,
      28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
    ],
    [
      1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35,
      38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68,
    ],
    [
      1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40,
      42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81,
    ],
  ]
}
