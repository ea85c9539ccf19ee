import Testing

@testable import Documents

@Suite("QR codes") struct QRCodeTests {
  /// Annex I of the standard.
  @Test("the standard's example has the standard's codewords")
  func example() {
    let layout = QRLayout(version: 1, level: .medium)
    let data = QRSegment("01234567").codewords(in: layout)
    #expect(
      data == [
        0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11,
      ])
    #expect(
      layout.codewords(data: data).suffix(10)
        == [0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55])
  }

  @Test("every version has as many codewords as its square has room for")
  func room() {
    for version in 1...40 {
      let grid = QRGrid(version: version)
      #expect(grid.isFixed.count { !$0 } == QRGrid.dataModules(version: version), "version \(version)")
    }
  }

  @Test("a sticker's address stays small: capital letters and digits need 25 modules")
  func stickers() throws {
    #expect(try QRCode("HTTP://192.168.178.40/C/K7QM4X2P").size == 25)
    #expect(try QRCode("http://192.168.178.40:8080/c/K7QM4X2P").size == 29)
  }

  @Test(
    "the largest code is full with as many characters as the standard says, and one more is refused",
    arguments: [
      (QRLevel.low, 7089, 4296, 2953), (.medium, 5596, 3391, 2331), (.quartile, 3993, 2420, 1663),
      (.high, 3057, 1852, 1273),
    ])
  func capacity(_ level: QRLevel, digits: Int, capitals: Int, bytes: Int) throws {
    for (character, most) in [("7", digits), ("A", capitals), ("a", bytes)] {
      let full = try QRCode(String(repeating: character, count: most), level: level, mask: 0)
      #expect(full.version == 40)
      let error = #expect(throws: QRError.self) {
        try QRCode(String(repeating: character, count: most + 1), level: level, mask: 0)
      }
      #expect(error?.bytes == most + 1)
      #expect(error?.mostBytes == bytes)
    }
  }

  @Test("drawn as a path, every dark module is covered once")
  func path() throws {
    let code = try QRCode("HTTP://192.168.1.20/C/K7QM4X2P")
    var covered: [[Int]] = Array(repeating: Array(repeating: 0, count: code.size), count: code.size)
    for match in code.svgPath.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/) {
      let (column, row, width) = (Int(match.1) ?? -1, Int(match.2) ?? -1, Int(match.3) ?? -1)
      #expect(match.3 == match.4)
      for place in column..<column + width { covered[row][place] += 1 }
    }
    for row in 0..<code.size {
      for column in 0..<code.size { #expect(covered[row][column] == (code[row, column] ? 1 : 0)) }
    }
  }
}
