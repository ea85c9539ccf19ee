import Domain
import Formats
import Net
import Site
import Storage

/// Guests: who may charge for a while, up to so much, at the cost of a tenant or of the owner.
extension Call {
  func listGuests() async throws -> HTTPResponse {
    let (limit, cursor) = (try pageLimit(), try pageCursor())
    let (page, cards, hosts) = try await site.reader.read { connection in
      let page = try connection.guests(after: cursor, limit: limit)
      let cards = try page.items.map { guest in
        try connection.idTags(tenantKey: guest.key, after: nil, limit: 100).items
      }
      let hosts = try page.items.map { try connection.tenantID(key: $0.hostTenantKey) }
      return (page, cards, hosts)
    }
    let items = zip(page.items, zip(cards, hosts)).map { guest, more in
      json(of: guest, cards: more.0, hostID: more.1)
    }
    return .list(items, next: page.next?.text)
  }

  /// Makes a pass: the guest, what its phone starts with, the most it may use, and a link to its page.
  func createGuest() async throws -> HTTPResponse {
    var body = try fields()
    let name = body.text("name", 1...100)
    let hostID = body.textOrNil("host_tenant_id")
    let validFrom = body.instantOrNil("valid_from")
    let validUntil = body.instantOrNil("valid_until")
    let energy = body.integerOrNil("energy_wh", 1...1_000_000_000)
    let entered = body.has("id_tag") && !body.isNull("id_tag") ? body.cardNumber("id_tag", site.limits) : nil
    let now = site.now()
    if let validUntil {
      if validUntil <= max(now, validFrom ?? now) {
        body.refuse("valid_until", Wording("must-lie-ahead", "must lie ahead"))
      }
    } else if !body.has("valid_until") || body.isNull("valid_until") {
      body.refuse("valid_until", .missing)
    }
    try body.finish()
    let (by, realNow) = (caller.name, application.settings.realNow())
    let (guest, cards, known, made) = try await audited("guest.create") { connection, note in
      let host = try connection.host(named: hostID)
      var guest = try TenantDesk.add(named: name, kind: .guest, in: connection, at: now)
      guest.hostTenantKey = host?.key
      (guest.validFrom, guest.validUntil) = (validFrom, validUntil)
      try connection.updateTenant(guest)
      if let energy {
        let budget = Budget(period: .total, energyMilliWh: energy * 1000, amountMinor: nil)
        try connection.setBudgets([budget], tenantKey: guest.key)
      }
      var known: KnownCard?
      if let entered {
        try connection.checkIsUnknown(entered)
        known = try connection.register(entered, label: name, tenantKey: guest.key, by: by, at: now)
      }
      note.subject = guest.id
      note.after = [
        "name": .string(name), "host_tenant_id": .text(hostID), "valid_until": .instant(validUntil),
        "energy_wh": .integer(energy), "id_tag": .text(entered),
      ]
      let made = try TenantDesk.makeLink(for: guest, in: connection, at: realNow)
      return (guest, try connection.idTags(tenantKey: guest.key, after: nil, limit: 100).items, known, made)
    }
    if let known { site.noteKnown(known) } else { site.cardsChanged() }
    try await site.budgetsChanged(of: guest.key)
    return .json(
      json(of: guest, cards: cards, hostID: hostID).adding([
        "link": made.link.json.adding(["url": .string(ownAddress + made.path)])
      ]), status: 201)
  }

  private func json(of guest: Tenant, cards: [IdTag], hostID: String?) -> JSONValue {
    let numbers = cards.filter { !$0.isPhone }.map { JSONValue.string($0.idTag) }
    return [
      "id": .string(guest.id), "name": .string(guest.name), "kind": .string(guest.kind.rawValue),
      "host_tenant_id": .text(hostID), "valid_from": .instant(guest.validFrom),
      "valid_until": .instant(guest.validUntil), "id_tags": .array(numbers),
      "budgets": .array(site.budgetsJSON(of: guest)), "created_at": .instant(guest.createdAt),
    ]
  }
}

extension ReadConnection {
  /// The tenant that pays for a guest; guests pay for nobody.
  fileprivate func host(named id: String?) throws -> Tenant? {
    guard let id else { return nil }
    guard let host = try tenant(id: id), host.kind == .tenant else {
      throw Problem.invalid("host_tenant_id", Wording("no-tenant", "is no tenant's id"))
    }
    return host
  }
}
