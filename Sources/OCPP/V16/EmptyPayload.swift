package import Formats

/// `{}`: the requests and confirmations that say nothing but that they came.
package struct EmptyPayload: Payload, Equatable {
  package init() {}

  /// Whatever stands in it is ignored, but it must be an object.
  package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
    var reader = try PayloadReader(payload)
    while try reader.nextKey() != nil { try reader.skip() }
  }

  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.endObject()
  }
}
