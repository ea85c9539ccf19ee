package import Domain

extension ReadConnection {
  /// A bay by its public id (`BayID`), unless it is archived.
  package func bay(id: String) throws(StoreError) -> Bay? {
    try database.one(BaySQL.byID, id, as: BaySQL.read)
  }

  /// A bay by our key, archived or not.
  package func bay(key: Int64) throws(StoreError) -> Bay? {
    try database.one(BaySQL.byKey, key, as: BaySQL.read)
  }

  /// The bay where a connector stands.
  package func bay(chargePointKey: Int64, connector: Int) throws(StoreError) -> Bay? {
    try database.one(BaySQL.byConnector, chargePointKey, connector, as: BaySQL.read)
  }

  /// The bays that are not archived and have this name; nothing keeps two from having the same.
  package func bays(named name: String) throws(StoreError) -> [Bay] {
    try database.rows(BaySQL.byName, name, as: BaySQL.read)
  }

  /// The bays that belong to a unit, oldest first.
  package func bays(unitKey: Int64) throws(StoreError) -> [Bay] {
    try database.rows(BaySQL.ofUnit, unitKey, as: BaySQL.read)
  }

  /// Every bay that is not archived, oldest first.
  package func allBays() throws(StoreError) -> [Bay] { try database.rows(BaySQL.all, as: BaySQL.read) }

  /// Whether a tenant holds, held or will hold a bay.
  package func hasTenancies(bayKey: Int64) throws(StoreError) -> Bool {
    try database.one(BaySQL.hasTenancies, bayKey) { row in row.bool() } ?? false
  }
}

extension WriteConnection {
  /// Adds a bay; its `key` is not read. Throws `constraint` when another one has its id, or stands where this
  /// one is to stand.
  package func insertBay(_ bay: Bay) throws(StoreError) -> Bay {
    try database.run(
      BaySQL.insert, bay.id, bay.name, bay.chargePointKey, bay.connector, bay.unitKey, bay.access.rawValue,
      bay.startsWhenPluggedIn, bay.createdAt, bay.archivedAt)
    var added = bay
    added.key = database.lastInsertedKey
    try setGroups(of: added)
    return added
  }

  /// Writes everything of a bay but key, id, and when it was added. Throws `constraint` when another one
  /// stands where this one is to stand.
  package func updateBay(_ bay: Bay) throws(StoreError) {
    try database.run(
      BaySQL.update, bay.key, bay.name, bay.chargePointKey, bay.connector, bay.unitKey, bay.access.rawValue,
      bay.startsWhenPluggedIn, bay.archivedAt)
    try setGroups(of: bay)
  }

  /// No wallbox stands any more where this one stood. A bay that neither a unit nor a tenancy reckons with is
  /// archived.
  package func leaveBays(chargePointKey: Int64, at: Instant) throws(StoreError) {
    try database.run(BaySQL.leave, chargePointKey, at)
  }

  private func setGroups(of bay: Bay) throws(StoreError) {
    try database.run(BaySQL.freeGroups, bay.key)
    for key in Set(bay.groupKeys) { try database.run(BaySQL.addGroup, bay.key, key) }
  }
}

private enum BaySQL {
  static func read(_ row: inout Row) throws(StoreError) -> Bay {
    Bay(
      key: row.int64(), id: row.text(), name: row.text(), chargePointKey: row.int64OrNil(),
      connector: row.intOrNil(), unitKey: row.int64OrNil(), access: try row.value(BayAccess.self),
      groupKeys: row.keys(), startsWhenPluggedIn: row.bool(), createdAt: row.instant(),
      archivedAt: row.instantOrNil())
  }

  private static let select = """
    SELECT key, id, name, charge_point_key, connector, unit_key, access,
      (SELECT group_concat(group_key) FROM bay_group WHERE bay_key = b.key), starts_when_plugged_in,
      created_at, archived_at
    FROM bay b
    """
  static let byID = Query("\(select) WHERE id = ? AND archived_at IS NULL")
  static let byKey = Query("\(select) WHERE key = ?")
  static let byConnector = Query(
    "\(select) WHERE charge_point_key = ? AND connector = ? AND archived_at IS NULL")
  static let byName = Query("\(select) WHERE name = ? AND archived_at IS NULL ORDER BY key")
  static let ofUnit = Query("\(select) WHERE unit_key = ? AND archived_at IS NULL ORDER BY key")
  static let all = Query("\(select) WHERE archived_at IS NULL ORDER BY key")
  static let hasTenancies = Query("SELECT EXISTS (SELECT 1 FROM tenancy_bay WHERE bay_key = ?)")
  static let insert = Query(
    """
    INSERT INTO bay (id, name, charge_point_key, connector, unit_key, access, starts_when_plugged_in,
      created_at, archived_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let update = Query(
    """
    UPDATE bay SET name = ?2, charge_point_key = ?3, connector = ?4, unit_key = ?5, access = ?6,
      starts_when_plugged_in = ?7, archived_at = ?8
    WHERE key = ?1
    """)
  static let leave = Query(
    """
    UPDATE bay SET charge_point_key = NULL, connector = NULL,
      archived_at = CASE WHEN unit_key IS NULL AND NOT EXISTS (
        SELECT 1 FROM tenancy_bay b JOIN tenancy y ON y.key = b.tenancy_key
        WHERE b.bay_key = bay.key AND coalesce(y.to_at > ?2, 1)
      ) THEN ?2 END
    WHERE charge_point_key = ?1 AND archived_at IS NULL
    """)
  static let freeGroups = Query("DELETE FROM bay_group WHERE bay_key = ?")
  static let addGroup = Query("INSERT INTO bay_group (bay_key, group_key) VALUES (?, ?)")
}
