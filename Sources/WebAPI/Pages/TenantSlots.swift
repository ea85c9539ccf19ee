import Billing
import Domain
import Net
import Site
import Storage

/// Fills the slots that the head of `tenant.html` lists.
@NetworkLoop
struct TenantSlots {
  let site: ChargingSite
  let view: TenantView
  let words: [String: String]
  let format: PageFormat
  let hasTestClock: Bool

  func slots(csrf: String, notice: String) -> Template.Slots {
    var slots = Template.Slots()
    for (key, text) in words { slots.texts["t." + key] = text }
    slots.texts["language"] = format.language
    slots.texts["site"] = site.settings.siteName.isEmpty ? "Wattkeeper" : site.settings.siteName
    slots.texts["tenant"] = view.tenant.name
    slots.texts["csrf"] = csrf
    slots.texts["notice"] = notice
    slots.texts["test_clock"] = hasTestClock ? "yes" : ""
    slots.texts["currency"] = site.settings.currency.code
    slots.texts["idle"] = view.running.isEmpty ? "yes" : ""
    if let headline = view.headline, let energy = headline.energyPerKWh {
      slots.texts["price"] = format.decimal(energy)
      slots.texts["price_note"] = priceNote(headline)
    }
    slots.lists["running"] = view.running.map(running)
    addBays(to: &slots)
    slots.lists["charges"] = view.past.items.map(past)
    slots.texts["no_charges"] = view.past.items.isEmpty ? "yes" : ""
    return slots
  }

  private func word(_ key: String) -> String { words[key] ?? key }

  private func addBays(to slots: inout Template.Slots) {
    let bays = site.boardConnectors.map { point, connector in
      let state = point.state(of: connector).rawValue
      return Template.Slots(texts: [
        "bay": site.bayName(of: connector, at: point),
        "bay_value": "\(point.record.id)/\(connector.connector)",
        "state": state, "state_word": word("state." + state),
      ])
    }
    slots.lists["bays"] = bays
    slots.texts["one_bay"] = bays.count == 1 ? bays.first?.texts["bay_value"] ?? "" : ""
    slots.texts["several_bays"] = bays.count > 1 ? "yes" : ""
  }

  /// "incl. VAT · no other fees", or the fees in their order.
  private func priceNote(_ headline: TariffHeadline) -> String {
    let fees = [
      (headline.startFee, "FLAT"), (headline.perHour, "TIME"), (headline.parkingPerHour, "PARKING_TIME"),
    ].compactMap { price, kind in
      price.map {
        let amount = "\(format.decimal($0)) \(headline.currency.code)"
        return "\(word("price.\(kind)")): \(amount) / \(word("price.per.\(kind)"))"
      }
    }
    return ([word("tenant.with-vat")] + (fees.isEmpty ? [word("tenant.no-fees")] : fees)).joined(
      separator: " · ")
  }

  private func running(_ row: TransactionRow) -> Template.Slots {
    let live = site.running(row)
    let point = site.board.chargePoint(id: row.chargePointID)
    let bay = point.flatMap { point in point.connector(row.transaction.connector).map { (point, $0) } }
    let state = bay.map { $0.state(of: $1).rawValue }
    return Template.Slots(texts: [
      "bay": site.bayName(of: row), "state": state ?? "charging",
      "state_word": word("state." + (state ?? "charging")),
      "waits": bay.map { waits(site.view(of: $1, at: $0)) } ?? "",
      "energy": format.kWh(live?.energyMilliWh, digits: 2),
      "cost": format.money(live?.amounts?.gross, live?.currency),
      "power": format.kW(live?.powerW), "since": format.time(row.transaction.startedAt),
      "duration": duration(since: row.transaction.startedAt), "transaction_id": String(row.transaction.id),
    ])
  }

  /// Why a car that is plugged in gets nothing; empty when it does not wait for its turn.
  private func waits(_ view: LoadView.Connector) -> String {
    guard view.waitingSince != nil else { return "" }
    return view.turnAt.map { filled("waits.turn", ["time": format.time($0)]) } ?? word("waits.soon")
  }

  private func duration(since instant: Instant) -> String {
    let minutes = format.minutes(since: instant)
    if minutes < 60 { return filled("time.minutes", ["m": String(minutes)]) }
    return filled("time.hours", ["h": String(minutes / 60), "m": PageFormat.two(minutes % 60)])
  }

  private func past(_ row: TransactionRow) -> Template.Slots {
    let transaction = row.transaction
    let state = transaction.costState
    let amount = format.money(transaction.amounts?.gross, transaction.currency)
    return Template.Slots(texts: [
      "day": format.day(transaction.startedAt), "start": format.hour(transaction.startedAt),
      "stop": format.hour(transaction.stoppedAt), "bay": site.bayName(of: row),
      "energy": format.kWh(transaction.energyMilliWh, digits: 3),
      "meter_start": format.kWh(transaction.meterStartMilliWh, digits: 3),
      "meter_stop": format.kWh(transaction.meterStopMilliWh, digits: 3),
      "amount": amount.isEmpty ? "–" : "\(amount) \(transaction.currency?.code ?? "")",
      "cost_word": state == .final ? "" : word("cost." + state.rawValue),
    ])
  }

  /// A text of the page's language with its `{gaps}` filled.
  func filled(_ key: String, _ values: [String: String]) -> String {
    var text = word(key)
    for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
    return text
  }
}
