import Domain
import Net
import OCPP
import Storage

extension ChargePointLink {
  /// OCPP 1.6, 4.9: how a connector is. It claims nothing, so it is answered first and written when something
  /// changed. A status that is older than the one we have (sent from a queue after an outage) is not news.
  func status(_ id: MessageID, _ request: StatusNotification.Request) {
    reply(id, EmptyPayload())
    let status = ConnectorStatus(
      connector: request.connectorId, status: request.status, errorCode: request.errorCode,
      info: request.info, vendorErrorCode: request.vendorErrorCode, at: request.timestamp?.instant,
      receivedAt: site.now())
    let known = known(status.connector)
    if let known, let old = known.at, let new = status.at, new < old { return }
    let changed = known.map { !$0.looksLike(status) } ?? true
    if status.connector == 0 {
      live.wholeStatus = status
    } else {
      live.change(status.connector) { connector in
        connector.status = status
        if status.status != "Charging" { connector.powerW = nil }
      }
    }
    guard changed else { return }
    keep(status)
  }

  private func known(_ connector: Int) -> ConnectorStatus? {
    connector == 0 ? live.wholeStatus : live.connector(connector)?.status
  }

  private func keep(_ status: ConnectorStatus) {
    let chargePointKey = live.record.key
    let transactionID = live.connector(status.connector)?.transaction?.id
    site.writeLater { file in
      try file.saveConnectorStatus(chargePointKey: chargePointKey, status)
      guard let transactionID else { return }
      try file.appendTransactionStatus(
        transactionID: transactionID, at: status.at ?? status.receivedAt, status: status.status)
    }
    if status.connector == 0 {
      site.events.note(.chargePoint(live.record.id))
      for connector in live.connectors { site.events.note(.connector(live.record.id, connector.connector)) }
    } else {
      site.events.note(.connector(live.record.id, status.connector))
    }
  }
}

extension ConnectorStatus {
  fileprivate func looksLike(_ other: ConnectorStatus) -> Bool {
    status == other.status && errorCode == other.errorCode && info == other.info
      && vendorErrorCode == other.vendorErrorCode
  }
}
