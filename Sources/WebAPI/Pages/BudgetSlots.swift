import Domain
import Net
import Site

/// One budget, as an item of `tenant/budget.html`.
@NetworkLoop
struct BudgetSlots {
  let page: TenantPage
  let view: BudgetView

  func slots() -> Template.Slots {
    let budget = view.line.budget
    return Template.Slots(texts: [
      "period": page.word("mine.budget." + budget.period.rawValue), "energy": energy ?? "",
      "amount": amount ?? "", "percent": String(percent), "state": Self.color(of: view.state), "note": note,
    ])
  }

  private var energy: String? {
    view.line.budget.energyMilliWh.map { most in
      let format = page.format
      let used = format.kWh(view.used.energyMilliWh, digits: 1)
      return page.filled(
        "mine.budget-used", ["used": used, "most": format.kWh(most, digits: 1) + " kWh"])
    }
  }

  private var amount: String? {
    view.line.budget.amountMinor.map { most in
      let currency = page.site.settings.currency
      return page.filled(
        "mine.budget-used",
        [
          "used": page.format.money(view.used.amountMinor, currency),
          "most": "\(page.format.money(most, currency)) \(currency.code)",
        ])
    }
  }

  /// Of energy and money whichever is nearer to its end; 100 for all that is beyond.
  private var percent: Int64 {
    let budget = view.line.budget
    func share(_ used: Int64, of most: Int64?) -> Int64 {
      guard let most, most > 0 else { return 0 }
      return Int64(min(100, max(0, Int128(used) * 100 / Int128(most))))
    }
    return max(
      share(view.used.energyMilliWh, of: budget.energyMilliWh),
      share(view.used.amountMinor, of: budget.amountMinor))
  }

  private var note: String {
    switch view.state {
    case .enough: return ""
    case .nearlyUsed: return page.word("mine.budget-nearly")
    case .used:
      guard view.line.budget.stops else { return page.word("mine.budget-over") }
      guard view.line.budget.period != .total else { return page.word("mine.budget-ended") }
      return page.filled("mine.budget-until", ["time": page.format.time(view.line.span.to)])
    }
  }

  /// The state whose color it has.
  private static func color(of state: Budget.State) -> String {
    switch state {
    case .enough: "enough"
    case .nearlyUsed: "waiting"
    case .used: "fault"
    }
  }
}

extension BudgetView {
  var state: Budget.State { line.budget.state(after: used) }
}
