package import Domain

/// "Start when I plug in": the next car at a bay is this tenant's, until it expires.
package struct ArmedStart: Sendable, Equatable {
  package var bayKey: Int64
  package var tenantKey: Int64
  package var requestedAt: Instant
  package var expiresAt: Instant

  package init(bayKey: Int64, tenantKey: Int64, requestedAt: Instant, expiresAt: Instant) {
    self.bayKey = bayKey
    self.tenantKey = tenantKey
    self.requestedAt = requestedAt
    self.expiresAt = expiresAt
  }
}

extension ReadConnection {
  /// What a bay waits for; nil when it expired before `now`.
  package func armedStart(bayKey: Int64, at now: Instant) throws(StoreError) -> ArmedStart? {
    try database.one(ArmedStartSQL.atBay, bayKey, now, as: ArmedStartSQL.read)
  }

  /// Where a tenant's next car is waited for, that which ends first at the front.
  package func armedStarts(tenantKey: Int64, at now: Instant) throws(StoreError) -> [ArmedStart] {
    try database.rows(ArmedStartSQL.ofTenant, tenantKey, now, as: ArmedStartSQL.read)
  }
}

extension WriteConnection {
  /// Keeps it instead of what the bay waited for before. What has expired is cleared away on the way.
  package func arm(_ start: ArmedStart) throws(StoreError) {
    try database.run(ArmedStartSQL.clear, start.requestedAt)
    try database.run(
      ArmedStartSQL.insert, start.bayKey, start.tenantKey, start.requestedAt, start.expiresAt)
  }

  /// Waits no longer. False: it did not wait for this tenant.
  @discardableResult
  package func disarm(bayKey: Int64, tenantKey: Int64) throws(StoreError) -> Bool {
    try database.run(ArmedStartSQL.delete, bayKey, tenantKey) == 1
  }
}

private enum ArmedStartSQL {
  static func read(_ row: inout Row) -> ArmedStart {
    ArmedStart(
      bayKey: row.int64(), tenantKey: row.int64(), requestedAt: row.instant(), expiresAt: row.instant())
  }

  private static let select = "SELECT bay_key, tenant_key, requested_at, expires_at FROM armed_start"
  static let atBay = Query("\(select) WHERE bay_key = ? AND expires_at > ?")
  static let ofTenant = Query("\(select) WHERE tenant_key = ? AND expires_at > ? ORDER BY expires_at")
  static let insert = Query("INSERT OR REPLACE INTO armed_start VALUES (?, ?, ?, ?)")
  static let delete = Query("DELETE FROM armed_start WHERE bay_key = ? AND tenant_key = ?")
  static let clear = Query("DELETE FROM armed_start WHERE expires_at <= ?")
}
