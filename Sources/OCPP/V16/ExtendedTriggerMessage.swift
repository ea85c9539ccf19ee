package import Formats

/// Send this message now; knows more messages than TriggerMessage (OCPP 1.6 security, F06).
package enum ExtendedTriggerMessage {
  /// Status Accepted, Rejected or NotImplemented.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "ExtendedTriggerMessage"
    package var requestedMessage: String
    package var connectorId: Int?

    package init(requestedMessage: String, connectorId: Int? = nil) {
      self.requestedMessage = requestedMessage
      self.connectorId = connectorId
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var requestedMessage: String?
      var connectorId: Int?
      while let key = try reader.nextKey() {
        switch key {
        case "requestedMessage": try reader.text(&requestedMessage)
        case "connectorId": try reader.integer(&connectorId)
        default: try reader.skip()
        }
      }
      self.init(
        requestedMessage: try reader.required(requestedMessage, "requestedMessage"),
        connectorId: connectorId)
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("requestedMessage", requestedMessage)
      writer.member("connectorId", connectorId)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([
    .required("requestedMessage", .choice(messages)),
    .optional("connectorId", .integer(atLeast: 1)),
  ])

  private static let messages = [
    "BootNotification", "FirmwareStatusNotification", "Heartbeat", "LogStatusNotification", "MeterValues",
    "SignChargePointCertificate", "StatusNotification",
  ]
}
