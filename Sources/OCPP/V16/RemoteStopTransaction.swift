package import Formats

/// End this transaction (OCPP 1.6, 5.12).
package enum RemoteStopTransaction {
  /// Status Accepted or Rejected.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "RemoteStopTransaction"
    package var transactionId: Int64

    package init(transactionId: Int64) { self.transactionId = transactionId }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var transactionId: Int64?
      while let key = try reader.nextKey() {
        switch key {
        case "transactionId": try reader.integer(&transactionId)
        default: try reader.skip()
        }
      }
      self.init(transactionId: try reader.required(transactionId, "transactionId"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.key("transactionId")
      writer.number(transactionId)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([.required("transactionId", .integer())])
}
