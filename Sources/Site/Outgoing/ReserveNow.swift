import OCPP
import Storage

extension Effect {
  /// OCPP 1.6, 5.13: a connector is kept free for a card.
  func reserveNow(in file: WriteConnection) throws {
    guard isAccepted else { return }
    let asked = try request(as: ReserveNow.Request.self)
    try file.insertReservation(
      Reservation(
        chargePointKey: chargePointKey, reservationID: Int64(asked.reservationId),
        connector: asked.connectorId, idTag: asked.idTag, parentIdTag: asked.parentIdTag,
        expiresAt: asked.expiryDate, requestedBy: by, requestedAt: at))
  }
}
