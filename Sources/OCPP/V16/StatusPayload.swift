package import Formats

/// `{"status":"…"}`: two notifications and most confirmations of a charge point.
package struct StatusPayload: Payload, Equatable {
  /// As sent; empty: there was none.
  package var status: String

  package init(status: String) { self.status = status }

  package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
    var reader = try PayloadReader(payload)
    var status: String?
    while let key = try reader.nextKey() {
      switch key {
      case "status": try reader.text(&status)
      default: try reader.skip()
      }
    }
    self.init(status: status ?? "")
  }

  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("status", status)
    writer.endObject()
  }
}
