import OCPP
import Storage

extension Effect {
  /// OCPP 1.6, 5.1: a reservation is given up.
  func cancelReservation(in file: WriteConnection) throws {
    guard isAccepted else { return }
    let asked = try request(as: CancelReservation.Request.self)
    try file.endReservation(
      chargePointKey: chargePointKey, reservationID: Int64(asked.reservationId), as: .cancelled, at: at)
  }
}
