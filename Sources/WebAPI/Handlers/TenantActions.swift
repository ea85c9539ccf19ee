import Crypto
import Domain
import Formats
import Net
import Site
import Storage

/// What a tenant does on its page, as calls of the API. `TenantForms` does the same from forms.
extension Call {
  /// `POST /tenant/start`.
  func startAsTenant() async throws -> HTTPResponse {
    let tenant = try signedInTenant()
    var body = try fields()
    let chargePoint = body.text("charge_point", 1...100)
    let connector = Int(body.integer("connector", 1...1000))
    try body.finish()
    return .json(try await start(tenant, at: chargePoint, connector).json)
  }

  /// `POST /tenant/stop`.
  func stopAsTenant() async throws -> HTTPResponse {
    let tenant = try signedInTenant()
    var body = try fields()
    let id = body.integer("transaction_id", 1...Int64(Int32.max))
    try body.finish()
    return .json(try await stop(id, of: tenant).json)
  }

  /// `POST /tenant/arm`.
  func armAsTenant() async throws -> HTTPResponse {
    let tenant = try signedInTenant()
    var body = try fields()
    let bay = body.text("bay", 1...20)
    try body.finish()
    let armed = try await arm(bay, for: tenant)
    return .json(["bay": .string(armed.bay.id), "expires_at": .instant(armed.start.expiresAt)], status: 201)
  }

  /// `DELETE /tenant/arm/{bay}`.
  func disarmAsTenant() async throws -> HTTPResponse {
    let tenant = try signedInTenant()
    try await disarm(parameter(), for: tenant)
    return HTTPResponse(status: 204)
  }

  /// `POST /tenant/cards/{id_tag}/block`.
  func blockOwnCard() async throws -> HTTPResponse {
    let tenant = try signedInTenant()
    var body = try fields()
    try body.finish()
    return .json(try await block(parameter(), of: tenant))
  }

  // MARK: Steps

  func signedInTenant() throws(Problem) -> Tenant {
    guard let tenant = caller.tenant else { throw .notFound("tenant that this token belongs to") }
    return tenant
  }

  func start(_ tenant: Tenant, at chargePoint: String, _ connector: Int) async throws -> OperationOutcome {
    guard let live = site.board.chargePoint(id: chargePoint), live.record.state == .accepted,
      let place = live.connector(connector)
    else { throw Problem.notFound("bay with this name") }
    guard place.transaction == nil else {
      throw Problem.conflict(Wording("bay-is-busy", "A charge runs at this bay already."))
    }
    let now = site.now()
    let idTag = try await site.store.write { connection in
      try PhoneTag.find(of: tenant, in: connection) ?? PhoneTag.add(to: tenant, in: connection, at: now)
    }
    guard authorize(idTag, at: now) == .accepted else {
      throw Problem.conflict(
        Wording("phone-is-blocked", "This phone may not start charges any more."),
        fix: "Ask the property manager.")
    }
    return try await site.startCharge(
      at: chargePoint, connector: connector, idTag: idTag.idTag, by: caller.name,
      also: audit("charge.start", subject: chargePoint) { _ in ["connector": .integer(connector)] })
  }

  func stop(_ id: Int64, of tenant: Tenant) async throws -> OperationOutcome {
    let transaction = try await site.reader.read { try $0.transaction(id: id) }
    guard let transaction, transaction.isOf(tenant) else {
      throw Problem.notFound("charge of yours with this id")
    }
    return try await site.stopCharge(
      id, by: caller.name, also: audit("charge.stop", subject: String(id)))
  }

  /// The next car at a bay is this tenant's; one that is plugged in already starts at once.
  func arm(_ id: String, for tenant: Tenant) async throws -> (bay: Bay, start: ArmedStart) {
    let now = site.now()
    let (bay, start) = try await audited("bay.arm") { connection, note in
      _ = try PhoneTag.find(of: tenant, in: connection) ?? PhoneTag.add(to: tenant, in: connection, at: now)
      let bay = try Self.bay(id, for: tenant, at: now, in: connection)
      let start = ArmedStart(
        bayKey: bay.key, tenantKey: tenant.key, requestedAt: now,
        expiresAt: now.advanced(byMilliseconds: ChargingSite.armedMs))
      if let other = try connection.armedStart(bayKey: bay.key, at: now), other.tenantKey != tenant.key {
        throw Problem.conflict(Wording("bay-is-awaited", "Somebody else waits for this bay."))
      }
      try connection.arm(start)
      (note.subject, note.after) = (bay.id, ["expires_at": .instant(start.expiresAt)])
      return (bay, start)
    }
    site.lookForPlug(at: bay)
    return (bay, start)
  }

  func disarm(_ id: String, for tenant: Tenant) async throws {
    try await audited("bay.disarm") { connection, note in
      guard let id = BayID.parse(id), let bay = try connection.bay(id: id),
        try connection.disarm(bayKey: bay.key, tenantKey: tenant.key)
      else { throw Problem.notFound("start of yours that waits at this bay") }
      note.subject = bay.id
    }
  }

  /// A lost card stops working, for good as far as its tenant can tell, and what runs with it ends.
  func block(_ idTag: String, of tenant: Tenant) async throws -> JSONValue {
    let (canonical, now) = (IdTag.canonical(idTag), site.now())
    let (card, json) = try await audited("card.block") { connection, note in
      guard var card = try connection.idTag(canonical: canonical), card.tenantKey == tenant.key else {
        throw Problem.notFound("card of yours with this number")
      }
      note = AuditNote(
        subject: String(card.key), before: ["status": .string(card.status.rawValue)],
        after: ["status": .string(IdTagStatus.blocked.rawValue)])
      card.change(to: .blocked, at: now)
      try connection.updateIdTag(card, at: now)
      return (card, try card.json(in: connection))
    }
    site.cardChanged(card)
    return json
  }

  /// A bay by its public id, where the tenant may charge with its phone.
  private nonisolated static func bay(
    _ id: String, for tenant: Tenant, at now: Instant, in file: ReadConnection
  ) throws -> Bay {
    guard let id = BayID.parse(id), let bay = try file.bay(id: id) else {
      throw Problem.notFound("bay with this id")
    }
    if let refusal = try TenantBays(of: tenant, at: now, in: file).refusals[bay.key] {
      throw Problem.mayNotCharge(refusal)
    }
    return bay
  }
}
