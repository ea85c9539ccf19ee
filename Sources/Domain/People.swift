/// Who may do what (API: `role`).
package enum Role: String, Sendable, CaseIterable {
  case owner, manager, accountant, installer, tenant
}

/// A version of the site's tariff. Never edited: a change is the next version.
package struct TariffVersion: Sendable, Equatable {
  package var key: Int64
  /// API: `tariff_id`.
  package var tariffID: String
  package var name: String
  /// Counts from 1 within a tariff.
  package var version: Int
  package var validFrom: Instant
  /// The tariff in the format of `wattkeeper price`, canonical JSON.
  package var tariffJSON: String
  package var createdAt: Instant

  package init(
    key: Int64, tariffID: String, name: String, version: Int, validFrom: Instant, tariffJSON: String,
    createdAt: Instant
  ) {
    self.key = key
    self.tariffID = tariffID
    self.name = name
    self.version = version
    self.validFrom = validFrom
    self.tariffJSON = tariffJSON
    self.createdAt = createdAt
  }
}
