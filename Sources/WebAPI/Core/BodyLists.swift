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

  /// What `read` makes of an object in the body; nil when absent or null. What is wrong in it is noted with
  /// its whole path, like `tenant.name`.
  mutating func part<T>(_ name: String, _ read: (inout BodyFields) -> T) -> T? {
    guard let value = value(name), value != .null else { return nil }
    guard let object = value.objectValue else {
      refuse(name, .object)
      return nil
    }
    var fields = BodyFields(object)
    let result = read(&fields)
    fields.refuseUnknown()
    for error in fields.errors { refuse("\(name).\(error.path)", error.reason) }
    return result
  }

  mutating func instant(_ name: String) -> Instant {
    if value(name) ?? .null == .null { refuse(name, .missing) }
    return instantOrNil(name) ?? Instant(millisecondsSince1970: 0)
  }
}
