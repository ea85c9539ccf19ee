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

  /// The tenant's own, whatever its state; nil when it was never made or was relabelled.
  static func find(of tenant: Tenant, in connection: ReadConnection) throws -> IdTag? {
    try connection.idTags(tenantKey: tenant.key, after: nil, limit: 500).items.first {
      $0.label == label && $0.idTag.hasPrefix(prefix) && $0.idTag.count == 14
    }
  }
}
