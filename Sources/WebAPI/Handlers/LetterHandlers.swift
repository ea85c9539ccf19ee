import Domain
import Formats
import Net
import Site
import Storage

/// Letters that invite tenants: each has a new link, because the secret of an old one is not kept.
extension Call {
  static let mostLetters = 500

  func createLetters() async throws -> HTTPResponse {
    var body = try fields()
    let ids = tenantIDs(&body)
    let wanted = body.textOrNil("base", 1...200)
    try body.finish()
    let base = try paperBase(wanted)
    let now = application.settings.realNow()
    let made = try await site.store.write { file in
      try ids.map { id in
        guard let tenant = try file.tenant(id: id), tenant.archivedAt == nil else {
          throw Problem.invalid("tenants", "there is no tenant with the id \(id)")
        }
        return (tenant, try TenantDesk.makeLink(for: tenant, in: file, at: now))
      }
    }
    let items = try made.map { tenant, made throws(Problem) -> JSONValue in
      let url = base + made.path
      return [
        "tenant_id": .string(tenant.id), "tenant_name": .string(tenant.name),
        "language": .string(tenant.language ?? site.settings.language), "link_id": .string(made.link.id),
        "url": .string(url), "expires_at": .instant(made.link.expiresAt), "qr": try PaperCodes.json(url),
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
      body.refuse("tenants", "must be a list of 1 to \(Self.mostLetters) different tenants' ids")
    }
    return ids
  }
}
