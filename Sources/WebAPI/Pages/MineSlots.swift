import Domain
import Net
import Storage

/// Fills `tenant/mine.html`: cards and phones.
@NetworkLoop
struct MineSlots {
  let page: TenantPage
  let cards: [IdTag]
  let phones: [SignIn]
  /// The sign-in that asks.
  let current: Int64?

  func slots() -> Template.Slots {
    var slots = Template.Slots()
    slots.lists["cards"] = cards.filter { !$0.isPhone }.map(card)
    slots.texts["no_cards"] = slots.lists["cards"]?.isEmpty == true ? "yes" : ""
    slots.lists["phones"] = phones.map(phone)
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
