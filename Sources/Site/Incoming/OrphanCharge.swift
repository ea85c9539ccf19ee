import Domain
import OCPP
import Storage

extension StopIntake {
  /// Makes a transaction of a stop whose start was lost, if its transactionData tells the register at the
  /// start (OCPP 1.6, 4.10): a reading of Transaction.Begin, else the first of at least two. It waits for a
  /// person, who knows whether the car charged. Nil: the message does not tell enough.
  func chargeOfOrphan(key orphanKey: Int64, in file: WriteConnection) throws -> StoppedTransaction? {
    guard let (stamp, begin) = firstRegister, let register = begin.energyMilliWh else { return nil }
    let time = EventTime(stamp, receivedAt: receivedAt)
    let card = request.idTag ?? ""
    let start = SameStart(
      chargePointKey: chargePointKey, connector: try connector(in: file), presentedIdTag: card,
      startedAtText: stamp.text, meterStartText: begin.energyText ?? "")
    // That start did arrive; its own stop is told apart by its id.
    guard try file.transaction(sameStartAs: start) == nil else { return nil }
    try bound.check(\.transactions, in: file)
    let tag = try access.cards.card(card, in: file)
    let bay = try file.bay(chargePointKey: chargePointKey, connector: start.connector)
    let startsByItself = access.cards.isAutoStart(card)
    let right = try access.right(of: tag, at: bay, on: time.at, startsByItself: startsByItself, in: file)
    let doubt = bound.isPending ? .pendingChargePoint : right.refusal?.flag
    let kept = try file.insertTransaction(
      NewTransaction(
        start: start, idTagKey: startsByItself && bay?.access == .assigned ? nil : tag?.key,
        tenantKey: right.payerKey, guestKey: right.guestKey, bayKey: bay?.key,
        authorization: bound.isPending ? .invalid : right.status, startedAt: time.at, receivedAt: receivedAt,
        meterStartMilliWh: register,
        tariffVersionKey: try file.tariffVersion(validAt: time.at)?.key,
        flags: time.flags + (doubt.map { [$0] } ?? [])))
    let transaction = kept.transaction
    try file.appendReading(
      MeterReading(
        at: time.at, receivedAt: receivedAt, source: .transactionBegin, energyMilliWh: register,
        energyText: begin.energyText),
      to: .transaction(transaction.id))
    try file.resolveOddStop(
      key: orphanKey, transactionID: transaction.id, at: receivedAt, resolution: "made a transaction")
    return try finish(transaction, extra: [.stopWithoutStart], in: file)
  }

  private var firstRegister: (WireTime, MeterReading)? {
    let registers = request.transactionData.flatMap { value in
      value.reading(receivedAt: receivedAt, places: places).filter { $0.energyMilliWh != nil }
        .map { (value.timestamp, $0) }
    }
    if let begin = registers.first(where: { $0.1.source == .transactionBegin }) { return begin }
    return registers.count > 1 ? registers.min { $0.1.at < $1.1.at } : nil
  }

  /// The only connector whose status the wallbox told; else that of readings which named the same
  /// transaction; else 1.
  private func connector(in file: WriteConnection) throws -> Int {
    let connectors = try file.connectors(chargePointKey: chargePointKey).map(\.connector).filter { $0 > 0 }
    if let only = connectors.first, connectors.count == 1 { return only }
    let about = ReadingIntake.unclaimed(request.transactionId, chargePointKey: chargePointKey)
    return try file.openToCheckItem(coalescingKey: about)?.connector ?? 1
  }
}
