import Crypto
import Domain
import Storage

/// The card that exists only here: what a tenant's phone presents to the wallbox when it starts a charge.
enum PhoneTag {
  static let label = "phone"
  static let prefix = "FA"

  /// 14 hexadecimal digits, as a 7-byte card has, but with a first byte that no card maker bears.
  static func make() -> String { prefix + hex(randomBytes(6)).uppercased() }

  /// Gives a tenant one.
  static func add(to tenant: Tenant, in connection: WriteConnection, at now: Instant) throws -> IdTag {
    try connection.insertIdTag(
      make(), label: label, tenantKey: tenant.key, status: .accepted, expiresAt: nil, at: now)
  }

  /// The tenant's own, whatever its state and its label, so that a blocked one stays blocked; nil when it was
  /// never made, was erased or was given away.
  static func find(of tenant: Tenant, in connection: ReadConnection) throws -> IdTag? {
    var cursor: PageCursor?
    repeat {
      let page = try connection.idTags(tenantKey: tenant.key, after: cursor, limit: 500)
      if let found = page.items.first(where: { isOne($0.idTag) }) { return found }
      cursor = page.next
    } while cursor != nil
    return nil
  }

  private static func isOne(_ idTag: String) -> Bool { idTag.hasPrefix(prefix) && idTag.count == 14 }
}
