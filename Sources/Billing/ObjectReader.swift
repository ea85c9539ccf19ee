import Domain
import Formats

/// Reads the members of one JSON object and insists on knowing all of them: a misspelt member of a tariff
/// would otherwise silently cost somebody money. A member that is null counts as absent.
struct ObjectReader {
  let path: String
  private let object: JSONObject
  private var asked: Set<String> = []

  init(_ value: JSONValue, path: String) throws(InvalidInput) {
    guard let object = value.objectValue else {
      throw InvalidInput(path: path, reason: "must be an object")
    }
    self.object = object
    self.path = path
  }

  func path(of name: String) -> String { JSONPath.joined(path, name) }

  mutating func optional(_ name: String) -> JSONValue? {
    asked.insert(name)
    guard let value = object[name], !value.isNull else { return nil }
    return value
  }

  mutating func required(_ name: String) throws(InvalidInput) -> JSONValue {
    guard let value = optional(name) else { throw InvalidInput(path: path(of: name), reason: "is missing") }
    return value
  }

  /// For what means the same when it is empty as when it is absent.
  mutating func optionalNonEmpty(_ name: String) -> JSONValue? {
    guard let value = optional(name),
      !(value.objectValue?.members.isEmpty ?? value.arrayValue?.isEmpty ?? false)
    else { return nil }
    return value
  }

  /// Refuses members that nobody asked for.
  func finish() throws(InvalidInput) {
    guard let unknown = object.members.first(where: { !asked.contains($0.key) }) else { return }
    throw InvalidInput(
      path: path(of: unknown.key),
      reason: "is not known here; known are \(asked.sorted().joined(separator: ", "))")
  }
}

extension ObjectReader {
  mutating func text(_ name: String) throws(InvalidInput) -> String {
    guard let text = try required(name).stringValue else {
      throw InvalidInput(path: path(of: name), reason: "must be a string")
    }
    return text
  }

  mutating func elements(_ name: String) throws(InvalidInput) -> [JSONValue] {
    guard let elements = try required(name).arrayValue else {
      throw InvalidInput(path: path(of: name), reason: "must be an array")
    }
    return elements
  }

  mutating func instant(_ name: String) throws(InvalidInput) -> Instant {
    guard let parsed = InstantFormat.parse(try text(name)), parsed.hasZone else {
      throw InvalidInput(
        path: path(of: name), reason: "must be an instant in UTC, for example \"2026-03-02T10:00:00Z\"")
    }
    return parsed.instant
  }

  /// A decimal number as a string, as prices and rates are given.
  mutating func decimal(_ name: String) throws(InvalidInput) -> ExactDecimal {
    let path = path(of: name)
    guard let text = try required(name).stringValue else {
      throw InvalidInput(path: path, reason: "must be a decimal number in a string, for example \"0.40\"")
    }
    do {
      return try ExactDecimal(text)
    } catch {
      throw switch error {
      case .malformed: InvalidInput(path: path, reason: "must be a decimal number, for example \"0.40\"")
      case .tooLarge: InvalidInput(path: path, reason: "has more digits than can be computed with exactly")
      }
    }
  }

  /// Nil when it is absent.
  mutating func optionalDecimal(_ name: String) throws(InvalidInput) -> ExactDecimal? {
    try optional(name) == nil ? nil : decimal(name)
  }

  /// A decimal number that is not negative. OCPI writes some as numbers, we write decimals as strings: both
  /// are read.
  mutating func optionalMagnitude(_ name: String) throws(InvalidInput) -> ExactDecimal? {
    guard let json = optional(name) else { return nil }
    do {
      let number = try ExactDecimal(json.numberText ?? json.stringValue ?? "")
      if !(number.value < .zero) { return number }
    } catch {
      // The sentence below says what is right, whatever is wrong.
    }
    throw InvalidInput(
      path: path(of: name), reason: "must be a decimal number such as \"11.5\", not negative")
  }

  /// A VAT rate in percent, nil when it is absent.
  mutating func optionalRate(_ name: String) throws(InvalidInput) -> ExactDecimal? {
    guard let rate = try optionalDecimal(name) else { return nil }
    guard !(rate.value < .zero), !(Rational(100) < rate.value) else {
      throw InvalidInput(path: path(of: name), reason: "must be a percentage from 0 to 100")
    }
    return rate
  }

  /// Wh as a number of at most three decimals, in mWh.
  mutating func milliWh(_ name: String) throws(InvalidInput) -> Int64 {
    let value = try required(name)
    do {
      let wattHours = try ExactDecimal(value.numberText ?? value.stringValue ?? "")
      let milli = try wattHours.value * Rational(1000)
      if milli.denominator == 1, let whole = Int64(exactly: milli.numerator), whole >= 0 { return whole }
    } catch {
      // The sentence below says what is right, whatever is wrong.
    }
    throw InvalidInput(
      path: path(of: name), reason: "must be a number of Wh, not negative, with at most three decimals")
  }
}
