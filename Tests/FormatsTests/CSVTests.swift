import Formats
import Testing

@Suite("Tables as text")
struct CSVTests {
  private func cells(_ text: String, _ separator: CSVSeparator? = nil) throws -> [[String]] {
    try CSVTable.parse(text, separator: separator).records.map(\.cells)
  }

  // The expected cells are what Python's csv module reads (lines that are empty left out).
  @Test(
    "reads what other readers read",
    arguments: [
      ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
      ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
      ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
      ("\n\na\n\r\nb\n", [["a"], ["b"]]),
      ("\"a,\"\"b\"\"\r\nc\",d", [["a,\"b\"\r\nc", "d"]]),
      ("a\"b,\"c\"d\"e\",\"\"", [["a\"b", "cd\"e\"", ""]]),
      (" \"a\",b ", [[" \"a\"", "b "]]),
      (",\n,,\n", [["", ""], ["", "", ""]]),
      ("\"\"\n", [[""]]),
      ("ü,日本,😀", [["ü", "日本", "😀"]]),
    ] as [(String, [[String]])])
  func reads(text: String, expected: [[String]]) throws {
    #expect(try cells(text, .comma) == expected)
  }

  @Test(
    "finds the separator",
    arguments: [
      ("a;b\n1,5;2,5\n", .semicolon), ("a,b\n1.5,2\n", .comma), ("a\tb\nx, y\tz, w\n", .tab),
      ("Keller, Anna;3\nOkafor, Ben;4\n", .semicolon), ("\"a;b\",c\n\"d;e\",f\n", .comma),
      ("one\ntwo\n", .semicolon),
      ("name,flat\nKeller,1\nOkafor; Ben,2\n", .comma), ("", .semicolon),
    ] as [(String, CSVSeparator)])
  func separators(text: String, expected: CSVSeparator) throws {
    #expect(try CSVTable.parse(text).separator == expected)
  }

  @Test("says in which line of the text a row begins")
  func lines() throws {
    let table = try CSVTable.parse("a;b\n\n\"x\ny\";1\r\nz;2\n")
    #expect(table.records.map(\.line) == [1, 3, 5])
  }

  @Test("says what is wrong and where")
  func errors() {
    var limits = CSVLimits()
    (limits.records, limits.cells, limits.cellBytes) = (2, 3, 4)
    func error(_ text: String) -> CSVError? {
      do throws(CSVError) {
        _ = try CSVTable.parse(text, separator: .semicolon, limits: limits)
        return nil
      } catch {
        return error
      }
    }
    #expect(error("a\nb;\"c\nd") == CSVError(line: 2, reason: .openQuote))
    #expect(error("a\nb\nc") == CSVError(line: 3, reason: .tooManyRecords))
    #expect(error("1;2;3;4") == CSVError(line: 1, reason: .tooManyCells))
    #expect(error("1\nabcde") == CSVError(line: 2, reason: .cellTooLong))
    #expect(error("1;2;3\nabcd") == nil)
  }

  @Test("never trips over damage, and what is written in quotes is read again", arguments: 1...4)
  func damage(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let letters = Array("ab;,\t\"\n\rü".unicodeScalars)
    for _ in 0..<2_000 {
      let table = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        (0..<Int.random(in: 1...4, using: &random)).map { _ in
          var cell = String.UnicodeScalarView()
          for _ in 0..<Int.random(in: 0...5, using: &random) {
            cell.append(letters[Int.random(in: 0..<letters.count, using: &random)])
          }
          return String(cell)
        }
      }
      let text = table.map { row in
        row.map {
          "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }
        .joined(separator: ";")
      }.joined(separator: "\r\n")
      #expect(try cells(text, .semicolon) == table)
      let cut = String(
        String.UnicodeScalarView(text.unicodeScalars.dropLast(Int.random(in: 0...3, using: &random))))
      _ = try? CSVTable.parse(cut)
    }
  }
}

@Suite("Texts that do not say how they are written down")
struct TextDecodingTests {
  @Test("UTF-8 with and without its mark, UTF-16, and Windows-1252 for the rest")
  func encodings() {
    #expect(DecodedText(Array("Müller".utf8)).encoding == .utf8)
    let marked = DecodedText([0xEF, 0xBB, 0xBF] + Array("Müller".utf8))
    #expect(marked.text == "Müller" && marked.encoding == .utf8)
    let windows = DecodedText([0x4D, 0xFC, 0x6C, 0x6C, 0x65, 0x72, 0x20, 0x80, 0x9A, 0x9F, 0x92])
    #expect(windows.text == "Müller €šŸ’" && windows.encoding == .windows1252)
    let little = DecodedText([0xFF, 0xFE, 0x4D, 0x00, 0xFC, 0x00, 0x3D, 0xD8, 0x00, 0xDE, 0x41])
    #expect(little.text == "Mü😀" && little.encoding == .utf16)
    #expect(DecodedText([0xFE, 0xFF, 0x00, 0x4D, 0x00, 0xFC]).text == "Mü")
    #expect(DecodedText([]).text.isEmpty && DecodedText([0xFF]).text == "ÿ")
  }

  @Test("every byte of Windows-1252 is one character")
  func everyByte() {
    let text = DecodedText(Array(0...255)).text
    #expect(text.unicodeScalars.count == 256)
    #expect(Set(text.unicodeScalars).count == 256)
  }
}
