package import Formats

/// Start anew, Soft after ending transactions or Hard at once (OCPP 1.6, 5.14).
package enum Reset {
  /// Status Accepted or Rejected.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "Reset"
    package var type: String

    package init(type: String) { self.type = type }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var type: String?
      while let key = try reader.nextKey() {
        switch key {
        case "type": try reader.text(&type)
        default: try reader.skip()
        }
      }
      self.init(type: try reader.required(type, "type"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.key("type")
      writer.string(type)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([.required("type", .choice(["Hard", "Soft"]))])
}
