extension ReadConnection {
  /// How long a charge point waits for the cable after a card (OCPP 1.6, 9.1.4 ConnectionTimeOut), in
  /// seconds, as last read from it; nil: not known.
  package func connectionTimeOut(chargePointKey: Int64) throws(StoreError) -> Int? {
    try database.one(Self.connectionTimeOutQuery, chargePointKey) { row in row.textOrNil() }?
      .flatMap { Int($0) }
  }

  private static let connectionTimeOutQuery = Query(
    "SELECT value FROM configuration_key WHERE charge_point_key = ? AND key = 'ConnectionTimeOut'")
}
