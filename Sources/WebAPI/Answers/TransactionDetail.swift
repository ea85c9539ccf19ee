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

  init?(id: Int64, in connection: ReadConnection) throws {
    guard let row = try connection.transactionRow(id: id) else { return nil }
    self.row = row
    record = try connection.cdrs(transactionID: id).last
  }
}

extension ChargingSite {
  /// interfaces: `GET /transactions/{id}`; the lines of the frozen record, or of the charge so far.
  func json(of detail: TransactionDetail) -> JSONValue {
    let row = detail.row
    let live = liveTransaction(of: row)
    let proof =
      detail.record.map { CostProof(record: $0, zone: settings.zone) }
      ?? CostProof(cost: live.flatMap(costSoFar))
    return row.json(running: running(row)).adding([
      "cost_lines": proof.lines, "explanation": .array(proof.explanation.map(JSONValue.string)),
      "authorization": .string(row.transaction.authorization.rawValue),
      "presented_id_tag": .string(row.transaction.presentedIdTag),
      "start_received_at": .instant(row.transaction.startReceivedAt),
      "stop_received_at": .instant(row.transaction.stopReceivedAt),
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

  /// The record holds the lines; its sentences are made again from what it froze, and kept back where they do
  /// not lead to exactly these lines.
  init(record: KeptCDR, zone: TimeZoneRules) {
    do {
      let body = try JSONValue.parse(record.body)
      lines = body["cost"]?["lines"] ?? []
      guard let tariff = body["tariff"], let begin = Self.reading(body["begin"]),
        let end = Self.reading(body["end"])
      else { return }
      let input = PriceInput(start: begin.at, stop: end.at, readings: [begin, end])
      let again = try price(input, by: try Tariff.parse(tariff), zone: zone)
      if again.json["lines"]?.canonicalText == lines.canonicalText { explanation = again.explanation }
    } catch {
      explanation = []
    }
  }

  private static func reading(_ json: JSONValue?) -> RegisterReading? {
    guard let text = json?["at"]?.stringValue, let at = InstantFormat.parse(text)?.instant,
      let wh = json?["wh"]?.numberText, let energy = DecimalText.lenient(wh, digits: 3)
    else { return nil }
    return RegisterReading(at: at, energyMilliWh: energy)
  }
}
