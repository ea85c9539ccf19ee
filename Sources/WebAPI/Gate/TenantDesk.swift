import Crypto
package import Domain
package import Storage

/// Adds tenants and invites them; for the API and for the demo.
package enum TenantDesk {
  static let linkMs: Int64 = 14 * 24 * 3_600_000

  /// Adds a tenant with what its phone needs to start a charge.
  package static func add(
    named name: String, kind: Tenant.Kind = .tenant, in connection: WriteConnection, at now: Instant
  ) throws -> Tenant {
    let tenant = try connection.insertTenant(id: randomToken(bits: 60), name: name, kind: kind, at: now)
    _ = try PhoneTag.add(to: tenant, in: connection, at: now)
    return tenant
  }

  /// Makes an invitation; returns its path, `/i/<id>#<secret>`, which is not kept.
  package static func invite(_ tenant: Tenant, in store: Store, at now: Instant) async throws -> String {
    try await store.write { try makeLink(for: tenant, in: $0, at: now) }.path
  }

  static func makeLink(
    for tenant: Tenant, in connection: WriteConnection, at now: Instant
  ) throws -> (link: TenantLink, path: String) {
    let secret = randomToken(bits: 130)
    let link = try connection.insertTenantLink(
      id: randomToken(bits: 60), tenantKey: tenant.key, secretHash: Secret.hash(secret), at: now,
      expiresAt: now.advanced(byMilliseconds: linkMs))
    return (link, "/i/\(link.id)#\(secret)")
  }
}
