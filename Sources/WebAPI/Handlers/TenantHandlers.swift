import Crypto
import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func listTenants() async throws -> HTTPResponse {
    let limit = try pageLimit()
    let cursor = try pageCursor()
    return try await site.reader.read { connection in
      let page = try connection.tenants(after: cursor, limit: limit)
      let items = try page.items.map { tenant in
        tenant.json.adding(["links": .array(try connection.tenantLinks(tenantKey: tenant.key).map(\.json))])
      }
      return .list(items, next: page.next?.text)
    }
  }

  func showTenant() async throws -> HTTPResponse {
    .json(try await tenantOfPath().json)
  }

  func createTenant() async throws -> HTTPResponse {
    var body = try fields()
    let name = body.text("name", 1...100)
    try body.finish()
    let now = site.now()
    let tenant = try await site.store.write { connection in
      let tenant = try connection.insertTenant(id: randomToken(bits: 60), name: name, at: now)
      _ = try PhoneTag.add(to: tenant, in: connection, at: now)
      return tenant
    }
    return .json(tenant.json, status: 201)
  }

  func changeTenant() async throws -> HTTPResponse {
    let tenant = try await tenantOfPath()
    var body = try fields()
    let name = body.textOrNil("name", 1...100) ?? tenant.name
    try body.finish()
    try await site.store.write { try $0.renameTenant(key: tenant.key, to: name) }
    return .json(try await tenantOfPath().json)
  }

  func tenantOfPath() async throws -> Tenant {
    let id = parameter()
    guard let tenant = try await site.reader.read({ try $0.tenant(id: id) }) else {
      throw Problem.notFound("tenant with this id")
    }
    return tenant
  }
}

extension Tenant {
  var json: JSONValue { ["id": .string(id), "name": .string(name), "created_at": .instant(createdAt)] }
}

/// The card that exists only here: what a tenant's phone presents to the wallbox when it starts a charge.
enum PhoneTag {
  static let label = "phone"
  static let prefix = "FA"

  /// 14 hexadecimal digits, as a 7-byte card has, but with a first byte that no card maker bears.
  static func make() -> String { prefix + hex(randomBytes(6)).uppercased() }

  /// Gives a tenant one.
  static func add(to tenant: Tenant, in connection: WriteConnection, at now: Instant) throws -> IdTag {
    try connection.insertIdTag(
      make(), label: label, tenantKey: tenant.key, status: .accepted, expiresAt: nil, at: now)
  }

  /// The tenant's own, if it may be used now.
  static func find(of tenant: Tenant, in connection: ReadConnection, at now: Instant) throws -> IdTag? {
    try connection.idTags(tenantKey: tenant.key, after: nil, limit: 500).items.first {
      $0.label == label && $0.idTag.hasPrefix(prefix) && $0.idTag.count == 14 && authorize($0, at: now) == .accepted
    }
  }
}
