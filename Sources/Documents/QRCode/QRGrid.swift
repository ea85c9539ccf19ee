/// The square: patterns that every code of a version has, and places for the data.
struct QRGrid: Equatable {
  let version: Int
  let size: Int
  private(set) var dark: [Bool]
  /// Modules that belong to patterns or to the code's own description, and are never masked.
  private(set) var isFixed: [Bool]

  subscript(row: Int, column: Int) -> Bool { dark[row * size + column] }

  func isFixed(_ row: Int, _ column: Int) -> Bool { isFixed[row * size + column] }

  /// With all patterns, and no data yet.
  init(version: Int) {
    self.version = version
    size = 17 + 4 * version
    dark = [Bool](repeating: false, count: size * size)
    isFixed = dark
    for place in 0..<size {
      fix(6, place, place % 2 == 0)
      fix(place, 6, place % 2 == 0)
    }
    for (row, column) in [(3, 3), (3, size - 4), (size - 4, 3)] { drawFinder(row, column) }
    drawAlignments()
    if version >= 7 { drawVersion() }
    drawFormat(bits: 0)
  }

  mutating func fix(_ row: Int, _ column: Int, _ isDark: Bool) {
    dark[row * size + column] = isDark
    isFixed[row * size + column] = true
  }

  mutating func flip(_ row: Int, _ column: Int) { dark[row * size + column].toggle() }

  /// A finder pattern around its middle with its light separator (6.3.3, 6.3.4).
  private mutating func drawFinder(_ row: Int, _ column: Int) {
    for down in -4...4 {
      for right in -4...4 {
        let (y, x) = (row + down, column + right)
        guard (0..<size).contains(y), (0..<size).contains(x) else { continue }
        let ring = max(abs(down), abs(right))
        fix(y, x, ring != 2 && ring != 4)
      }
    }
  }

  /// Alignment patterns wherever no finder pattern is (6.3.6).
  private mutating func drawAlignments() {
    let middles = Self.alignmentMiddles(version: version)
    guard let last = middles.last else { return }
    for row in middles {
      for column in middles {
        let corners = [(6, 6), (6, last), (last, 6)]
        if corners.contains(where: { $0 == (row, column) }) { continue }
        for down in -2...2 {
          for right in -2...2 { fix(row + down, column + right, max(abs(down), abs(right)) != 1) }
        }
      }
    }
  }

  /// Annex E: from 6 to seven modules before the end, evenly by an even step; what is left over comes first.
  static func alignmentMiddles(version: Int) -> [Int] {
    guard version > 1 else { return [] }
    let (last, gaps) = (10 + 4 * version, version / 7 + 1)
    // Table E.1 has 26 for version 32, where even steps would be 28.
    let step = version == 32 ? 26 : (last - 6 + 2 * gaps - 1) / (2 * gaps) * 2
    return [6] + (0..<gaps).reversed().map { last - $0 * step }
  }

  /// Six bits and twelve of a Golay code, at two places (7.10).
  private mutating func drawVersion() {
    let bits = version << 12 | Self.remainder(of: version << 12, by: 0x1F25, bits: 12)
    for place in 0..<18 {
      let isDark = bits >> place & 1 == 1
      fix(place / 3, size - 11 + place % 3, isDark)
      fix(size - 11 + place % 3, place / 3, isDark)
    }
  }

  /// Level and mask with ten bits of a BCH code, at two places (7.9).
  mutating func drawFormat(level: QRLevel, mask: Int) {
    let data = level.formatBits << 3 | mask
    drawFormat(bits: (data << 10 | Self.remainder(of: data << 10, by: 0x537, bits: 10)) ^ 0x5412)
  }

  private mutating func drawFormat(bits: Int) {
    for place in 0..<15 {
      let isDark = bits >> place & 1 == 1
      // Around the corner pattern, past the timing patterns.
      switch place {
      case 0...5: fix(place, 8, isDark)
      case 6, 7: fix(place + 1, 8, isDark)
      case 8: fix(8, 7, isDark)
      default: fix(8, 14 - place, isDark)
      }
      if place < 8 { fix(8, size - 1 - place, isDark) } else { fix(size - 15 + place, 8, isDark) }
    }
    fix(size - 8, 8, true)
  }

  private static func remainder(of value: Int, by polynomial: Int, bits: Int) -> Int {
    var rest = value
    for place in (bits..<(Int.bitWidth - 1)).reversed() where rest >> place & 1 == 1 {
      rest ^= polynomial << (place - bits)
    }
    return rest
  }

  /// Fills the free places from the lower right, two columns at a time, up and down in turn (7.7.3). What is
  /// left over stays light.
  mutating func place(_ codewords: [UInt8]) {
    var index = 0
    var goesUp = true
    var right = size - 1
    while right > 0 {
      if right == 6 { right = 5 }  // The timing pattern has this column for itself.
      for step in 0..<size {
        let row = goesUp ? size - 1 - step : step
        for column in [right, right - 1] where !isFixed(row, column) && index < codewords.count * 8 {
          dark[row * size + column] = codewords[index / 8] >> UInt8(7 - index % 8) & 1 == 1
          index += 1
        }
      }
      goesUp.toggle()
      right -= 2
    }
  }

  /// How many modules of a version are free for data and error correction (table 1).
  static func dataModules(version: Int) -> Int {
    let size = 17 + 4 * version
    let finders = 3 * 64
    let timing = 2 * (size - 16)
    let format = 31
    let description = version >= 7 ? 36 : 0
    guard version > 1 else { return size * size - finders - timing - format }
    let across = version / 7 + 2
    // All but three corners; those on a timing pattern share five modules with it.
    let alignments = (across * across - 3) * 25 - 2 * (across - 2) * 5
    return size * size - finders - timing - format - description - alignments
  }
}
