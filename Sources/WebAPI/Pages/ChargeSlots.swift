import Domain
import Net
import Site
import Storage

/// One charge that has ended, as an item of `tenant/charges.html` and in `tenant/doubt.html`.
@NetworkLoop
struct ChargeSlots {
  let page: TenantPage
  let row: TransactionRow
  let disputes: [Dispute]

  func slots() -> Template.Slots {
    let transaction = row.transaction
    let format = page.format
    let currency = transaction.currency
    let waits = disputes.contains { $0.answeredAt == nil }
    let amount = format.money(transaction.amounts?.gross, currency)
    var slots = Template.Slots(texts: [
      "transaction_id": String(transaction.id), "day": format.day(transaction.startedAt),
      "start": format.hour(transaction.startedAt), "stop": format.hour(transaction.stoppedAt),
      "bay": page.site.bayName(of: row), "energy": format.kWh(transaction.energyMilliWh, digits: 3),
      "meter_start": format.kWh(transaction.meterStartMilliWh, digits: 3),
      "meter_stop": format.kWh(transaction.meterStopMilliWh, digits: 3),
      "amount": amount.isEmpty ? "–" : "\(amount) \(currency?.code ?? "")",
      "cost_word": transaction.costState == .final ? "" : page.word("cost." + transaction.costState.rawValue),
      "card": row.forTenants.idTagLabel ?? "",
      "mark": disputes.isEmpty ? "" : page.word(waits ? "dispute.mark" : "dispute.mark-answered"),
      "can_dispute": waits ? "" : "yes",
    ])
    slots.texts["amounts"] = transaction.amounts.map {
      "\(format.money($0.net, currency)) + \(format.money($0.vat, currency))"
    }
    slots.lists["disputes"] = disputes.map(said)
    return slots
  }

  private func said(_ dispute: Dispute) -> Template.Slots {
    let reason = page.word("dispute.reason." + dispute.reason.rawValue)
    let opened = dispute.answer == nil ? "dispute.opened" : "dispute.sent"
    return Template.Slots(texts: [
      "said": dispute.text.isEmpty ? reason : "\(reason): \(dispute.text)",
      "opened": page.filled(opened, ["time": page.format.time(dispute.openedAt)]),
      "answer": dispute.answer ?? "",
      "answered": dispute.answeredAt.map {
        page.filled("dispute.answered", ["time": page.format.time($0)])
      } ?? "",
    ])
  }
}
