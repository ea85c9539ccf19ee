import Domain

/// What a connector can draw, and which circuit it hangs on.
package struct ConnectorWiring: Sendable, Equatable {
  package var chargePointKey: Int64
  package var connector: Int
  /// Nil: no circuit of its own.
  package var groupKey: Int64?
  /// Amperes per phase.
  package var maxA: Int
  package var phases: Int

  /// As it is while nobody has said anything else.
  package init(chargePointKey: Int64, connector: Int) {
    self.chargePointKey = chargePointKey
    self.connector = connector
    maxA = 32
    phases = 3
  }
}

extension ReadConnection {
  /// The wiring of every connector of which somebody has said something.
  package func connectorWirings() throws(StoreError) -> [ConnectorWiring] {
    try database.rows(WiringSQL.all) { row in
      var wiring = ConnectorWiring(chargePointKey: row.int64(), connector: row.int())
      wiring.groupKey = row.int64OrNil()
      wiring.maxA = row.int()
      wiring.phases = row.int()
      return wiring
    }
  }
}

extension WriteConnection {
  package func saveConnectorWiring(_ wiring: ConnectorWiring) throws(StoreError) {
    try database.run(
      WiringSQL.save, wiring.chargePointKey, wiring.connector, wiring.groupKey, wiring.maxA, wiring.phases)
  }
}

private enum WiringSQL {
  static let all = Query("SELECT charge_point_key, connector, group_key, max_a, phases FROM load_connector")
  static let save = Query(
    """
    INSERT INTO load_connector (charge_point_key, connector, group_key, max_a, phases) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (charge_point_key, connector) DO UPDATE SET group_key = excluded.group_key,
      max_a = excluded.max_a, phases = excluded.phases
    """)
}
