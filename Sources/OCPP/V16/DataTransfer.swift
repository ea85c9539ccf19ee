package import Formats

/// What the standard does not know, both ways (OCPP 1.6, 4.3 and 5.6).
package enum DataTransfer {
  /// What either side sends.
  package struct Request: OperationRequest, Equatable {
    package static let action = "DataTransfer"
    /// Empty: none was sent.
    package var vendorId: String
    package var messageId: String?
    /// As JSON text: by the standard a string in its quotes, in the field anything.
    package var data: String?

    package init(vendorId: String, messageId: String? = nil, data: String? = nil) {
      self.vendorId = vendorId
      self.messageId = messageId
      self.data = data
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var vendorId: String?
      self.init(vendorId: "")
      while let key = try reader.nextKey() {
        switch key {
        case "vendorId": try reader.text(&vendorId)
        case "messageId": try reader.optionalText(&messageId)
        case "data": try reader.json(&data)
        default: try reader.skip()
        }
      }
      self.vendorId = vendorId ?? ""
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("vendorId", vendorId)
      writer.member("messageId", messageId)
      writer.rawMember("data", data)
      writer.endObject()
    }
  }

  /// What the other answers.
  package struct Confirmation: Payload, Equatable {
    /// Accepted, Rejected, UnknownMessageId or UnknownVendorId.
    package var status: String
    /// As JSON text.
    package var data: String?

    package init(status: String, data: String? = nil) {
      self.status = status
      self.data = data
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var status: String?
      self.init(status: "")
      while let key = try reader.nextKey() {
        switch key {
        case "status": try reader.text(&status)
        case "data": try reader.json(&data)
        default: try reader.skip()
        }
      }
      self.status = status ?? ""
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("status", status)
      writer.rawMember("data", data)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([
    .required("vendorId", .text(max: 255)),
    .optional("messageId", .text(max: 50)),
    .optional("data", .text()),
  ])
}
