package import Formats

/// Something that touches the charge point's security happened (OCPP 1.6 security, A04).
package enum SecurityEventNotification {
  /// What it is answered.
  package typealias Confirmation = EmptyPayload

  /// What the charge point sends.
  package struct Request: Payload, Equatable {
    /// As sent, of the standard's list or the vendor's own; empty: there was none.
    package var type: String
    package var timestamp: WireTime
    package var techInfo: String?

    package init(type: String, timestamp: WireTime, techInfo: String? = nil) {
      self.type = type
      self.timestamp = timestamp
      self.techInfo = techInfo
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var type: String?
      var timestamp: WireTime?
      self.init(type: "", timestamp: .none)
      while let key = try reader.nextKey() {
        switch key {
        case "type": try reader.text(&type)
        case "timestamp": try reader.time(&timestamp)
        case "techInfo": try reader.optionalText(&techInfo)
        default: try reader.skip()
        }
      }
      self.type = type ?? ""
      self.timestamp = timestamp ?? .none
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("type", type)
      writer.member("timestamp", timestamp.text)
      writer.member("techInfo", techInfo)
      writer.endObject()
    }
  }
}
