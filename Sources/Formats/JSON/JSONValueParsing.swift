extension JSONValue {
  /// Parses a whole text.
  ///
  /// Strict is RFC 8259 to the letter, plus: no name twice in an object. Tolerant is for wallboxes (see
  /// `JSONReader`): of equal names the first wins, words that are no JSON become strings.
  package static func parse(
    _ bytes: UnsafeRawBufferPointer, limits: JSONLimits = JSONLimits(), tolerant: Bool = false
  ) throws(JSONError) -> JSONValue {
    var builder = JSONTreeBuilder(bytes, limits: limits, tolerant: tolerant)
    do throws(JSONFault) {
      return try builder.whole()
    } catch {
      throw JSONError(error, in: bytes)
    }
  }

  /// As `parse` of raw memory.
  package static func parse(
    _ bytes: [UInt8], limits: JSONLimits = JSONLimits(), tolerant: Bool = false
  ) throws(JSONError) -> JSONValue {
    try bytes.withUnsafeBytes { raw in
      Result { () throws(JSONError) in try parse(raw, limits: limits, tolerant: tolerant) }
    }.get()
  }

  /// As `parse` of raw memory.
  package static func parse(
    _ text: String, limits: JSONLimits = JSONLimits(), tolerant: Bool = false
  ) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8), limits: limits, tolerant: tolerant)
  }
}

/// Walks a `JSONReader` and keeps everything.
private struct JSONTreeBuilder {
  private var reader: JSONReader
  private let limits: JSONLimits
  private let tolerant: Bool
  private var values = 0

  init(_ bytes: UnsafeRawBufferPointer, limits: JSONLimits, tolerant: Bool) {
    reader = JSONReader(bytes, tolerant: tolerant, limits: limits)
    self.limits = limits
    self.tolerant = tolerant
  }

  mutating func whole() throws(JSONFault) -> JSONValue {
    guard reader.bytes.count <= limits.maxBytes else { throw JSONFault(offset: 0, reason: .tooLong) }
    let result = try value()
    try reader.finish()
    return result
  }

  private mutating func value() throws(JSONFault) -> JSONValue {
    values += 1
    guard values <= limits.maxValues else { throw reader.fault(.tooMany) }
    switch try reader.peek() {
    case .object: return .object(try object())
    case .array: return .array(try array())
    default: break
    }
    let token = try reader.value()
    return switch token.kind {
    case .null: .null
    case .bool: .bool(token.bytes.count == 4)
    case .number: .number(token.text)
    default: .string(try text(token))
    }
  }

  private mutating func array() throws(JSONFault) -> [JSONValue] {
    var elements: [JSONValue] = []
    try reader.beginArray()
    while try reader.nextElement() { elements.append(try value()) }
    return elements
  }

  private mutating func object() throws(JSONFault) -> JSONObject {
    var members: [JSONObject.Member] = []
    var names: Set<String> = []
    try reader.beginObject()
    while let token = try reader.nextKey() {
      let key = try text(token)
      let isNew = names.insert(key).inserted
      if !isNew, !tolerant { throw reader.fault(.duplicateKey) }
      let value = try value()
      if isNew { members.append(JSONObject.Member(key: key, value: value)) }
    }
    return JSONObject(members)
  }

  private func text(_ token: JSONToken) throws(JSONFault) -> String {
    if tolerant { return token.text }
    guard let text = token.strictText else { throw reader.fault(.badUTF8) }
    return text
  }
}
