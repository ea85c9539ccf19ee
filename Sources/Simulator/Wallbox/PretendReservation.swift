import Domain
import Net
import OCPP

/// A connector kept free for one card (OCPP 1.6, 3.12).
struct PretendReservation: Sendable {
  let id: Int
  let idTag: String
  let parentIdTag: String?
  let expiryDate: Instant

  /// Whether a card may charge, of which the server said `info`.
  func admits(_ idTag: String, _ info: IdTagInfo) -> Bool {
    if idTag.lowercased() == self.idTag.lowercased() { return true }
    guard let parentIdTag, let parent = info.parentIdTag else { return false }
    return parent.lowercased() == parentIdTag.lowercased()
  }
}

extension PretendChargePoint {
  /// Nil: the action belongs to another block.
  func answerReservation(
    _ action: String, _ payload: UnsafeRawBufferPointer
  ) throws(PayloadError) -> (any Payload)? {
    switch action {
    case ReserveNow.Request.action:
      return StatusPayload(status: reserve(try ReserveNow.Request(reading: payload)))
    case CancelReservation.Request.action:
      let request = try CancelReservation.Request(reading: payload)
      guard let reservation, reservation.id == request.reservationId else {
        return StatusPayload(status: "Rejected")
      }
      endReservation()
      return StatusPayload(status: "Accepted")
    default: return nil
    }
  }

  private func reserve(_ request: ReserveNow.Request) -> String {
    guard request.connectorId == 0 || request.connectorId == 1, request.expiryDate > time.now(), let machine
    else { return "Rejected" }
    if let obstacle = machine.obstacle { return obstacle }
    if let reservation, reservation.id != request.reservationId { return "Occupied" }
    reservation = PretendReservation(
      id: request.reservationId, idTag: request.idTag, parentIdTag: request.parentIdTag,
      expiryDate: request.expiryDate)
    expireLater()
    reservationChanged()
    return "Accepted"
  }

  /// The reservation is over: used, cancelled or expired.
  func endReservation() {
    guard reservation != nil else { return }
    reservationEnd?.cancel()
    reservation = nil
    reservationChanged()
  }

  private func expireLater() {
    reservationEnd?.cancel()
    guard let end = reservation?.expiryDate else { return }
    guard end > time.now() else { return endReservation() }
    reservationEnd = NetworkLoop.after(milliseconds: time.milliseconds(until: end)) { [weak self] in
      self?.expireLater()
    }
  }

  /// The state is told after the answer.
  private func reservationChanged() {
    NetworkLoop.after(milliseconds: 0) { [weak self] in self?.machine?.reservationChanged() }
  }
}
