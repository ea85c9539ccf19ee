package import Domain

extension ReadConnection {
  /// The registers when a tenancy began and ended, those of the beginning first, then by bay.
  package func tenancyReadings(tenancyKey: Int64) throws(StoreError) -> [TenancyReading] {
    try database.rows(TenancyReadingSQL.ofTenancy, tenancyKey) { row throws(StoreError) in
      TenancyReading(
        bayKey: row.int64(), event: try row.value(TenancyReading.Event.self), energyMilliWh: row.int64(),
        at: row.instant(), source: try row.value(TenancyReading.Source.self), enteredBy: row.text(),
        enteredAt: row.instant())
    }
  }
}

extension WriteConnection {
  /// Keeps a register. Throws `constraint` when there is one of this bay and event.
  package func insertTenancyReading(_ reading: TenancyReading, tenancyKey: Int64) throws(StoreError) {
    try database.run(
      TenancyReadingSQL.insert, tenancyKey, reading.bayKey, reading.event.rawValue, reading.energyMilliWh,
      reading.at, reading.source.rawValue, reading.enteredBy, reading.enteredAt)
  }
}

private enum TenancyReadingSQL {
  static let ofTenancy = Query(
    """
    SELECT bay_key, event, energy_milliwh, at, source, entered_by, entered_at FROM tenancy_reading
    WHERE tenancy_key = ? ORDER BY event, bay_key
    """)
  static let insert = Query(
    """
    INSERT INTO tenancy_reading (tenancy_key, bay_key, event, energy_milliwh, at, source, entered_by,
      entered_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """)
}
