import Billing
import Domain
import Net
import Site
import Storage

/// Fills `tenant/now.html`: what runs, and where the next charge can start.
@NetworkLoop
struct NowSlots {
  let page: TenantPage
  let view: TenantView
  /// The bay whose code was scanned; nil: the page finds the likeliest.
  let scanned: Bay?

  private typealias Place = (chargePoint: LiveChargePoint, connector: LiveConnector)
  private var site: ChargingSite { page.site }
  private static let patienceMs: Int64 = 20_000
  /// How long a card's refusal is told.
  private static let refusalMs: Int64 = 600_000

  func slots() throws -> Template.Slots {
    var slots = Template.Slots()
    slots.html["price"] = try page.price(view.price)
    slots.html["budgets"] = try page.budgets(site.budgetViews(of: view.tenant.key)) { $0.state != .enough }
    slots.lists["running"] = view.running.map(running)
    let places = site.boardConnectors.filter { mayUse($0) }
    let chosen = chosen(of: places)
    let others = places.filter { place in
      !runsHere(place) && chosen.map { !isSame($0, place) } ?? true
    }
    slots.lists["bay_card"] = chosen.map { [card($0)] } ?? []
    let listed = (others.filter(isOwn) + others.filter { !isOwn($0) }).map(choice)
    slots.lists[chosen == nil && view.running.isEmpty ? "choices" : "other_bays"] = listed
    slots.texts["no_bays"] = places.isEmpty && view.running.isEmpty ? "yes" : ""
    slots.lists["last"] = view.running.isEmpty ? view.past.items.prefix(1).map(last) : []
    slots.texts["soon"] = isWaiting || !view.bays.armed.isEmpty ? "yes" : ""
    return slots
  }

  /// What a start waits for; nil: none does.
  var waiting: String? {
    guard let (bay, start) = site.remoteStart(of: view.tenant), !runsHere(bay) else { return nil }
    let isLong = start.isExpired || site.now().milliseconds(since: start.requestedAt) > Self.patienceMs
    return page.filled(
      isLong ? "tenant.still-waiting" : "tenant.waiting-car",
      ["bay": site.bayName(of: bay.connector, at: bay.chargePoint)])
  }

  private var isWaiting: Bool { site.remoteStart(of: view.tenant).map { !$0.start.isExpired } ?? false }

  // MARK: Which bay

  private func bay(_ place: Place) -> Bay? { view.bays.bay(at: place.chargePoint, place.connector.connector) }

  private func isOwn(_ place: Place) -> Bool { view.bays.isOwn(bay(place)) }

  private func refusal(_ place: Place) -> ChargingRefusal? {
    bay(place).flatMap { view.bays.refusals[$0.key] } ?? (site.isSpent(view.tenant) ? .budgetUsed : nil)
  }

  /// Whether it is a bay for this tenant at all, whatever else is in the way just now.
  private func mayUse(_ place: Place) -> Bool {
    switch refusal(place) {
    case .notThisBay, .notThisGroup: false
    default: true
    }
  }

  private func isSame(_ a: Place, _ b: Place) -> Bool {
    a.chargePoint === b.chargePoint && a.connector.connector == b.connector.connector
  }

  /// The scanned bay; else, while nothing runs, where a start waits, where a car is awaited, the only own
  /// bay, the only one at all.
  private func chosen(of places: [Place]) -> Place? {
    if let scanned {
      let place = site.boardConnectors.first { bay($0)?.key == scanned.key }
      return place.flatMap { runsHere($0) ? nil : $0 }
    }
    guard view.running.isEmpty else { return nil }
    if let start = site.remoteStart(of: view.tenant) { return start.bay }
    if let armed = places.first(where: { bay($0).map { view.bays.armed[$0.key] != nil } ?? false }) {
      return armed
    }
    let own = places.filter(isOwn)
    if own.count == 1 { return own[0] }
    return places.count == 1 ? places[0] : nil
  }

  private func runsHere(_ place: Place) -> Bool {
    view.running.contains { row in
      row.chargePointID == place.chargePoint.record.id
        && row.transaction.connector == place.connector.connector
    }
  }

  // MARK: Slots

  private func running(_ row: TransactionRow) -> Template.Slots {
    let live = site.running(row)
    let point = site.board.chargePoint(id: row.chargePointID)
    let place = point.flatMap { point in point.connector(row.transaction.connector).map { (point, $0) } }
    var slots = place.map { page.bay($0.1, at: $0.0) } ?? Template.Slots()
    slots.texts["bay"] = site.bayName(of: row)
    slots.texts["why"] = place.map { why(running: $0.1, at: $0.0) } ?? ""
    slots.texts["energy"] = page.format.kWh(live?.energyMilliWh, digits: 2)
    slots.texts["cost"] = page.format.money(live?.amounts?.gross, live?.currency)
    slots.texts["power"] = page.format.kW(live?.powerW)
    slots.texts["since"] = page.format.time(row.transaction.startedAt)
    slots.texts["duration"] = page.duration(since: row.transaction.startedAt)
    slots.texts["price_now"] = priceNow
    slots.texts["transaction_id"] = String(row.transaction.id)
    return slots
  }

  private var priceNow: String {
    guard let now = view.price.now, let energy = now.energyPerKWh else { return "" }
    return "\(page.format.decimal(energy)) \(now.currency.code) / kWh"
  }

  private func why(running connector: LiveConnector, at live: LiveChargePoint) -> String {
    let load = site.view(of: connector, at: live)
    if live.isOnline, load.waitingSince != nil {
      return load.turnAt.map { page.filled("waits.turn", ["time": page.format.time($0)]) }
        ?? page.word("waits.soon")
    }
    return WhyNot.running(status: connector.status, isOnline: live.isOnline).map(page.word) ?? ""
  }

  private func card(_ place: Place) -> Template.Slots {
    let (live, connector) = place
    let bay = bay(place)
    var slots = page.bay(connector, at: live)
    let armed = bay.flatMap { view.bays.armed[$0.key] }
    let isAuto = view.bays.isOwn(bay) && bay?.startsWhenPluggedIn == true
    let refusal = refusal(place)
    let canStart = refusal == nil && site.isAvailable(connector, at: live) && !isWaiting
    let isPlugged = connector.status?.status == "Preparing"
    slots.texts["bay_value"] = bay?.id ?? ""
    slots.texts["why"] =
      refusal.map(said)
      ?? WhyNot.starting(
        status: connector.status, isOnline: live.isOnline, isTaken: connector.transaction != nil
      ).map(page.word) ?? lastRefusal(at: live) ?? (isAuto ? page.word("tenant.auto") : "")
    slots.texts["armed_until"] = armed.map {
      page.filled("tenant.armed", ["time": page.format.time($0.expiresAt)])
    }
    slots.texts["can_start"] = canStart && armed == nil ? "yes" : ""
    slots.texts["can_arm"] = canStart && !isPlugged && bay != nil && armed == nil && !isAuto ? "yes" : ""
    return slots
  }

  private func said(_ refusal: ChargingRefusal) -> String {
    page.word("said.refused-" + refusal.rawValue.replacing("_", with: "-"))
  }

  /// What became of a card of this tenant that was held to the reader a moment ago.
  private func lastRefusal(at live: LiveChargePoint) -> String? {
    guard let last = live.lastRefusal, last.tenantKey == view.tenant.key,
      site.now().milliseconds(since: last.at) < Self.refusalMs
    else { return nil }
    return page.filled(
      "tenant.refused", ["time": page.format.time(last.at), "reason": said(last.reason)])
  }

  private func choice(_ place: Place) -> Template.Slots {
    var slots = page.bay(place.connector, at: place.chargePoint)
    slots.texts["address"] = bay(place).map { "/c/\($0.id)" } ?? "/t"
    slots.texts["own"] = isOwn(place) ? "yes" : ""
    return slots
  }

  private func last(_ row: TransactionRow) -> Template.Slots {
    let transaction = row.transaction
    let date = page.format.zone.localDate(at: transaction.startedAt)
    let amount = page.format.money(transaction.amounts?.gross, transaction.currency)
    return Template.Slots(texts: [
      "bay": site.bayName(of: row), "month": Month(of: date).text,
      "when":
        "\(page.format.day(transaction.startedAt)), \(page.format.hour(transaction.startedAt))"
        + "–\(page.format.hour(transaction.stoppedAt))",
      "energy": page.format.kWh(transaction.energyMilliWh, digits: 2),
      "amount": amount.isEmpty ? "–" : "\(amount) \(transaction.currency?.code ?? "")",
    ])
  }
}
