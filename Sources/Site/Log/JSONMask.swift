import Formats

/// Rewrites a frame so that something in it is no longer to be seen.
enum JSONMask {
  /// - Parameters:
  ///   - names: in lower case; what they announce must not show where the text is no JSON.
  ///   - hide: takes every object of the text and gives it back without what is to be hidden.
  static func apply(
    to text: UnsafeRawBufferPointer, names: [String], hide: (JSONObject) -> JSONObject
  ) -> [UInt8] {
    if let value = parsed(text) { return rewritten(value, names, hide).serialized }
    return Array(cut(String(decoding: text, as: UTF8.self), names).utf8)
  }

  private static func parsed(_ text: UnsafeRawBufferPointer) -> JSONValue? {
    do throws(JSONError) {
      return try JSONValue.parse(text, tolerant: true)
    } catch {
      return nil
    }
  }

  private static func rewritten(
    _ value: JSONValue, _ names: [String], _ hide: (JSONObject) -> JSONObject
  ) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map { rewritten($0, names, hide) })
    case .object(let object):
      let members = hide(object).members.map { member in
        JSONObject.Member(key: member.key, value: rewritten(member.value, names, hide))
      }
      return .object(JSONObject(members))
    case .string(let text): return .string(nested(text, names, hide))
    default: return value
    }
  }

  /// A text may hold JSON itself (DataTransfer), or `name=value`.
  private static func nested(
    _ text: String, _ names: [String], _ hide: (JSONObject) -> JSONObject
  ) -> String {
    let lower = text.lowercased()
    guard names.contains(where: { lower.contains($0) }), text.contains(where: { ":={".contains($0) }) else {
      return text
    }
    do throws(JSONError) {
      let inner = try JSONValue.parse(text)
      switch inner {
      case .object, .array: return rewritten(inner, names, hide).serializedText
      default: break
      }
    } catch {
      return cut(text, names)
    }
    return cut(text, names)
  }

  /// Ends where the object begins in which the first of the names stands (its value may stand before it), or
  /// behind the name.
  private static func cut(_ text: String, _ names: [String]) -> String {
    let bytes = Array(text.utf8)
    let lower = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    let places = names.compactMap { lower.firstRange(of: Array($0.utf8)) }
    guard let first = places.min(by: { $0.lowerBound < $1.lowerBound }) else { return text }
    let object = bytes[..<first.lowerBound].lastIndex(of: UInt8(ascii: "{"))
    let end = object.map { $0 + 1 } ?? first.upperBound
    return String(decoding: bytes[..<end], as: UTF8.self) + PasswordMask.mask
  }
}
