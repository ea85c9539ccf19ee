/// A sentence that tells people why something cannot be taken: in English here, and under a key in the pages'
/// key files (`said.KEY` in Web/i18n), so that they read it in their own language.
package struct Wording: Sendable, Equatable {
  /// Nil: there is English only.
  package let key: String?
  /// What goes into the gaps of the sentence, by their names.
  package let values: [String: String]
  /// The English sentence, its gaps filled.
  package let english: String

  /// - Parameter english: with `{gaps}` that `values` fills.
  package init(_ key: String, _ english: String, _ values: [String: String] = [:]) {
    self.key = key
    self.values = values
    self.english = english.replacing(/\{(\w+)\}/) { values[String($0.1)] ?? String($0.0) }
  }
}

extension Wording: ExpressibleByStringInterpolation {
  /// What a standard's decoder or a library says, which no key file knows.
  package init(stringLiteral english: String) {
    key = nil
    values = [:]
    self.english = english
  }
}

/// What can be wrong with a field whatever it is about.
extension Wording {
  package static let missing = Wording("field-missing", "is missing")
  package static let unknownField = Wording("field-unknown", "is not a field of this request")
  package static let text = Wording("field-text", "must be a text")
  package static let object = Wording("field-object", "must be an object")
  package static let trueOrFalse = Wording("field-bool", "must be true or false")
  package static let control = Wording("field-control", "must not hold control characters")
  package static let instant = Wording("field-instant", "must be an instant like 2026-03-02T10:00:00Z")

  package static let unknownCountry = Wording(
    "country", "is not a country this version knows (two letters, like DE)")

  package static func length(_ range: ClosedRange<Int>) -> Wording {
    Wording(
      "field-length", "must have {least} to {most} characters",
      ["least": String(range.lowerBound), "most": String(range.upperBound)])
  }

  package static func wholeNumber(_ range: ClosedRange<Int64>) -> Wording {
    Wording(
      "field-whole", "must be a whole number from {least} to {most}",
      ["least": String(range.lowerBound), "most": String(range.upperBound)])
  }

  package static func choice(_ words: [String]) -> Wording {
    Wording("field-choice", "must be one of {words}", ["words": words.joined(separator: ", ")])
  }
}
