import Billing
import Domain
import Net
import OCPP
import Storage

extension ChargePointLink {
  /// OCPP 1.6, 4.10: a charge ends. The stop, its readings and its price are on disk before the wallbox may
  /// forget them. A stop that fits nothing is answered all the same (errata 3.18) and kept for a person.
  func stop(_ id: MessageID, _ sent: StopTransaction.Request, raw: UnsafeRawBufferPointer) {
    let (site, live, receivedAt) = (site, live, site.now())
    var request = sent
    hear(&request.timestamp, at: receivedAt)
    readLocal(&request.transactionData, at: receivedAt)
    let places = live.record.settings.energyCorrection.places
    if places != 0 { request.meterStop = request.meterStop.moved(places: places) }
    let intake = StopIntake(
      request: request, payload: Array(raw), chargePointKey: live.record.key,
      chargePointID: live.record.id, bound: PendingBound(live, site.limits), receivedAt: receivedAt,
      settlement: site.settlement,
      power: live.connector(running: request.transactionId)?.transaction?.power ?? PowerBesideRegister(),
      places: places, worstSkewMs: live.clock.worstMs,
      access: AccessCheck(live, site))
    replyAfter(id, keeping: intake.keep) { stopped in
      site.show(stopped, at: live)
      return StopTransaction.Confirmation(idTagInfo: stopped.idTagInfo)
    }
  }
}

extension ChargingSite {
  /// Takes a charge that ended off the board.
  func show(_ stopped: StoppedTransaction, at live: LiveChargePoint) {
    for key in stopped.toCheck { events.note(.toCheck(key)) }
    guard let transaction = stopped.transaction else { return }
    events.note(.transaction(transaction.id))
    guard let connector = live.connector(running: transaction.id) else { return }
    live.change(connector.connector) { connector in
      connector.transaction = nil
      connector.powerW = nil
    }
    events.note(.connector(live.record.id, connector.connector))
  }
}

/// A stop as it was kept.
struct StoppedTransaction: Sendable {
  /// The transaction it ended; nil: none that we know.
  var transaction: Transaction?
  var idTagInfo: IdTagInfo?
  var toCheck: [Int64] = []
}

/// Everything that a StopTransaction says, and the one write that keeps and prices it.
struct StopIntake: Sendable {
  let request: StopTransaction.Request
  /// The message's payload as it came.
  let payload: [UInt8]
  let chargePointKey: Int64
  let chargePointID: String
  let bound: PendingBound
  let receivedAt: Instant
  let settlement: Settlement
  let power: PowerBesideRegister
  /// By how many decimal places registers are moved (`energy_correction`).
  let places: Int
  /// The most that the wallbox's clock was known to be off.
  let worstSkewMs: Int64
  let access: AccessCheck

  func keep(in file: WriteConnection) throws -> StoppedTransaction {
    var stopped = try apply(in: file)
    if let idTag = request.idTag {
      let tag = try access.cards.card(idTag, in: file)
      let right = try access.bestRight(
        of: tag, on: receivedAt, startsByItself: access.cards.isAutoStart(idTag), in: file)
      stopped.idTagInfo = bound.isPending ? IdTagInfo(status: .invalid) : IdTagInfo(of: right)
    }
    return stopped
  }

  private func apply(in file: WriteConnection) throws -> StoppedTransaction {
    guard let transaction = try claimed(in: file) else { return try keepOrphan(in: file) }
    guard transaction.stoppedAt != nil else { return try finish(transaction, extra: [], in: file) }
    if !Flag.assumedStop.isDisjoint(with: transaction.flags) {
      return try replaceAssumed(of: transaction, in: file)
    }
    return try keepRepeated(transaction, in: file)
  }

  /// The transaction of this wallbox that the stop names.
  private func claimed(in file: WriteConnection) throws -> Transaction? {
    guard let transaction = try file.transaction(id: request.transactionId),
      transaction.chargePointKey == chargePointKey
    else { return nil }
    return transaction
  }

  // MARK: A stop that ends a transaction

  /// What the message says of the stop, and what is odd about that.
  private var facts: (stop: StopFacts, flags: [Flag]) {
    let time = EventTime(request.timestamp, receivedAt: receivedAt)
    var flags = time.flags
    if request.meterStop.milliWh == nil { flags.append(.unreadableValue) }
    let stop = StopFacts(
      stoppedAt: time.at, stoppedAtText: request.timestamp.text, receivedAt: receivedAt,
      meterStopMilliWh: request.meterStop.milliWh, meterStopText: request.meterStop.text,
      reason: request.reason, presentedIdTag: request.idTag)
    return (stop, flags)
  }

  /// The same for a transaction that is known. A clock that was set while it ran can put the stop before the
  /// start: by no more than it was off and a minute, the stop moves to the start.
  private func facts(of transaction: Transaction) -> (stop: StopFacts, flags: [Flag]) {
    var (stop, flags) = facts
    let earlyMs = transaction.startedAt.milliseconds(since: stop.stoppedAt)
    guard earlyMs > 0, earlyMs <= worstSkewMs + Self.repairedMs else { return (stop, flags) }
    stop.stoppedAt = transaction.startedAt
    flags.append(.timeAssumed)
    return (stop, flags)
  }

  private static let repairedMs: Int64 = 60_000

  func finish(
    _ transaction: Transaction, extra: [Flag], in file: WriteConnection
  ) throws -> StoppedTransaction {
    let (stop, flags) = facts(of: transaction)
    _ = try file.setStop(transactionID: transaction.id, stop)
    return try settle(transaction, stop, flags + extra, in: file)
  }

  /// The real stop of a transaction that had only an assumed one: it counts, and the doubt goes.
  private func replaceAssumed(
    of transaction: Transaction, in file: WriteConnection
  ) throws -> StoppedTransaction {
    let (stop, flags) = facts(of: transaction)
    guard try file.replaceStop(transactionID: transaction.id, stop) else {
      return try keepRepeated(transaction, in: file)
    }
    var resolved: [Int64] = []
    for flag in Flag.assumedStop.union([.estimated]) {
      try file.resolveFlag(
        flag, transactionID: transaction.id, at: receivedAt, resolution: Self.realStop, by: chargePointID)
      resolved += try file.resolveToCheck(
        transactionID: transaction.id, kind: flag.rawValue, at: receivedAt, resolution: Self.realStop,
        by: chargePointID)
    }
    var stopped = try settle(transaction, stop, flags, in: file)
    stopped.toCheck += resolved
    return stopped
  }

  private static let realStop = "real stop arrived"

  private func settle(
    _ transaction: Transaction, _ stop: StopFacts, _ flags: [Flag], in file: WriteConnection
  ) throws -> StoppedTransaction {
    try appendReadings(of: stop, to: .transaction(transaction.id), in: file)
    for flag in flags { try file.addFlag(flag, transactionID: transaction.id, at: receivedAt) }
    let settled = try settlement.settle(
      transactionID: transaction.id, power: power, at: receivedAt, in: file)
    return StoppedTransaction(transaction: settled.transaction, toCheck: settled.toCheck)
  }

  private func appendReadings(
    of stop: StopFacts, to series: ReadingSeries, in file: WriteConnection
  ) throws {
    for reading in request.transactionData.flatMap({
      $0.reading(receivedAt: receivedAt, places: places)
    }) {
      try file.appendReading(reading, to: series)
    }
    guard let register = stop.meterStopMilliWh else { return }
    try file.appendReading(
      MeterReading(
        at: stop.stoppedAt, receivedAt: receivedAt, source: .transactionEnd, energyMilliWh: register,
        energyText: stop.meterStopText),
      to: series)
  }

  // MARK: A stop that does not

  /// The first stop wins. The same one again is a retry; one that says something else is kept beside it.
  private func keepRepeated(
    _ transaction: Transaction, in file: WriteConnection
  ) throws -> StoppedTransaction {
    let known = try file.stopFacts(transactionID: transaction.id)
    let isRetry =
      known?.stoppedAtText == request.timestamp.text && known?.meterStopText == request.meterStop.text
    guard !isRetry else { return StoppedTransaction(transaction: transaction) }
    try bound.check(\.oddStops, in: file)
    // Whoever has seen it does not see it again.
    guard try keepOdd(.conflict, in: file).isNew else { return StoppedTransaction(transaction: transaction) }
    try file.addFlag(.stopConflict, transactionID: transaction.id, at: receivedAt)
    let note = ToCheckNote(
      flag: .stopConflict, of: transaction, chargePointID: chargePointID,
      details: ["meter_stop": request.meterStop.text, "stopped_at": request.timestamp.text])
    return StoppedTransaction(
      transaction: transaction, toCheck: [try note.write(to: file, at: receivedAt)])
  }

  /// No transaction of this id at this wallbox: its start never reached us, or its reply never reached the
  /// wallbox. When exactly one open transaction fits, the stop ends it, and a person confirms.
  private func keepOrphan(in file: WriteConnection) throws -> StoppedTransaction {
    try bound.check(\.oddStops, in: file)
    let orphan = try keepOdd(.orphan, in: file)
    guard orphan.isNew else { return StoppedTransaction() }
    if let fitting = try openTransactionThatFits(in: file) {
      try file.resolveOddStop(
        key: orphan.key, transactionID: fitting.id, at: receivedAt, resolution: "matched")
      return try finish(fitting, extra: [.stopWithoutStart], in: file)
    }
    if let made = try chargeOfOrphan(key: orphan.key, in: file) { return made }
    let note = ToCheckNote(
      kind: ToCheckItem.Kind.orphanStop,
      about: "stop \(chargePointKey) \(request.transactionId) \(request.timestamp.text)",
      chargePointID: chargePointID,
      details: [
        "claimed": String(request.transactionId), "id_tag": request.idTag ?? "",
        "meter_stop": request.meterStop.text, "stopped_at": request.timestamp.text,
      ])
    return StoppedTransaction(toCheck: [try note.write(to: file, at: receivedAt)])
  }

  private func openTransactionThatFits(in file: WriteConnection) throws -> Transaction? {
    guard let register = request.meterStop.milliWh else { return nil }
    let at = facts.stop.stoppedAt
    let card = request.idTag.map(IdTag.canonical)
    let fitting = try file.openTransactions(chargePointKey: chargePointKey).filter { open in
      (card == nil || IdTag.canonical(open.presentedIdTag) == card) && open.startedAt <= at
        && open.meterStartMilliWh <= register
    }
    return fitting.count == 1 ? fitting.first : nil
  }

  private func keepOdd(
    _ kind: OddStop.Kind, in file: WriteConnection
  ) throws -> (key: Int64, isNew: Bool) {
    try file.insertOddStop(
      OddStop(
        kind: kind, chargePointKey: chargePointKey, claimedTransactionID: request.transactionId,
        facts: facts.stop, frame: payload))
  }
}
