import Formats

/// Reads frames as real wallboxes write them: short CALLERRORs, missing payloads, ids that are numbers.
package enum FrameReader {
  /// Checks the whole text and copies nothing but id and names.
  package static func read(_ text: UnsafeRawBufferPointer) throws(FrameError) -> Frame {
    var scanner = FrameScanner(text)
    return try scanner.run()
  }
}

private struct FrameScanner {
  private var reader: JSONReader
  /// Known once a call's id has been read; from then on faults can be answered.
  private var answerable: MessageID?

  init(_ text: UnsafeRawBufferPointer) { reader = JSONReader(text, tolerant: true) }

  mutating func run() throws(FrameError) -> Frame {
    do throws(JSONFault) {
      try reader.beginArray()
    } catch {
      throw violation("A frame is a JSON array. \(error.reason.sentence)")
    }
    guard let first = try next(), let type = DecimalText.lenientInteger(first.bytes) else {
      throw violation("A frame begins with its message type.")
    }
    guard (2...4).contains(type) else { return .unknownType(Int(clamping: type)) }
    guard let second = try next(), let id = MessageID(second) else {
      throw violation("The message id is missing or too long.")
    }
    switch type {
    case 2: return try call(id)
    case 3:
      let payload = try next()
      try finish()
      return .callResult(id: id, payload: slice(payload))
    default: return try callError(id)
    }
  }

  private mutating func call(_ id: MessageID) throws(FrameError) -> Frame {
    answerable = id
    guard let token = try next(), token.kind == .string || token.kind == .word else {
      throw violation("The action is missing.")
    }
    guard token.bytes.count <= WireLimits.actionBytes else { throw violation("The action is too long.") }
    let payload = try next()
    try finish()
    return .call(id: id, action: Action(token), payload: slice(payload))
  }

  private mutating func callError(_ id: MessageID) throws(FrameError) -> Frame {
    let code = try next().map(plainText) ?? ""
    let description = try next().map(plainText) ?? ""
    let details = try next()
    try finish()
    return .callError(
      id: id, code: code.isEmpty ? RPCErrorCode.genericError.rawValue : code, description: description,
      details: details.map(WireText.json) ?? "{}")
  }

  private func plainText(_ token: JSONToken) -> String { token.kind == .null ? "" : token.text }

  /// `null` and nothing are both an empty payload.
  private func slice(_ payload: JSONToken?) -> UnsafeRawBufferPointer {
    guard let payload, payload.kind != .null else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    // A string's slice lacks its quotes; a payload that is no object is an error of its decoder either way.
    return payload.bytes
  }

  private mutating func next() throws(FrameError) -> JSONToken? {
    guard !ended else { return nil }
    do throws(JSONFault) {
      guard try reader.nextElement() else {
        ended = true
        return nil
      }
      return try reader.value()
    } catch {
      throw violation("Byte \(error.offset): \(error.reason.sentence)")
    }
  }

  private var ended = false

  /// Passes elements no frame has, and the end.
  private mutating func finish() throws(FrameError) {
    while try next() != nil {}
    do throws(JSONFault) {
      try reader.finish()
    } catch {
      throw violation("Byte \(error.offset): \(error.reason.sentence)")
    }
  }

  private func violation(_ reason: String) -> FrameError {
    FrameError(messageID: answerable, code: .formationViolation, reason: reason)
  }
}
