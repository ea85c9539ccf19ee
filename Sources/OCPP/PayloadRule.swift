import Formats

/// What the standard's schema says of one value of a payload that we send.
indirect enum PayloadRule: Sendable {
  /// A string of at most so many characters.
  case text(max: Int? = nil)
  case choice([String])
  case integer(atLeast: Int64? = nil)
  /// A number with at most so many digits after the point.
  case decimal(digits: Int)
  case instant
  /// A URI with its scheme.
  case uri
  case list(PayloadRule, atLeast: Int = 0)
  case object([Member])

  /// A member of an object.
  struct Member: Sendable {
    let name: String
    let rule: PayloadRule
    let isRequired: Bool

    static func required(_ name: String, _ rule: PayloadRule) -> Member {
      Member(name: name, rule: rule, isRequired: true)
    }

    static func optional(_ name: String, _ rule: PayloadRule) -> Member {
      Member(name: name, rule: rule, isRequired: false)
    }
  }

  /// Throws for the first thing that does not hold.
  func check(_ value: JSONValue, at path: String = "") throws(PayloadError) {
    switch self {
    case .text(let max): try Self.text(value, max, path)
    case .choice(let words): try Self.choice(value, words, path)
    case .integer(let least): try Self.integer(value, least, path)
    case .decimal(let digits): try Self.decimal(value, digits, path)
    case .instant: try Self.instant(value, path)
    case .uri: try Self.uri(value, path)
    case .list(let rule, let least): try Self.list(value, rule, least, path)
    case .object(let members): try Self.object(value, members, path)
    }
  }

  private static func text(_ value: JSONValue, _ max: Int?, _ path: String) throws(PayloadError) {
    let text = try string(value, path)
    guard let max, text.unicodeScalars.count > max else { return }
    throw violation(path, "This text must not be longer than \(max) characters.")
  }

  private static func choice(_ value: JSONValue, _ words: [String], _ path: String) throws(PayloadError) {
    let text = try string(value, path)
    if words.contains(text) { return }
    throw violation(path, "This must be one of: \(words.joined(separator: ", ")).")
  }

  private static func string(_ value: JSONValue, _ path: String) throws(PayloadError) -> String {
    guard let text = value.stringValue else { throw wrongType(path, "This must be a string.") }
    return text
  }

  private static func integer(_ value: JSONValue, _ least: Int64?, _ path: String) throws(PayloadError) {
    guard let number = value.integerValue, Int32(exactly: number) != nil else {
      throw wrongType(path, "This must be a whole number of 32 bits.")
    }
    guard let least, number < least else { return }
    throw violation(path, "This must be at least \(least).")
  }

  private static func decimal(_ value: JSONValue, _ digits: Int, _ path: String) throws(PayloadError) {
    guard let text = value.numberText else { throw wrongType(path, "This must be a number.") }
    do throws(DecimalError) {
      _ = try DecimalText.parse(text, digits: digits)
    } catch {
      throw violation(path, "This must be a plain number with at most \(digits) digit after the point.")
    }
  }

  private static func instant(_ value: JSONValue, _ path: String) throws(PayloadError) {
    let text = try string(value, path)
    if let parsed = InstantFormat.parse(text), parsed.hasZone, text.contains("T") { return }
    throw violation(path, "This must be an instant like 2026-03-02T10:00:00Z.")
  }

  private static func uri(_ value: JSONValue, _ path: String) throws(PayloadError) {
    let text = try string(value, path)
    let scheme = text.utf8.prefix { $0 != UInt8(ascii: ":") }
    let isURI =
      scheme.count < text.utf8.count - 1 && scheme.allSatisfy(isSchemeByte)
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    if isURI, let first = scheme.first, isLetter(first) { return }
    throw violation(path, "This must be a URI like https://example.org/file.")
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  /// RFC 3986, 3.1.
  private static func isSchemeByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || byte &- UInt8(ascii: "0") < 10 || "+-.".utf8.contains(byte)
  }

  private static func list(
    _ value: JSONValue, _ rule: PayloadRule, _ least: Int, _ path: String
  ) throws(PayloadError) {
    guard let elements = value.arrayValue else { throw wrongType(path, "This must be an array.") }
    guard elements.count >= least else {
      throw PayloadError(
        path: path, reason: "This must have at least \(least) element.", code: .occurenceConstraintViolation)
    }
    for (index, element) in elements.enumerated() {
      try rule.check(element, at: JSONPath.joined(path, index))
    }
  }

  private static func object(
    _ value: JSONValue, _ members: [Member], _ path: String
  ) throws(PayloadError) {
    guard let object = value.objectValue else { throw wrongType(path, "This must be an object.") }
    for member in members {
      let place = JSONPath.joined(path, member.name)
      if let value = object[member.name] {
        try member.rule.check(value, at: place)
      } else if member.isRequired {
        throw PayloadError(path: place, reason: "This member is required.", code: .protocolError)
      }
    }
    for sent in object.members where !members.contains(where: { $0.name == sent.key }) {
      throw PayloadError(
        path: JSONPath.joined(path, sent.key), reason: "The standard knows no such member.",
        code: .formationViolation)
    }
  }

  private static func wrongType(_ path: String, _ reason: String) -> PayloadError {
    PayloadError(path: path, reason: reason, code: .typeConstraintViolation)
  }

  private static func violation(_ path: String, _ reason: String) -> PayloadError {
    PayloadError(path: path, reason: reason, code: .propertyConstraintViolation)
  }
}
