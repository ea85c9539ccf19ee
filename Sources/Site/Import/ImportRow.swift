package import Domain
import Formats

/// A row of a list of tenants: what it says, and what is wrong with it whatever the site knows.
package struct ImportRow: Sendable {
  /// In the text, counted from 1.
  package var line: Int
  package var cells: [String]
  package var name = ""
  package var unit: String?
  package var bays: [String] = []
  package var group: String?
  package var email: String?
  package var phone: String?
  package var language: String?
  package var cards: [String] = []
  package var from: LocalDate?
  package var complaints: [ImportComplaint] = []

  private static let longestName = 100
  private static let longestPhone = 40
  private static let longestEmail = 254

  /// Whether it gives the tenant a tenancy.
  var hasTenancy: Bool { unit != nil || !bays.isEmpty || from != nil }

  init(_ record: CSVTable.Record, _ mapping: [ImportField: Int], longestCard: Int) {
    line = record.line
    cells = record.cells
    func cell(_ field: ImportField) -> String {
      guard let column = mapping[field], cells.indices.contains(column) else { return "" }
      return Self.trimmed(cells[column])
    }
    name = [cell(.firstName), cell(.name)].filter { !$0.isEmpty }.joined(separator: " ")
    if name.isEmpty { complaints.append(ImportComplaint(.name, .missing)) }
    check(.name, name, Self.longestName)
    unit = text(.unit, cell(.unit), Self.longestName)
    group = text(.group, cell(.group), Self.longestName)
    phone = text(.phone, cell(.phone), Self.longestPhone)
    email = text(.email, cell(.email), Self.longestEmail)
    if let email, !Self.isEmail(email) { complaints.append(ImportComplaint(.email, .badEmail, email)) }
    bays = Self.several(cell(.bays))
    cards = Self.several(cell(.cards))
    for card in cards where card.unicodeScalars.count > longestCard || IdTag.canonical(card).isEmpty {
      complaints.append(ImportComplaint(.cards, .badCard, card))
    }
    readLanguage(cell(.language))
    readDate(cell(.from))
  }

  private mutating func text(_ field: ImportField, _ text: String, _ longest: Int) -> String? {
    check(field, text, longest)
    return text.isEmpty ? nil : text
  }

  private mutating func check(_ field: ImportField, _ text: String, _ longest: Int) {
    if text.unicodeScalars.count > longest { complaints.append(ImportComplaint(field, .tooLong)) }
    let isControl = { (scalar: UnicodeScalar) in scalar.properties.generalCategory == .control }
    if text.unicodeScalars.contains(where: isControl) {
      complaints.append(ImportComplaint(field, .unreadable))
    }
  }

  private mutating func readLanguage(_ text: String) {
    guard !text.isEmpty else { return }
    language = Self.languages.first { $0.value.contains(text.lowercased()) }?.key
    if language == nil { complaints.append(ImportComplaint(.language, .badLanguage, text)) }
  }

  private mutating func readDate(_ text: String) {
    guard !text.isEmpty else { return }
    from = Self.date(text)
    if from == nil { complaints.append(ImportComplaint(.from, .badDate, text)) }
  }

  private static let languages = [
    "de": ["de", "deutsch", "german", "allemand", "tedesco"],
    "en": ["en", "englisch", "english", "anglais", "inglese"],
    "fr": ["fr", "französisch", "french", "français", "francese"],
    "it": ["it", "italienisch", "italian", "italien", "italiano"],
  ]

  /// Without white space around it, and with one space where there are several.
  static func trimmed(_ text: String) -> String {
    text.split(whereSeparator: { $0 == " " || $0 == "\u{A0}" || $0 == "\t" || $0.isNewline })
      .joined(separator: " ")
  }

  /// The form in which names and addresses are compared.
  static func folded(_ text: String) -> String { trimmed(text).lowercased() }

  /// Several things in one cell, each once.
  private static func several(_ cell: String) -> [String] {
    var found: [String] = []
    for part in cell.split(whereSeparator: { ",;|".contains($0) }) {
      let text = trimmed(String(part))
      if !text.isEmpty, !found.contains(text) { found.append(text) }
    }
    return found
  }

  /// One `@`, something before it, and behind it a name with a dot and nothing odd (RFC 5321, 4.1.2, without
  /// the forms that nobody has).
  private static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty,
      !text.contains(where: { $0.isWhitespace || ",;<>\"()".contains($0) })
    else { return false }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    return labels.count > 1 && labels.allSatisfy { !$0.isEmpty }
      && parts[1].allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." }
  }

  /// 2026-03-01, or day, month and year with points or slashes between them.
  static func date(_ text: String) -> LocalDate? {
    let isISO = text.contains("-")
    let parts = text.split(whereSeparator: { isISO ? $0 == "-" : $0 == "." || $0 == "/" }).map { Int($0) }
    guard parts.count == 3, let first = parts[0], let second = parts[1], let third = parts[2] else {
      return nil
    }
    if isISO { return (1900...2200).contains(first) ? LocalDate(existing: first, second, third) : nil }
    let year = third < 100 ? 2000 + third : third
    return (1900...2200).contains(year) ? LocalDate(existing: year, second, first) : nil
  }
}
