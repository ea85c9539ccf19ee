package import Domain
package import Formats

/// Keep a connector, or with 0 any of them, free for one card (OCPP 1.6, 5.13).
package enum ReserveNow {
  /// Status Accepted, Faulted, Occupied, Rejected or Unavailable.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "ReserveNow"
    package var connectorId: Int
    package var expiryDate: Instant
    package var idTag: String
    /// Cards of this group may use it as well.
    package var parentIdTag: String?
    package var reservationId: Int

    package init(
      connectorId: Int, expiryDate: Instant, idTag: String, reservationId: Int, parentIdTag: String? = nil
    ) {
      self.connectorId = connectorId
      self.expiryDate = expiryDate
      self.idTag = idTag
      self.parentIdTag = parentIdTag
      self.reservationId = reservationId
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var connectorId: Int?
      var expiryDate: Instant?
      var idTag: String?
      var parentIdTag: String?
      var reservationId: Int?
      while let key = try reader.nextKey() {
        switch key {
        case "connectorId": try reader.integer(&connectorId)
        case "expiryDate": try reader.instant(&expiryDate)
        case "idTag": try reader.text(&idTag)
        case "parentIdTag": try reader.optionalText(&parentIdTag)
        case "reservationId": try reader.integer(&reservationId)
        default: try reader.skip()
        }
      }
      self.init(
        connectorId: try reader.required(connectorId, "connectorId"),
        expiryDate: try reader.required(expiryDate, "expiryDate"),
        idTag: try reader.required(idTag, "idTag"),
        reservationId: try reader.required(reservationId, "reservationId"), parentIdTag: parentIdTag)
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("connectorId", connectorId)
      writer.member("expiryDate", expiryDate)
      writer.member("idTag", idTag)
      writer.member("parentIdTag", parentIdTag)
      writer.member("reservationId", reservationId)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([
    .required("connectorId", .integer(atLeast: 0)),
    .required("expiryDate", .instant),
    .required("idTag", .text(max: 20)),
    .optional("parentIdTag", .text(max: 20)),
    .required("reservationId", .integer()),
  ])
}
