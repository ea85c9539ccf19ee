import Crypto
import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func listBays() async throws -> HTTPResponse {
    let (now, withPeople) = (site.now(), caller.role != .installer)
    let (limit, cursor) = (try pageLimit(), try pageCursor())
    return try await site.reader.read { file in
      let rest = try file.allBays().filter { $0.key > cursor?.key ?? 0 }
      let page = rest.prefix(limit)
      let next = rest.count > limit ? page.last.map { PageCursor(sortValue: 0, key: $0.key).text } : nil
      return .list(try page.map { try $0.json(at: now, withPeople: withPeople, in: file) }, next: next)
    }
  }

  func showBay() async throws -> HTTPResponse {
    let (id, now, withPeople) = (parameter(), site.now(), caller.role != .installer)
    return .json(
      try await site.reader.read { file in
        try file.knownBay(id).json(at: now, withPeople: withPeople, in: file)
      })
  }

  func createBay() async throws -> HTTPResponse {
    var body = try fields()
    let name = body.text("name", 1...100)
    let change = BayFields(&body)
    try body.finish()
    let (now, place) = (site.now(), try change.place(on: site))
    let json = try await audited("bay.create") { file, note in
      var bay = Bay(
        key: 0, id: BayID.make(from: randomBytes(BayID.length)), name: name, createdAt: now)
      try change.apply(to: &bay, place: place, at: now, in: file)
      let json = try file.insertBay(bay).json(at: now, withPeople: true, in: file)
      (note.subject, note.after) = (bay.id, json)
      return json
    }
    try await site.baysChanged()
    return .json(
      json, status: 201, headers: [("Location", "/api/v1/bays/\(json["id"]?.stringValue ?? "")")])
  }

  func changeBay() async throws -> HTTPResponse {
    let (id, now) = (parameter(), site.now())
    var body = try fields()
    let name = body.textOrNil("name", 1...100)
    let change = BayFields(&body)
    try body.finish()
    let place = try change.place(on: site)
    let json = try await audited("bay.change") { file, note in
      var bay = try file.knownBay(id)
      (note.subject, note.before) = (bay.id, try bay.json(at: now, withPeople: true, in: file))
      if let name { bay.name = name }
      try change.apply(to: &bay, place: place, at: now, in: file)
      try file.updateBay(bay)
      let json = try bay.json(at: now, withPeople: true, in: file)
      note.after = json
      return json
    }
    try await site.baysChanged()
    return .json(json)
  }

  func deleteBay() async throws -> HTTPResponse {
    let (id, now) = (parameter(), site.now())
    try await audited("bay.delete") { file, note in
      let bay = try file.knownBay(id)
      (note.subject, note.before) = (bay.id, try bay.json(at: now, withPeople: true, in: file))
      try BayDesk.archive(bay, at: now, in: file)
    }
    try await site.baysChanged()
    return HTTPResponse(status: 204)
  }
}

/// What a body says of a bay; nil members are left as they are.
private struct BayFields: Sendable {
  private let place: (chargePoint: String?, connector: Int?)?
  private let unitID: String??
  private let access: BayAccess?
  private let groups: [String]?
  private let startsWhenPluggedIn: Bool?

  init(_ body: inout BodyFields) {
    let setsPlace = body.has("charge_point") || body.has("connector")
    let chargePoint = body.textOrNil("charge_point", 1...255)
    let connector = body.integerOrNil("connector", 1...256).map { Int($0) }
    if setsPlace, (chargePoint == nil) != (connector == nil) {
      body.refuse(
        "connector",
        Wording("with-charge-point", "must be given with charge_point, or both must be null"))
    }
    place = setsPlace ? (chargePoint, connector) : nil
    unitID = body.has("unit_id") ? .some(body.textOrNil("unit_id")) : nil
    access = body.choiceOrNil("access", BayAccess.self)
    groups = body.textsOrNil("groups")
    startsWhenPluggedIn = body.boolOrNil("starts_when_plugged_in")
  }

  /// The connector that was named; nil: none was. One of nil says that none stands there.
  @NetworkLoop func place(on site: ChargingSite) throws -> BayPlace? {
    guard let place else { return nil }
    guard let id = place.chargePoint, let connector = place.connector else { return BayPlace() }
    guard let live = site.board.chargePoint(id: id), live.record.state == .accepted else {
      throw Problem.invalid("charge_point", Wording("no-wallbox", "is no accepted wallbox's id"))
    }
    guard live.connector(connector) != nil else {
      throw Problem.invalid("connector", Wording("no-connector", "is no connector of this wallbox"))
    }
    return BayPlace(chargePointKey: live.record.key, connector: connector)
  }

  func apply(to bay: inout Bay, place: BayPlace?, at now: Instant, in file: WriteConnection) throws {
    if let place {
      if let chargePoint = place.chargePointKey, let connector = place.connector {
        try BayDesk.clear(
          chargePointKey: chargePoint, connector: connector, for: bay.key, at: now, in: file)
      }
      (bay.chargePointKey, bay.connector) = (place.chargePointKey, place.connector)
    }
    if let unitID { bay.unitKey = try file.unit(named: unitID)?.key }
    if let access { bay.access = access }
    if let groups {
      let keys = try groups.compactMap { try file.group(named: $0, path: "groups")?.key }
      bay.groupKeys = Set(keys).sorted()
    }
    if let startsWhenPluggedIn { bay.startsWhenPluggedIn = startsWhenPluggedIn }
  }
}

/// Where a bay's wallbox stands; both nil: nowhere.
private struct BayPlace: Sendable {
  var chargePointKey: Int64?
  var connector: Int?
}

extension ReadConnection {
  func knownBay(_ id: String) throws -> Bay {
    guard let bay = try BayID.parse(id).flatMap({ try bay(id: $0) }) else {
      throw Problem.notFound("bay with this id")
    }
    return bay
  }

  /// The bays that a body names; an id that none has is the body's fault.
  func bays(named ids: [String], path: String = "bays") throws -> [Bay] {
    try ids.enumerated().map { index, id in
      guard let bay = try BayID.parse(id).flatMap({ try bay(id: $0) }) else {
        throw Problem.invalid("\(path)[\(index)]", Wording("no-bay", "is no bay's id"))
      }
      return bay
    }
  }

  /// The public ids of bays, archived ones too.
  func bayIDs(_ keys: [Int64]) throws -> JSONValue {
    .array(try keys.compactMap { key in try bay(key: key).map { .string($0.id) } })
  }
}

extension Bay {
  /// API: `GET /bays/{id}`.
  fileprivate func json(at now: Instant, withPeople: Bool, in file: ReadConnection) throws -> JSONValue {
    let chargePoint = try chargePointKey.flatMap { try file.chargePoint(key: $0)?.id }
    let unit = try unitKey.flatMap { try file.unit(key: $0)?.id }
    let groups = try groupKeys.compactMap { try file.tenantGroup(key: $0)?.id }
    return [
      "id": .string(id), "name": .string(name), "charge_point": .text(chargePoint),
      "connector": .integer(connector), "unit_id": .text(unit), "access": .string(access.rawValue),
      "groups": .array(groups.map(JSONValue.string)),
      "starts_when_plugged_in": .bool(startsWhenPluggedIn),
      "holder": withPeople ? try holder(at: now, in: file) : .null, "address": .string("/c/\(id)"),
    ]
  }

  private func holder(at now: Instant, in file: ReadConnection) throws -> JSONValue {
    let tenancies = try file.tenancies(TenancyFilter(bayKey: key, at: now)).items
    guard let tenancy = tenancies.last, let tenant = try file.tenant(key: tenancy.tenantKey) else {
      return .null
    }
    return [
      "tenancy_id": .string(tenancy.id), "tenant_id": .string(tenant.id), "name": .string(tenant.name),
      "from": .instant(tenancy.from),
    ]
  }
}
