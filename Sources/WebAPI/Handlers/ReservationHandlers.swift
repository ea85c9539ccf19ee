import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func listReservations() async throws -> HTTPResponse {
    let (limit, cursor) = (try pageLimit(), try pageCursor())
    let page = try await site.reader.read { try $0.reservations(after: cursor, limit: limit) }
    let (now, withCards) = (site.now(), caller.role != .installer)
    return .list(page.items.map { $0.json(at: now, withCards: withCards) }, next: page.next?.text)
  }
}

extension Reservation {
  /// API: an item of `GET /reservations`.
  fileprivate func json(at now: Instant, withCards: Bool) -> JSONValue {
    let state = endedAs?.rawValue ?? (expiresAt <= now ? "expired" : "active")
    return [
      "reservation_id": .integer(reservationID), "charge_point": .string(chargePointID),
      "connector": .integer(connector), "id_tag": withCards ? .string(idTag) : .null,
      "parent_id_tag": withCards ? .text(parentIdTag) : .null, "expires_at": .instant(expiresAt),
      "state": .string(state), "requested_by": .string(requestedBy), "requested_at": .instant(requestedAt),
      "ended_at": .instant(endedAt), "transaction_id": .integer(transactionID),
    ]
  }
}
