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
    return .json(try await block(parameter(), of: tenant).json(tenantID: tenant.id))
  }

  /// `GET /tenant/sign-ins`.
  func listOwnSignIns() async throws -> HTTPResponse {
    let tenant = try signedInTenant()
    let cursor = try pageCursor()
    let limit = try pageLimit()
    let now = application.settings.realNow()
    let page = try await site.reader.read {
      try $0.signIns(tenantKey: tenant.key, at: now, after: cursor, limit: limit)
    }
    let items = page.items.map { signIn -> JSONValue in
      [
        "id": .string(String(signIn.key)), "device": .string(signIn.device),
        "created_at": .instant(signIn.createdAt), "last_used_at": .instant(signIn.lastUsedAt),
        "expires_at": .instant(signIn.expiresAt), "current": .bool(signIn.key == caller.signInKey),
      ]
    }
    return .list(items, next: page.next?.text)
  }

  /// `DELETE /tenant/sign-ins/{id}`.
  func endOwnSignIn() async throws -> HTTPResponse {
    let tenant = try signedInTenant()
    try await endSignIn(parameter(), of: tenant)
    return HTTPResponse(status: 204)
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
    return try await startForPhone(of: tenant, at: live, connector)
  }

  func stop(_ id: Int64, of tenant: Tenant) async throws -> OperationOutcome {
    let transaction = try await site.reader.read { try $0.transaction(id: id) }
    guard let transaction, transaction.tenantKey == tenant.key else {
      throw Problem.notFound("charge of yours with this id")
    }
    return try await site.stopCharge(id, by: caller.name)
  }

  /// The next car at a bay is this tenant's; one that is plugged in already starts at once.
  func arm(_ id: String, for tenant: Tenant) async throws -> (bay: Bay, start: ArmedStart) {
    let bay = try await ownBay(id, of: tenant)
    let now = site.now()
    let start = ArmedStart(
      bayKey: bay.key, tenantKey: tenant.key, requestedAt: now,
      expiresAt: now.advanced(byMilliseconds: ChargingSite.armedMs))
    try await site.store.write { connection in
      _ = try PhoneTag.find(of: tenant, in: connection) ?? PhoneTag.add(to: tenant, in: connection, at: now)
      if let other = try connection.armedStart(bayKey: bay.key, at: now), other.tenantKey != tenant.key {
        throw Problem.conflict(Wording("bay-is-awaited", "Somebody else waits for this bay."))
      }
      try connection.arm(start)
    }
    site.lookForPlug(at: bay)
    return (bay, start)
  }

  func disarm(_ id: String, for tenant: Tenant) async throws {
    let id = BayID.parse(id)
    let isGone = try await site.store.write { connection in
      guard let id, let bay = try connection.bay(id: id) else { return false }
      return try connection.disarm(bayKey: bay.key, tenantKey: tenant.key)
    }
    guard isGone else { throw Problem.notFound("start of yours that waits at this bay") }
  }

  /// A lost card stops working, for good as far as its tenant can tell.
  func block(_ idTag: String, of tenant: Tenant) async throws -> IdTag {
    let (canonical, now) = (IdTag.canonical(idTag), site.now())
    let blocked = try await site.store.write { connection in
      guard var card = try connection.idTag(canonical: canonical), card.tenantKey == tenant.key else {
        throw Problem.notFound("card of yours with this number")
      }
      card.status = .blocked
      try connection.updateIdTag(card, at: now)
      return card
    }
    site.cardsChanged()
    return blocked
  }

  func endSignIn(_ id: String, of tenant: Tenant) async throws {
    let now = application.settings.realNow()
    let ended = try await site.store.write { connection -> Int64? in
      guard let key = Int64(id),
        try connection.signIns(tenantKey: tenant.key, at: now, after: nil, limit: 1000).items
          .contains(where: { $0.key == key })
      else { return nil }
      return try connection.deleteSignIn(key: key) ? key : nil
    }
    guard let ended else { throw Problem.notFound("sign-in of yours with this id") }
    application.events.close(signInKey: ended)
  }

  private func startForPhone(
    of tenant: Tenant, at live: LiveChargePoint, _ connector: Int
  ) async throws -> OperationOutcome {
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
      at: live.record.id, connector: connector, idTag: idTag.idTag, by: caller.name)
  }

  /// A bay where the tenant may charge, by its public id.
  private func ownBay(_ id: String, of tenant: Tenant) async throws -> Bay {
    let now = site.now()
    let id = BayID.parse(id)
    let bay = try await site.reader.read { connection -> Bay? in
      guard let id, let bay = try connection.bay(id: id), bay.archivedAt == nil else { return nil }
      let holder = try connection.holder(ofBay: bay.key, at: now)
      guard bay.access != .assigned || holder == tenant.key else {
        throw Problem.conflict(Wording("bay-is-not-yours", "This bay is somebody else's."))
      }
      return bay
    }
    guard let bay else { throw Problem.notFound("bay with this id") }
    return bay
  }
}
