import Crypto
import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func listTenancies() async throws -> HTTPResponse {
    let (limit, cursor, at) = (try pageLimit(), try pageCursor(), try instantQuery("at"))
    let (tenantID, bayID) = (wanted("tenant_id"), wanted("bay"))
    return try await site.reader.read { file in
      var filter = TenancyFilter(at: at)
      if let tenantID {
        guard let tenant = try file.tenant(id: tenantID) else {
          throw Problem.badQuery("tenant_id", Wording("no-tenant", "is no tenant's id"))
        }
        filter.tenantKey = tenant.key
      }
      if let bayID {
        guard let bay = try BayID.parse(bayID).flatMap({ try file.bay(id: $0) }) else {
          throw Problem.badQuery("bay", Wording("no-bay", "is no bay's id"))
        }
        filter.bayKey = bay.key
      }
      let page = try file.tenancies(filter, after: cursor, limit: limit)
      return .list(try page.items.map { try $0.json(final: nil, in: file) }, next: page.next?.text)
    }
  }

  func createTenancy() async throws -> HTTPResponse {
    let (now, by, zone) = (site.now(), caller.name, site.settings.zone)
    var body = try fields()
    let holder = NewHolder(&body)
    let bays = body.texts("bays")
    let from = body.instant("from")
    let to = body.instantOrNil("to")
    let registers = RegisterFields(&body)
    try body.finish()
    let tenantMade = auditMade("tenant.create") { (made: JSONValue) in
      (made["id"]?.stringValue ?? "", made)
    }
    let unitMade = auditMade("unit.create") { (made: Unit) in (made.id, ["name": .string(made.name)]) }
    let json = try await audited("tenancy.begin") { file, note in
      let tenant = try holder.tenant(in: file, at: now)
      if holder.isNewTenant { try tenantMade(tenant.json(at: now, in: file), file) }
      let unit = try holder.unit(in: file, at: now)
      if let unit, holder.isNewUnit { try unitMade(unit, file) }
      guard tenant.kind == .tenant else {
        throw Problem.invalid("tenant_id", Wording("guest-holds", "is a guest, who holds no bays"))
      }
      let tenancy = Tenancy(
        key: 0, id: randomToken(bits: 60), tenantKey: tenant.key,
        unitKey: unit?.key,
        bayKeys: Set(try file.bays(named: bays).map(\.key)).sorted(), from: from, to: to, createdAt: now,
        createdBy: by)
      let added = try TenancyDesk.begin(
        tenancy, entered: try registers.entered(of: tenancy, in: file), zone: zone, in: file)
      let json = try added.json(final: nil, in: file)
      (note.subject, note.after) = (added.id, json)
      return json
    }
    try await site.baysChanged()
    return .json(
      json, status: 201, headers: [("Location", "/api/v1/tenancies/\(json["id"]?.stringValue ?? "")")])
  }

  func changeTenancy() async throws -> HTTPResponse {
    let (id, zone) = (parameter(), site.settings.zone)
    var body = try fields()
    let bays = body.textsOrNil("bays")
    let setsUnit = body.has("unit_id")
    let unitID = body.textOrNil("unit_id")
    try body.finish()
    let json = try await audited("tenancy.correct", subject: id) { file, note in
      var tenancy = try file.knownTenancy(id)
      note.before = try tenancy.json(final: nil, in: file)
      if let bays { tenancy.bayKeys = Set(try file.bays(named: bays).map(\.key)).sorted() }
      if setsUnit { tenancy.unitKey = try file.unit(named: unitID)?.key }
      try TenancyDesk.correct(tenancy, zone: zone, in: file)
      let json = try tenancy.json(final: nil, in: file)
      note.after = json
      return json
    }
    try await site.baysChanged()
    return .json(json)
  }

  /// What a move-out at an instant would come to; nothing is changed.
  func showFinal() async throws -> HTTPResponse {
    let (id, now, currency, by) = (parameter(), site.now(), site.settings.currency, caller.name)
    let to = try instantQuery("to") ?? now
    return .json(
      try await site.reader.read { file in
        var tenancy = try file.knownTenancy(id)
        let charges = try TenancyCharges(of: tenancy, to: to, currency: currency, in: file)
        let known = try file.tenancyReadings(tenancyKey: tenancy.key).contains { $0.event == .end }
        let proposed =
          known ? [] : try MoveOut.registers(of: tenancy, at: to, by: by, now: now, in: file)
        tenancy.to = to
        return try tenancy.json(final: charges, currency, proposed: proposed, in: file)
      })
  }

  /// Move-out, and the next tenant if there is one.
  func endTenancy() async throws -> HTTPResponse {
    let (id, now, by) = (parameter(), site.now(), caller.name)
    let (currency, zone) = (site.settings.currency, site.settings.zone)
    var body = try fields()
    let to = body.instant("to")
    let registers = RegisterFields(&body)
    let next = NextTenant(&body)
    let blocksCards = body.boolOrNil("block_cards") ?? true
    try body.finish()
    let json = try await audited("tenancy.end", subject: id) { file, note in
      let tenancy = try file.knownTenancy(id)
      note.before = try tenancy.json(final: nil, in: file)
      let nextTenant = try next?.tenant(in: file, at: now)
      guard nextTenant?.key != tenancy.tenantKey else {
        throw Problem.invalid("next.tenant_id", Wording("same-tenant", "is the tenant who moves out"))
      }
      let moveOut = MoveOut(
        to: to, entered: try registers.entered(of: tenancy, in: file), blocksCards: blocksCards,
        next: nextTenant.map { ($0.key, randomToken(bits: 60)) }, by: by)
      let (ended, following) = try moveOut.end(tenancy, zone: zone, at: now, in: file)
      let charges = try TenancyCharges(of: ended, to: to, currency: currency, in: file)
      let json = try ended.json(final: charges, currency, in: file).adding([
        "next": try following?.json(final: nil, in: file) ?? .null
      ])
      note.after = json
      return json
    }
    try await site.baysChanged()
    return .json(json)
  }
}

/// Who moves in where: a tenant and a unit that are there, or new ones, which come with the tenancy or not at
/// all.
private struct NewHolder: Sendable {
  private let tenantID: String?
  private let newTenant: NewTenant?
  private let unitID: String?
  private let unitName: String?

  init(_ body: inout BodyFields) {
    tenantID = body.textOrNil("tenant_id")
    newTenant = body.part("tenant") { NewTenant(&$0) }
    unitID = body.textOrNil("unit_id")
    unitName = body.part("unit") { $0.text("name", 1...100) }
    if tenantID == nil, newTenant == nil { body.refuse("tenant_id", .missing) }
    if tenantID != nil, newTenant != nil { body.refuse("tenant", Self.oneOnly("tenant_id")) }
    if unitID != nil, unitName != nil { body.refuse("unit", Self.oneOnly("unit_id")) }
  }

  private static func oneOnly(_ other: String) -> Wording {
    Wording("field-beside", "cannot stand beside {other}", ["other": other])
  }

  var isNewTenant: Bool { newTenant != nil }
  var isNewUnit: Bool { unitName != nil }

  func tenant(in file: WriteConnection, at now: Instant) throws -> Tenant {
    if let newTenant { return try newTenant.add(in: file, at: now) }
    guard let tenant = try file.tenant(named: tenantID) else { throw Problem.unexpected }
    return tenant
  }

  func unit(in file: WriteConnection, at now: Instant) throws -> Unit? {
    guard let unitName else { return try file.unit(named: unitID) }
    try file.checkUnitName(unitName, isOf: nil)
    return try file.insertUnit(id: randomToken(bits: 60), name: unitName, at: now)
  }
}

/// `readings`: registers that were read off, by bay.
private struct RegisterFields: Sendable {
  private var read: [(bay: String, milliWh: Int64)] = []
  private static let wrong = Wording(
    "hand-over-readings", "must name bays with their registers in wh, from 0 on")
  private static let mostWattHours: Int64 = 1_000_000_000_000

  init(_ body: inout BodyFields) {
    guard let value = body.value("readings"), value != .null else { return }
    if value.arrayValue == nil { body.refuse("readings", Self.wrong) }
    let elements = value.arrayValue ?? []
    for (index, element) in elements.enumerated() {
      guard let bay = element["bay"]?.stringValue, let energy = element["wh"].flatMap(Self.milliWh) else {
        body.refuse("readings[\(index)]", Self.wrong)
        continue
      }
      read.append((bay, energy))
    }
  }

  /// Wh with at most three decimals.
  private static func milliWh(_ value: JSONValue) -> Int64? {
    guard case .number(let text) = value else { return nil }
    do throws(DecimalError) {
      let number = try DecimalText.parse(text, digits: 3)
      return (0...Int128(mostWattHours) * 1000).contains(number) ? Int64(number) : nil
    } catch {
      return nil
    }
  }

  func entered(of tenancy: Tenancy, in file: ReadConnection) throws -> [Int64: Int64] {
    var entered: [Int64: Int64] = [:]
    for (index, reading) in read.enumerated() {
      guard let bay = try BayID.parse(reading.bay).flatMap({ try file.bay(id: $0) }),
        tenancy.bayKeys.contains(bay.key)
      else {
        throw Problem.invalid(
          "readings[\(index)].bay", Wording("no-bay-of-it", "is no bay of this tenancy"))
      }
      entered[bay.key] = reading.milliWh
    }
    return entered
  }
}

/// `next`: who holds the bays after a move-out: a tenant's id, or the name of a new one.
private struct NextTenant: Sendable {
  private let id: String?
  private let name: String?

  /// Nil: nobody; they are the owner's.
  init?(_ body: inout BodyFields) {
    guard let value = body.value("next"), value != .null else { return nil }
    id = value["tenant_id"]?.stringValue
    name = value["name"]?.stringValue
    let isName = name.map { (1...100).contains($0.unicodeScalars.count) } ?? true
    if (id == nil) == (name == nil) || !isName {
      body.refuse(
        "next", Wording("next-tenant", "must hold tenant_id, or the name of a new tenant, not both"))
    }
  }

  func tenant(in file: WriteConnection, at now: Instant) throws -> Tenant? {
    if let name { return try TenantDesk.add(named: name, in: file, at: now) }
    guard let id else { return nil }
    guard let tenant = try file.tenant(id: id) else {
      throw Problem.invalid("next.tenant_id", Wording("no-tenant", "is no tenant's id"))
    }
    return tenant
  }
}

extension ReadConnection {
  fileprivate func knownTenancy(_ id: String) throws -> Tenancy {
    guard let tenancy = try tenancy(id: id) else { throw Problem.notFound("tenancy with this id") }
    return tenancy
  }
}
