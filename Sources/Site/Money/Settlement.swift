import Billing
import Crypto
import Domain
import Formats
import Storage

/// Prices a transaction that has stopped and freezes its charge detail record, inside the write that stops it
/// or that answers the last question about it. What is frozen is never priced again.
struct Settlement: Sendable {
  let zone: TimeZoneRules
  let timeZone: String
  let shelf: TariffShelf

  /// Looks whether the transaction is plausible, and prices it if nothing is open against it.
  ///
  /// - Parameter power: what its power said beside its register while it ran.
  /// - Returns: the transaction as it stands in the file now, and the lines "to check" that it made.
  func settle(
    transactionID: Int64, power: PowerBesideRegister, at now: Instant, in file: WriteConnection
  ) throws -> Settled {
    let transaction = try stopped(transactionID, in: file)
    let verdict = try plausibility(of: transaction, power, in: file)
    for flag in verdict?.flags ?? [] { try file.addFlag(flag, transactionID: transactionID, at: now) }
    return try conclude(transactionID, in: file, at: now, verdict: verdict)
  }

  /// Prices by the recorded values after a person has looked at them.
  ///
  /// - Throws: `SiteError.conflict` where there is nothing to price by.
  func accept(
    transactionID: Int64, at now: Instant, by: String, in file: WriteConnection
  ) throws -> Settled {
    let transaction = try stopped(transactionID, in: file)
    guard try file.hasBeginReading(transactionID: transactionID) else {
      throw SiteError.conflict(
        Wording(
          "no-begin-register",
          "Its register at the start could not be read: its energy is not known. Waive it."))
    }
    if transaction.meterStopMilliWh == nil { try stopAtLastReading(transaction, in: file) }
    try resolveFlags(of: transaction, resolution: "accept", at: now, by: by, in: file)
    let settled = try conclude(transactionID, in: file, at: now, accepted: true)
    guard settled.transaction.costState != .notPriceable else {
      throw SiteError.conflict(
        Wording("no-amount-fits", "What was recorded gives no amount that fits. Waive it."))
    }
    return settled
  }

  /// Prices a charge that found no tariff when it started, by one that was entered later for that time.
  func settle(
    unpriced transactionID: Int64, by version: TariffVersion, at now: Instant, in file: WriteConnection
  ) throws -> Settled {
    try file.setTariffVersion(transactionID: transactionID, version.key)
    // Whoever left it unpriced had no doubts, or a person had answered them.
    return try conclude(transactionID, in: file, at: now, accepted: true)
  }

  /// Charges nothing for it, because a person said so.
  func waive(transactionID: Int64, at now: Instant, by: String, in file: WriteConnection) throws {
    let transaction = try stopped(transactionID, in: file)
    try resolveFlags(of: transaction, resolution: "waive", at: now, by: by, in: file)
    try file.addFlag(.waived, transactionID: transactionID, at: now)
    guard let version = try tariffVersion(of: transaction, in: file) else {
      return try file.setCost(transactionID: transactionID, .waived, currency: nil, amounts: nil)
    }
    let tariff = try shelf.tariff(version)
    let input = try input(for: transaction, tariff, in: file)
    let cost = Cost.waived(energyMilliWh: transaction.energyMilliWh ?? 0, currency: tariff.currency)
    try freeze(try stopped(transactionID, in: file), tariff, input, cost, at: now, in: file)
  }

  // MARK: Steps

  private func conclude(
    _ transactionID: Int64, in file: WriteConnection, at now: Instant, accepted: Bool = false,
    verdict: Plausibility? = nil
  ) throws -> Settled {
    let transaction = try stopped(transactionID, in: file)
    guard !transaction.flags.contains(where: \.holdsPrice) else {
      return try leave(transactionID, as: .toCheck, at: now, in: file, verdict: verdict)
    }
    guard let version = try tariffVersion(of: transaction, in: file) else {
      return try leave(transactionID, as: .unpriced, at: now, in: file)
    }
    let tariff = try shelf.tariff(version)
    if !accepted, tariff.countsTime || tariff.splitsTransactions, isRepaired(transaction),
      transaction.energyMilliWh ?? 0 > Plausibility.freeEnergyMilliWh
    {
      // How long it took is part of its price, and was lost.
      try file.addFlag(.stopBeforeStart, transactionID: transactionID, at: now)
      return try leave(transactionID, as: .toCheck, at: now, in: file)
    }
    let input = try input(for: transaction, tariff, in: file)
    let cost: Cost
    do {
      cost = try price(input, by: tariff, zone: zone)
    } catch {
      try file.addFlag(.notPriceable, transactionID: transactionID, at: now)
      return try leave(transactionID, as: .notPriceable, at: now, in: file)
    }
    let doubts = cost.flags.compactMap(\.transactionFlag).filter(\.holdsPrice)
    if !doubts.isEmpty, !accepted {
      for flag in doubts { try file.addFlag(flag, transactionID: transactionID, at: now) }
      return try leave(transactionID, as: .toCheck, at: now, in: file)
    }
    try freeze(try stopped(transactionID, in: file), tariff, input, cost, at: now, in: file)
    return Settled(transaction: try stopped(transactionID, in: file))
  }

  /// Leaves it without an amount, with a line for each thing that a person has to look at.
  private func leave(
    _ transactionID: Int64, as state: CostState, at now: Instant, in file: WriteConnection,
    verdict: Plausibility? = nil
  ) throws -> Settled {
    try file.setCost(transactionID: transactionID, state, currency: nil, amounts: nil)
    var settled = Settled(transaction: try stopped(transactionID, in: file))
    for flag in settled.transaction.flags where flag.holdsPrice {
      var note = try ToCheckNote(flag: flag, of: settled.transaction, in: file)
      note.details.merge(hints(on: flag, of: settled.transaction, verdict)) { _, hint in hint }
      settled.toCheck.append(try note.write(to: file, at: now))
    }
    return settled
  }

  /// What helps a person to decide: the correction that would make it plausible, or the energy if the
  /// register only began again at 0.
  private func hints(
    on flag: Flag, of transaction: Transaction, _ verdict: Plausibility?
  ) -> [String: String] {
    switch flag {
    case .implausibleEnergy, .samplesDisagree:
      return verdict?.suggestedCorrection.map { ["factor": $0.rawValue] } ?? [:]
    case .registerBackwards:
      guard let energy = transaction.energyMilliWh, energy >= 0 else { return [:] }
      return ["rollover_wh": DecimalText.format(Int128(energy), digits: 3)]
    default: return [:]
    }
  }

  /// Appends the record to the chain and writes the amounts beside the transaction.
  private func freeze(
    _ transaction: Transaction, _ tariff: Tariff, _ input: PriceInput, _ cost: Cost, at now: Instant,
    in file: WriteConnection
  ) throws {
    let record = ChargeDetailRecord(
      transactionID: transaction.id, chargePointKey: transaction.chargePointKey,
      connector: transaction.connector, idTagKey: transaction.idTagKey, tenantKey: transaction.tenantKey,
      input: input, tariffVersionKey: transaction.tariffVersionKey,
      tariff: tariff, cost: cost, flags: transaction.flags, timeZone: timeZone)
    let previous = try file.lastCDRHash()
    let body = record.body
    let hash = sha256(ChargeDetailRecord.chainInput(previousHash: previous ?? [], body: body))
    try file.appendCDR(
      transactionID: transaction.id, body: body, previousHash: previous, hash: hash, at: now)
    try file.setCost(
      transactionID: transaction.id, cost.flags.contains(.waived) ? .waived : .final, currency: cost.currency,
      amounts: cost.amounts)
  }

  private func plausibility(
    of transaction: Transaction, _ power: PowerBesideRegister, in file: WriteConnection
  ) throws -> Plausibility? {
    guard let stoppedAt = transaction.stoppedAt, let meterStop = transaction.meterStopMilliWh else {
      return nil
    }
    return Plausibility(
      startedAt: transaction.startedAt, meterStartMilliWh: transaction.meterStartMilliWh,
      stoppedAt: stoppedAt, meterStopMilliWh: meterStop,
      samples: try file.sampledRegisters(transactionID: transaction.id),
      isDurationKnown: !isRepaired(transaction), power: power)
  }

  /// A stop that a wrong clock put before the start was moved to it.
  private func isRepaired(_ transaction: Transaction) -> Bool {
    transaction.stoppedAt == transaction.startedAt && transaction.flags.contains(.timeAssumed)
  }

  /// The energy is what the wallbox says at start and stop, never what samples say in between: those may
  /// count each charge from zero, or begin with a placeholder. They tell when it flowed, where prices change.
  private func input(
    for transaction: Transaction, _ tariff: Tariff, in file: WriteConnection
  ) throws -> PriceInput {
    let (begin, end) = (begin(transaction), end(transaction))
    let samples =
      tariff.splitsTransactions ? try file.sampledRegisters(transactionID: transaction.id) : []
    return PriceInput(
      start: begin.at, stop: end.at,
      readings: Plausibility.readings(start: begin, stop: end, samples: samples),
      states: tariff.countsTime ? try states(of: transaction, from: begin.at, to: end.at, in: file) : nil,
      registerModulusMilliWh: RegisterRollover.modulus(
        startMilliWh: begin.energyMilliWh, stopMilliWh: end.energyMilliWh))
  }

  private func states(
    of transaction: Transaction, from start: Instant, to stop: Instant, in file: WriteConnection
  ) throws -> [StateInterval] {
    var states: [StateInterval] = []
    var (at, state) = (start, StateInterval.State.charging)
    for change in try file.transactionStatuses(transactionID: transaction.id) {
      let until = min(max(change.at, at), stop)
      if until > at { states.append(StateInterval(from: at, to: until, state: state)) }
      at = until
      state = ConnectorState(status: change.status, isOnline: true) == .charging ? .charging : .idle
    }
    if stop > at { states.append(StateInterval(from: at, to: stop, state: state)) }
    return states
  }

  private func begin(_ transaction: Transaction) -> RegisterReading {
    RegisterReading(at: transaction.startedAt, energyMilliWh: transaction.meterStartMilliWh)
  }

  /// A stop that is stamped before its start (a clock that was set in between) ends where it began.
  private func end(_ transaction: Transaction) -> RegisterReading {
    RegisterReading(
      at: max(transaction.stoppedAt ?? transaction.startedAt, transaction.startedAt),
      energyMilliWh: transaction.meterStopMilliWh ?? transaction.meterStartMilliWh)
  }

  private func stopAtLastReading(_ transaction: Transaction, in file: WriteConnection) throws {
    guard var stop = try file.stopFacts(transactionID: transaction.id) else { return }
    let last = try file.lastRegisterReading(.transaction(transaction.id))
    stop.meterStopMilliWh = last?.energyMilliWh ?? transaction.meterStartMilliWh
    _ = try file.replaceStop(transactionID: transaction.id, stop)
  }

  private func resolveFlags(
    of transaction: Transaction, resolution: String, at now: Instant, by: String, in file: WriteConnection
  ) throws {
    for flag in transaction.flags where flag.holdsPrice {
      try file.resolveFlag(flag, transactionID: transaction.id, at: now, resolution: resolution, by: by)
    }
  }

  /// The version it started under; one that was entered later for that time, if there was none.
  private func tariffVersion(of transaction: Transaction, in file: WriteConnection) throws -> TariffVersion? {
    if let key = transaction.tariffVersionKey { return try file.tariffVersion(key: key) }
    guard let version = try file.tariffVersion(validAt: transaction.startedAt) else { return nil }
    try file.setTariffVersion(transactionID: transaction.id, version.key)
    return version
  }

  private func stopped(_ transactionID: Int64, in file: WriteConnection) throws -> Transaction {
    guard let transaction = try file.transaction(id: transactionID) else {
      throw SiteError.unknownTransaction
    }
    return transaction
  }
}

/// A transaction that was looked at, and the lines "to check" that came of it.
struct Settled: Sendable {
  var transaction: Transaction
  var toCheck: [Int64] = []
}

extension Tariff {
  /// Whether a price depends on how long the car charged or stood.
  var countsTime: Bool {
    elements.contains { $0.components.contains { $0.dimension == .time || $0.dimension == .parkingTime } }
  }
}
