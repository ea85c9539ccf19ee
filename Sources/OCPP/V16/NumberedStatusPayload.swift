package import Formats

/// `{"status":"…","requestId":…}`: the two notifications about something that was asked for with a number.
package struct NumberedStatusPayload: Payload, Equatable {
  /// As sent; empty: there was none.
  package var status: String
  /// The number of the request; nil where nothing was asked (status Idle).
  package var requestId: Int?

  package init(status: String, requestId: Int? = nil) {
    self.status = status
    self.requestId = requestId
  }

  package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
    var reader = try PayloadReader(payload)
    var status: String?
    self.init(status: "")
    while let key = try reader.nextKey() {
      switch key {
      case "status": try reader.text(&status)
      case "requestId": try reader.integer(&requestId)
      default: try reader.skip()
      }
    }
    self.status = status ?? ""
  }

  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("status", status)
    writer.member("requestId", requestId)
    writer.endObject()
  }
}
