package import Formats

/// Take a connector, or with 0 the whole charge point, out of service or back (OCPP 1.6, 5.2).
package enum ChangeAvailability {
  /// Status Accepted, Rejected or Scheduled.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "ChangeAvailability"
    package var connectorId: Int
    /// Inoperative or Operative.
    package var type: String

    package init(connectorId: Int, type: String) {
      self.connectorId = connectorId
      self.type = type
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var connectorId: Int?
      var type: String?
      while let key = try reader.nextKey() {
        switch key {
        case "connectorId": try reader.integer(&connectorId)
        case "type": try reader.text(&type)
        default: try reader.skip()
        }
      }
      self.init(
        connectorId: try reader.required(connectorId, "connectorId"), type: try reader.required(type, "type"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("connectorId", connectorId)
      writer.member("type", type)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([
    .required("connectorId", .integer(atLeast: 0)),
    .required("type", .choice(["Inoperative", "Operative"])),
  ])
}
