import Formats
import Storage

/// Takes the numbers of some cards out of what was kept as it came.
struct CardScrub: Sendable {
  /// In lower case, the longest first; also as JSON writes them.
  private let numbers: [[UInt8]]
  /// Shorter ones would be found in what is no card.
  private static let shortest = 4

  init(_ texts: Set<String>) {
    let asJSON = texts.map { String(JSONValue.string($0).serializedText.dropFirst().dropLast()) }
    numbers = texts.union(asJSON).map { Array($0.lowercased().utf8) }.filter { $0.count >= Self.shortest }
      .sorted { $0.count > $1.count }
  }

  /// Scrubs some rows of a table.
  ///
  /// - Returns: the key of the last of them; nil: there are none behind `key`.
  func scrub(
    _ table: CardTextTable, after key: Int64, rows: Int, in file: WriteConnection
  ) throws -> Int64? {
    let texts = numbers.isEmpty ? [] : try file.keptTexts(table, after: key, limit: rows)
    for var text in texts {
      let scrubbed = table == .messageBlocks ? scrubbedBlock(text.bytes) : scrubbed(text.bytes)
      guard let scrubbed else { continue }
      // What two open lines are about must stay different.
      text.bytes = table == .toCheckSubjects ? scrubbed + Array(" \(text.key)".utf8) : scrubbed
      try file.setKeptText(text, in: table)
    }
    return texts.last?.key
  }

  /// The text without the numbers; nil when none stands in it. A number inside a longer word stays.
  func scrubbed(_ bytes: [UInt8]) -> [UInt8]? {
    let lower = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    var (out, from, index) = ([UInt8](), 0, 0)
    while index < lower.count {
      if index > 0, Self.isWord(lower[index - 1]) {
        index += 1
        continue
      }
      guard let number = numbers.first(where: { Self.stands($0, at: index, in: lower) }) else {
        index += 1
        continue
      }
      out += bytes[from..<index] + Array(PasswordMask.mask.utf8)
      index += number.count
      from = index
    }
    return from == 0 ? nil : out + bytes[from...]
  }

  private func scrubbedBlock(_ bytes: [UInt8]) -> [UInt8]? {
    var (block, isChanged) = (MessageBlockWriter(), false)
    for frame in MessageBlockReader(bytes) {
      let text = scrubbed(frame.text)
      if text != nil { isChanged = true }
      (text ?? frame.text).withUnsafeBytes {
        block.append(frame.mark, $0, at: frame.at, number: frame.number)
      }
    }
    return isChanged ? block.bytes : nil
  }

  private static func stands(_ number: [UInt8], at index: Int, in text: [UInt8]) -> Bool {
    let end = index + number.count
    guard end <= text.count, end == text.count || !isWord(text[end]) else { return false }
    return text[index] == number[0] && text[index..<end].elementsEqual(number)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
