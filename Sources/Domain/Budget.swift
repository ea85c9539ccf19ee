/// How long a budget counts before it begins anew.
package enum BudgetPeriod: String, Sendable, CaseIterable {
  case day
  /// Monday to Sunday.
  case week
  case month
  /// It never does.
  case total

  /// The period around an instant, by the clock of the site: a day can have 23 or 25 hours.
  package func span(around instant: Instant, zone: TimeZoneRules) -> BudgetSpan {
    let today = zone.localDate(at: instant)
    let first: LocalDate
    let next: LocalDate
    switch self {
    case .total: return .always
    case .day:
      first = today
      next = LocalDate(daysSince1970: today.daysSince1970 + 1)
    case .week:
      first = LocalDate(daysSince1970: today.daysSince1970 - (today.weekday - 1))
      next = LocalDate(daysSince1970: first.daysSince1970 + 7)
    case .month:
      first = LocalDate(year: today.year, month: today.month, day: 1)
      let isLast = today.month == 12
      next = LocalDate(
        year: isLast ? today.year + 1 : today.year, month: isLast ? 1 : today.month + 1, day: 1)
    }
    return BudgetSpan(from: zone.startOfDay(first), to: zone.startOfDay(next))
  }
}

/// From when to when (exclusive) a budget counts.
package struct BudgetSpan: Sendable, Hashable {
  package let from: Instant
  package let to: Instant

  package init(from: Instant, to: Instant) {
    self.from = from
    self.to = to
  }

  /// Of what never begins anew. It begins in 1970, so that it can be stored like the others.
  static let always = BudgetSpan(
    from: Instant(millisecondsSince1970: 0), to: Instant(millisecondsSince1970: .max))

  package func contains(_ instant: Instant) -> Bool { from <= instant && instant < to }
}

/// What a tenant, or a guest, may use in a period: energy, money, or both.
package struct Budget: Sendable, Equatable {
  package var period: BudgetPeriod
  package var energyMilliWh: Int64?
  /// Gross, in the currency's minor units.
  package var amountMinor: Int64?
  /// From which share of it on the tenant is warned, 1 to 100.
  package var warnsAtPercent: Int
  /// Whether charges are stopped when it is used up, and no other begins before the next period.
  package var stops: Bool

  package init(
    period: BudgetPeriod, energyMilliWh: Int64?, amountMinor: Int64?, warnsAtPercent: Int = 80,
    stops: Bool = true
  ) {
    self.period = period
    self.energyMilliWh = energyMilliWh
    self.amountMinor = amountMinor
    self.warnsAtPercent = warnsAtPercent
    self.stops = stops
  }

  /// How a budget stands.
  package enum State: Int, Sendable, Comparable {
    case enough, nearlyUsed, used
    package static func < (a: State, b: State) -> Bool { a.rawValue < b.rawValue }
  }

  /// How it stands after so much; of energy and money whichever is worse.
  package func state(after used: BudgetUse) -> State {
    max(
      state(used.energyMilliWh, of: energyMilliWh), state(used.amountMinor, of: amountMinor))
  }

  private func state(_ used: Int64, of limit: Int64?) -> State {
    guard let limit else { return .enough }
    if used >= limit { return .used }
    return Int128(used) * 100 >= Int128(limit) * Int128(warnsAtPercent) ? .nearlyUsed : .enough
  }
}

/// What flowed in a period.
package struct BudgetUse: Sendable, Equatable {
  package var energyMilliWh: Int64
  package var amountMinor: Int64

  package static let none = BudgetUse(energyMilliWh: 0, amountMinor: 0)

  package init(energyMilliWh: Int64, amountMinor: Int64) {
    self.energyMilliWh = energyMilliWh
    self.amountMinor = amountMinor
  }

  /// Both together, or the most that can be told.
  package static func + (a: BudgetUse, b: BudgetUse) -> BudgetUse {
    func sum(_ a: Int64, _ b: Int64) -> Int64 {
      let (sum, isTooMuch) = a.addingReportingOverflow(b)
      return isTooMuch ? (b < 0 ? .min : .max) : sum
    }
    return BudgetUse(
      energyMilliWh: sum(a.energyMilliWh, b.energyMilliWh), amountMinor: sum(a.amountMinor, b.amountMinor))
  }
}
