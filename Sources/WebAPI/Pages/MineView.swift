import Domain
import Storage

/// What belongs to a tenant, read once.
struct MineView: Sendable {
  let tenant: Tenant
  let pin: TenantPin
  let cards: [IdTag]
  let phones: [SignIn]
  /// The erasure that is announced; nil: none is.
  let erasure: Erasure?

  /// - Parameter now: by the machine's clock, which sign-ins go by.
  init(of tenant: Tenant, pin: TenantPin, at now: Instant, in connection: ReadConnection) throws {
    (self.tenant, self.pin) = (tenant, pin)
    cards = try connection.idTags(tenantKey: tenant.key, after: nil, limit: 200).items
    phones = try connection.signIns(tenantKey: tenant.key, at: now, after: nil, limit: 200).items
    erasure = try connection.openErasure(.tenant, of: tenant.id)
  }
}
