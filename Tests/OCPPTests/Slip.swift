import Formats

/// A payload that differs from a good one in one place.
struct Slip: Sendable {
  /// The place, as `PayloadError.path` names it.
  let path: String
  let payload: JSONValue

  /// Makes the whole payload again with another value in one place; nil takes it out.
  private typealias Put = (JSONValue?) -> JSONValue

  /// Whether the place is an element of an array.
  var isElement: Bool { path.hasSuffix("]") }

  /// One for each member and element, however deep, with what `change` makes of its value (nil: left out).
  static func each(in value: JSONValue, _ change: @escaping (JSONValue) -> JSONValue?) -> [Slip] {
    places(value, "") { inner, put, path in
      [Slip(path: path, payload: put(change(inner)))]
    }
  }

  /// One for each object, with a member that nobody knows.
  static func additions(to value: JSONValue) -> [Slip] {
    func added(_ value: JSONValue, _ path: String, _ put: @escaping Put) -> [Slip] {
      guard var object = value.objectValue else { return [] }
      object["x"] = 1
      return [Slip(path: JSONPath.joined(path, "x"), payload: put(.object(object)))]
    }
    return added(value, "") { $0 ?? value } + places(value, "") { added($0, $2, $1) }
  }

  /// A value of a kind that cannot stand where `value` stands.
  static func otherType(_ value: JSONValue) -> JSONValue? {
    switch value {
    case .string: 1
    case .number: "1"
    case .object: []
    case .null, .bool, .array: [:]
    }
  }

  /// Calls `body` for every value inside `value`, with what puts another in its place.
  private static func places(
    _ value: JSONValue, _ path: String,
    _ body: @escaping (JSONValue, @escaping Put, String) -> [Slip]
  ) -> [Slip] {
    switch value {
    case .object(let object):
      return object.members.flatMap { member in
        let put = { (new: JSONValue?) -> JSONValue in
          var changed = object
          changed[member.key] = new
          return .object(changed)
        }
        return inside(member.value, JSONPath.joined(path, member.key), put, body)
      }
    case .array(let elements):
      return elements.indices.flatMap { index in
        let put = { (new: JSONValue?) -> JSONValue in
          .array(elements.enumerated().compactMap { $0.offset == index ? new : $0.element })
        }
        return inside(elements[index], JSONPath.joined(path, index), put, body)
      }
    case .null, .bool, .number, .string: return []
    }
  }

  /// `value` itself at its place, and all that is in it.
  private static func inside(
    _ value: JSONValue, _ path: String, _ put: @escaping Put,
    _ body: @escaping (JSONValue, @escaping Put, String) -> [Slip]
  ) -> [Slip] {
    body(value, put, path)
      + places(value, path) { inner, innerPut, innerPath in
        body(inner, { put(innerPut($0)) }, innerPath)
      }
  }
}
