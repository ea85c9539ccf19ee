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
    let (link, path) = try await audited("tenant.invite", subject: tenant.id) { file, note in
      let made = try TenantDesk.makeLink(for: tenant, in: file, at: now)
      note.after = ["link": .string(made.link.id)]
      return made
    }
    return .json(link.json.adding(["url": .string(ownAddress + path)]), status: 201)
  }

  func revokeLink() async throws -> HTTPResponse {
    let tenant = try await tenantOfPath()
    let id = parameter(1)
    let now = application.settings.realNow()
    let ended = try await audited("tenant.revoke_link", subject: tenant.id) { connection, note in
      let before = try connection.signInKeys(of: tenant, at: now)
      guard try connection.revokeTenantLink(id: id, tenantKey: tenant.key, at: now) else {
        throw Problem.notFound("invitation of this tenant with this id that still stands")
      }
      note.before = ["link": .string(id)]
      return before.subtracting(try connection.signInKeys(of: tenant, at: now))
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
    let found = try await site.reader.read { file in
      try file.tenantLink(id: id).flatMap { link in try file.tenant(key: link.tenantKey).map { (link, $0) } }
    }
    guard let (link, tenant) = found, Secret.matches(secret, hash: link.secretHash)
    else { throw Problem.notFound("invitation with this address") }
    if caller.tenant?.key == tenant.key, caller.provesByCookie, link.usedAt != nil {
      return .json(tenant.json, status: 201)
    }
    let cookie = Secret.make()
    let (now, device) = (application.settings.realNow(), device)
    let end = now.advanced(byMilliseconds: SignInTime.tenantMs)
    try await acting(as: "tenant \(tenant.id)").audited("tenant.open_link", subject: tenant.id) {
      connection, note in
      let signIn = try connection.useTenantLink(
        key: link.key, tokenHash: Secret.hash(cookie), device: device, at: now, signInExpiresAt: end)
      guard signIn != nil else {
        throw Problem.gone(
          "This invitation was used already, was withdrawn, or has expired.",
          fix: "Ask the property manager for a new one.")
      }
      note.after = ["link": .string(id)]
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
