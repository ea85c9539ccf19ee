package import Formats

/// The state of a connector, or with connector 0 of the charge point (OCPP 1.6, 4.9).
package enum StatusNotification {
  /// What it is answered.
  package typealias Confirmation = EmptyPayload

  /// What the charge point sends.
  package struct Request: Payload, Equatable {
    /// 0 also where none was sent.
    package var connectorId: Int
    /// Spelt as the charge point did.
    package var status: String
    package var errorCode: String
    package var info: String?
    package var timestamp: WireTime?
    package var vendorId: String?
    package var vendorErrorCode: String?

    package init(connectorId: Int, status: String, errorCode: String = "NoError") {
      self.connectorId = connectorId
      self.status = status
      self.errorCode = errorCode
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var connectorId: Int?
      var status: String?
      var errorCode: String?
      self.init(connectorId: 0, status: "")
      while let key = try reader.nextKey() {
        switch key {
        case "connectorId": try reader.integer(&connectorId)
        case "status": try reader.text(&status)
        case "errorCode": try reader.optionalText(&errorCode)
        case "info": try reader.optionalText(&info)
        case "timestamp": try reader.time(&timestamp)
        case "vendorId": try reader.optionalText(&vendorId)
        case "vendorErrorCode": try reader.optionalText(&vendorErrorCode)
        default: try reader.skip()
        }
      }
      self.connectorId = connectorId ?? 0
      self.status = try reader.required(status, "status")
      self.errorCode = errorCode ?? "NoError"
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("connectorId", connectorId)
      writer.member("errorCode", errorCode)
      writer.member("info", info)
      writer.member("status", status)
      writer.member("timestamp", timestamp?.text)
      writer.member("vendorId", vendorId)
      writer.member("vendorErrorCode", vendorErrorCode)
      writer.endObject()
    }
  }
}
