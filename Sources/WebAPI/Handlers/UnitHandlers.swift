import Crypto
import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func listUnits() async throws -> HTTPResponse {
    let (limit, cursor, now) = (try pageLimit(), try pageCursor(), site.now())
    return try await site.reader.read { file in
      let page = try file.units(after: cursor, limit: limit)
      return .list(try page.items.map { try $0.json(at: now, in: file) }, next: page.next?.text)
    }
  }

  func createUnit() async throws -> HTTPResponse {
    var body = try fields()
    let name = body.text("name", 1...100)
    try body.finish()
    let (now, id) = (site.now(), randomToken(bits: 60))
    let json = try await audited("unit.create", subject: id) { file, note in
      try file.checkUnitName(name, isOf: nil)
      note.after = ["name": .string(name)]
      return try file.insertUnit(id: id, name: name, at: now).json(at: now, in: file)
    }
    return .json(json, status: 201, headers: [("Location", "/api/v1/units/\(id)")])
  }

  func changeUnit() async throws -> HTTPResponse {
    let (id, now) = (parameter(), site.now())
    var body = try fields()
    let name = body.textOrNil("name", 1...100)
    try body.finish()
    return .json(
      try await audited("unit.change", subject: id) { file, note in
        var unit = try file.knownUnit(id)
        if let name {
          try file.checkUnitName(name, isOf: unit.key)
          (note.before, note.after) = (["name": .string(unit.name)], ["name": .string(name)])
          unit.name = name
          try file.updateUnit(unit)
        }
        return try unit.json(at: now, in: file)
      })
  }

  /// Takes it out of all lists; its bays belong to no unit then.
  func deleteUnit() async throws -> HTTPResponse {
    let (id, now) = (parameter(), site.now())
    try await audited("unit.delete", subject: id) { file, note in
      var unit = try file.knownUnit(id)
      note.before = ["name": .string(unit.name)]
      let tenancies = try file.tenancies(TenancyFilter(unitKey: unit.key)).items
      guard tenancies.allSatisfy({ $0.to.map { $0 <= now } ?? false }) else {
        throw Problem.conflict(
          Wording("unit-in-use", "A tenancy of this unit holds now or later."), fix: "End it first.")
      }
      for var bay in try file.bays(unitKey: unit.key) {
        bay.unitKey = nil
        try file.updateBay(bay)
      }
      unit.archivedAt = now
      try file.updateUnit(unit)
    }
    return HTTPResponse(status: 204)
  }
}

extension ReadConnection {
  func knownUnit(_ id: String) throws -> Unit {
    guard let unit = try unit(id: id) else { throw Problem.notFound("unit with this id") }
    return unit
  }

  /// The unit that a body names; an id that none has is the body's fault.
  func unit(named id: String?) throws -> Unit? {
    guard let id else { return nil }
    guard let unit = try unit(id: id) else {
      throw Problem.invalid("unit_id", Wording("no-unit", "is no unit's id"))
    }
    return unit
  }

  func checkUnitName(_ name: String, isOf key: Int64?) throws {
    guard let other = try unit(name: name), other.key != key else { return }
    throw Problem.conflict(
      Wording("unit-exists", "There is a unit with the name {name} already.", ["name": name]),
      fix: "Choose another name.")
  }
}

extension Unit {
  /// API: an item of `GET /units`.
  fileprivate func json(at now: Instant, in file: ReadConnection) throws -> JSONValue {
    let tenancy = try file.tenancies(TenancyFilter(unitKey: key, at: now)).items.last
    let tenant = try tenancy.flatMap { try file.tenant(key: $0.tenantKey) }
    return [
      "id": .string(id), "name": .string(name),
      "bays": .array(try file.bays(unitKey: key).map { .string($0.id) }),
      "tenancy": tenancy.map { tenancy in
        [
          "id": .string(tenancy.id), "tenant_id": .text(tenant?.id), "tenant_name": .text(tenant?.name),
          "from": .instant(tenancy.from),
        ]
      } ?? .null,
      "created_at": .instant(createdAt),
    ]
  }
}
