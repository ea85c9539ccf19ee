import Domain
import OCPP
import Storage

extension StartIntake {
  /// OCPP 1.6, 5.13: a charge that names a reservation has used it.
  func useReservation(for transaction: Transaction, in file: WriteConnection) throws {
    guard let id = request.reservationId else { return }
    try file.endReservation(
      chargePointKey: chargePointKey, reservationID: id, as: .used, at: transaction.startedAt,
      transactionID: transaction.id)
  }
}
