import Billing
import Domain
import Net
import Site
import Storage

/// Puts one of the tenant's pages together: the frame, a content, and what stands on all of them.
@NetworkLoop
struct TenantPage {
  /// The tabs, and what is none of them.
  enum Place: String { case now, charges, mine, bay, doubt }

  let application: WebApplication
  let words: [String: String]
  let format: PageFormat
  /// Nil: nobody is signed in.
  let tenant: Tenant?
  let csrf: String
  /// Whether the phone has a key to sign with; one that has none proves itself by its PIN.
  let signs: Bool
  /// The page's own address, without what changes nothing.
  let path: String
  private let second: Int

  init(
    _ application: WebApplication, language: String, caller: Caller, csrf: String, path: String,
    at now: Instant
  ) {
    (self.application, self.csrf, self.path) = (application, csrf, path)
    (tenant, signs) = (caller.tenant, caller.signingKey != nil)
    second = application.second
    words = application.translations.words(language, atSecond: second)
    let settings = application.site.settings
    format = PageFormat(language: language, country: settings.country, zone: settings.zone, now: now)
  }

  var site: ChargingSite { application.site }

  func word(_ key: String) -> String { words[key] ?? key }

  /// A text of the page's language with its `{gaps}` filled.
  func filled(_ key: String, _ values: [String: String]) -> String {
    var text = word(key)
    for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
    return text
  }

  func icon(_ name: String) -> String { application.parts.icon(name, atSecond: second) }

  /// - Parameters:
  ///   - slots: what the content's file lists at its head.
  ///   - isLive: whether it shows what happens now.
  func response(_ place: Place, title: String, _ slots: Template.Slots, isLive: Bool) throws -> HTTPResponse {
    let style = try application.parts.style(atSecond: second)
    let common = common()
    var frame = common
    frame.texts["title"] = title
    frame.texts["live"] = isLive ? "yes" : ""
    frame.texts[place.rawValue] = "yes"
    frame.html["style"] = style.css
    var outer = common
    outer.html["proof"] = try part("proof", common)
    frame.html["content"] = try part(place.rawValue, slots.inside(outer))
    for (slot, drawing) in [("icon_charge", "charging"), ("icon_list", "list"), ("icon_card", "card")] {
      frame.html[slot] = icon(drawing)
    }
    let html = try application.parts.template(["tenant.html"], atSecond: second).filled(with: frame)
    return .html(html, headers: [SecurityHeaders.policyHeader(style: style.hash)])
  }

  /// A file of the folder `tenant`, filled.
  private func part(_ name: String, _ slots: Template.Slots) throws -> String {
    try application.parts.template(["tenant", name + ".html"], atSecond: second).filled(with: slots)
  }

  private func common() -> Template.Slots {
    var slots = Template.Slots()
    for (key, text) in words { slots.texts["t." + key] = text }
    slots.texts["language"] = format.language
    slots.texts["site"] = site.settings.siteName.isEmpty ? "Wattkeeper" : site.settings.siteName
    slots.texts["tenant"] = tenant?.name ?? ""
    slots.texts["csrf"] = csrf
    slots.texts["signs"] = signs ? "yes" : ""
    slots.texts["asks_pin"] = signs ? "" : "yes"
    slots.texts["path"] = path
    slots.texts["test_clock"] = application.settings.hasTestClock ? "yes" : ""
    slots.texts["currency"] = site.settings.currency.code
    return slots
  }

  // MARK: What several pages show

  /// Where these pages work; nil: nobody has entered the Wi-Fi's name.
  var wifi: String? {
    let name = site.settings.wifiNetwork
    return name.isEmpty ? nil : filled("bay.wifi", ["name": name])
  }

  /// The budgets that `isShown` wants, as HTML; empty: none.
  func budgets(_ views: [BudgetView], where isShown: (BudgetView) -> Bool = { _ in true }) throws -> String {
    let shown = views.filter(isShown)
    guard !shown.isEmpty else { return "" }
    var slots = common()
    slots.lists["budgets"] = shown.map { BudgetSlots(page: self, view: $0).slots() }
    return try part("budget", slots)
  }

  /// The price of now and the next one, as HTML.
  func price(_ view: PriceView) throws -> String {
    guard let now = view.now, let energy = now.energyPerKWh else { return "" }
    var slots = common()
    slots.texts["price"] = format.decimal(energy)
    slots.texts["currency"] = now.currency.code
    slots.texts["price_note"] = priceNote(now)
    slots.texts["next_price"] = view.next.map { next in
      let time = format.time(next.from)
      guard let price = next.headline?.energyPerKWh, price != energy else {
        return filled("tenant.next-price-other", ["time": time])
      }
      let amount = "\(format.decimal(price)) \(now.currency.code)"
      return filled("tenant.next-price", ["time": time, "price": amount])
    }
    return try part("price", slots)
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

  /// A bay's name and state.
  func bay(_ connector: LiveConnector, at live: LiveChargePoint) -> Template.Slots {
    let state = live.state(of: connector).rawValue
    return Template.Slots(
      texts: [
        "bay": site.bayName(of: connector, at: live), "place": "\(live.record.id)/\(connector.connector)",
        "state": state, "state_word": word("state." + state),
      ],
      html: ["icon": icon(state)])
  }

  func duration(since instant: Instant) -> String {
    let minutes = format.minutes(since: instant)
    if minutes < 60 { return filled("time.minutes", ["m": String(minutes)]) }
    return filled("time.hours", ["h": String(minutes / 60), "m": PageFormat.two(minutes % 60)])
  }
}
