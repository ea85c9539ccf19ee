import Formats

/// The id that ties an answer to its call (OCPP-J 1.6, 4.1.4), kept as the JSON it came as: some wallboxes
/// send numbers and look for a number in the answer.
package struct MessageID: Sendable, Hashable {
  /// The exact JSON: `"abc"` with its quotes, or `17`.
  package let json: String

  /// An id of ours; at most 36 letters, digits and hyphens, so that every wallbox gives it back unchanged.
  package init(text: String) {
    json = JSONValue.string(text).serializedText
  }

  /// Nil: nothing that can serve as an id.
  init?(_ token: JSONToken) {
    guard token.bytes.count <= WireLimits.messageIDBytes else { return nil }
    switch token.kind {
    case .number: json = token.text
    case .word: json = JSONValue.string(token.text).serializedText
    case .string: json = Self.quoted(token)
    case .bool, .null, .array, .object: return nil
    }
  }

  /// The id without the quotes, for people.
  package var text: String {
    guard json.utf8.first == UInt8(ascii: "\"") else { return json }
    return String(json.dropFirst().dropLast())
  }

  /// Escapes stay as they were sent; what would not be JSON in our answer is mended.
  private static func quoted(_ token: JSONToken) -> String {
    let raw = String(unsafeUninitializedCapacity: token.bytes.count + 2) { target in
      target[0] = UInt8(ascii: "\"")
      var end = 1
      for byte in token.bytes {
        target[end] = byte
        end += 1
      }
      target[end] = UInt8(ascii: "\"")
      return end + 1
    }
    if token.isPlain { return raw }
    do throws(JSONError) {
      _ = try JSONValue.parse(raw)
      return token.strictText == nil ? JSONValue.string(token.text).serializedText : raw
    } catch {
      return JSONValue.string(token.text).serializedText
    }
  }
}
