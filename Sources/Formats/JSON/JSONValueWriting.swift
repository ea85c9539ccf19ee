extension JSONValue {
  /// The text, members in their order, no white space.
  package var serialized: [UInt8] {
    var writer = JSONWriter()
    writer.value(self)
    return writer.bytes
  }

  /// The one form in which equal trees have equal bytes (for hashes): members sorted by the bytes of their
  /// names, no white space, numbers as they were sent.
  package var canonical: [UInt8] { sorted.serialized }

  /// `serialized` as text.
  package var serializedText: String { String(decoding: serialized, as: UTF8.self) }

  /// `canonical` as text.
  package var canonicalText: String { String(decoding: canonical, as: UTF8.self) }

  private var sorted: JSONValue {
    switch self {
    case .array(let elements): .array(elements.map(\.sorted))
    case .object(let object):
      .object(
        JSONObject(
          object.members
            .map { JSONObject.Member(key: $0.key, value: $0.value.sorted) }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }))
    default: self
    }
  }
}
