import Domain
import Net
import OCPP
import Storage

extension ChargePointLink {
  /// OCPP 1.6, 4.8: a charge begins. The transaction is on disk before the wallbox hears its id.
  func start(_ id: MessageID, _ request: StartTransaction.Request) {
    let (site, live) = (site, live)
    let intake = StartIntake(
      request: request, chargePointKey: live.record.key, chargePointID: live.record.id,
      bound: PendingBound(live, site.limits), status: live.connector(request.connectorId)?.status?.status,
      receivedAt: site.now(), shelf: site.shelf)
    replyAfter(id, keeping: intake.keep) { started in
      site.show(started, at: live)
      return StartTransaction.Confirmation(
        transactionId: started.transaction.id,
        idTagInfo: IdTagInfo(status: started.transaction.authorization, expiryDate: started.expiresAt))
    }
  }
}

extension ChargingSite {
  /// Puts a charge that began on the board.
  func show(_ started: StartedTransaction, at live: LiveChargePoint) {
    for key in started.toCheck { events.note(.toCheck(key)) }
    for id in started.superseded { events.note(.transaction(id)) }
    let transaction = started.transaction
    events.note(.transaction(transaction.id))
    events.note(.connector(live.record.id, transaction.connector))
    guard transaction.stoppedAt == nil else { return }
    live.change(transaction.connector) { connector in
      if let shown = connector.transaction, shown.startedAt > transaction.startedAt { return }
      connector.transaction = started.live
    }
  }
}

/// A start as it was kept.
struct StartedTransaction: Sendable {
  var transaction: Transaction
  var expiresAt: Instant?
  var live: LiveTransaction
  var superseded: [Int64] = []
  var toCheck: [Int64] = []
}

/// Everything that a StartTransaction says, and the one write that keeps it.
struct StartIntake: Sendable {
  let request: StartTransaction.Request
  let chargePointKey: Int64
  let chargePointID: String
  let bound: PendingBound
  /// What the connector said last; a car that came to rest before the start is at rest at the start.
  let status: String?
  let receivedAt: Instant
  let shelf: TariffShelf

  private var isPending: Bool { bound.isPending }

  /// Keeps the start; one that was kept before comes back as it was.
  func keep(in file: WriteConnection) throws -> StartedTransaction {
    let tag = try file.idTag(canonical: IdTag.canonical(request.idTag))
    let time = EventTime(request.timestamp, receivedAt: receivedAt)
    var same = SameStart(
      chargePointKey: chargePointKey, connector: request.connectorId, presentedIdTag: request.idTag,
      startedAtText: request.timestamp.text, meterStartText: request.meterStart.text)
    let known = try file.transaction(sameStartAs: same)
    // Without a clock every start of a wallbox looks like the first: one that comes after its stop is
    // another.
    let isAnother = known?.stoppedAt != nil && !time.isBelieved
    if isAnother { same.startedAtText += " @\(receivedAt.millisecondsSince1970)" }
    if let known, !isAnother {
      return StartedTransaction(
        transaction: known, expiresAt: expiry(of: tag, known.authorization),
        live: try LiveTransaction(known, in: file))
    }
    try bound.check(\.transactions, in: file)
    let authorization = isPending ? .invalid : authorize(tag, at: time.at)
    let superseded = try supersede(before: time.at, in: file)
    let kept = try file.insertTransaction(
      NewTransaction(
        start: same, idTagKey: tag?.key, tenantKey: tag?.tenantKey, authorization: authorization,
        startedAt: time.at, receivedAt: receivedAt, meterStartMilliWh: request.meterStart.milliWh ?? 0,
        reservationID: request.reservationId,
        tariffVersionKey: try tariffVersion(at: time.at, in: file)?.key,
        flags: time.flags + (isAnother ? [.clockWrong] : []) + flags(for: authorization, tag)))
    let transaction = kept.transaction
    try useReservation(for: transaction, in: file)
    if let register = request.meterStart.milliWh {
      try file.appendReading(
        MeterReading(
          at: time.at, receivedAt: receivedAt, source: .transactionBegin, energyMilliWh: register,
          energyText: request.meterStart.text),
        to: .transaction(transaction.id))
    }
    if let status, ConnectorState(status: status, isOnline: true) == .paused {
      try file.appendTransactionStatus(transactionID: transaction.id, at: time.at, status: status)
    }
    var toCheck: [Int64] = superseded.toCheck
    for flag in transaction.flags where flag.holdsPrice {
      toCheck.append(try note(flag, of: transaction, in: file))
    }
    return StartedTransaction(
      transaction: transaction, expiresAt: expiry(of: tag, authorization),
      live: try LiveTransaction(transaction, in: file), superseded: superseded.ids, toCheck: toCheck)
  }

  /// The tariff in force; its rules are read now, so that the board can show the cost so far.
  private func tariffVersion(at: Instant, in file: WriteConnection) throws -> TariffVersion? {
    guard let version = try file.tariffVersion(validAt: at) else { return nil }
    _ = try shelf.tariff(version)
    return version
  }

  private func expiry(of tag: IdTag?, _ authorization: AuthorizationStatus) -> Instant? {
    authorization == .accepted ? tag?.expiresAt : nil
  }

  private func flags(for authorization: AuthorizationStatus, _ tag: IdTag?) -> [Flag] {
    var flags: [Flag] = isPending ? [.pendingChargePoint] : []
    if request.meterStart.milliWh == nil { flags.append(.unreadableValue) }
    guard !isPending else { return flags }
    switch authorization {
    case .accepted, .concurrentTx: break
    case .blocked: flags.append(.blockedIdTag)
    case .expired: flags.append(.expiredIdTag)
    case .invalid: flags.append(tag == nil ? .unknownIdTag : .blockedIdTag)
    }
    return flags
  }

  /// A connector charges one car: a transaction that is still open there lost its stop (a power cut, a
  /// reset). It ends at its last reading, as an estimate that waits for a person or for the real stop.
  private func supersede(
    before startedAt: Instant, in file: WriteConnection
  ) throws -> (ids: [Int64], toCheck: [Int64]) {
    var (ids, toCheck): ([Int64], [Int64]) = ([], [])
    let open = try file.openTransactions(chargePointKey: chargePointKey, connector: request.connectorId)
    for transaction in open where transaction.startedAt <= startedAt {
      ids.append(transaction.id)
      toCheck.append(try Estimate(transaction: transaction, receivedAt: receivedAt).end(in: file))
    }
    return (ids, toCheck)
  }

  private func note(_ flag: Flag, of transaction: Transaction, in file: WriteConnection) throws -> Int64 {
    try ToCheckNote(flag: flag, of: transaction, chargePointID: chargePointID)
      .write(to: file, at: receivedAt)
  }
}

extension LiveTransaction {
  /// As the file knows it.
  init(_ transaction: Transaction, in file: ReadConnection) throws {
    var tag: IdTag?
    if let key = transaction.idTagKey { tag = try file.idTag(key: key) }
    var tenant: Tenant?
    if let key = transaction.tenantKey { tenant = try file.tenant(key: key) }
    let begin = RegisterReading(at: transaction.startedAt, energyMilliWh: transaction.meterStartMilliWh)
    self.init(
      id: transaction.id, presentedIdTag: transaction.presentedIdTag, label: tag?.label, tenantID: tenant?.id,
      tenantName: tenant?.name, startedAt: transaction.startedAt,
      meterStartMilliWh: transaction.meterStartMilliWh, tariffVersionKey: transaction.tariffVersionKey,
      lastReading: try file.lastRegisterReading(.transaction(transaction.id)) ?? begin)
  }
}
