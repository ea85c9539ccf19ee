package import Formats

/// Let go of the plug (OCPP 1.6, 5.18).
package enum UnlockConnector {
  /// Status Unlocked, UnlockFailed or NotSupported.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "UnlockConnector"
    package var connectorId: Int

    package init(connectorId: Int) { self.connectorId = connectorId }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var connectorId: Int?
      while let key = try reader.nextKey() {
        switch key {
        case "connectorId": try reader.integer(&connectorId)
        default: try reader.skip()
        }
      }
      self.init(connectorId: try reader.required(connectorId, "connectorId"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.key("connectorId")
      writer.number(connectorId)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([.required("connectorId", .integer(atLeast: 1))])
}
