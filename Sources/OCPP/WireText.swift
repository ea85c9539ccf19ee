import Formats

/// Rare pieces of a frame that are kept as JSON text.
enum WireText {
  /// The token as JSON that is valid wherever it is written again.
  static func json(_ token: JSONToken) -> String {
    switch token.kind {
    case .string, .word: return JSONValue.string(token.text).serializedText
    case .number, .bool, .null: return token.text
    case .array, .object: break
    }
    do throws(JSONError) {
      return try JSONValue.parse(token.bytes, tolerant: true).serializedText
    } catch {
      return JSONValue.string(token.text).serializedText
    }
  }
}
