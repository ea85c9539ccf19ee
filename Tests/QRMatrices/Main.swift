// For the test that compares our QR codes with another encoder's. Reads lines of `LEVEL VERSION MASK HEX`: a
// letter of LMQH, the least version or -, the mask or -, and the text's UTF-8 in hex (or - for none). Answers
// each with `VERSION MASK ROWS`, the rows as 0 and 1 with / between, or with `refused: why`.
import Documents

@main enum Main {
  static func main() {
    while let line = readLine() { print(answer(line.split(separator: " ").map(String.init))) }
  }

  private static func answer(_ words: [String]) -> String {
    guard words.count == 4, let place = Array("LMQH").firstIndex(of: Character(words[0])) else {
      return "refused: not LEVEL VERSION MASK HEX"
    }
    do {
      let code = try QRCode(
        text(words[3]), level: QRLevel.allCases[place], version: Int(words[1]) ?? 1, mask: Int(words[2]))
      let rows = (0..<code.size).map { row in
        String((0..<code.size).map { column -> Character in code[row, column] ? "1" : "0" })
      }
      return "\(code.version) \(code.mask) \(rows.joined(separator: "/"))"
    } catch {
      return "refused: \(error)"
    }
  }

  private static func text(_ hex: String) -> String {
    let digits = hex == "-" ? [] : hex.compactMap(\.hexDigitValue)
    let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
