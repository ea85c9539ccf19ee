/// From when to when a tenant holds which bays.
package struct Tenancy: Sendable, Equatable {
  package var key: Int64
  /// Opaque, in addresses.
  package var id: String
  package var tenantKey: Int64
  /// Nil: bays only.
  package var unitKey: Int64?
  /// In order.
  package var bayKeys: [Int64]
  package var from: Instant
  /// Exclusive; nil: open.
  package var to: Instant?
  package var createdAt: Instant
  package var createdBy: String
  /// Who entered the end; nil: nobody has, though one may have been agreed upon at the beginning.
  package var endedBy: String?

  package init(
    key: Int64, id: String, tenantKey: Int64, unitKey: Int64?, bayKeys: [Int64], from: Instant, to: Instant?,
    createdAt: Instant, createdBy: String, endedBy: String? = nil
  ) {
    self.key = key
    self.id = id
    self.tenantKey = tenantKey
    self.unitKey = unitKey
    self.bayKeys = bayKeys
    self.from = from
    self.to = to
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.endedBy = endedBy
  }

  /// Whether it holds at an instant.
  package func holds(at instant: Instant) -> Bool {
    from <= instant && to.map { instant < $0 } ?? true
  }
}

/// The register of a bay's meter when it was handed over. Never edited.
package struct TenancyReading: Sendable, Equatable {
  package enum Event: String, Sendable {
    case begin, end
  }
  package enum Source: String, Sendable {
    case wallbox, entered
  }

  package var bayKey: Int64
  package var event: Event
  package var energyMilliWh: Int64
  /// Of the value.
  package var at: Instant
  package var source: Source
  package var enteredBy: String
  package var enteredAt: Instant

  package init(
    bayKey: Int64, event: Event, energyMilliWh: Int64, at: Instant, source: Source, enteredBy: String,
    enteredAt: Instant
  ) {
    self.bayKey = bayKey
    self.event = event
    self.energyMilliWh = energyMilliWh
    self.at = at
    self.source = source
    self.enteredBy = enteredBy
    self.enteredAt = enteredAt
  }
}

/// Who answers for a card from an instant on, until the next one does.
package struct IdTagHolder: Sendable, Equatable {
  package var from: Instant
  /// Nil: the owner.
  package var tenantKey: Int64?

  package init(from: Instant, tenantKey: Int64?) {
    self.from = from
    self.tenantKey = tenantKey
  }
}
