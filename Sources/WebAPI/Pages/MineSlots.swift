import Domain
import Net
import Site
import Storage

/// Fills `tenant/mine.html`.
@NetworkLoop
struct MineSlots {
  let page: TenantPage
  let view: MineView
  /// The sign-in that asks.
  let current: Int64?

  func slots() throws -> Template.Slots {
    var slots = Template.Slots()
    slots.html["budgets"] = try page.budgets(page.site.budgetViews(of: view.tenant.key))
    slots.lists["cards"] = view.cards.filter { !$0.isPhone }.map(card)
    slots.texts["no_cards"] = slots.lists["cards"]?.isEmpty == true ? "yes" : ""
    slots.lists["phones"] = view.phones.map(phone)
    slots.texts["others"] = view.phones.count { $0.key != current } > 1 ? "yes" : ""
    slots.texts["code"] = view.pin.code
    slots.texts["pin_action"] = page.word(view.pin.verifier == nil ? "pin.title" : "mine.pin-change")
    slots.texts["wifi"] = page.wifi ?? ""
    slots.texts["erasure"] = view.erasure.map {
      page.filled("mine.erasure-announced", ["day": page.format.day($0.dueAt)])
    }
    slots.texts["can_erase"] = view.erasure == nil ? "yes" : ""
    return slots
  }

  private func card(_ card: IdTag) -> Template.Slots {
    let works = authorize(card, at: page.format.now) == .accepted
    let status = card.status == .accepted ? IdTagStatus.expired : card.status
    return Template.Slots(
      texts: [
        "label": card.label.isEmpty ? page.word("mine.card-unnamed") : card.label,
        "number": "… " + card.idTag.suffix(4), "id_tag": card.idTag,
        "status_word": works ? "" : page.word("mine.card." + status.rawValue),
        "can_block": works ? "yes" : "",
      ],
      html: ["icon": page.icon("unavailable")])
  }

  private func phone(_ signIn: SignIn) -> Template.Slots {
    let isCurrent = signIn.key == current
    let used = page.filled("mine.used", ["time": page.format.time(signIn.lastUsedAt)])
    return Template.Slots(texts: [
      "device": name(of: signIn.device), "sign_in": String(signIn.key),
      "current": isCurrent ? "yes" : "", "used": isCurrent ? "" : used,
    ])
  }

  /// "Firefox on Android", from what the browser calls itself.
  private func name(of device: String) -> String {
    let browsers = [
      ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Edg", "Edge"), ("SamsungBrowser", "Samsung Internet"),
      ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
    ]
    let systems = [
      ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
      ("Mac OS", "Mac"), ("Linux", "Linux"),
    ]
    let browser = browsers.first { device.contains($0.0) }?.1
    let system = systems.first { device.contains($0.0) }?.1
    guard let browser, let system else { return browser ?? system ?? page.word("mine.phone-unknown") }
    return page.filled("mine.phone-on", ["browser": browser, "system": system])
  }
}
