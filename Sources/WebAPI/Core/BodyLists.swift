import Domain
import Formats

extension BodyFields {
  private static let mostElements = 1000

  /// A list of texts.
  mutating func texts(_ name: String) -> [String] {
    guard let texts = textsOrNil(name) else {
      refuse(name, .missing)
      return []
    }
    return texts
  }

  /// Nil when absent.
  mutating func textsOrNil(_ name: String) -> [String]? {
    guard let value = value(name) else { return nil }
    let texts = value.arrayValue?.compactMap(\.stringValue)
    guard let texts, texts.count == value.arrayValue?.count, texts.count <= Self.mostElements else {
      refuse(
        name,
        Wording(
          "field-texts", "must be a list of at most {most} texts", ["most": String(Self.mostElements)]))
      return []
    }
    return texts
  }

  mutating func instant(_ name: String) -> Instant {
    if value(name) ?? .null == .null { refuse(name, .missing) }
    return instantOrNil(name) ?? Instant(millisecondsSince1970: 0)
  }
}
