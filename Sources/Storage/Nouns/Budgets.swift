package import Domain

/// What was said of a budget in one of its periods.
package enum BudgetNotice: String, Sendable, CaseIterable {
  case warned, stopped
}

extension ReadConnection {
  /// What a tenant, or a guest, may use; at most one budget per period.
  package func budgets(tenantKey: Int64) throws(StoreError) -> [Budget] {
    try database.rows(BudgetSQL.ofTenant, tenantKey, as: BudgetSQL.read)
      .sorted { BudgetSQL.place($0.period) < BudgetSQL.place($1.period) }
  }

  /// Who has a budget.
  package func tenantKeysWithBudgets() throws(StoreError) -> [Int64] {
    try database.rows(BudgetSQL.tenants) { row in row.int64() }
  }

  /// What was said in the period that began at an instant, and when.
  package func budgetNotices(
    tenantKey: Int64, period: BudgetPeriod, beganAt: Instant
  ) throws(StoreError) -> [BudgetNotice: Instant] {
    let rows = try database.rows(BudgetSQL.notices, tenantKey, period.rawValue, beganAt) {
      (row: inout Row) throws(StoreError) in (try row.value(BudgetNotice.self), row.instant())
    }
    return Dictionary(rows) { first, _ in first }
  }

  /// The charges that a tenant pays, or a guest made, and that ran between two instants.
  package func charges(
    ofTenantOrGuest tenantKey: Int64, from: Instant, to: Instant
  ) throws(StoreError) -> [Transaction] {
    try database.rows(BudgetSQL.charges, tenantKey, from, to, as: TransactionSQL.read)
  }
}

extension WriteConnection {
  /// Writes all budgets of a tenant.
  package func setBudgets(_ budgets: [Budget], tenantKey: Int64) throws(StoreError) {
    try database.run(BudgetSQL.clear, tenantKey)
    for budget in budgets {
      try database.run(
        BudgetSQL.insert, tenantKey, budget.period.rawValue, budget.energyMilliWh, budget.amountMinor,
        budget.warnsAtPercent, budget.stops)
    }
  }

  /// Notes that something was said, once per period. False: it was said already.
  package func noteBudget(
    _ notice: BudgetNotice, tenantKey: Int64, period: BudgetPeriod, beganAt: Instant, at: Instant
  ) throws(StoreError) -> Bool {
    try database.run(BudgetSQL.note, tenantKey, period.rawValue, beganAt, notice.rawValue, at) == 1
  }

  /// Forgets what was said in the period that began at an instant: the budget is another one now.
  package func forgetBudgetNotices(
    tenantKey: Int64, period: BudgetPeriod, beganAt: Instant
  ) throws(StoreError) {
    try database.run(BudgetSQL.forget, tenantKey, period.rawValue, beganAt)
  }
}

private enum BudgetSQL {
  static func read(_ row: inout Row) throws(StoreError) -> Budget {
    Budget(
      period: try row.value(BudgetPeriod.self), energyMilliWh: row.int64OrNil(),
      amountMinor: row.int64OrNil(), warnsAtPercent: row.int(), stops: row.bool())
  }

  static func place(_ period: BudgetPeriod) -> Int { BudgetPeriod.allCases.firstIndex(of: period) ?? 0 }

  static let ofTenant = Query(
    """
    SELECT period, energy_milliwh, amount_minor, warns_at_percent, stops FROM budget WHERE tenant_key = ?
    """)
  static let tenants = Query("SELECT DISTINCT tenant_key FROM budget")
  static let clear = Query("DELETE FROM budget WHERE tenant_key = ?")
  static let insert = Query(
    """
    INSERT INTO budget (tenant_key, period, energy_milliwh, amount_minor, warns_at_percent, stops)
    VALUES (?, ?, ?, ?, ?, ?)
    """)
  static let notices = Query(
    "SELECT kind, at FROM budget_notice WHERE tenant_key = ? AND period = ? AND period_began_at = ?")
  static let note = Query(
    """
    INSERT INTO budget_notice (tenant_key, period, period_began_at, kind, at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING
    """)
  static let forget = Query(
    "DELETE FROM budget_notice WHERE tenant_key = ? AND period = ? AND period_began_at = ?")
  static let charges = Query(
    """
    SELECT \(TransactionSQL.columns) FROM \(TransactionSQL.join)
    WHERE t.id IN (
        SELECT id FROM transactions WHERE tenant_key = ?1 UNION SELECT id FROM transactions
        WHERE guest_key = ?1)
      AND t.started_at < ?3 AND coalesce(t.stopped_at, ?2) >= ?2
    """)
}
