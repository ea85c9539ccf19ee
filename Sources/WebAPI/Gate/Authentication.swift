import Domain
import Net
import Site
import Storage

/// How long people stay signed in.
enum SignInTime {
  private static let hourMs: Int64 = 3_600_000
  static let managerIdleMs = 12 * hourMs
  static let managerMostMs = 7 * 24 * hourMs
  static let tenantMs = 180 * 24 * hourMs

  /// When a sign-in ends if it is used now.
  static func end(of principal: SignIn.Principal, createdAt: Instant, usedAt: Instant) -> Instant {
    switch principal {
    case .account:
      min(usedAt.advanced(byMilliseconds: managerIdleMs), createdAt.advanced(byMilliseconds: managerMostMs))
    case .tenant: usedAt.advanced(byMilliseconds: tenantMs)
    }
  }

  /// How old the last note of use may get before the next one is worth a write.
  static func touchAfterMs(_ principal: SignIn.Principal) -> Int64 {
    switch principal {
    case .account: 60_000
    case .tenant: 24 * hourMs
    }
  }
}

extension WebApplication {
  /// Finds out who sends a request. Throws when a token is offered that nobody has; a cookie that has run out
  /// just counts as none.
  func caller(of request: HTTPRequest, prefersTenant: Bool) async throws -> Caller {
    if request.isControl { return .control }
    if let authorization = request.header("authorization") { return try await bearer(authorization) }
    let header = request.header("cookie")
    let names = prefersTenant ? [Cookie.tenant, Cookie.manager] : [Cookie.manager, Cookie.tenant]
    for name in names {
      guard let secret = Cookie.value(of: name, in: header), !secret.isEmpty else { continue }
      if let caller = try await cookie(secret, named: name) { return caller }
    }
    return .nobody
  }

  private func bearer(_ authorization: String) async throws -> Caller {
    let parts = authorization.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw Problem.wrongToken }
    let hash = Secret.hash(String(parts[1]))
    guard let token = try await site.reader.read({ try $0.apiToken(hash: hash) }) else {
      throw Problem.wrongToken
    }
    let now = settings.realNow()
    if token.lastUsedAt.map({ now.milliseconds(since: $0) > 3_600_000 }) ?? true {
      noteUse { try $0.touchAPIToken(key: token.key, at: now) }
    }
    return Caller(
      proof: .bearer, role: token.role, name: token.name, actor: "token \(token.key)", tokenKey: token.key)
  }

  private func cookie(_ secret: String, named name: String) async throws -> Caller? {
    let hash = Secret.hash(secret)
    let now = settings.realNow()
    let found = try await site.reader.read { connection -> (SignIn, Tenant?)? in
      guard let signIn = try connection.signIn(tokenHash: hash, at: now) else { return nil }
      guard case .tenant(let key) = signIn.principal else { return (signIn, nil) }
      return (signIn, try connection.tenant(key: key))
    }
    guard let (signIn, tenant) = found else { return nil }
    var caller = Caller(proof: .cookie(secret: secret), signInKey: signIn.key)
    switch signIn.principal {
    case .account(_, let id, let account, let role):
      guard name == Cookie.manager else { return nil }
      caller.role = role
      caller.name = account
      caller.actor = "account \(id)"
    case .tenant:
      guard name == Cookie.tenant, let tenant else { return nil }
      caller.role = .tenant
      caller.name = "tenant \(tenant.id)"
      caller.actor = caller.name
      caller.tenant = tenant
    }
    if now.milliseconds(since: signIn.lastUsedAt) > SignInTime.touchAfterMs(signIn.principal) {
      let end = SignInTime.end(of: signIn.principal, createdAt: signIn.createdAt, usedAt: now)
      noteUse { try $0.touchSignIn(key: signIn.key, at: now, expiresAt: end) }
      caller.renewedCookie = Cookie.set(name, to: secret, maxAgeSeconds: end.milliseconds(since: now) / 1000)
    }
    return caller
  }

  /// Writes behind the answer's back: a full disk must not lock people out.
  private func noteUse(_ body: @escaping @Sendable (WriteConnection) throws -> Void) {
    Task { [store = site.store] in
      do { try await store.write(body) } catch
      { /* The next use notes it; the store itself reports its health. */  }
    }
  }
}
