package import Domain

/// What the register of a connector showed at the ends of a transaction.
package struct ChargeRegisters: Sendable, Equatable {
  package var transactionID: Int64
  package var connector: Int
  package var start: RegisterReading
  /// Nil: it runs, or its register at the stop could not be read.
  package var stop: RegisterReading?
  package var isOpen: Bool
}

extension ReadConnection {
  /// The transactions of a charge point that touch a time, by connector and start; without those whose
  /// register at the start could not be read.
  package func chargeRegisters(
    chargePointKey: Int64, from: Instant, to: Instant
  ) throws(StoreError) -> [ChargeRegisters] {
    try database.rows(ConnectorChargeSQL.touching, chargePointKey, from, to) { row in
      let (id, connector) = (row.int64(), row.int())
      let start = RegisterReading(at: row.instant(), energyMilliWh: row.int64())
      let (stoppedAt, stop) = (row.instantOrNil(), row.int64OrNil())
      var registers = ChargeRegisters(
        transactionID: id, connector: connector, start: start, stop: nil, isOpen: stoppedAt == nil)
      if let stoppedAt, let stop { registers.stop = RegisterReading(at: stoppedAt, energyMilliWh: stop) }
      return registers
    }
  }

  /// The connectors of a charge point of which anything was ever heard, without 0.
  package func connectorNumbers(chargePointKey: Int64) throws(StoreError) -> [Int] {
    try database.rows(ConnectorChargeSQL.connectors, chargePointKey) { row in row.int() }
  }
}

private enum ConnectorChargeSQL {
  static let touching = Query(
    """
    SELECT id, connector, started_at, meter_start_milliwh, stopped_at, meter_stop_milliwh FROM transactions t
    WHERE charge_point_key = ?1 AND started_at <= ?3 AND (stopped_at IS NULL OR stopped_at >= ?2)
      AND NOT EXISTS (
        SELECT 1 FROM transaction_flag f
        WHERE f.transaction_id = t.id AND f.flag = 'unreadable_value' AND t.meter_start_milliwh = 0)
    ORDER BY connector, started_at, id
    """)
  static let connectors = Query(
    """
    SELECT connector FROM connector WHERE charge_point_key = ?1 AND connector > 0
    UNION SELECT connector FROM transactions WHERE charge_point_key = ?1 AND connector > 0 ORDER BY connector
    """)
}
