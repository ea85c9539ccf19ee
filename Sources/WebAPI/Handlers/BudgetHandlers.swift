import Domain
import Formats
import Net
import Site
import Storage

/// What a tenant may use in a day, a week, a month or at all.
extension Call {
  func listBudgets() async throws -> HTTPResponse {
    .list(site.budgetsJSON(of: try await tenantOfPath()))
  }

  /// Writes all of them.
  func putBudgets() async throws -> HTTPResponse {
    let tenant = try await tenantOfPath()
    var body = try fields()
    let budgets = body.budgets("items", site.settings.currency)
    try body.finish()
    let (now, zone) = (site.now(), site.settings.zone)
    try await audited("tenant.set_budgets", subject: tenant.id) { connection, note in
      let before = try connection.budgets(tenantKey: tenant.key)
      (note.before, note.after) = (before.auditJSON, budgets.auditJSON)
      try connection.setBudgets(budgets, tenantKey: tenant.key)
      // Whoever gets another budget is warned of that one again.
      for period in BudgetPeriod.allCases
      where before.first(where: { $0.period == period }) != budgets.first(where: { $0.period == period }) {
        try connection.forgetBudgetNotices(
          tenantKey: tenant.key, period: period, beganAt: period.span(around: now, zone: zone).from)
      }
    }
    try await site.budgetsChanged(of: tenant.key)
    return .list(site.budgetsJSON(of: tenant))
  }
}

extension ChargingSite {
  /// API: the items of `GET /tenants/{id}/budgets`, and `budgets` of `GET /tenant`.
  func budgetsJSON(of tenant: Tenant) -> [JSONValue] {
    let currency = settings.currency
    return budgetViews(of: tenant.key).map { view in
      let (budget, span) = (view.line.budget, view.line.span)
      let isEndless = budget.period == .total
      return [
        "period": .string(budget.period.rawValue), "energy_wh": .wattHours(budget.energyMilliWh),
        "amount": .money(budget.amountMinor, currency), "currency": .string(currency.code),
        "warns_at_percent": .integer(budget.warnsAtPercent), "stops": .bool(budget.stops),
        "used_wh": .wattHours(view.used.energyMilliWh),
        "used_amount": .money(view.used.amountMinor, currency),
        "from": .instant(isEndless ? nil : span.from), "to": .instant(isEndless ? nil : span.to),
        "state": .string(budget.state(after: view.used).word),
        "warned_at": .instant(view.line.notices[.warned]),
        "stopped_at": .instant(view.line.notices[.stopped]),
      ]
    }
  }
}

extension [Budget] {
  fileprivate var auditJSON: JSONValue {
    .object(
      JSONObject(
        map { budget in
          JSONObject.Member(
            key: budget.period.rawValue,
            value: [
              "energy_wh": .wattHours(budget.energyMilliWh), "amount_minor": .integer(budget.amountMinor),
              "warns_at_percent": .integer(budget.warnsAtPercent), "stops": .bool(budget.stops),
            ])
        }))
  }
}

extension Budget.State {
  fileprivate var word: String {
    switch self {
    case .enough: "enough"
    case .nearlyUsed: "nearly_used"
    case .used: "used"
    }
  }
}

extension BodyFields {
  /// At most one budget for each period.
  fileprivate mutating func budgets(_ name: String, _ currency: Currency) -> [Budget] {
    guard let items = value(name)?.arrayValue, items.count <= BudgetPeriod.allCases.count else {
      refuse(name, Wording("budget-list", "must be a list with at most one budget for each period"))
      return []
    }
    var budgets: [Budget] = []
    for (index, item) in items.enumerated() {
      let path = "\(name)[\(index)]"
      do {
        var fields = try BodyFields(item)
        let budget = fields.budget(currency)
        try fields.finish()
        guard let budget else { continue }
        if budgets.contains(where: { $0.period == budget.period }) {
          refuse("\(path).period", Wording("budget-twice", "stands here twice"))
        }
        budgets.append(budget)
      } catch {
        for wrong in error.errors { refuse("\(path).\(wrong.path)", wrong.reason) }
        if error.errors.isEmpty { refuse(path, .object) }
      }
    }
    return budgets
  }

  /// 1 Wh to 1 GWh; amounts with the currency's digits.
  private mutating func budget(_ currency: Currency) -> Budget? {
    let period = choiceOrNil("period", BudgetPeriod.self)
    if !has("period") { refuse("period", .missing) }
    let energy = integerOrNil("energy_wh", 1...1_000_000_000)
    let amountText = textOrNil("amount", 1...20)
    let amount = amountText.flatMap { minorUnits($0, of: currency) }
    if amountText != nil, (amount ?? 0) < 1 {
      refuse(
        "amount",
        Wording(
          "budget-amount", "must be more than 0, with at most {digits} digits behind the point",
          ["digits": String(currency.minorDigits)]))
    }
    let warnsAt = integerOrNil("warns_at_percent", 1...100) ?? 80
    let stops = boolOrNil("stops") ?? true
    let names = ["energy_wh", "amount"].filter { has($0) && !isNull($0) }
    if names.isEmpty { refuse("energy_wh", Wording("budget-empty", "is missing, or an amount")) }
    guard let period else { return nil }
    return Budget(
      period: period, energyMilliWh: energy.map { $0 * 1000 }, amountMinor: amount,
      warnsAtPercent: Int(warnsAt), stops: stops)
  }

  private func minorUnits(_ text: String, of currency: Currency) -> Int64? {
    do {
      return Int64(exactly: try DecimalText.parse(text, digits: currency.minorDigits))
    } catch {
      return nil
    }
  }
}
