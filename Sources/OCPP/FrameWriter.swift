package import Formats

/// Writes the frames that we send.
package enum FrameWriter {
  /// `[2,id,"Action",{…}]`, `payload` being a JSON object.
  package static func call(_ id: MessageID, action: String, payload: [UInt8]) -> [UInt8] {
    var writer = begin(2, id, capacity: payload.count)
    writer.string(action)
    writer.raw(payload)
    writer.endArray()
    return writer.bytes
  }

  /// A call towards a charge point.
  package static func call(_ id: MessageID, _ operation: Operation) -> [UInt8] {
    call(id, action: operation.action, payload: operation.payload)
  }

  /// A call of a charge point (for one that pretends).
  package static func call(_ id: MessageID, _ action: Action, _ payload: some Payload) -> [UInt8] {
    var writer = begin(2, id, capacity: 512)
    writer.string(action.name)
    payload.write(to: &writer)
    writer.endArray()
    return writer.bytes
  }

  /// `[3,id,{…}]`
  package static func callResult(_ id: MessageID, _ payload: some Payload) -> [UInt8] {
    var writer = begin(3, id, capacity: 128)
    payload.write(to: &writer)
    writer.endArray()
    return writer.bytes
  }

  /// `[4,id,"Code","description",{}]`; the description is cut at 255 characters.
  package static func callError(
    _ id: MessageID, _ code: RPCErrorCode, _ description: String, details: JSONValue = .object(JSONObject())
  ) -> [UInt8] {
    var writer = begin(4, id, capacity: 128)
    writer.string(code.rawValue)
    writer.string(description.firstCharacters(WireLimits.errorDescriptionCharacters))
    writer.value(details)
    writer.endArray()
    return writer.bytes
  }

  /// The CALLERROR for a call whose payload cannot be understood.
  package static func callError(_ id: MessageID, _ error: PayloadError) -> [UInt8] {
    let place = error.path.isEmpty ? "" : error.path + ": "
    return callError(id, error.code, place + error.reason)
  }

  private static func begin(_ type: Int, _ id: MessageID, capacity: Int) -> JSONWriter {
    var writer = JSONWriter(capacity: capacity + 64)
    writer.beginArray()
    writer.number(type)
    writer.raw(id.json)
    return writer
  }
}

extension String {
  /// The text cut to so many characters as JSON schemas count them (code points).
  func firstCharacters(_ count: Int) -> String {
    String(String.UnicodeScalarView(unicodeScalars.prefix(count)))
  }
}
