import Billing
import Domain
import Formats
import Net
import Site
import Storage

/// Everything the page of one charge shows.
struct TransactionDetail: Sendable {
  let row: TransactionRow
  /// The frozen record that counts now: the original, or its last correction.
  let record: KeptCDR?
  /// What its tenant said about it, the oldest first.
  let disputes: [Dispute]

  init?(id: Int64, in connection: ReadConnection) throws {
    guard let row = try connection.transactionRow(id: id) else { return nil }
    self.row = row
    record = try connection.cdrs(transactionID: id).last
    disputes = try connection.disputes(transactionID: id)
  }

  private init(row: TransactionRow, record: KeptCDR?, disputes: [Dispute]) {
    (self.row, self.record, self.disputes) = (row, record, disputes)
  }

  /// As one of the tenants sees it whose charge it is: host and guest do not read what the other wrote.
  func seen(byTenant key: Int64) -> TransactionDetail {
    TransactionDetail(
      row: row.forTenants, record: record, disputes: disputes.filter { $0.tenantKey == key })
  }
}

extension ChargingSite {
  /// API: `GET /transactions/{id}`; the lines of the frozen record, or of the charge so far.
  func json(of detail: TransactionDetail) throws -> JSONValue {
    let row = detail.row
    let live = liveTransaction(of: row)
    let proof =
      try detail.record.map { try CostProof(record: $0, zones: zones) }
      ?? CostProof(cost: live.flatMap(costSoFar))
    return row.json(running: running(row)).adding([
      "cost_lines": proof.lines, "explanation": .array(proof.explanation.map(JSONValue.string)),
      "authorization": .string(row.transaction.authorization.rawValue),
      "presented_id_tag": .string(row.transaction.presentedIdTag),
      "start_received_at": .instant(row.transaction.startReceivedAt),
      "stop_received_at": .instant(row.transaction.stopReceivedAt),
      "disputes": .array(detail.disputes.map { $0.json() }),
      "readings": .string("/api/v1/transactions/\(row.transaction.id)/readings"),
    ])
  }

  /// The charge on the board, while it runs.
  func liveTransaction(of row: TransactionRow) -> LiveTransaction? {
    guard row.transaction.stoppedAt == nil,
      let live = board.chargePoint(id: row.chargePointID)?.connector(row.transaction.connector)?.transaction,
      live.id == row.transaction.id
    else { return nil }
    return live
  }
}

/// How an amount came about.
struct CostProof {
  var lines: JSONValue = []
  var explanation: [String] = []

  init(cost: Cost?) {
    guard let cost else { return }
    lines = cost.json["lines"] ?? []
    explanation = cost.explanation
  }

  /// The record holds the lines; its sentences are made again from what it froze. A charge that a person
  /// waived has none: they would lead to an amount.
  init(record: KeptCDR, zones: (String) -> TimeZoneRules?) throws {
    let body = try JSONValue.parse(record.body)
    lines = body["cost"]?["lines"] ?? []
    guard let zone = body["timezone"]?.stringValue.flatMap(zones) else { return }
    let again = try ChargeDetailRecord.repriced(body: record.body, zone: zone)
    if again.json["lines"]?.canonicalText == lines.canonicalText { explanation = again.explanation }
  }
}
