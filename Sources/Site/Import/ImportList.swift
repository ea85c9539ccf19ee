import Domain
import Formats

/// A list of tenants as it was handed in, with what its own rows say against one another.
struct ImportList: Sendable {
  /// What stands above each column; empty texts where the list has no headings.
  var headings: [String]
  var rows: [ImportRow]

  /// Reads it as `options` say. Rows in which nothing stands are left out.
  init(_ text: String, _ options: ImportOptions, longestCard: Int) throws(CSVError) {
    let table = try CSVTable.parse(text, separator: options.separator)
    let width = table.records.map(\.cells.count).max() ?? 0
    let first = options.hasHeader ? table.records.first?.cells ?? [] : []
    headings = (0..<width).map { first.indices.contains($0) ? ImportRow.trimmed(first[$0]) : "" }
    rows = table.records.dropFirst(options.hasHeader ? 1 : 0)
      .filter { $0.cells.contains { !ImportRow.trimmed($0).isEmpty } }
      .map { ImportRow($0, options.mapping, longestCard: longestCard) }
    findTwins()
  }

  /// A person, an address, a card, a bay stands in one row only: the later ones are wrong.
  private mutating func findTwins() {
    var lines: [String: Int] = [:]
    for index in rows.indices {
      let row = rows[index]
      var marks: [(ImportField, String)] = [(.name, row.name)]
      if let email = row.email { marks.append((.email, email)) }
      marks += row.cards.map { (.cards, IdTag.canonical($0)) } + row.bays.map { (.bays, $0) }
      for (field, value) in marks where !value.isEmpty {
        let mark = "\(field.rawValue) \(ImportRow.folded(value))"
        if let line = lines[mark] {
          rows[index].complaints.append(ImportComplaint(field, .twice, String(line)))
        } else {
          lines[mark] = row.line
        }
      }
    }
  }
}
