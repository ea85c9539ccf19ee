import Crypto
import Domain
import Formats
import Net
import Site
import Storage

/// The tenant's pages, complete without JavaScript, and the same as JSON.
extension Call {
  /// `GET /tenant`.
  func showTenantView() async throws -> HTTPResponse {
    let tenant = try signedInTenant()
    let cursor = try pageCursor()
    let (now, zone) = (site.now(), site.settings.zone)
    let view = try await site.reader.read {
      try TenantView(of: tenant, cursor: cursor, at: now, zone: zone, in: $0)
    }
    return .json(site.json(of: view))
  }

  /// `GET /t`: what runs, and where to start. Without a sign-in it explains how to get one.
  func tenantPage() async throws -> HTTPResponse {
    guard let tenant = caller.tenant else {
      return try signInPage(back: SignInPage.place(request.query("back")))
    }
    return try await nowPage(of: tenant, at: nil, path: "/t")
  }

  /// `GET /c/{id}`, what the code on a bay opens: the way to start there. To whom nobody is signed in it
  /// tells nothing of anyone.
  func bayPage() async throws -> HTTPResponse {
    let id = BayID.parse(parameter())
    let (now, zone) = (site.now(), site.settings.zone)
    let found = try await site.reader.read { connection -> (Bay, PriceView)? in
      guard let id, let bay = try connection.bay(id: id), bay.archivedAt == nil else { return nil }
      return (bay, try PriceView(at: now, zone: zone, in: connection))
    }
    guard let (bay, price) = found else { throw Problem.notFound("bay with this code") }
    let path = "/c/\(bay.id)"
    if let tenant = caller.tenant { return try await nowPage(of: tenant, at: bay, path: path) }
    let page = page(path)
    var slots = BaySlots(page: page, bay: bay).slots()
    slots.html["price"] = try page.price(price)
    return picked(try page.response(.bay, title: bay.name, slots, isLive: true))
  }

  /// `GET /t/charges`: one month.
  func tenantCharges() async throws -> HTTPResponse {
    guard let tenant = caller.tenant else { return try signInPage(back: "/t/charges") }
    let (now, zone) = (site.now(), site.settings.zone)
    let today = Month(of: zone.localDate(at: now))
    let month = request.query("month").flatMap { Month($0) }.map { min($0, today) } ?? today
    let view = try await site.reader.read {
      try MonthView(month, of: tenant, today: today, zone: zone, in: $0)
    }
    let page = page("/t/charges")
    var slots = MonthSlots(page: page, view: view).slots()
    tell(notice(page, waiting: nil), in: &slots)
    return picked(try page.response(.charges, title: page.word("tabs.charges"), slots, isLive: false))
  }

  /// `GET /t/charges/{id}`: to question a charge.
  func tenantDoubt() async throws -> HTTPResponse {
    guard let tenant = caller.tenant else { return try signInPage() }
    let id = try number(0, "charge of yours with this id")
    guard let row = try await site.reader.read({ try $0.transactionRow(id: id) }),
      row.transaction.isOf(tenant), row.transaction.stoppedAt != nil
    else { throw Problem.notFound("charge of yours with this id") }
    let page = page("/t/charges/\(id)")
    var slots = ChargeSlots(page: page, row: row, disputes: []).slots()
    slots.texts["month"] = Month(of: page.format.zone.localDate(at: row.transaction.startedAt)).text
    return picked(try page.response(.doubt, title: page.word("dispute.open"), slots, isLive: false))
  }

  /// `GET /t/mine`: what belongs to the tenant.
  func tenantThings() async throws -> HTTPResponse {
    guard let tenant = caller.tenant else { return try signInPage(back: "/t/mine") }
    let now = application.settings.realNow()
    let pin = try await TenantDesk.pin(of: tenant, in: site.store)
    let view = try await site.reader.read { try MineView(of: tenant, pin: pin, at: now, in: $0) }
    let page = page("/t/mine")
    var slots = try MineSlots(page: page, view: view, current: caller.signInKey).slots()
    tell(notice(page, waiting: nil), in: &slots)
    return picked(try page.response(.mine, title: page.word("tabs.mine"), slots, isLive: false))
  }

  /// Stands in the page's forms: another page can neither read nor guess it.
  var formToken: String {
    guard case .cookie(let secret) = caller.proof else { return "" }
    return base64url(hmacSHA256(Array("form".utf8), key: Array(secret.utf8)))
  }

  // MARK: Steps

  private func nowPage(of tenant: Tenant, at bay: Bay?, path: String) async throws -> HTTPResponse {
    let (now, zone) = (site.now(), site.settings.zone)
    let view = try await site.reader.read {
      try TenantView(of: tenant, rows: 1, at: now, zone: zone, in: $0)
    }
    let page = page(path)
    let filler = NowSlots(page: page, view: view, scanned: bay)
    var slots = try filler.slots()
    tell(notice(page, waiting: filler.waiting), in: &slots)
    return picked(try page.response(.now, title: page.word("tabs.charge"), slots, isLive: true))
  }

  private func page(_ path: String) -> TenantPage {
    TenantPage(
      application, language: pageLanguage, caller: caller, csrf: formToken, path: path, at: site.now())
  }

  /// A language that somebody picked counts from now on.
  private func picked(_ response: HTTPResponse) -> HTTPResponse {
    guard let asked = askedLanguage, SiteSettings.languages.contains(asked) else { return response }
    var response = response
    response.headers.append(
      ("Set-Cookie", Cookie.set(Cookie.language, to: asked, maxAgeSeconds: 31_536_000)))
    return response
  }

  private func tell(_ notice: (text: String, kind: String)?, in slots: inout Template.Slots) {
    slots.texts["notice"] = notice?.text ?? ""
    slots.texts["notice_kind"] = notice?.kind ?? ""
  }

  /// The sentence for `?notice=`, or what a start waits for. Only texts of our own, and only bays that there
  /// are, get onto the page.
  private func notice(_ page: TenantPage, waiting: String?) -> (text: String, kind: String)? {
    let asked = request.query("notice")
    if asked == nil || asked == "outcome.Accepted", let waiting { return (waiting, "") }
    guard let key = asked, let kind = TenantNotice(ofKey: key),
      let text = page.words[key] ?? page.words["problem.title"]
    else { return nil }
    // What was agreed is seen as it comes true.
    if key == "outcome.Accepted" { return nil }
    let sentence = withoutGaps(text)
    let place = request.query("bay") ?? ""
    let bay = site.boardConnectors.first { "\($0.chargePoint.record.id)/\($0.connector.connector)" == place }
    let name = bay.map { site.bayName(of: $0.connector, at: $0.chargePoint) + ": " } ?? ""
    return (name + sentence, kind.rawValue)
  }
}

/// How what the last button did is told: the key of its sentence stands in the address of the page.
enum TenantNotice: String {
  case good, alarm

  /// Nil: no such sentence is told there.
  init?(ofKey key: String) {
    guard ["outcome.", "problem.", "said.", "told."].contains(where: { key.hasPrefix($0) }) else {
      return nil
    }
    self = key.hasPrefix("told.") ? .good : .alarm
  }
}

/// A text without its `{gaps}`, for a place where what belongs into them is not known.
func withoutGaps(_ text: String) -> String {
  text.replacing(/\s*\{\w+\}/, with: "")
}

/// Fills `tenant/bay.html`.
@NetworkLoop
struct BaySlots {
  let page: TenantPage
  let bay: Bay

  func slots() -> Template.Slots {
    let site = page.site
    let place = site.boardConnectors.first { live, connector in
      live.record.key == bay.chargePointKey && connector.connector == bay.connector
    }
    var slots =
      place.map { page.bay($0.connector, at: $0.chargePoint) }
      ?? Template.Slots(
        texts: ["state": "unavailable", "state_word": page.word("state.unavailable")],
        html: ["icon": page.icon("unavailable")])
    slots.texts["bay"] = bay.name
    let why = place.flatMap { live, connector in
      WhyNot.starting(
        status: connector.status, isOnline: live.isOnline, isTaken: connector.transaction != nil)
    }
    slots.texts["why"] = why.flatMap { $0 == "why.plugged" ? nil : page.word($0) } ?? ""
    slots.texts["help_phone"] = site.settings.helpPhone
    slots.texts["wifi"] = page.wifi ?? page.word("bay.wifi-unnamed")
    return slots
  }
}
