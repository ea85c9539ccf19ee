import Billing
import Domain
import Formats
import Net
import Site

extension ChargingSite {
  /// A connector as the board shows it. The installer sees no people and nobody's charges.
  func boardJSON(of connector: LiveConnector, at chargePoint: LiveChargePoint, withPeople: Bool) -> JSONValue
  {
    let running = connector.transaction.map { withPeople ? boardJSON(of: $0) : .null }
    let load = view(of: connector, at: chargePoint)
    return [
      "charge_point": .string(chargePoint.record.id), "connector": .integer(connector.connector),
      "name": .string(bayName(of: connector, at: chargePoint)),
      "status": .text(connector.status?.status), "state": .string(chargePoint.state(of: connector).rawValue),
      "online": .bool(chargePoint.isOnline), "last_seen_at": .instant(chargePoint.lastSeenAt),
      "power_w": .integer(connector.powerW), "error_code": .text(connector.status?.errorCode),
      "info": .text(connector.status?.info), "transaction": running ?? .null,
      "remote_start": chargePoint.remoteStart(at: connector.connector)
        .map { $0.json(withPeople: withPeople) } ?? .null,
      "limit_a": .integer(load.allottedA), "waits": load.waits,
      "bay": .text(chargePoint.bays[connector.connector]?.id),
      "refusal": chargePoint.lastRefusal
        .flatMap { $0.isAbout(connector.connector) ? $0.json(withPeople: withPeople) : nil } ?? .null,
    ]
  }

  /// A connector as every tenant may see it: whether it is free or waits for current, not who is there.
  func bayJSON(of connector: LiveConnector, at chargePoint: LiveChargePoint) -> JSONValue {
    [
      "charge_point": .string(chargePoint.record.id), "connector": .integer(connector.connector),
      "name": .string(bayName(of: connector, at: chargePoint)),
      "status": .text(connector.status?.status), "state": .string(chargePoint.state(of: connector).rawValue),
      "available": .bool(isAvailable(connector, at: chargePoint)),
      "waits": view(of: connector, at: chargePoint).waits,
      "bay": .text(chargePoint.bays[connector.connector]?.id),
    ]
  }

  /// What people call it: its bay's name.
  func bayName(of connector: LiveConnector, at chargePoint: LiveChargePoint) -> String {
    chargePoint.bayName(of: connector.connector)
  }

  /// Whether a charge can be started there now.
  func isAvailable(_ connector: LiveConnector, at chargePoint: LiveChargePoint) -> Bool {
    guard chargePoint.isOnline, connector.transaction == nil else { return false }
    return [.free, .waiting].contains(chargePoint.state(of: connector))
  }

  /// Connectors of all accepted wallboxes, in the order of their bays' names.
  var boardConnectors: [(chargePoint: LiveChargePoint, connector: LiveConnector)] {
    board.chargePoints.filter { $0.record.state == .accepted }
      .flatMap { point in point.connectors.map { (point, $0, point.bayName(of: $0.connector)) } }
      .sorted { isNaturallyBefore($0.2, $1.2) }.map { ($0.0, $0.1) }
  }

  private func costJSON(of transaction: LiveTransaction) -> JSONValue {
    let cost = costSoFar(transaction)
    return CostJSON(state: .running, currency: cost?.currency, amounts: cost?.amounts).json
  }

  private func boardJSON(of transaction: LiveTransaction) -> JSONValue {
    let tenant: JSONValue =
      if let id = transaction.tenantID { ["id": .string(id), "name": .text(transaction.tenantName)] } else {
        .null
      }
    let guest: JSONValue =
      transaction.guestID.map { ["id": .string($0), "name": .text(transaction.guestName)] } ?? .null
    return [
      "transaction_id": .integer(transaction.id), "id_tag": .string(transaction.presentedIdTag),
      "label": .text(transaction.label), "tenant": tenant, "guest": guest,
      "started_at": .instant(transaction.startedAt),
      "energy_wh": .wattHours(transaction.energyMilliWh), "cost": costJSON(of: transaction),
    ]
  }
}

extension PendingStart {
  /// A start from afar that waits for its car, or did in vain.
  func json(withPeople: Bool) -> JSONValue {
    [
      "id_tag": .text(withPeople ? idTag : nil), "label": .text(withPeople ? label : nil),
      "requested_at": .instant(requestedAt), "expired": .bool(isExpired),
    ]
  }
}

extension RefusedCard {
  /// A wallbox that asks about a card does not say at which connector it was held to the reader.
  fileprivate func isAbout(_ connector: Int) -> Bool { self.connector.map { $0 == connector } ?? true }

  fileprivate func json(withPeople: Bool) -> JSONValue {
    [
      "id_tag": .text(withPeople ? presented : nil), "reason": .string(reason.rawValue), "at": .instant(at),
    ]
  }
}

extension LoadView.Connector {
  /// Since when a car waits for its turn, and when that comes; null: none waits.
  fileprivate var waits: JSONValue {
    waitingSince.map { ["since": .instant($0), "turn_at": .instant(turnAt)] } ?? .null
  }
}
