package import Domain
package import Net
package import Storage

/// The site: every wallbox, and what happens when a wallbox or a person acts. Lives on the network loop; what
/// must be kept goes through `store`, and nothing is claimed before it is there.
@NetworkLoop package final class ChargingSite {
  package let store: Store
  package let reader: StoreReader
  package let limits: Limits
  /// The site's time; a demo has its own.
  package let now: @Sendable () -> Instant
  package let board = LiveBoard()
  package let events = EventFeed()
  package internal(set) var settings: SiteSettings
  /// The rules of an IANA time zone; nil when this machine does not know it.
  package let zones: @Sendable (String) -> TimeZoneRules?
  let shelf = TariffShelf()
  let upkeep = Upkeep()
  let messages: MessageLog
  let load = LoadDesk()
  let jobs = JobRunner()
  let forgetting = Forgetting()
  /// A reader of its own for what wallboxes wait for, so that no report delays a card.
  let cards: StoreReader
  /// Wallboxes whose record is being made.
  var joining = 0
  /// Handshakes that were refused.
  var handshakes: HandshakeThrottle
  /// Unreadable messages on their way to the file.
  var framesInFlight = 0
  /// Cards that nobody knows, on their way to the list "to check".
  var unknownCardsInFlight = 0
  /// Charges whose connector says that they are over.
  var stopWaits: [ConnectorPlace: StopWait] = [:]
  /// Charges that are to end, by their id.
  var stopOrders: [Int64: StopOrder] = [:]
  let learning = LearningDesk()
  let budgets = BudgetDesk()
  /// Wallboxes that agreed to start a charge from afar, and how many starts were ever asked for.
  var expecting: Set<String> = []
  var startsExpected = 0
  /// Nil: not looked at yet.
  var printedAddressIsOurs: Bool?
  var isMakingBays = false
  let openedAt: Instant
  private let log: @Sendable (String) -> Void
  private var roundTimer: LoopTimer?
  private static let roundsPerFlush = 300
  private static let roundsPerLookForSilence = 5
  private static let roundsPerForgetting = 3_600

  private init(
    store: Store, reader: StoreReader, cards: StoreReader, limits: Limits,
    now: @escaping @Sendable () -> Instant, zones: @escaping @Sendable (String) -> TimeZoneRules?,
    settings: SiteSettings, log: @escaping @Sendable (String) -> Void
  ) {
    self.store = store
    self.reader = reader
    self.cards = cards
    self.limits = limits
    handshakes = HandshakeThrottle(limits)
    self.now = now
    self.zones = zones
    self.settings = settings
    self.log = log
    messages = MessageLog(store: store, limits: limits) { error in
      log("keeping the message log: \(error)")
    }
    openedAt = now()
  }

  /// Opens the site as the file knows it.
  ///
  /// - Parameters:
  ///   - reader: for pages and reports.
  ///   - cards: another one, for what wallboxes wait for.
  ///   - zone: the rules of an IANA time zone; nil when this machine does not know it.
  ///   - log: takes a line for the log, in English, without names or card numbers.
  /// - Throws: `StoreError`, or `SiteError.invalid` when a stored setting cannot be used on this machine.
  package static func open(
    store: Store, reader: StoreReader, cards: StoreReader, limits: Limits,
    now: @escaping @Sendable () -> Instant, zone: @escaping @Sendable (String) -> TimeZoneRules?,
    log: @escaping @Sendable (String) -> Void
  ) async throws -> ChargingSite {
    let stored = try await reader.read { file in try file.settings() }
    var settings = SiteSettings()
    for (name, value) in stored {
      if let key = SettingKey(rawValue: name) { try settings.set(key, to: value, zones: zone) }
    }
    let site = ChargingSite(
      store: store, reader: reader, cards: cards, limits: limits, now: now, zones: zone, settings: settings,
      log: log)
    try await site.fillBoard()
    try await site.fillLoad()
    try await site.fillBudgets()
    site.goRound()
    site.workOnJobs()
    return site
  }

  /// Writes down what may wait, before the program ends. No card is looked up after this.
  package func close() async {
    roundTimer?.cancel()
    let seen = lastSeen()
    do {
      try await store.write { file in try Self.touch(seen, in: file) }
    } catch {
      report(error, while: "noting when wallboxes were last seen")
    }
    await messages.close()
    await cards.close()
  }

  /// Prices stops by the settings as they are now.
  var settlement: Settlement {
    Settlement(zone: settings.zone, timeZone: settings.timeZone, shelf: shelf)
  }

  /// Writes what claims nothing and may wait.
  func writeLater(_ body: @escaping @Sendable (WriteConnection) throws -> Void) {
    store.submit({ file in
      try body(file)
      return {}
    }) { error in
      NetworkLoop.run { self.report(error, while: "writing in the background") }
    }
  }

  /// A line in the log. What went wrong with the disk also shows as a banner (`diskHealth`).
  func report(_ error: any Error, while doing: String) { log("\(doing): \(error)") }

  /// A connection came or went.
  func linkChanged(_ live: LiveChargePoint) {
    events.note(.chargePoint(live.record.id))
    for connector in live.connectors { events.note(.connector(live.record.id, connector.connector)) }
    guard !live.isOnline, let at = live.lastSeenAt else { return }
    let key = live.record.key
    writeLater { file in try file.touchChargePoint(key: key, lastSeenAt: at) }
  }

  // MARK: Start and end

  private func fillBoard() async throws {
    let (shelf, now) = (shelf, now())
    let (records, statuses, open, clocksOff, toBeEmptied, bays) = try await reader.read { file in
      let open = try file.openTransactions()
      for key in Set(open.compactMap(\.tariffVersionKey)) {
        if let version = try file.tariffVersion(key: key) { _ = try shelf.tariff(version) }
      }
      return (
        try file.allChargePoints(), try file.allConnectors(),
        try open.map { ($0, try LiveTransaction($0, at: now, in: file)) },
        try file.chargePointIDs(withOpenToCheck: ToCheckItem.Kind.clockOff),
        try file.localListsToBeEmptied(), try file.allBays()
      )
    }
    var byKey: [Int64: LiveChargePoint] = [:]
    for record in records {
      let live = LiveChargePoint(record: record)
      for status in statuses[record.key] ?? [] { live.restore(status) }
      live.isClockNoted = clocksOff.contains(record.id)
      live.upkeep.list.isToBeEmptied = toBeEmptied.contains(record.key)
      board.add(live)
      byKey[record.key] = live
    }
    show(bays)
    for (transaction, running) in open {
      guard let live = byKey[transaction.chargePointKey] else { continue }
      live.change(transaction.connector) { $0.transaction = running }
      if running.isCardBlocked { orderStop(of: transaction.id, because: .cardBlocked, at: live) }
    }
    try await restoreStopWaits(of: open.map(\.0), byKey, at: now)
  }

  private func restoreStopWaits(
    of open: [Transaction], _ byKey: [Int64: LiveChargePoint], at now: Instant
  ) async throws {
    for transaction in open {
      guard let live = byKey[transaction.chargePointKey],
        let connector = live.connector(running: transaction.id), let status = connector.status
      else { continue }
      let lastSeenAt = live.lastSeenAt
      stopWaits[ConnectorPlace(chargePointID: live.record.id, connector: connector.connector)] =
        try await reader.read { file in
          try StopWait(
            restoring: transaction, status: status, lastSeenAt: lastSeenAt, at: now, in: file)
        }
    }
  }

  private func fillLoad() async throws {
    let (groups, wirings, forms, profiles) = try await reader.read { file in
      (
        try file.loadGroups(), try file.connectorWirings(), try file.profileForms(),
        try file.setProfiles(ids: AllotmentProfile.ids)
      )
    }
    load.fill(board, groups: groups, wirings: wirings, forms: forms, profiles: profiles)
  }

  /// Once a second of real time, whatever the site's clock says: a line for everything that the appliance
  /// does by itself. Each must cost next to nothing when there is nothing to do.
  private func goRound(_ number: Int = 1) {
    roundTimer = NetworkLoop.after(milliseconds: 1000) { [weak self] in
      guard let self else { return }
      if number % Self.roundsPerFlush == 0 { self.flushLastSeen() }
      self.seeToBays()
      self.keepUp(number)
      self.messages.goRound()
      self.countStopWaits()
      self.countPendingStarts()
      self.watchBudgets()
      self.carryOutStops()
      if number % Self.roundsPerLookForSilence == 0 {
        self.endSilent()
        self.workOnJobs()
      }
      if number % Self.roundsPerForgetting == 0 { self.forgetJobInputs() }
      self.shareLoad()
      self.forget()
      self.goRound(number + 1)
    }
  }

  private func flushLastSeen() {
    let seen = lastSeen()
    if !seen.isEmpty { writeLater { file in try Self.touch(seen, in: file) } }
  }

  private func lastSeen() -> [(Int64, Instant)] {
    board.all.compactMap { live in
      live.isOnline ? live.lastSeenAt.map { (live.record.key, $0) } : nil
    }
  }

  private nonisolated static func touch(_ seen: [(Int64, Instant)], in file: WriteConnection) throws {
    for (key, at) in seen { try file.touchChargePoint(key: key, lastSeenAt: at) }
  }
}

extension LiveChargePoint {
  fileprivate func restore(_ status: ConnectorStatus) {
    if status.connector == 0 {
      wholeStatus = status
    } else {
      change(status.connector) { $0.status = status }
    }
  }
}
