/// A JSON text as a tree, for HTTP and rare messages. Numbers keep their digits: money and energy never pass
/// through a floating-point type.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  /// The digits as they stand in the text; always a JSON number.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// The member of that name; nil also when this is no object.
  package subscript(key: String) -> JSONValue? { objectValue?[key] }

  /// The text of a string; nil for all other kinds.
  package var stringValue: String? {
    if case .string(let text) = self { text } else { nil }
  }

  package var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  package var arrayValue: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  package var objectValue: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  /// The digits of a number; nil for all other kinds.
  package var numberText: String? {
    if case .number(let digits) = self { digits } else { nil }
  }

  /// A number written as a plain integer that fits; nil otherwise (`1.0` and `1e3` are none).
  package var integerValue: Int64? { numberText.flatMap { Int64($0) } }

  package var isNull: Bool { self == .null }
}

/// The members of an object, in the order of the text.
package struct JSONObject: Sendable, Equatable {
  /// A name and its value.
  package struct Member: Sendable, Equatable {
    package var key: String
    package var value: JSONValue

    package init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  package var members: [Member]

  package init(_ members: [Member] = []) { self.members = members }

  /// Reading gives the first member of that name. Writing replaces it in its place or appends; nil removes.
  package subscript(key: String) -> JSONValue? {
    get { members.first { $0.key == key }?.value }
    set {
      let index = members.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int64) { self = .number(String(value)) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(nilLiteral: ()) { self = .null }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements.map { JSONObject.Member(key: $0.0, value: $0.1) }))
  }
}
