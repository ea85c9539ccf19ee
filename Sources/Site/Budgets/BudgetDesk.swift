import Billing
package import Domain
import Net
import Storage

/// Everyone who has a budget, and what of it is used. Read anew when a charge of theirs begins or ends, when
/// a period begins, or when a person changes something; in between only the live readings are added.
@NetworkLoop final class BudgetDesk {
  fileprivate(set) var accounts: [Int64: BudgetAccount] = [:]
  /// Whose accounts are to be read anew.
  private(set) var stale: Set<Int64> = []
  fileprivate var isReading = false
  /// Who may not charge before the next period.
  fileprivate(set) var spent: Set<Int64> = []

  /// Something of these has changed in the file.
  func touch(_ tenantKeys: [Int64]) {
    for key in tenantKeys where accounts[key] != nil { stale.insert(key) }
  }

  /// The same for one whose budgets themselves changed.
  func reread(_ tenantKey: Int64) { stale.insert(tenantKey) }

  fileprivate func takeStale() -> Set<Int64> {
    defer { stale = [] }
    return stale
  }
}

/// How a budget stands, for pages.
package struct BudgetView: Sendable {
  package let line: BudgetLine
  package let used: BudgetUse
}

extension ChargingSite {
  private var budgetReading: BudgetReading {
    BudgetReading(zone: settings.zone, shelf: shelf, now: now())
  }

  /// At the start, before any wallbox is heard.
  func fillBudgets() async throws {
    let reading = budgetReading
    let accounts = try await reader.read { file in
      try file.tenantKeysWithBudgets().compactMap { try reading.account(of: $0, in: file) }
    }
    for account in accounts { budgets.accounts[account.tenantKey] = account }
    judgeBudgets()
  }

  /// A person changed the budgets of a tenant; they count from now on.
  package func budgetsChanged(of tenantKey: Int64) async throws {
    budgets.reread(tenantKey)
    try await readStaleBudgets()
    judgeBudgets()
  }

  /// How the budgets of a tenant or guest stand now.
  package func budgetViews(of tenantKey: Int64) -> [BudgetView] {
    guard let account = budgets.accounts[tenantKey] else { return [] }
    let running = runningCharges()[tenantKey] ?? []
    return account.lines.map { BudgetView(line: $0, used: used($0, running)) }
  }

  /// Whether a tenant may not charge before the next period, or a guest because of its host.
  package func isSpent(_ tenant: Tenant) -> Bool {
    [tenant.key, tenant.hostTenantKey].compactMap(\.self).contains(where: budgets.spent.contains)
  }

  /// One round of looking at what is used. Costs nothing while nobody has a budget.
  func watchBudgets() {
    guard !budgets.accounts.isEmpty || !budgets.stale.isEmpty else { return }
    let now = now()
    for account in budgets.accounts.values where account.lines.contains(where: { !$0.span.contains(now) }) {
      budgets.reread(account.tenantKey)
    }
    judgeBudgets()
    guard !budgets.stale.isEmpty, !budgets.isReading else { return }
    Task { @NetworkLoop in
      do {
        try await self.readStaleBudgets()
        self.judgeBudgets()
      } catch {
        self.report(error, while: "reading what is used of budgets")
      }
    }
  }

  private func readStaleBudgets() async throws {
    let (keys, reading) = (budgets.takeStale(), budgetReading)
    budgets.isReading = true
    defer { budgets.isReading = false }
    do {
      let read = try await reader.read { file in
        try keys.map { key in (key, try reading.account(of: key, in: file)) }
      }
      for (key, account) in read {
        budgets.accounts[key] = account?.keepingNotices(of: budgets.accounts[key])
        if account == nil { budgets.spent.remove(key) }
      }
    } catch {
      for key in keys { budgets.reread(key) }
      throw error
    }
  }

  // MARK: What is used

  private typealias Running = (live: LiveChargePoint, charge: LiveTransaction)

  private func runningCharges() -> [Int64: [Running]] {
    var running: [Int64: [Running]] = [:]
    for live in board.all {
      for connector in live.connectors {
        guard let charge = connector.transaction else { continue }
        for key in charge.budgetKeys where budgets.accounts[key] != nil {
          running[key, default: []].append((live, charge))
        }
      }
    }
    return running
  }

  private func used(_ line: BudgetLine, _ running: [Running]) -> BudgetUse {
    running.reduce(line.ended) { sum, each in
      let charge = each.charge
      let amount = line.budget.amountMinor == nil ? 0 : costSoFar(charge)?.amounts.gross ?? 0
      let before = line.before[charge.id]?.use ?? .none
      return sum
        + BudgetUse(
          energyMilliWh: max(0, charge.energyMilliWh - before.energyMilliWh),
          amountMinor: max(0, amount - before.amountMinor))
    }
  }

  /// Warns, stops and refuses by what is used now.
  private func judgeBudgets() {
    let running = runningCharges()
    for account in budgets.accounts.values { judge(account, running[account.tenantKey] ?? []) }
  }

  private func judge(_ read: BudgetAccount, _ running: [Running]) {
    var account = read
    var isSpent = false
    for (index, line) in account.lines.enumerated() where line.span.contains(now()) {
      tellApart(line, running, of: account.tenantKey)
      let state = line.budget.state(after: used(line, running))
      if state >= .nearlyUsed { say(.warned, line: index, of: &account, running) }
      guard state == .used, line.budget.stops else { continue }
      isSpent = true
      guard !running.isEmpty else { continue }
      say(.stopped, line: index, of: &account, running)
      for (live, charge) in running { orderStop(of: charge.id, because: .budgetUsed, at: live) }
    }
    budgets.accounts[account.tenantKey] = account
    if isSpent {
      if budgets.spent.insert(account.tenantKey).inserted { cardsChanged() }
    } else if !budgets.stale.contains(account.tenantKey), !budgets.isReading {
      // While a charge that has just ended is not read yet, what is used looks like less.
      if budgets.spent.remove(account.tenantKey) != nil { cardsChanged() }
    }
  }

  /// The first reading after a period began tells how much of what flowed around that instant is the new
  /// period's.
  private func tellApart(_ line: BudgetLine, _ running: [Running], of tenantKey: Int64) {
    for (_, charge) in running where charge.startedAt < line.span.from {
      let before = line.before[charge.id]
      if before == nil || (before?.isKnown == false && charge.lastReading.at >= line.span.from) {
        budgets.reread(tenantKey)
      }
    }
  }

  private func say(
    _ notice: BudgetNotice, line index: Int, of account: inout BudgetAccount, _ running: [Running]
  ) {
    let (now, line, key) = (now(), account.lines[index], account.tenantKey)
    guard account.note(notice, line: index, at: now) else { return }
    writeLater { file in
      _ = try file.noteBudget(
        notice, tenantKey: key, period: line.budget.period, beganAt: line.span.from, at: now)
    }
    for (live, charge) in running {
      guard let connector = live.connector(running: charge.id) else { continue }
      events.note(.connector(live.record.id, connector.connector))
    }
  }
}
