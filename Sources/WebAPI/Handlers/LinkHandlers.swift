import Domain
import Formats
import Net
import Site
import Storage

/// Invitations: single-use links that sign a tenant's phone in.
extension Call {
  func listLinks() async throws -> HTTPResponse {
    let tenant = try await tenantOfPath()
    let links = try await site.reader.read { try $0.tenantLinks(tenantKey: tenant.key) }
    return .list(links.map(\.json))
  }

  func createLink() async throws -> HTTPResponse {
    let tenant = try await tenantOfPath()
    var body = try fields()
    try body.finish()
    let now = application.settings.realNow()
    let (link, path) = try await TenantDesk.makeLink(for: tenant, in: site.store, at: now)
    return .json(link.json.adding(["url": .string(ownAddress + path)]), status: 201)
  }

  func revokeLink() async throws -> HTTPResponse {
    let tenant = try await tenantOfPath()
    let id = parameter(1)
    let now = application.settings.realNow()
    let ended = try await site.store.write { connection -> Set<Int64>? in
      let before = try connection.signInKeys(of: tenant, at: now)
      guard try connection.revokeTenantLink(id: id, tenantKey: tenant.key, at: now) else { return nil }
      return before.subtracting(try connection.signInKeys(of: tenant, at: now))
    }
    guard let ended else {
      throw Problem.notFound("invitation of this tenant with this id that still stands")
    }
    for key in ended { application.events.close(signInKey: key) }
    return HTTPResponse(status: 204)
  }

  /// `POST /links/{id}/open`: the page behind the link hands in the secret and gets the tenant's cookie.
  func openLink() async throws -> HTTPResponse {
    let id = parameter()
    var body = try fields()
    let secret = body.text("secret", 1...100)
    try body.finish()
    guard let link = try await site.reader.read({ try $0.tenantLink(id: id) }),
      Secret.matches(secret, hash: link.secretHash)
    else { throw Problem.notFound("invitation with this address") }
    if let tenant = caller.tenant, tenant.key == link.tenantKey, caller.provesByCookie, link.usedAt != nil {
      return .json(tenant.json, status: 201)
    }
    let cookie = Secret.make()
    let (now, device) = (application.settings.realNow(), device)
    let end = now.advanced(byMilliseconds: SignInTime.tenantMs)
    let tenant = try await site.store.write { connection -> Tenant? in
      let signIn = try connection.useTenantLink(
        key: link.key, tokenHash: Secret.hash(cookie), device: device, at: now, signInExpiresAt: end)
      return signIn == nil ? nil : try connection.tenant(key: link.tenantKey)
    }
    guard let tenant else {
      throw Problem.gone(
        "This invitation was used already, was withdrawn, or has expired.",
        fix: "Ask the property manager for a new one.")
    }
    let header = Cookie.set(Cookie.tenant, to: cookie, maxAgeSeconds: SignInTime.tenantMs / 1000)
    return .json(tenant.json, status: 201, headers: [("Set-Cookie", header)])
  }

  /// How the one who asks reaches this appliance; a tenant's phone in the same house does the same way.
  var ownAddress: String {
    if let url = application.settings.publicURL { return url }
    guard let host = request.header("host"), HostCheck.hostWithoutPort(host) != nil else {
      return "http://localhost"
    }
    return "http://" + host
  }
}

extension ReadConnection {
  /// The sign-ins of a tenant's phones.
  fileprivate func signInKeys(of tenant: Tenant, at now: Instant) throws -> Set<Int64> {
    var keys: Set<Int64> = []
    var cursor: PageCursor?
    repeat {
      let page = try signIns(tenantKey: tenant.key, at: now, after: cursor, limit: 500)
      keys.formUnion(page.items.map(\.key))
      cursor = page.next
    } while cursor != nil
    return keys
  }
}

extension TenantLink {
  var json: JSONValue {
    [
      "id": .string(id), "created_at": .instant(createdAt), "expires_at": .instant(expiresAt),
      "used_at": .instant(usedAt), "revoked_at": .instant(revokedAt),
    ]
  }
}
