import Domain
import Net
import Site
import Storage

/// A tenant's charges of one month, read once.
struct MonthView: Sendable {
  let month: Month
  let charges: [TransactionRow]
  let disputes: [Int64: [Dispute]]
  /// The months beside it; nil: nothing is there.
  let earlier: Month?
  let later: Month?

  /// More than anyone charges in a month.
  private static let mostCharges = 1000

  init(
    _ month: Month, of tenant: Tenant, today: Month, zone: TimeZoneRules, in connection: ReadConnection
  ) throws {
    self.month = month
    var filter = TransactionFilter()
    filter.restrict(to: tenant)
    filter.open = false
    filter.to = month.start(in: zone)
    earlier = try connection.transactions(filter, after: nil, limit: 1).items.first
      .map { Month(of: zone.localDate(at: $0.transaction.startedAt)) }
    filter.from = month.start(in: zone)
    filter.to = month.next.start(in: zone)
    charges = try connection.transactions(filter, after: nil, limit: Self.mostCharges).items
    later = month < today ? month.next : nil
    var disputes: [Int64: [Dispute]] = [:]
    var cursor: PageCursor?
    repeat {
      let page = try connection.disputes(tenantKey: tenant.key, after: cursor, limit: 500)
      for dispute in page.items { disputes[dispute.transactionID, default: []].append(dispute) }
      cursor = page.next
    } while cursor != nil
    self.disputes = disputes.mapValues { $0.reversed() }
  }

  var energyMilliWh: Int64 { charges.reduce(0) { $0.addingCapped($1.transaction.energyMilliWh ?? 0) } }

  /// Of the charges that have an amount; nil: none has one.
  var gross: Int64? {
    let amounts = charges.compactMap(\.transaction.amounts?.gross)
    return amounts.isEmpty ? nil : amounts.reduce(0) { $0.addingCapped($1) }
  }

  var withoutAmount: Int { charges.count { $0.transaction.amounts == nil && $0.transaction.costState != .waived } }
}

/// Fills `tenant/charges.html`.
@NetworkLoop
struct MonthSlots {
  let page: TenantPage
  let view: MonthView

  func slots() -> Template.Slots {
    var slots = Template.Slots()
    let open = view.withoutAmount
    slots.texts["month"] = view.month.text
    slots.texts["month_name"] = "\(page.word("month.\(view.month.month)")) \(view.month.year)"
    slots.texts["earlier"] = view.earlier.map { "/t/charges?month=\($0.text)" }
    slots.texts["later"] = view.later.map { "/t/charges?month=\($0.text)" }
    slots.html["icon_back"] = page.icon("back")
    slots.html["icon_forward"] = page.icon("forward")
    slots.texts["total_energy"] = page.format.kWh(view.energyMilliWh, digits: 2)
    slots.texts["total_amount"] = page.format.money(view.gross, page.site.settings.currency)
    slots.texts["total_note"] =
      open == 0
      ? "" : page.filled("charges.without-amount." + (open == 1 ? "one" : "other"), ["n": String(open)])
    slots.lists["items"] = view.charges.map { row in
      ChargeSlots(page: page, row: row, disputes: view.disputes[row.transaction.id] ?? []).slots()
    }
    slots.texts["none"] = view.charges.isEmpty ? "yes" : ""
    return slots
  }
}
