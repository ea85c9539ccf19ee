import Domain
import Formats
import Net
import Site
import Storage

/// The phones and browsers a tenant is signed in with, for the tenant and for the property manager.
extension Call {
  /// `GET /tenant/sign-ins`.
  func listOwnPhones() async throws -> HTTPResponse { try await phones(of: signedInTenant()) }

  /// `DELETE /tenant/sign-ins/{id}`.
  func endOwnPhone() async throws -> HTTPResponse {
    try await endSignIn(parameter(), of: signedInTenant())
    return HTTPResponse(status: 204)
  }

  /// `DELETE /tenant/sign-ins`.
  func endOtherPhones() async throws -> HTTPResponse {
    try await endOtherSignIns(of: signedInTenant())
    return HTTPResponse(status: 204)
  }

  /// `GET /tenants/{id}/sign-ins`.
  func listPhones() async throws -> HTTPResponse { try await phones(of: tenantOfPath()) }

  /// `DELETE /tenants/{id}/sign-ins/{sign_in_id}`.
  func endPhone() async throws -> HTTPResponse {
    try await endSignIn(parameter(1), of: tenantOfPath())
    return HTTPResponse(status: 204)
  }

  private func phones(of tenant: Tenant) async throws -> HTTPResponse {
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

  func endSignIn(_ id: String, of tenant: Tenant) async throws {
    let now = application.settings.realNow()
    let ended = try await audited("tenant.sign_out_device", subject: tenant.id) { connection, _ in
      guard let key = Int64(id),
        try connection.signIns(tenantKey: tenant.key, at: now, after: nil, limit: 1000).items
          .contains(where: { $0.key == key }), try connection.deleteSignIn(key: key)
      else { throw Problem.notFound("sign-in of this tenant with this id") }
      return key
    }
    application.events.close(signInKey: ended)
  }

  /// All but the one that asks.
  func endOtherSignIns(of tenant: Tenant) async throws {
    let (now, own) = (application.settings.realNow(), caller.signInKey)
    let ended = try await audited("tenant.sign_out_others", subject: tenant.id) { connection, _ in
      let others = try connection.signIns(tenantKey: tenant.key, at: now, after: nil, limit: 1000).items
        .map(\.key).filter { $0 != own }
      for key in others { _ = try connection.deleteSignIn(key: key) }
      return others
    }
    for key in ended { application.events.close(signInKey: key) }
  }
}
