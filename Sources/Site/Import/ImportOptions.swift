package import Formats

/// How a list of tenants is read.
package struct ImportOptions: Sendable, Equatable {
  package var encoding: TextEncoding
  package var separator: CSVSeparator
  /// The first row heads the columns.
  package var hasHeader: Bool
  /// Which column, counted from 0, says what.
  package var mapping: [ImportField: Int]

  package var json: JSONValue {
    [
      "encoding": .string(encoding.rawValue), "separator": .string(separator.character),
      "has_header": .bool(hasHeader), "mapping": mappingJSON,
    ]
  }

  private var mappingJSON: JSONValue {
    .object(
      JSONObject(
        ImportField.allCases.map { field in
          let column = mapping[field].map { JSONValue.number(String($0)) } ?? .null
          return JSONObject.Member(key: field.rawValue, value: column)
        }))
  }

  /// Reads what `json` has written; nil: something else did.
  init?(_ text: String) {
    guard let json = try? JSONValue.parse(Array(text.utf8)),
      let encoding = json["encoding"]?.stringValue.flatMap(TextEncoding.init),
      let character = json["separator"]?.stringValue,
      let separator = CSVSeparator.allCases.first(where: { $0.character == character }),
      let hasHeader = json["has_header"]?.boolValue, let members = json["mapping"]?.objectValue?.members
    else { return nil }
    self.init(encoding: encoding, separator: separator, hasHeader: hasHeader, mapping: [:])
    for member in members {
      guard let field = ImportField(rawValue: member.key) else { return nil }
      mapping[field] = member.value.integerValue.map(Int.init)
    }
  }

  /// What can be guessed: columns by their headings, or, without headings, by what stands in them.
  init(guessing table: CSVTable, encoding: TextEncoding) {
    self.init(encoding: encoding, separator: table.separator, hasHeader: false, mapping: [:])
    guard let first = table.records.first else { return }
    let fields = first.cells.map { ImportField(heading: $0) }
    hasHeader = fields.contains { $0 != nil } && !first.cells.contains { $0.contains("@") }
    if hasHeader {
      for (column, field) in fields.enumerated() {
        if let field, mapping[field] == nil { mapping[field] = column }
      }
    } else {
      mapping = Self.guess(byContent: table)
    }
  }

  private init(
    encoding: TextEncoding, separator: CSVSeparator, hasHeader: Bool, mapping: [ImportField: Int]
  ) {
    self.encoding = encoding
    self.separator = separator
    self.hasHeader = hasHeader
    self.mapping = mapping
  }

  private static func guess(byContent table: CSVTable) -> [ImportField: Int] {
    let width = table.records.map(\.cells.count).max() ?? 0
    var mapping: [ImportField: Int] = [:]
    for column in 0..<width {
      let cells = table.records.compactMap { $0.cells.indices.contains(column) ? $0.cells[column] : nil }
      let filled = cells.map(ImportRow.trimmed).filter { !$0.isEmpty }
      guard !filled.isEmpty else { continue }
      func mostly(_ holds: (String) -> Bool) -> Bool { filled.count(where: holds) * 2 > filled.count }
      if mapping[.email] == nil, mostly({ $0.contains("@") }) {
        mapping[.email] = column
      } else if mapping[.cards] == nil, mostly(isLikeCard) {
        mapping[.cards] = column
      } else if mapping[.from] == nil, mostly({ ImportRow.date($0) != nil }) {
        mapping[.from] = column
      } else if mapping[.name] == nil, mostly({ $0.contains(where: \.isLetter) }) {
        mapping[.name] = column
      }
    }
    return mapping
  }

  /// Eight hexadecimal digits or more, one of them no letter, as readers tell a card's number.
  private static func isLikeCard(_ text: String) -> Bool {
    let plain = text.filter { !" :-".contains($0) }
    return plain.count >= 8 && plain.allSatisfy(\.isHexDigit) && plain.contains(where: \.isNumber)
      && !plain.contains(where: { !$0.isASCII })
  }
}
