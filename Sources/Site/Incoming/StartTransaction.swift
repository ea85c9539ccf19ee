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
      receivedAt: receivedAt, shelf: site.shelf, skewMs: live.clock.skewMs, access: AccessCheck(live, site),
      newBayName: live.bayName(of: request.connectorId),
      pending: live.pendingStarts(at: request.connectorId, now: receivedAt),
      learning: site.learning.place(at: live.record.id, connector: request.connectorId))
    let (idTag, connector) = (request.idTag, request.connectorId)
    replyAfter(id, keeping: intake.keep) { started in
      site.show(started, at: live)
      if let learnt = started.learnt { site.noteLearnt(learnt.id, learnt.known) }
      if started.right?.refusal == .unknownCard {
        site.noteUnknownCard(idTag, at: live, connector: connector)
      }
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

    if let bay = started.newBay, let number = bay.connector { live.bays[number] = bay }
    if started.isLive, let right = started.right {
      note(
        right, of: started.card, presented: transaction.presentedIdTag, on: transaction.connector, at: live)
    }
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
  /// What it was answered by; nil: it was answered before.
  var right: ChargingRight?
  var card: IdTag?
  /// The connector had none until now.
  var newBay: Bay?
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
  let access: AccessCheck
  /// For a connector that was never heard of.
  let newBayName: String
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
        transaction: known, expiresAt: known.authorization == .accepted ? tag?.expiresAt : nil,
        live: try LiveTransaction(known, at: receivedAt, in: file))
    }
    try bound.check(\.transactions, in: file)
    let (bay, isNewBay) = try bay(in: file)
    let startsByItself = answers == nil && access.cards.isAutoStart(request.idTag)
    let right = try right(
      of: tag, at: bay, time.at, isLive: isLive, startsByItself: startsByItself, in: file)
    let authorization = isPending ? .invalid : right.status
    let superseded = try supersede(before: time.at, in: file)
    let kept = try file.insertTransaction(
      NewTransaction(
        start: same, idTagKey: startsByItself && bay?.access == .assigned ? nil : tag?.key,
        tenantKey: right.payerKey, guestKey: right.guestKey, bayKey: bay?.key, authorization: authorization,
        startedAt: time.at, receivedAt: receivedAt, meterStartMilliWh: request.meterStart.milliWh ?? 0,
        reservationID: request.reservationId,
        tariffVersionKey: try tariffVersion(at: time.at, in: file)?.key,
        flags: time.flags + (isAnother ? [.clockWrong] : []) + flags(for: right)
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
    for flag in transaction.flags where flag.holdsPrice {
      let details: [String: String] =
        switch flag {
        case .idTagDiffers: ["requested": answers?.idTag ?? ""]
        case .notAllowed: ["reason": right.refusal?.rawValue ?? ""]
        default: [:]
        }
      let note = ToCheckNote(flag: flag, of: transaction, chargePointID: chargePointID, details: details)
      toCheck.append(try note.write(to: file, at: receivedAt))
    }
    return StartedTransaction(
      transaction: transaction, expiresAt: isPending ? nil : right.endsAt,
      live: try LiveTransaction(transaction, at: receivedAt, in: file), superseded: superseded.ended,
      toCheck: toCheck, isLive: isNow, answers: answers, learnt: learnt, right: isPending ? nil : right,
      card: tag, newBay: isNewBay ? bay : nil)
  }

  /// Where it begins. A connector that was never heard of gets its bay now.
  private func bay(in file: WriteConnection) throws -> (Bay?, isNew: Bool) {
    if let bay = access.bays[request.connectorId] { return (bay, false) }
    guard !isPending, (1...LiveChargePoint.highestConnector).contains(request.connectorId) else {
      return (nil, false)
    }
    let made = try file.madeBay(
      chargePointKey: chargePointKey, connector: request.connectorId, name: newBayName, at: receivedAt)
    return (made, true)
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
    let tag = try access.cards.card(request.idTag, in: file)
    guard isNow, !pending.isEmpty else { return (tag, nil, false) }
    let presented = IdTag.canonical(request.idTag)
    if let same = pending.first(where: { IdTag.canonical($0.idTag) == presented }) {
      return (tag, same, false)
    }
    guard tag == nil || access.cards.isAutoStart(request.idTag) else { return (tag, nil, false) }
    let cutShort = pending.first { !presented.isEmpty && IdTag.canonical($0.idTag).hasPrefix(presented) }
    guard let meant = cutShort ?? (pending.count == 1 ? pending.first : nil),
      let card = try file.idTag(canonical: IdTag.canonical(meant.idTag))
    else { return (tag, nil, tag != nil) }
    let paysAlike = tag?.key == card.key || (tag?.tenantKey != nil && tag?.tenantKey == card.tenantKey)
    return (card, meant, !paysAlike)
  }

  private func right(
    of tag: IdTag?, at bay: Bay?, _ at: Instant, isLive: Bool, startsByItself: Bool,
    in file: WriteConnection
  ) throws -> ChargingRight {
    let right = try access.right(of: tag, at: bay, on: at, startsByItself: startsByItself, in: file)
    // What is told out of a queue has happened long ago; nobody can refuse it any more.
    guard !isPending, right.mayCharge, isLive else { return right }
    // Whoever blocks a card now does not care about the wallbox's clock.
    let rightNow = access.cards.unlessSpent(
      startsByItself ? right : right.refused(by: tag, on: receivedAt))
    guard rightNow.mayCharge, try access.cards.chargesElsewhere(tag, in: file) else {
      return rightNow
    }
    return rightNow.refused(.chargingElsewhere)
  }

  /// The tariff in force; its rules are read now, so that the board can show the cost so far.
  private func tariffVersion(at: Instant, in file: WriteConnection) throws -> TariffVersion? {
    guard let version = try file.tariffVersion(validAt: at) else { return nil }
    _ = try shelf.tariff(version)
    return version
  }

  private func flags(for right: ChargingRight) -> [Flag] {
    var flags: [Flag] = isPending ? [.pendingChargePoint] : []
    if request.meterStart.milliWh == nil { flags.append(.unreadableValue) }
    if !isPending, let doubt = right.refusal?.flag { flags.append(doubt) }
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
  init(_ transaction: Transaction, at now: Instant, in file: ReadConnection) throws {
    var tag: IdTag?
    if let key = transaction.idTagKey { tag = try file.idTag(key: key) }
    var tenant: Tenant?
    if let key = transaction.tenantKey { tenant = try file.tenant(key: key) }
    var guest: Tenant?
    if let key = transaction.guestKey { guest = try file.tenant(key: key) }
    let begin = RegisterReading(at: transaction.startedAt, energyMilliWh: transaction.meterStartMilliWh)
    self.init(
      id: transaction.id, idTagKey: tag?.key, isCardBlocked: tag?.isBlocked(at: now) ?? false,
      budgetKeys: transaction.budgetKeys, presentedIdTag: transaction.presentedIdTag, label: tag?.label,
      tenantID: tenant?.id, tenantName: tenant?.name, guestID: guest?.id, guestName: guest?.name,
      startedAt: transaction.startedAt,
      meterStartMilliWh: transaction.meterStartMilliWh, tariffVersionKey: transaction.tariffVersionKey,
      lastReading: try file.lastRegisterReading(.transaction(transaction.id)) ?? begin)
  }
}
