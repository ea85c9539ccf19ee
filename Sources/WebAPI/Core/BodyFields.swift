import Domain
import Formats

/// Reads the fields of a JSON body and collects everything that is wrong with them.
///
/// A field that is wrong reads as an empty value and is noted; `finish` then throws all notes at once, before
/// anything is done with the values.
struct BodyFields {
  static let mostErrors = 20

  private let object: JSONObject
  private var known: Set<String> = []
  private(set) var errors: [Problem.FieldError] = []

  init(_ body: JSONValue) throws(Problem) {
    guard let object = body.objectValue else { throw .unreadable("A JSON object is expected.", path: "") }
    self.object = object
  }

  init(_ object: JSONObject) { self.object = object }

  /// Whether the body has the member, even if null.
  mutating func has(_ name: String) -> Bool { take(name) != nil }

  mutating func isNull(_ name: String) -> Bool { take(name) == .null }

  mutating func text(_ name: String, _ length: ClosedRange<Int> = 1...200) -> String {
    guard let value = take(name) else { return refused(name, .missing, "") }
    return checkedText(value, name, length) ?? ""
  }

  /// Nil when absent or null.
  mutating func textOrNil(_ name: String, _ length: ClosedRange<Int> = 1...200) -> String? {
    guard let value = take(name), value != .null else { return nil }
    return checkedText(value, name, length)
  }

  mutating func integer(_ name: String, _ range: ClosedRange<Int64>) -> Int64 {
    integerOrNil(name, range) ?? refusedIfAbsent(name, 0)
  }

  mutating func integerOrNil(_ name: String, _ range: ClosedRange<Int64>) -> Int64? {
    guard let value = take(name), value != .null else { return nil }
    guard let number = value.integerValue, range.contains(number) else {
      return refused(name, .wholeNumber(range), nil)
    }
    return number
  }

  /// Nil when absent.
  mutating func boolOrNil(_ name: String) -> Bool? {
    guard let value = take(name) else { return nil }
    return value.boolValue ?? refused(name, .trueOrFalse, nil)
  }

  /// One of an enumeration's words; nil when absent.
  mutating func choiceOrNil<V: RawRepresentable & CaseIterable>(_ name: String, _ type: V.Type) -> V?
  where V.RawValue == String {
    guard let value = take(name) else { return nil }
    if let word = value.stringValue, let choice = V(rawValue: word) { return choice }
    return refused(name, .choice(V.allCases.map(\.rawValue)), nil)
  }

  /// Nil when absent or null.
  mutating func instantOrNil(_ name: String) -> Instant? {
    guard let value = take(name), value != .null else { return nil }
    if let text = value.stringValue, let parsed = InstantFormat.parse(text), parsed.hasZone {
      return parsed.instant
    }
    return refused(name, .instant, nil)
  }

  /// Any JSON value; nil when absent.
  mutating func value(_ name: String) -> JSONValue? { take(name) }

  /// Any JSON object.
  mutating func objectValue(_ name: String) -> JSONValue {
    guard let value = take(name) else { return refused(name, .missing, .null) }
    return value.objectValue == nil ? refused(name, .object, .null) : value
  }

  /// Notes what is wrong with a field; beyond the first twenty nobody reads on.
  mutating func refuse(_ name: String, _ reason: Wording) {
    guard errors.count < Self.mostErrors else { return }
    errors.append(Problem.FieldError(path: name, reason: reason))
  }

  /// Throws if anything was wrong, or there are members that nobody asked for.
  mutating func finish() throws(Problem) {
    refuseUnknown()
    if !errors.isEmpty { throw .invalid(errors) }
  }

  mutating func refuseUnknown() {
    for member in object.members where errors.count < Self.mostErrors && !known.contains(member.key) {
      refuse(member.key, .unknownField)
    }
  }

  private mutating func take(_ name: String) -> JSONValue? {
    known.insert(name)
    return object[name]
  }

  private mutating func checkedText(_ value: JSONValue, _ name: String, _ length: ClosedRange<Int>) -> String?
  {
    guard let text = value.stringValue else { return refused(name, .text, nil) }
    guard length.contains(text.unicodeScalars.count) else {
      return refused(name, .length(length), nil)
    }
    guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      return refused(name, .control, nil)
    }
    return text
  }

  private mutating func refused<T>(_ name: String, _ reason: Wording, _ value: T) -> T {
    refuse(name, reason)
    return value
  }

  private mutating func refusedIfAbsent<T>(_ name: String, _ value: T) -> T {
    if !errors.contains(where: { $0.path == name }) { refuse(name, .missing) }
    return value
  }
}
