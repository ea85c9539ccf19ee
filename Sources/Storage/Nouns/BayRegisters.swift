package import Domain

extension ReadConnection {
  /// The newest register value that a connector told at an instant or before, in a charge or outside; nil:
  /// none. No index leads from a connector to its last charge: for hand-overs, not for messages.
  package func registerReading(
    chargePointKey: Int64, connector: Int, notAfter instant: Instant
  ) throws(StoreError) -> RegisterReading? {
    let series = try database.rows(BayRegisterSQL.series, chargePointKey, connector, instant) { row in
      row.int64()
    }
    var newest: RegisterReading?
    for number in series {
      let last = try database.one(BayRegisterSQL.last, number, instant) { row in
        RegisterReading(at: row.instant(), energyMilliWh: row.int64())
      }
      if let last, newest.map({ $0.at < last.at }) ?? true { newest = last }
    }
    return newest
  }
}

private enum BayRegisterSQL {
  /// A connector's own series and that of its last charge.
  static let series = Query(
    """
    SELECT -key FROM connector WHERE charge_point_key = ?1 AND connector = ?2
    UNION ALL
    SELECT id FROM (
      SELECT id FROM transactions
      WHERE charge_point_key = ?1 AND connector = ?2 AND started_at <= ?3
      ORDER BY started_at DESC, id DESC LIMIT 1)
    """)
  static let last = Query(
    """
    SELECT at, energy_milliwh FROM reading
    WHERE series = ? AND at <= ? AND energy_milliwh IS NOT NULL ORDER BY at DESC, n DESC LIMIT 1
    """)
}
