import Billing
package import Domain
import Net
package import Storage

/// A budget, and what of it was used in the period that runs, as the file knows it.
package struct BudgetLine: Sendable {
  package let budget: Budget
  package let span: BudgetSpan
  /// Charges that have ended.
  let ended: BudgetUse
  /// What charges that run had come to when the period began, by their ids; those that began in it are not
  /// here.
  let before: [Int64: Before]
  package fileprivate(set) var notices: [BudgetNotice: Instant]

  struct Before: Sendable {
    let use: BudgetUse
    /// A reading of the period itself has told how much it was.
    let isKnown: Bool
  }
}

/// The budgets of one tenant or guest.
struct BudgetAccount: Sendable {
  let tenantKey: Int64
  var lines: [BudgetLine]

  /// With what was said meanwhile and is perhaps not on disk yet.
  func keepingNotices(of older: BudgetAccount?) -> BudgetAccount {
    var account = self
    for (index, line) in lines.enumerated() {
      let same = older?.lines.first { $0.span == line.span && $0.budget == line.budget }
      account.lines[index].notices.merge(same?.notices ?? [:]) { kept, _ in kept }
    }
    return account
  }

  /// Notes that something was said; false: it was already.
  mutating func note(_ notice: BudgetNotice, line: Int, at: Instant) -> Bool {
    guard lines[line].notices[notice] == nil else { return false }
    lines[line].notices[notice] = at
    return true
  }
}

/// Reads budgets and what was used of them.
struct BudgetReading: Sendable {
  let zone: TimeZoneRules
  let shelf: TariffShelf
  let now: Instant

  /// Nil: this tenant has no budget.
  func account(of tenantKey: Int64, in file: ReadConnection) throws -> BudgetAccount? {
    let budgets = try file.budgets(tenantKey: tenantKey)
    guard !budgets.isEmpty else { return nil }
    let lines = try budgets.map { budget in
      try line(budget, budget.period.span(around: now, zone: zone), of: tenantKey, in: file)
    }
    return BudgetAccount(tenantKey: tenantKey, lines: lines)
  }

  private func line(
    _ budget: Budget, _ span: BudgetSpan, of tenantKey: Int64, in file: ReadConnection
  ) throws -> BudgetLine {
    var ended = BudgetUse.none
    var before: [Int64: BudgetLine.Before] = [:]
    for charge in try file.charges(ofTenantOrGuest: tenantKey, from: span.from, to: span.to) {
      if charge.stoppedAt != nil {
        ended = ended + (try use(of: charge, in: span, file))
      } else if charge.startedAt < span.from {
        before[charge.id] = try beginning(of: charge, at: span.from, file)
      }
    }
    return BudgetLine(
      budget: budget, span: span, ended: ended, before: before,
      notices: try file.budgetNotices(tenantKey: tenantKey, period: budget.period, beganAt: span.from))
  }

  /// What of a charge that has ended flowed in a period. Its amount is the frozen one, or what its tariff
  /// says while a person has not decided.
  private func use(
    of charge: Transaction, in span: BudgetSpan, _ file: ReadConnection
  ) throws -> BudgetUse {
    guard let stoppedAt = charge.stoppedAt, let stop = charge.meterStopMilliWh else { return .none }
    let end = RegisterReading(at: max(stoppedAt, charge.startedAt), energyMilliWh: stop)
    let whole = BudgetUse(
      energyMilliWh: max(0, charge.energyMilliWh ?? 0),
      amountMinor: try charge.amounts?.gross ?? gross(of: charge, until: end, file))
    let crosses = charge.startedAt < span.from || end.at >= span.to
    guard crosses else { return whole }
    let readings = try readings(of: charge, until: end, file)
    let first = try use(of: charge, at: span.from, readings, whole, file)
    let last = try use(of: charge, at: span.to, readings, whole, file)
    return BudgetUse(
      energyMilliWh: max(0, last.energyMilliWh - first.energyMilliWh),
      amountMinor: max(0, last.amountMinor - first.amountMinor))
  }

  /// What a charge had come to at an instant.
  private func use(
    of charge: Transaction, at instant: Instant, _ readings: [RegisterReading], _ whole: BudgetUse,
    _ file: ReadConnection
  ) throws -> BudgetUse {
    guard instant > charge.startedAt, let register = register(at: instant, among: readings) else {
      return .none
    }
    guard let last = readings.map(\.at).max(), instant < last else { return whole }
    let reached = RegisterReading(at: instant, energyMilliWh: register)
    let amount = try gross(of: charge, until: reached, file)
    return BudgetUse(
      energyMilliWh: min(whole.energyMilliWh, max(0, register - charge.meterStartMilliWh)),
      amountMinor: min(whole.amountMinor, amount))
  }

  /// What a charge that runs had come to when a period began.
  private func beginning(
    of charge: Transaction, at instant: Instant, _ file: ReadConnection
  ) throws -> BudgetLine.Before {
    let newest = try file.lastRegisterReading(.transaction(charge.id))
    let end =
      newest ?? RegisterReading(at: charge.startedAt, energyMilliWh: charge.meterStartMilliWh)
    let readings = try readings(of: charge, until: end, file)
    let register = register(at: instant, among: readings) ?? charge.meterStartMilliWh
    let reached = RegisterReading(at: max(charge.startedAt, min(instant, end.at)), energyMilliWh: register)
    let use = BudgetUse(
      energyMilliWh: max(0, register - charge.meterStartMilliWh),
      amountMinor: try gross(of: charge, until: reached, file))
    return BudgetLine.Before(use: use, isKnown: end.at >= instant)
  }

  private func readings(
    of charge: Transaction, until end: RegisterReading, _ file: ReadConnection
  ) throws -> [RegisterReading] {
    let begin = RegisterReading(at: charge.startedAt, energyMilliWh: charge.meterStartMilliWh)
    let samples = try file.sampledRegisters(transactionID: charge.id)
    return Plausibility.readings(start: begin, stop: end, samples: samples)
  }

  /// Nothing where there is no tariff, or none that fits.
  private func gross(
    of charge: Transaction, until end: RegisterReading, _ file: ReadConnection
  ) throws -> Int64 {
    guard let key = charge.tariffVersionKey, let version = try file.tariffVersion(key: key) else { return 0 }
    let begin = RegisterReading(at: charge.startedAt, energyMilliWh: charge.meterStartMilliWh)
    return price(from: begin, until: end, by: try shelf.tariff(version), zone: zone)?.amounts.gross ?? 0
  }
}
