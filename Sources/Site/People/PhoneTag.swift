import Crypto
package import Domain
package import Storage

/// The card that exists only here: what a tenant's phone presents to the wallbox when it starts a charge.
package enum PhoneTag {
  static let label = "phone"

  static func make() -> String { IdTag.phonePrefix + hex(randomBytes(6)).uppercased() }

  /// Gives a tenant one.
  package static func add(to tenant: Tenant, in connection: WriteConnection, at now: Instant) throws -> IdTag {
    try connection.insertIdTag(
      make(), label: label, tenantKey: tenant.key, status: .accepted, expiresAt: nil, at: now)
  }

  /// The tenant's own, whatever its state and its label, so that a blocked one stays blocked; nil when it was
  /// never made, was erased or was given away.
  package static func find(of tenant: Tenant, in connection: ReadConnection) throws -> IdTag? {
    var cursor: PageCursor?
    repeat {
      let page = try connection.idTags(tenantKey: tenant.key, after: cursor, limit: 500)
      if let found = page.items.first(where: \.isPhone) { return found }
      cursor = page.next
    } while cursor != nil
    return nil
  }
}
