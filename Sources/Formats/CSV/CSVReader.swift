/// Cuts a text into records, one after the other.
struct CSVReader {
  private let bytes: [UInt8]
  private let separator: UInt8
  private let limits: CSVLimits
  private var position = 0
  private var line = 1

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  init(_ bytes: [UInt8], _ separator: CSVSeparator, _ limits: CSVLimits) {
    self.bytes = bytes
    self.separator = separator.rawValue
    self.limits = limits
  }

  /// The next record that is not an empty line; nil at the end.
  mutating func next() throws(CSVError) -> CSVTable.Record? {
    while position < bytes.count, endLine() {}
    guard position < bytes.count else { return nil }
    var record = CSVTable.Record(line: line, cells: [])
    repeat {
      guard record.cells.count < limits.cells else { throw CSVError(line: line, reason: .tooManyCells) }
      record.cells.append(try cell())
    } while take(separator)
    _ = endLine()
    return record
  }

  /// A cell, up to its separator or the end of its line. What follows the closing quote belongs to it, as
  /// other readers have it.
  private mutating func cell() throws(CSVError) -> String {
    var content: [UInt8] = []
    if take(Self.quote) { try quoted(into: &content) }
    while let byte = here, byte != separator, byte != Self.lineFeed, byte != Self.carriageReturn {
      position += 1
      try add(byte, to: &content)
    }
    return String(decoding: content, as: UTF8.self)
  }

  /// The rest of a cell in quotes, its closing quote included.
  private mutating func quoted(into content: inout [UInt8]) throws(CSVError) {
    let opened = line
    while let byte = here {
      if byte == Self.quote {
        position += 1
        guard take(Self.quote) else { return }
        try add(byte, to: &content)
      } else {
        let start = position
        if !endLine() { position += 1 }
        for index in start..<position { try add(bytes[index], to: &content) }
      }
    }
    throw CSVError(line: opened, reason: .openQuote)
  }

  private func add(_ byte: UInt8, to content: inout [UInt8]) throws(CSVError) {
    guard content.count < limits.cellBytes else { throw CSVError(line: line, reason: .cellTooLong) }
    content.append(byte)
  }

  private var here: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard here == byte else { return false }
    position += 1
    return true
  }

  /// Passes over the end of a line, if one is here.
  private mutating func endLine() -> Bool {
    if take(Self.carriageReturn) {
      _ = take(Self.lineFeed)
    } else if !take(Self.lineFeed) {
      return false
    }
    line += 1
    return true
  }
}
