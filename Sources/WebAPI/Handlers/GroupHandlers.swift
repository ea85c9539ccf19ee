import Crypto
import Domain
import Formats
import Net
import Site
import Storage

/// Groups of tenants.
extension Call {
  func listGroups() async throws -> HTTPResponse {
    try await site.reader.read { file in
      let tenants = try file.tenantsPerGroup()
      return .list(try file.tenantGroups().map { $0.json(tenants: tenants[$0.key] ?? 0) })
    }
  }

  func createGroup() async throws -> HTTPResponse {
    var body = try fields()
    let name = body.text("name", 1...100)
    try body.finish()
    let (now, id) = (site.now(), randomToken(bits: 60))
    let group = try await audited("group.create", subject: id) { file, note in
      try file.checkGroupName(name, isOf: nil)
      note.after = ["name": .string(name)]
      return try file.insertTenantGroup(id: id, name: name, at: now)
    }
    return .json(group.json(tenants: 0), status: 201, headers: [("Location", "/api/v1/groups/\(id)")])
  }

  func changeGroup() async throws -> HTTPResponse {
    let id = parameter()
    var body = try fields()
    let name = body.textOrNil("name", 1...100)
    try body.finish()
    return .json(
      try await audited("group.change", subject: id) { file, note in
        var group = try file.knownGroup(id)
        if let name {
          try file.checkGroupName(name, isOf: group.key)
          (note.before, note.after) = (["name": .string(group.name)], ["name": .string(name)])
          try file.renameTenantGroup(key: group.key, to: name)
          group.name = name
        }
        return group.json(tenants: try file.tenantsPerGroup()[group.key] ?? 0)
      })
  }

  func deleteGroup() async throws -> HTTPResponse {
    let id = parameter()
    try await audited("group.delete", subject: id) { file, note in
      let group = try file.knownGroup(id)
      note.before = ["name": .string(group.name)]
      do {
        try file.deleteTenantGroup(key: group.key)
      } catch let error as StoreError where error.kind == .constraint {
        throw Problem.conflict(
          Wording("group-in-use", "Tenants or bays belong to this group."),
          fix: "Put them into another group, or none, first.")
      }
    }
    return HTTPResponse(status: 204)
  }
}

extension ReadConnection {
  fileprivate func knownGroup(_ id: String) throws -> TenantGroup {
    guard let group = try tenantGroup(id: id) else { throw Problem.notFound("group with this id") }
    return group
  }

  fileprivate func checkGroupName(_ name: String, isOf key: Int64?) throws {
    guard let other = try tenantGroup(name: name), other.key != key else { return }
    throw Problem.conflict(
      Wording("group-exists", "There is a group with the name {name} already.", ["name": name]),
      fix: "Choose another name.")
  }

  /// The group that a body names; an id that none has is the body's fault.
  func group(named id: String?, path: String) throws -> TenantGroup? {
    guard let id else { return nil }
    guard let group = try tenantGroup(id: id) else {
      throw Problem.invalid(path, Wording("no-group", "is no group's id"))
    }
    return group
  }
}

extension TenantGroup {
  /// API: an item of `GET /groups`.
  fileprivate func json(tenants: Int) -> JSONValue {
    ["id": .string(id), "name": .string(name), "tenants": .integer(tenants)]
  }
}
