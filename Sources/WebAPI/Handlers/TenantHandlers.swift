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
    let tenant = try await audited("tenant.create") { connection, note in
      let tenant = try TenantDesk.add(named: name, in: connection, at: now)
      (note.subject, note.after) = (tenant.id, ["name": .string(name)])
      return tenant
    }
    return .json(tenant.json, status: 201)
  }

  func changeTenant() async throws -> HTTPResponse {
    let tenant = try await tenantOfPath()
    var body = try fields()
    let name = body.textOrNil("name", 1...100) ?? tenant.name
    try body.finish()
    try await audited("tenant.change", subject: tenant.id) { connection, note in
      note.before = ["name": .text(try connection.tenant(key: tenant.key)?.name)]
      try connection.renameTenant(key: tenant.key, to: name)
      note.after = ["name": .string(name)]
    }
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
