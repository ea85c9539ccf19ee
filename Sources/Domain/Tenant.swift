/// Who pays, or, as a guest, who charges at the cost of its host.
package struct Tenant: Sendable, Equatable {
  /// API: `kind`.
  package enum Kind: String, Sendable, CaseIterable {
    case tenant, guest
  }

  package var key: Int64
  /// Opaque, in addresses and records; says nothing about the person.
  package var id: String
  package var name: String
  package var createdAt: Instant
  package var kind = Kind.tenant
  /// Who pays for a guest; nil: the owner.
  package var hostTenantKey: Int64?
  package var groupKey: Int64?
  /// From when on a guest may charge; nil: from ever.
  package var validFrom: Instant?
  /// Until when a guest may charge, exclusive; nil: for ever.
  package var validUntil: Instant?
  /// Since when nobody reckons with it any more.
  package var archivedAt: Instant?
  package var email: String?
  package var phone: String?
  /// Of its page and letters; nil: the site's.
  package var language: String?

  package init(key: Int64, id: String, name: String, createdAt: Instant) {
    self.key = key
    self.id = id
    self.name = name
    self.createdAt = createdAt
  }
}
