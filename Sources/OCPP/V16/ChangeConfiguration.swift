package import Formats

/// Set one configuration key (OCPP 1.6, 5.3).
package enum ChangeConfiguration {
  /// Status Accepted, Rejected, RebootRequired or NotSupported.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "ChangeConfiguration"
    package var key: String
    package var value: String

    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var name: String?
      var value: String?
      while let key = try reader.nextKey() {
        switch key {
        case "key": try reader.text(&name)
        case "value": try reader.text(&value)
        default: try reader.skip()
        }
      }
      self.init(key: try reader.required(name, "key"), value: try reader.required(value, "value"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("key", key)
      writer.member("value", value)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([
    .required("key", .text(max: 50)),
    .required("value", .text(max: 500)),
  ])
}
