import Domain
import Net
import OCPP
import Storage

extension ChargePointLink {
  /// OCPP 1.6, 4.8: a charge begins. The transaction is on disk before the wallbox hears its id.
  func start(_ id: MessageID, _ sent: StartTransaction.Request) {
    let (site, live, receivedAt) = (site, live, site.now())
    var request = sent
    hear(&request.timestamp, at: receivedAt)
    let places = live.record.settings.energyCorrection.places
    if places != 0 { request.meterStart = request.meterStart.moved(places: places) }
    let intake = StartIntake(
      request: request, chargePointKey: live.record.key, chargePointID: live.record.id,
      bound: PendingBound(live, site.limits), status: live.connector(request.connectorId)?.status?.status,
      receivedAt: receivedAt, shelf: site.shelf, skewMs: live.clock.skewMs, cards: CardLookup(live, site),
      pending: live.pendingStarts(at: request.connectorId, now: receivedAt),
      learning: site.learning.place(at: live.record.id, connector: request.connectorId))
    let (idTag, connector) = (request.idTag, request.connectorId)
    replyAfter(id, keeping: intake.keep) { started in
      site.show(started, at: live)
      if let learnt = started.learnt { site.noteLearnt(learnt.id, learnt.known) }
      if started.isUnknown { site.noteUnknownCard(idTag, at: live, connector: connector) }
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
    for transaction in started.superseded { events.note(.transaction(transaction.id)) }
    let transaction = started.transaction
    budgets.touch(([transaction] + started.superseded).flatMap(\.budgetKeys))
    events.note(.transaction(transaction.id))
    events.note(.connector(live.record.id, transaction.connector))
    if started.isLive {
      noteStart(on: transaction.connector, answering: started.answers?.number, at: live)
    }
    guard transaction.stoppedAt == nil else { return }
    live.change(transaction.connector) { connector in
      if let shown = connector.transaction, shown.startedAt > transaction.startedAt { return }
      connector.transaction = started.live
    }
    if started.live.isCardBlocked { orderStop(of: transaction.id, because: .cardBlocked, at: live) }
    weighStatus(of: transaction.connector, at: live)
  }
}

/// A start as it was kept.
struct StartedTransaction: Sendable {
  var transaction: Transaction
  var expiresAt: Instant?
  var live: LiveTransaction
  var superseded: [Transaction] = []
  var toCheck: [Int64] = []
  /// Whether it begins now, not long ago.
  var isLive = false
  /// The start from afar that it answers.
  var answers: PendingStart?
  /// The card that was learnt by it.
  var learnt: (id: String, known: KnownCard)?
  /// Whether nobody knows the card.
  var isUnknown = false
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
  /// How far the wallbox's clock is known to be off.
  let skewMs: Int64?
  let cards: CardLookup
  /// The starts from afar that this one may be the answer to.
  let pending: [PendingStart]
  /// What a card that nobody knows would be learnt for.
  let learning: LearningPlace?

  private var isPending: Bool { bound.isPending }

  /// Keeps the start; one that was kept before comes back as it was.
  func keep(in file: WriteConnection) throws -> StartedTransaction {
    let time = EventTime(request.timestamp, receivedAt: receivedAt)
    let isLive = time.isLive(receivedAt: receivedAt, skewMs: skewMs)
    let isNow = isLive || !time.isBelieved
    var (tag, answers, isMangled) = try card(isNow: isNow, in: file)
    var learnt: (id: String, known: KnownCard)?
    if tag == nil, isNow, let learning,
      let known = try learning.learn(request.idTag, at: receivedAt, in: file)
    {
      tag = known.card
      learnt = (learning.id, known)
    }
    var same = SameStart(
      chargePointKey: chargePointKey, connector: request.connectorId, presentedIdTag: request.idTag,
      startedAtText: request.timestamp.text, meterStartText: request.meterStart.text)
    var known = try file.transaction(sameStartAs: same)
    // Without a clock every start of a wallbox looks like the first: one that comes after its stop is
    // another.
    let isLikeFirst = known?.stoppedAt != nil && !time.isBelieved
    if isLikeFirst { known = try unheard(in: file) }
    let isAnother = isLikeFirst && known == nil
    if isAnother { same.startedAtText += " @\(receivedAt.millisecondsSince1970)" }
    if let known {
      return StartedTransaction(
        transaction: known, expiresAt: expiry(of: tag, known.authorization),
        live: try LiveTransaction(known, in: file))
    }
    try bound.check(\.transactions, in: file)
    let authorization = try verdict(on: tag, at: time.at, isLive: isLive, in: file)
    let superseded = try supersede(before: time.at, in: file)
    let kept = try file.insertTransaction(
      NewTransaction(
        start: same, idTagKey: tag?.key, tenantKey: tag?.tenantKey, authorization: authorization,
        startedAt: time.at, receivedAt: receivedAt, meterStartMilliWh: request.meterStart.milliWh ?? 0,
        reservationID: request.reservationId,
        tariffVersionKey: try tariffVersion(at: time.at, in: file)?.key,
        flags: time.flags + (isAnother ? [.clockWrong] : []) + flags(for: authorization, tag)
          + (isMangled ? [.idTagDiffers] : [])))
    let transaction = kept.transaction
    try useReservation(for: transaction, in: file)
    if let register = request.meterStart.milliWh {
      try file.appendReading(
        MeterReading(
          at: time.at, receivedAt: receivedAt, source: .transactionBegin, energyMilliWh: register,
          energyText: request.meterStart.text),
        to: .transaction(transaction.id))
    }
    if isNow, let status, ConnectorState(status: status, isOnline: true) == .paused {
      try file.appendTransactionStatus(transactionID: transaction.id, at: time.at, status: status)
    }
    var toCheck: [Int64] = superseded.toCheck
    let requested = isMangled ? ["requested": answers?.idTag ?? ""] : [:]
    for flag in transaction.flags where flag.holdsPrice {
      let note = ToCheckNote(
        flag: flag, of: transaction, chargePointID: chargePointID,
        details: flag == .idTagDiffers ? requested : [:])
      toCheck.append(try note.write(to: file, at: receivedAt))
    }
    return StartedTransaction(
      transaction: transaction, expiresAt: expiry(of: tag, authorization),
      live: try LiveTransaction(transaction, in: file), superseded: superseded.ended, toCheck: toCheck,
      isLive: isNow, answers: answers, learnt: learnt, isUnknown: tag == nil && !isPending)
  }

  /// The same start if it runs and its wallbox seems not to have heard its id: it sent no reading of it.
  private func unheard(in file: ReadConnection) throws -> Transaction? {
    let open = try file.openTransactions(chargePointKey: chargePointKey, connector: request.connectorId)
    return try open.last { transaction in
      try transaction.presentedIdTag == request.idTag
        && transaction.meterStartMilliWh == request.meterStart.milliWh ?? 0
        && file.sampledRegisters(transactionID: transaction.id).isEmpty
    }
  }

  /// Whose card it is. A wallbox that was asked from afar to start for a card may tell another text: cut
  /// short, or its own. A text that nobody knows is that card if it is the beginning of it, or if no other
  /// start can be meant. So is the text of starts without a card: it tells of no card either.
  private func card(
    isNow: Bool, in file: WriteConnection
  ) throws -> (IdTag?, answers: PendingStart?, isMangled: Bool) {
    let tag = try cards.card(request.idTag, in: file)
    guard isNow, !pending.isEmpty else { return (tag, nil, false) }
    let presented = IdTag.canonical(request.idTag)
    if let same = pending.first(where: { IdTag.canonical($0.idTag) == presented }) {
      return (tag, same, false)
    }
    guard tag == nil || cards.isAutoStart(request.idTag) else { return (tag, nil, false) }
    let cutShort = pending.first { !presented.isEmpty && IdTag.canonical($0.idTag).hasPrefix(presented) }
    guard let meant = cutShort ?? (pending.count == 1 ? pending.first : nil),
      let card = try file.idTag(canonical: IdTag.canonical(meant.idTag))
    else { return (tag, nil, tag != nil) }
    let paysAlike = tag?.key == card.key || (tag?.tenantKey != nil && tag?.tenantKey == card.tenantKey)
    return (card, meant, !paysAlike)
  }

  private func verdict(
    on tag: IdTag?, at: Instant, isLive: Bool, in file: WriteConnection
  ) throws -> AuthorizationStatus {
    guard !isPending else { return .invalid }
    let status = authorize(tag, at: isLive ? receivedAt : at)
    // What is told out of a queue has happened long ago; nobody can refuse it any more.
    guard status == .accepted, isLive, let refusal = try cards.refusal(of: tag, in: file) else {
      return status
    }
    return refusal
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
    // Who has used up a budget pays for what flows all the same.
    let isSpent = authorization == .blocked && tag?.status == .accepted
    if !isPending, !isSpent, let doubt = authorization.flag(isRegistered: tag != nil) { flags.append(doubt) }
    return flags
  }

  /// A connector charges one car: a transaction that is still open there lost its stop (a power cut, a
  /// reset). It ends at its last reading, as an estimate that waits for a person or for the real stop.
  private func supersede(
    before startedAt: Instant, in file: WriteConnection
  ) throws -> (ended: [Transaction], toCheck: [Int64]) {
    var (ended, toCheck): ([Transaction], [Int64]) = ([], [])
    let open = try file.openTransactions(chargePointKey: chargePointKey, connector: request.connectorId)
    for transaction in open where transaction.startedAt <= startedAt {
      ended.append(transaction)
      let estimate = Estimate(
        transaction: transaction, reason: .superseded, until: startedAt, receivedAt: receivedAt)
      toCheck.append(try estimate.end(in: file))
    }
    return (ended, toCheck)
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
      id: transaction.id, idTagKey: tag?.key, isCardBlocked: tag?.status == .blocked,
      budgetKeys: transaction.budgetKeys, presentedIdTag: transaction.presentedIdTag, label: tag?.label,
      tenantID: tenant?.id,
      tenantName: tenant?.name, startedAt: transaction.startedAt,
      meterStartMilliWh: transaction.meterStartMilliWh, tariffVersionKey: transaction.tariffVersionKey,
      lastReading: try file.lastRegisterReading(.transaction(transaction.id)) ?? begin)
  }
}
