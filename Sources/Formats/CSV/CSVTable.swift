/// What stands between two cells of a record.
package enum CSVSeparator: UInt8, Sendable, CaseIterable {
  case semicolon = 0x3B
  case tab = 0x09
  case comma = 0x2C

  /// For people.
  package var character: String { String(UnicodeScalar(rawValue)) }
}

/// How much a table may hold.
package struct CSVLimits: Sendable {
  package var records = 5_000
  package var cells = 100
  package var cellBytes = 4_096

  package init() {}
}

/// Why a text is no table, and in which line.
package struct CSVError: Error, Equatable, Sendable {
  package enum Reason: Sendable {
    case openQuote, tooManyRecords, tooManyCells, cellTooLong
  }

  /// Counted from 1; of a quote that is not closed, where it was opened.
  package var line: Int
  package var reason: Reason

  package init(line: Int, reason: Reason) {
    self.line = line
    self.reason = reason
  }
}

/// A table as spreadsheets save it (RFC 4180, and with semicolons or tabs, which is what they save where the
/// decimal point is a comma).
package struct CSVTable: Sendable, Equatable {
  /// A row, and the line of the text in which it begins, counted from 1. Rows may differ in length.
  package struct Record: Sendable, Equatable {
    package var line: Int
    package var cells: [String]
  }

  package var separator: CSVSeparator
  /// Without empty lines.
  package var records: [Record]

  /// Reads a table. Lines end with LF, CRLF or CR; a cell in quotes may hold separators, line ends and
  /// doubled quotes; a quote elsewhere is a letter like any other.
  ///
  /// - Parameter separator: nil: the one that cuts the first lines best.
  package static func parse(
    _ text: String, separator: CSVSeparator? = nil, limits: CSVLimits = CSVLimits()
  ) throws(CSVError) -> CSVTable {
    let bytes = Array(text.utf8)
    let separator = separator ?? .guess(bytes, limits)
    var reader = CSVReader(bytes, separator, limits)
    var records: [Record] = []
    while let record = try reader.next() {
      guard records.count < limits.records else {
        throw CSVError(line: record.line, reason: .tooManyRecords)
      }
      records.append(record)
    }
    return CSVTable(separator: separator, records: records)
  }
}

extension CSVSeparator {
  private static let recordsLookedAt = 20

  /// The one with which the first records agree best in their number of cells; of equals the one that makes
  /// more cells, then the semicolon.
  fileprivate static func guess(_ bytes: [UInt8], _ limits: CSVLimits) -> CSVSeparator {
    var best = (separator: CSVSeparator.semicolon, agreeing: 0, cells: 1)
    for candidate in allCases {
      var reader = CSVReader(bytes, candidate, limits)
      var counts: [Int: Int] = [:]
      for _ in 0..<recordsLookedAt {
        guard let record = try? reader.next() else { break }
        counts[record.cells.count, default: 0] += 1
      }
      let most = counts.filter { $0.key > 1 }.max { ($0.value, $0.key) < ($1.value, $1.key) }
      guard let most, (most.value, most.key) > (best.agreeing, best.cells) else { continue }
      best = (candidate, most.value, most.key)
    }
    return best.separator
  }
}
