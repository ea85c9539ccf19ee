import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func listTenants() async throws -> HTTPResponse {
    let limit = try pageLimit()
    let cursor = try pageCursor()
    let now = site.now()
    return try await site.reader.read { connection in
      let page = try connection.tenants(after: cursor, limit: limit)
      let items = try page.items.map { tenant in
        try tenant.json(at: now, in: connection).adding([
          "links": .array(try connection.tenantLinks(tenantKey: tenant.key).map(\.json))
        ])
      }
      return .list(items, next: page.next?.text)
    }
  }

  func showTenant() async throws -> HTTPResponse {
    let (id, now) = (parameter(), site.now())
    return .json(
      try await site.reader.read { connection in
        guard let tenant = try connection.tenant(id: id) else {
          throw Problem.notFound("tenant with this id")
        }
        return try tenant.json(at: now, in: connection)
      })
  }

  func createTenant() async throws -> HTTPResponse {
    var body = try fields()
    let new = NewTenant(&body)
    try body.finish()
    let now = site.now()
    let json = try await audited("tenant.create") { connection, note in
      let tenant = try new.add(in: connection, at: now)
      let json = try tenant.json(at: now, in: connection)
      (note.subject, note.after) = (tenant.id, json)
      return json
    }
    return .json(json, status: 201)
  }

  func changeTenant() async throws -> HTTPResponse {
    let (id, now) = (parameter(), site.now())
    var body = try fields()
    let name = body.textOrNil("name", 1...100)
    let change = TenantFields(&body)
    try body.finish()
    let json = try await audited("tenant.change", subject: id) { connection, note in
      guard var tenant = try connection.tenant(id: id) else {
        throw Problem.notFound("tenant with this id")
      }
      note.before = try tenant.json(at: now, in: connection)
      if let name { tenant.name = name }
      try change.apply(to: &tenant, in: connection)
      try connection.updateTenant(tenant)
      let json = try tenant.json(at: now, in: connection)
      note.after = json
      return json
    }
    site.cardsChanged()
    return .json(json)
  }

  func tenantOfPath() async throws -> Tenant {
    let id = parameter()
    guard let tenant = try await site.reader.read({ try $0.tenant(id: id) }) else {
      throw Problem.notFound("tenant with this id")
    }
    return tenant
  }
}

/// A tenant that a body describes.
struct NewTenant: Sendable {
  private let name: String
  private let kind: Tenant.Kind
  private let more: TenantFields

  init(_ body: inout BodyFields) {
    name = body.text("name", 1...100)
    kind = body.choiceOrNil("kind", Tenant.Kind.self) ?? .tenant
    more = TenantFields(&body)
  }

  func add(in file: WriteConnection, at now: Instant) throws -> Tenant {
    var tenant = try TenantDesk.add(named: name, kind: kind, in: file, at: now)
    try more.apply(to: &tenant, in: file)
    try file.updateTenant(tenant)
    return tenant
  }
}

/// What a body says of a tenant besides its name and kind; what it does not name is left as it is.
private struct TenantFields: Sendable {
  private let email: String??
  private let phone: String??
  private let language: String??
  private let groupID: String??
  private let hostID: String??
  private let validFrom: Instant??
  private let validUntil: Instant??
  private let archivedAt: Instant??

  init(_ body: inout BodyFields) {
    func text(_ name: String, _ length: ClosedRange<Int>) -> String?? {
      body.has(name) ? .some(body.textOrNil(name, length)) : nil
    }
    func instant(_ name: String) -> Instant?? { body.has(name) ? .some(body.instantOrNil(name)) : nil }
    email = text("email", 3...254)
    phone = text("phone", 1...40)
    language = text("language", 2...2)
    groupID = text("group_id", 1...100)
    hostID = text("host_tenant_id", 1...100)
    validFrom = instant("valid_from")
    validUntil = instant("valid_until")
    archivedAt = instant("archived_at")
    if let address = email ?? nil, !address.dropFirst().dropLast().contains("@") {
      body.refuse("email", Wording("email", "must be an address like name@example.org"))
    }
    if let language = language ?? nil, !SiteSettings.languages.contains(language) {
      body.refuse("language", .choice(SiteSettings.languages))
    }
  }

  func apply(to tenant: inout Tenant, in file: ReadConnection) throws {
    if let email { tenant.email = email }
    if let phone { tenant.phone = phone }
    if let language { tenant.language = language }
    if let groupID { tenant.groupKey = try file.group(named: groupID, path: "group_id")?.key }
    if let hostID { tenant.hostTenantKey = try host(hostID, of: tenant, in: file) }
    if let validFrom { tenant.validFrom = validFrom }
    if let validUntil { tenant.validUntil = validUntil }
    if let archivedAt { tenant.archivedAt = archivedAt }
    if tenant.kind == .tenant, tenant.validFrom != nil || tenant.validUntil != nil {
      throw Problem.invalid("valid_until", Wording("guests-only", "is for guests only"))
    }
    if let from = tenant.validFrom, let until = tenant.validUntil, until <= from {
      throw Problem.invalid("valid_until", Wording("ends-before", "must come after the beginning"))
    }
  }

  private func host(_ id: String?, of tenant: Tenant, in file: ReadConnection) throws -> Int64? {
    guard let id else { return nil }
    guard tenant.kind == .guest else {
      throw Problem.invalid("host_tenant_id", Wording("guests-only", "is for guests only"))
    }
    guard let host = try file.tenant(id: id), host.kind == .tenant else {
      throw Problem.invalid("host_tenant_id", Wording("no-tenant", "is no tenant's id"))
    }
    return host.key
  }
}

extension Tenant {
  /// What its phone hears when it opens an invitation.
  var json: JSONValue { ["id": .string(id), "name": .string(name), "created_at": .instant(createdAt)] }

  /// API: `GET /tenants/{id}`.
  func json(at now: Instant, in file: ReadConnection) throws -> JSONValue {
    let group = try groupKey.flatMap { try file.tenantGroup(key: $0)?.id }
    let tenancies = try file.tenancies(TenancyFilter(tenantKey: key, at: now)).items
    return [
      "id": .string(id), "name": .string(name), "created_at": .instant(createdAt),
      "kind": .string(kind.rawValue), "email": .text(email), "phone": .text(phone),
      "language": .text(language), "group_id": .text(group),
      "host_tenant_id": .text(try hostTenantKey.flatMap { try file.tenant(key: $0)?.id }),
      "valid_from": .instant(validFrom), "valid_until": .instant(validUntil),
      "archived_at": .instant(archivedAt), "tenancies": .array(tenancies.map { .string($0.id) }),
    ]
  }
}
