package import Formats

/// Give up a reservation (OCPP 1.6, 5.1).
package enum CancelReservation {
  /// Status Accepted or Rejected.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "CancelReservation"
    package var reservationId: Int

    package init(reservationId: Int) {
      self.reservationId = reservationId
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var reservationId: Int?
      while let key = try reader.nextKey() {
        switch key {
        case "reservationId": try reader.integer(&reservationId)
        default: try reader.skip()
        }
      }
      self.init(reservationId: try reader.required(reservationId, "reservationId"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("reservationId", reservationId)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([.required("reservationId", .integer())])
}
