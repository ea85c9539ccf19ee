/// A flat, an office, a shop: what is let.
package struct Unit: Sendable, Equatable {
  package var key: Int64
  /// Opaque, in addresses.
  package var id: String
  package var name: String
  package var createdAt: Instant
  /// Since when it is in no list any more.
  package var archivedAt: Instant?

  package init(key: Int64, id: String, name: String, createdAt: Instant, archivedAt: Instant? = nil) {
    self.key = key
    self.id = id
    self.name = name
    self.createdAt = createdAt
    self.archivedAt = archivedAt
  }
}

/// Tenants who may charge at the same bays.
package struct TenantGroup: Sendable, Equatable {
  package var key: Int64
  /// Opaque, in addresses.
  package var id: String
  package var name: String
  package var createdAt: Instant

  package init(key: Int64, id: String, name: String, createdAt: Instant) {
    self.key = key
    self.id = id
    self.name = name
    self.createdAt = createdAt
  }
}

/// Who may charge at a bay (API: `access`).
package enum BayAccess: String, Sendable, CaseIterable {
  /// Its holder, and the owner.
  case assigned
  /// Every tenant, or those of the bay's groups.
  case tenants
  /// Anyone, with any card.
  case open
}

/// A parking space with the connector that stands there.
package struct Bay: Sendable, Equatable {
  package var key: Int64
  /// See `BayID`.
  package var id: String
  package var name: String
  /// Nil, as is `connector`: no wallbox stands there now.
  package var chargePointKey: Int64?
  package var connector: Int?
  /// Nil: it belongs to no unit.
  package var unitKey: Int64?
  package var access: BayAccess
  /// Whose tenants may charge where `access` is for tenants; empty: everyone's. In order.
  package var groupKeys: [Int64]
  /// A car that is plugged in charges for the holder, without a card.
  package var startsWhenPluggedIn: Bool
  package var createdAt: Instant
  /// Since when it is in no list any more.
  package var archivedAt: Instant?

  package init(
    key: Int64, id: String, name: String, chargePointKey: Int64? = nil, connector: Int? = nil,
    unitKey: Int64? = nil, access: BayAccess = .tenants, groupKeys: [Int64] = [],
    startsWhenPluggedIn: Bool = false, createdAt: Instant, archivedAt: Instant? = nil
  ) {
    self.key = key
    self.id = id
    self.name = name
    self.chargePointKey = chargePointKey
    self.connector = connector
    self.unitKey = unitKey
    self.access = access
    self.groupKeys = groupKeys
    self.startsWhenPluggedIn = startsWhenPluggedIn
    self.createdAt = createdAt
    self.archivedAt = archivedAt
  }
}
