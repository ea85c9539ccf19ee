/// Why a row of a list cannot be taken as it is.
package struct ImportComplaint: Sendable, Equatable {
  package enum Problem: String, Sendable {
    case missing
    case tooLong = "too_long"
    case unreadable
    case badEmail = "bad_email"
    case badLanguage = "bad_language"
    case badDate = "bad_date"
    case badCard = "bad_card"
    /// An earlier row says the same (`other`: its line).
    case twice
    /// The tenant is there already (`other`: its name).
    case tenantExists = "tenant_exists"
    /// The card is registered already.
    case cardExists = "card_exists"
    case unknownBay = "unknown_bay"
    /// Several bays have this name.
    case ambiguousBay = "ambiguous_bay"
    /// Somebody holds the bay at that time (`other`: who).
    case bayTaken = "bay_taken"
  }

  package var field: ImportField
  package var problem: Problem
  /// What stands there, or what it collides with.
  package var other: String

  init(_ field: ImportField, _ problem: Problem, _ other: String = "") {
    self.field = field
    self.problem = problem
    self.other = other
  }

  /// A sentence for scripts; the pages have their own words.
  package var sentence: String {
    switch problem {
    case .missing: "\(field.rawValue) is missing"
    case .tooLong: "\(field.rawValue) is too long"
    case .unreadable: "\(field.rawValue) holds control characters"
    case .badEmail: "“\(other)” is no e-mail address"
    case .badLanguage: "“\(other)” is none of de, en, fr, it"
    case .badDate: "“\(other)” is no date like 2026-03-01 or 1.3.2026"
    case .badCard: "“\(other)” is no card number"
    case .twice: "the same \(field.rawValue) stands in line \(other)"
    case .tenantExists: "there is a tenant with this \(field.rawValue): \(other)"
    case .cardExists: "the card \(other) is registered already"
    case .unknownBay: "there is no bay “\(other)”"
    case .ambiguousBay: "several bays are called “\(other)”"
    case .bayTaken: "the bay is held by \(other) at that time"
    }
  }
}
