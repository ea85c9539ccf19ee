/// Masks: patterns that are laid over the data so that no reader is confused (7.8).
enum QRMask {
  /// Whether a mask turns the module around (table 10).
  static func turns(_ mask: Int, row: Int, column: Int) -> Bool {
    switch mask {
    case 0: (row + column) % 2 == 0
    case 1: row % 2 == 0
    case 2: column % 3 == 0
    case 3: (row + column) % 3 == 0
    case 4: (row / 2 + column / 3) % 2 == 0
    case 5: row * column % 2 + row * column % 3 == 0
    case 6: (row * column % 2 + row * column % 3) % 2 == 0
    default: ((row + column) % 2 + row * column % 3) % 2 == 0
    }
  }
}

extension QRGrid {
  /// With a mask and the code's description; nil: the mask with the fewest penalty points, of equals the
  /// first. The points are counted over the whole symbol as it will be printed.
  func masked(level: QRLevel, mask wanted: Int?) -> (QRGrid, mask: Int) {
    if let wanted { return (laidUnder(wanted, level: level), wanted) }
    var best = (grid: laidUnder(0, level: level), mask: 0)
    var fewest = best.grid.penalty
    for mask in 1...7 {
      let grid = laidUnder(mask, level: level)
      let points = grid.penalty
      if points < fewest { (best, fewest) = ((grid, mask), points) }
    }
    return best
  }

  private func laidUnder(_ mask: Int, level: QRLevel) -> QRGrid {
    var grid = self
    for row in 0..<size {
      for column in 0..<size
      where !isFixed(row, column) && QRMask.turns(mask, row: row, column: column) {
        grid.flip(row, column)
      }
    }
    grid.drawFormat(level: level, mask: mask)
    return grid
  }

  /// The points of 7.8.3.1, table 11.
  var penalty: Int {
    var points = squarePoints + balancePoints
    for line in 0..<size {
      points += linePoints { self[line, $0] }
      points += linePoints { self[$0, line] }
    }
    return points
  }

  /// N1 and N3 in a row or column: runs of five and more of one colour, and what looks like a finder pattern
  /// (1:1:3:1:1) with four light modules before or behind it.
  private func linePoints(_ isDark: (Int) -> Bool) -> Int {
    var points = 0
    var run = 0
    var window = 0
    for place in 0..<size {
      let module = isDark(place)
      run = place > 0 && module == (window & 1 == 1) ? run + 1 : 1
      if run == 5 { points += 3 } else if run > 5 { points += 1 }
      window = (window << 1 | (module ? 1 : 0)) & 0x7FF
      if place >= 10, window == 0b101_1101_0000 || window == 0b000_0101_1101 { points += 40 }
    }
    return points
  }

  /// N2: squares of 2 by 2 modules of one colour.
  private var squarePoints: Int {
    var points = 0
    for row in 1..<size {
      for column in 1..<size {
        let colour = self[row, column]
        if self[row, column - 1] == colour, self[row - 1, column] == colour,
          self[row - 1, column - 1] == colour
        {
          points += 3
        }
      }
    }
    return points
  }

  /// N4: ten for every full 5 % by which the dark modules are more or fewer than half.
  private var balancePoints: Int {
    let darkOnes = dark.count(where: \.self)
    return abs(2 * darkOnes - dark.count) * 10 / dark.count * 10
  }
}
