package import Formats

/// The payload of a request or of its confirmation: read from a frame, written into one.
package protocol Payload: Sendable {
  /// Reads leniently what the other side sent; `payload` is needed during the call only. Nothing at all,
  /// `null` and `[]` count as `{}`.
  init(reading payload: UnsafeRawBufferPointer) throws(PayloadError)
  /// Writes one JSON object that is valid for the standard's schema as long as the fields are.
  func write(to writer: inout JSONWriter)
}

extension Payload {
  /// As `init(reading:)` of raw memory.
  package init(reading payload: [UInt8]) throws(PayloadError) {
    self = try payload.withUnsafeBytes { raw in
      Result { () throws(PayloadError) in try Self(reading: raw) }
    }.get()
  }

  /// The payload alone, as JSON.
  package var json: [UInt8] {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.bytes
  }
}
