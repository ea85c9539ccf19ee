package import Domain
import Formats
import Net
import OCPP

/// Why the appliance ends a charge by itself (API: `reason`).
package enum StopReason: String, Sendable {
  /// Its card was blocked while it ran.
  case cardBlocked = "card_blocked"
  /// Who charges has a budget that is used up.
  case budgetUsed = "budget_used"
}

/// A charge that is to end. It is asked for until the charge has ended, at first soon and then ever more
/// seldom: some firmware refuses while it is busy, and a wallbox that is away is asked when it is back.
package struct StopOrder: Sendable, Equatable {
  /// How it stands (API: `state`).
  package enum State: String, Sendable {
    /// Nobody could be asked yet: the wallbox is not connected.
    case waiting
    case asked
    case agreed
    /// The wallbox said no, or nothing.
    case refused
  }

  package let reason: StopReason
  package let orderedAt: Instant
  package internal(set) var state = State.waiting
  /// The round in which it is asked (again), and how often it was.
  var dueInRound = 0
  var tries = 0

  /// Seconds until it is asked again, after so many times.
  static func pause(after tries: Int) -> Int { [60, 60, 120, 300].dropFirst(tries - 1).first ?? 900 }
}

extension ChargingSite {
  /// Ends a charge that runs; asking twice is asking once.
  func orderStop(of transactionID: Int64, because reason: StopReason, at live: LiveChargePoint) {
    guard stopOrders[transactionID] == nil else { return }
    stopOrders[transactionID] = StopOrder(reason: reason, orderedAt: now())
    carryOutStop(of: transactionID, at: live)
  }

  /// What has been ordered for a charge; nil: nothing.
  package func stopOrder(of transactionID: Int64) -> StopOrder? { stopOrders[transactionID] }

  /// One round of the orders that stand.
  func carryOutStops() {
    guard !stopOrders.isEmpty else { return }
    for (id, order) in stopOrders {
      guard let live = board.chargePoint(running: id) else {
        stopOrders[id] = nil
        continue
      }
      // The budget was raised, or its next period has begun.
      if order.reason == .budgetUsed, !isSpent(charge: id, at: live) {
        withdrawStop(of: id, at: live)
        continue
      }
      if upkeep.round >= order.dueInRound || (order.state == .waiting && live.isOnline) {
        carryOutStop(of: id, at: live)
      }
    }
  }

  /// Whether who makes a charge, or pays it, has used up a budget.
  private func isSpent(charge id: Int64, at live: LiveChargePoint) -> Bool {
    let keys = live.connector(running: id)?.transaction?.budgetKeys ?? []
    return keys.contains(where: budgets.spent.contains)
  }

  private func withdrawStop(of id: Int64, at live: LiveChargePoint) {
    stopOrders[id] = nil
    guard let connector = live.connector(running: id) else { return }
    events.note(.connector(live.record.id, connector.connector))
  }

  private func carryOutStop(of id: Int64, at live: LiveChargePoint) {
    guard var order = stopOrders[id], order.state != .asked else { return }
    guard let link = live.link, link.introduction != .booting else {
      order.state = .waiting
      return keep(order, of: id, at: live)
    }
    order.state = .asked
    order.tries += 1
    keep(order, of: id, at: live)
    Task { @NetworkLoop in
      let result = await self.ask(RemoteStopTransaction.Request(transactionId: id), of: live)
      guard var order = self.stopOrders[id] else { return }
      switch result {
      case .success(.answered(let payload)) where payload["status"] == "Accepted": order.state = .agreed
      case .success, .failure(.timeout): order.state = .refused
      case .failure: order.state = .waiting
      }
      order.dueInRound = self.upkeep.round + StopOrder.pause(after: order.tries)
      self.keep(order, of: id, at: live)
    }
  }

  private func keep(_ order: StopOrder, of id: Int64, at live: LiveChargePoint) {
    guard stopOrders[id] != order else { return }
    stopOrders[id] = order
    if let connector = live.connector(running: id) {
      events.note(.connector(live.record.id, connector.connector))
    }
  }

  /// A person changed a card. What runs with one that is blocked now ends; what was to end because it was
  /// blocked goes on.
  package func cardChanged(_ card: IdTag) {
    cardsChanged()
    if card.isBlocked(at: now()) { stopCharges(ofBlocked: card) } else { withdrawStops(ofUnblocked: card) }
  }

  private func withdrawStops(ofUnblocked card: IdTag) {
    for (id, order) in stopOrders where order.reason == .cardBlocked {
      guard let live = board.chargePoint(running: id),
        live.connector(running: id)?.transaction?.idTagKey == card.key
      else { continue }
      withdrawStop(of: id, at: live)
    }
  }

  private func stopCharges(ofBlocked card: IdTag) {
    for live in board.all {
      for connector in live.connectors {
        guard let charge = connector.transaction, charge.idTagKey == card.key else { continue }
        orderStop(of: charge.id, because: .cardBlocked, at: live)
      }
    }
  }
}
