import Domain
import Formats
import Net
import Site
import Storage

/// Letters that invite tenants: each has a new link, because the secret of an old one is not kept.
extension Call {
  static let mostLetters = 500

  private struct Invitation {
    let tenant: Tenant
    let link: TenantLink
    let code: String
    let path: String
  }

  func createLetters() async throws -> HTTPResponse {
    var body = try fields()
    let ids = tenantIDs(&body)
    let wanted = body.textOrNil("base", 1...200)
    try body.finish()
    let base = try paperBase(wanted)
    let now = application.settings.realNow()
    let note = auditMade("tenant.invite") { (made: Invitation) in
      (made.tenant.id, ["link": .string(made.link.id)])
    }
    let made = try await site.store.write { file in
      try ids.map { id in
        guard let tenant = try file.tenant(id: id), tenant.archivedAt == nil else {
          throw Problem.invalid(
            "tenants", Wording("letters-tenant", "there is no tenant with the id {id}", ["id": id]))
        }
        let (link, path) = try TenantDesk.makeLink(for: tenant, in: file, at: now)
        let pin = try file.tenantPin(tenantKey: tenant.key, orWith: TenantDesk.freeCode(in: file))
        let invitation = Invitation(tenant: tenant, link: link, code: pin.code, path: path)
        try note(invitation, file)
        return invitation
      }
    }
    let items = try made.map { made throws(Problem) -> JSONValue in
      let url = base + made.path
      return [
        "tenant_id": .string(made.tenant.id), "tenant_name": .string(made.tenant.name),
        "language": .string(made.tenant.language ?? site.settings.language), "link_id": .string(made.link.id),
        "url": .string(url), "expires_at": .instant(made.link.expiresAt), "qr": try PaperCodes.json(url),
        "code": .string(made.code),
      ]
    }
    let wifi = try PaperCodes.wifi(of: site.settings, isWanted: true)
    return .json(
      ([
        "base": .string(base), "house_network": .bool(base != application.settings.publicURL),
        "help_phone": .string(site.settings.helpPhone), "items": .array(items),
      ] as JSONValue).adding(wifi), status: 201)
  }

  private func tenantIDs(_ body: inout BodyFields) -> [String] {
    let texts = body.value("tenants")?.arrayValue?.map(\.stringValue) ?? []
    let ids = texts.compactMap { $0 }
    if ids.isEmpty || ids.count > Self.mostLetters || ids.count < texts.count || Set(ids).count < ids.count {
      body.refuse(
        "tenants",
        Wording(
          "letters-tenants", "must be a list of 1 to {most} different tenants' ids",
          ["most": String(Self.mostLetters)]))
    }
    return ids
  }
}
