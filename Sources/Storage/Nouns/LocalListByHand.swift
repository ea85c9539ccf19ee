package import Domain

extension WriteConnection {
  /// A local list (OCPP 1.6, 5.15) that did not come from the appliance has reached a charge point: what is
  /// in it is not known any more, and its version counts as given away.
  package func noteForeignLocalList(chargePointKey: Int64, version: Int, at: Instant) throws(StoreError) {
    try database.run(LocalListByHandSQL.note, chargePointKey, max(version, 1), at)
  }
}

private enum LocalListByHandSQL {
  static let note = Query(
    """
    INSERT INTO local_list (charge_point_key, version, digest, entries, state, at)
    VALUES (?1, ?2, NULL, 0, 'waiting', ?3)
    ON CONFLICT (charge_point_key) DO UPDATE SET version = max(version, excluded.version), digest = NULL
    """)
}
