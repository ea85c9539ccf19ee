package import Domain

extension ReadConnection {
  /// The last known status of each connector of a charge point, by connector.
  package func connectors(chargePointKey: Int64) throws(StoreError) -> [ConnectorStatus] {
    try database.rows(ConnectorSQL.ofChargePoint, chargePointKey, as: ConnectorSQL.read)
  }

  /// The last known status of every connector of every living charge point, by charge point key.
  package func allConnectors() throws(StoreError) -> [Int64: [ConnectorStatus]] {
    let rows = try database.rows(ConnectorSQL.all) { row throws(StoreError) in
      (row.int64(), ConnectorSQL.read(&row))
    }
    return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
  }
}

extension WriteConnection {
  /// Writes a StatusNotification over the last one of its connector.
  package func saveConnectorStatus(
    chargePointKey: Int64, _ status: ConnectorStatus
  ) throws(StoreError) {
    try database.run(
      ConnectorSQL.save, chargePointKey, status.connector, status.status, status.errorCode, status.info,
      status.vendorErrorCode, status.at, status.receivedAt)
  }

  /// The connector's own key (see `ReadingSeries`), made when it is new.
  package func connectorKey(chargePointKey: Int64, connector: Int) throws(StoreError) -> Int64 {
    if let key = try database.one(ConnectorSQL.key, chargePointKey, connector, as: { row in row.int64() }) {
      return key
    }
    try database.run(ConnectorSQL.add, chargePointKey, connector)
    return database.lastInsertedKey
  }
}

private enum ConnectorSQL {
  private static let columns = "connector, status, error_code, info, vendor_error_code, at, received_at"

  static func read(_ row: inout Row) -> ConnectorStatus {
    ConnectorStatus(
      connector: row.int(), status: row.text(), errorCode: row.text(), info: row.textOrNil(),
      vendorErrorCode: row.textOrNil(), at: row.instantOrNil(), receivedAt: row.instant())
  }

  static let ofChargePoint = Query(
    """
    SELECT \(columns) FROM connector WHERE charge_point_key = ? AND status IS NOT NULL ORDER BY connector
    """)
  static let all = Query(
    """
    SELECT charge_point_key, connector, status, error_code, c.info, vendor_error_code, at, received_at
    FROM connector c JOIN charge_point p ON p.key = c.charge_point_key
    WHERE status IS NOT NULL AND p.archived_at IS NULL ORDER BY charge_point_key, connector
    """)
  static let save = Query(
    """
    INSERT INTO connector
      (charge_point_key, connector, status, error_code, info, vendor_error_code, at, received_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (charge_point_key, connector) DO UPDATE SET status = excluded.status,
      error_code = excluded.error_code, info = excluded.info, vendor_error_code = excluded.vendor_error_code,
      at = excluded.at, received_at = excluded.received_at
    """)
  static let key = Query("SELECT key FROM connector WHERE charge_point_key = ? AND connector = ?")
  static let add = Query("INSERT INTO connector (charge_point_key, connector) VALUES (?, ?)")
}
