import Domain
import Net
import OCPP
import Storage

extension ChargePointLink {
  /// OCPP 1.6, 4.9: how a connector is. What is news is on disk before the answer, because prices by time are
  /// made of it; if it cannot be written, the next one is news again. A status that is older than the one we
  /// have (sent from a queue after an outage) is not news.
  func status(_ id: MessageID, _ request: StatusNotification.Request) {
    let receivedAt = site.now()
    var stamp = request.timestamp ?? WireTime.none
    hear(&stamp, at: receivedAt)
    if introduction == .none { introduction = .status }
    let status = ConnectorStatus(
      connector: request.connectorId, status: request.status, errorCode: request.errorCode,
      info: request.info, vendorErrorCode: request.vendorErrorCode, at: stamp.instant,
      receivedAt: receivedAt)
    guard (0...LiveChargePoint.highestConnector).contains(status.connector), isNews(status) else {
      return reply(id, EmptyPayload())
    }
    let isPlugIn = isPlugIn(status)
    show(status)
    let (site, live, chargePointKey) = (site, live, live.record.key)
    let bound = PendingBound(live, site.limits)
    let transactionID = live.connector(status.connector)?.transaction?.id
    replyAfter(
      id,
      keeping: { file in
        try file.saveConnectorStatus(chargePointKey: chargePointKey, status)
        guard let transactionID, try bound.hasRoom(\.statuses, in: file) else { return }
        try file.appendTransactionStatus(
          transactionID: transactionID, at: status.at ?? status.receivedAt, status: status.status)
      }
    ) { _ in
      if isPlugIn { site.pluggedIn(on: status.connector, at: live) }
      return EmptyPayload()
    } otherwise: {
      live.forget(statusOf: status.connector)
      return EmptyPayload()
    }
  }

  /// Whether it tells something else than the last one, and is not older. A stamp ahead of its arrival counts
  /// as its arrival, so that one wrong clock does not silence what follows.
  private func isNews(_ status: ConnectorStatus) -> Bool {
    guard let known = known(status.connector) else { return true }
    if let old = known.at, let new = status.at, new < min(old, known.receivedAt) { return false }
    return !known.looksLike(status)
  }

  private func show(_ status: ConnectorStatus) {
    guard status.connector != 0 else {
      live.wholeStatus = status
      site.events.note(.chargePoint(live.record.id))
      for connector in live.connectors { site.events.note(.connector(live.record.id, connector.connector)) }
      return
    }
    live.change(status.connector) { connector in
      connector.status = status
      if status.status != "Charging" { connector.powerW = nil }
    }
    site.weighStatus(of: status.connector, at: live)
    site.events.note(.connector(live.record.id, status.connector))
  }

  private func known(_ connector: Int) -> ConnectorStatus? {
    connector == 0 ? live.wholeStatus : live.connector(connector)?.status
  }
}

extension ConnectorStatus {
  fileprivate func looksLike(_ other: ConnectorStatus) -> Bool {
    status == other.status && errorCode == other.errorCode && info == other.info
      && vendorErrorCode == other.vendorErrorCode
  }
}
