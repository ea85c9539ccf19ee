package import Domain
import Net

/// A card that a wallbox presented and that might not charge: says on the board, and to its tenant, why. In
/// memory only, the last one of each wallbox.
package struct RefusedCard: Sendable, Equatable {
  /// As the wallbox sent it.
  package let presented: String
  package let idTagKey: Int64?
  /// Whose card it is: a guest's own, not its host's.
  package let tenantKey: Int64?
  package let reason: ChargingRefusal
  package let at: Instant
  /// Nil: the wallbox did not say where.
  package let connector: Int?
}

extension ChargingSite {
  /// Keeps in mind what became of a card that was just presented.
  func note(
    _ right: ChargingRight, of card: IdTag?, presented: String, on connector: Int?, at live: LiveChargePoint
  ) {
    if let reason = right.refusal {
      live.lastRefusal = RefusedCard(
        presented: presented, idTagKey: card?.key, tenantKey: card?.tenantKey, reason: reason, at: now(),
        connector: connector)
    } else if live.lastRefusal?.presented == presented {
      live.lastRefusal = nil
    } else {
      return
    }
    for connector in live.connectors { events.note(.connector(live.record.id, connector.connector)) }
  }
}
