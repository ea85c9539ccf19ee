/// Which words of Web/i18n the pages and the server ask for: as they stand ("tab.board"), or by a beginning to
/// which something is added at run time (`tab.${name}`, word("fault", code), "frame." + key).
struct WordUse {
  private(set) var whole: Set<String> = []
  private(set) var beginnings: Set<String> = []
  /// Everything that reads like a name in the code: what may be added to a beginning is among it.
  private(set) var names: Set<String> = []

  /// What comes out of a wallbox at run time and so stands in no source.
  static let saidByWallboxes = ["fault.", "firmware.status.", "asked.status.", "outcome.", "stop-reason."]

  mutating func read(_ file: Tree.File) {
    for line in file.lines where !line.drop(while: { $0 == " " }).hasPrefix("//") {
      read(line: Array(line.utf8))
    }
  }

  func uses(_ key: String) -> Bool {
    let plural = [".one", ".other"].first(where: key.hasSuffix)
    if whole.contains(key) || plural.map({ whole.contains(String(key.dropLast($0.count))) }) == true {
      return true
    }
    return beginnings.contains { beginning in
      guard key.hasPrefix(beginning) else { return false }
      if Self.saidByWallboxes.contains(where: key.hasPrefix) { return true }
      return key.dropFirst(beginning.count).split(separator: ".").allSatisfy { part in
        names.contains(String(part)) || names.contains(part.prefix(1).uppercased() + part.dropFirst())
      }
    }
  }

  private mutating func read(line: [UInt8]) {
    func byte(_ index: Int) -> UInt8? { line.indices.contains(index) ? line[index] : nil }
    var start = 0
    while start < line.count {
      guard Self.belongsToName(line[start]) else {
        start += 1
        continue
      }
      var end = start
      while let next = byte(end), Self.belongsToName(next) { end += 1 }
      take(
        String(decoding: line[start..<end], as: UTF8.self), before: byte(start - 1), after: byte(end),
        asWord: line[..<max(0, start - 1)].suffix(5).elementsEqual("word(".utf8))
      start = end
    }
  }

  private mutating func take(_ text: String, before: UInt8?, after: UInt8?, asWord: Bool) {
    for name in text.split(separator: ".") { names.insert(String(name)) }
    let quotes = "\"'`".utf8
    if before == UInt8(ascii: "{"), after == UInt8(ascii: "}"), text.hasPrefix("t.") {
      whole.insert(String(text.dropFirst(2)))
    }
    guard let before, let after, quotes.contains(before) else { return }
    if before == after {
      whole.insert(text)
      if asWord { beginnings.insert(text + ".") }
    }
    if text.contains("."), after == UInt8(ascii: "$") || after == UInt8(ascii: "\\") || text.hasSuffix(".") {
      beginnings.insert(text)
    }
  }

  private static func belongsToName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
