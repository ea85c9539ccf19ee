package import Formats

/// Register values and measurements while the charge point is up (OCPP 1.6, 4.7).
package enum MeterValues {
  /// What it is answered.
  package typealias Confirmation = EmptyPayload

  /// What the charge point sends.
  package struct Request: Payload, Equatable {
    /// 0, the charge point's main meter, also where none was sent.
    package var connectorId: Int
    package var transactionId: Int64?
    package var meterValue: [MeterValue]

    package init(connectorId: Int, transactionId: Int64? = nil, meterValue: [MeterValue]) {
      self.connectorId = connectorId
      self.transactionId = transactionId
      self.meterValue = meterValue
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var connectorId: Int?
      self.init(connectorId: 0, meterValue: [])
      while let key = try reader.nextKey() {
        switch key {
        case "connectorId": try reader.integer(&connectorId)
        case "transactionId": try reader.integer(&transactionId)
        case "meterValue": try reader.meterValues(&meterValue)
        default: try reader.skip()
        }
      }
      self.connectorId = connectorId ?? 0
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("connectorId", connectorId)
      writer.member("transactionId", transactionId.map { Int($0) })
      writer.key("meterValue")
      writer.meterValues(meterValue)
      writer.endObject()
    }
  }
}
