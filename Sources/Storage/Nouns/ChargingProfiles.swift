package import Domain

/// A charging profile that a charge point has accepted (OCPP 1.6, 5.16).
package struct KeptChargingProfile: Sendable, Equatable {
  /// Our own row number; never shown. 0 until it is kept.
  package var key: Int64 = 0
  package var chargePointKey: Int64
  /// The identity of its charge point.
  package var chargePointID = ""
  /// 0: the charge point as a whole.
  package var connector: Int
  package var profileID: Int64
  package var stackLevel: Int
  /// As the standard spells it (7.10).
  package var purpose: String
  /// The one charge it is for; nil: of no single one.
  package var transactionID: Int64?
  /// `csChargingProfiles` as JSON.
  package var profile: String
  /// The account's or token's name, or the appliance itself.
  package var setBy: String
  package var setAt: Instant

  package init(
    chargePointKey: Int64, connector: Int, profileID: Int64, stackLevel: Int, purpose: String,
    transactionID: Int64?, profile: String, setBy: String, setAt: Instant
  ) {
    self.chargePointKey = chargePointKey
    self.connector = connector
    self.profileID = profileID
    self.stackLevel = stackLevel
    self.purpose = purpose
    self.transactionID = transactionID
    self.profile = profile
    self.setBy = setBy
    self.setAt = setAt
  }
}

extension ReadConnection {
  /// A page of the profiles in charge points that are not archived, newest first. One for a single charge
  /// ends with it (OCPP 1.6, 3.13.1).
  package func chargingProfiles(
    after cursor: PageCursor?, limit: Int
  ) throws(StoreError) -> Page<KeptChargingProfile> {
    let rows = try database.rows(
      ChargingProfileSQL.page, cursor?.key ?? .max, limit + 1, as: ChargingProfileSQL.read)
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.key) }
  }
}

extension WriteConnection {
  /// Keeps a profile in place of the one with the same id, or with the same purpose and stack level at the
  /// same connector: no charge point has two of either (OCPP 1.6, 5.16).
  package func setChargingProfile(_ new: KeptChargingProfile) throws(StoreError) {
    try database.run(ChargingProfileSQL.forgetEnded, new.chargePointKey)
    try database.run(
      ChargingProfileSQL.forgetSame, new.chargePointKey, new.profileID, new.connector, new.purpose,
      new.stackLevel)
    try database.run(
      ChargingProfileSQL.insert, new.chargePointKey, new.connector, new.profileID, new.stackLevel,
      new.purpose, new.transactionID, new.profile, new.setBy, new.setAt)
  }

  /// Forgets the profiles of a charge point for which everything named holds; nothing named means all.
  package func clearChargingProfiles(
    chargePointKey: Int64, profileID: Int64? = nil, connector: Int? = nil, purpose: String? = nil,
    stackLevel: Int? = nil
  ) throws(StoreError) {
    try database.run(
      ChargingProfileSQL.clear, chargePointKey, profileID, connector, purpose, stackLevel)
  }
}

private enum ChargingProfileSQL {
  static func read(_ row: inout Row) -> KeptChargingProfile {
    let key = row.int64()
    var read = KeptChargingProfile(
      chargePointKey: row.int64(), connector: row.int(), profileID: row.int64(), stackLevel: row.int(),
      purpose: row.text(), transactionID: row.int64OrNil(), profile: row.text(), setBy: row.text(),
      setAt: row.instant())
    read.key = key
    read.chargePointID = row.text()
    return read
  }

  private static let isOver = """
    EXISTS (SELECT 1 FROM transactions t WHERE t.id = p.transaction_id
      AND t.charge_point_key = p.charge_point_key AND t.stopped_at IS NOT NULL)
    """
  static let page = Query(
    """
    SELECT p.key, p.charge_point_key, p.connector, p.profile_id, p.stack_level, p.purpose, p.transaction_id,
      p.profile, p.set_by, p.set_at, c.id
    FROM charging_profile p JOIN charge_point c ON c.key = p.charge_point_key
    WHERE p.key < ? AND c.archived_at IS NULL AND NOT \(isOver) ORDER BY p.key DESC LIMIT ?
    """)
  static let forgetEnded = Query(
    "DELETE FROM charging_profile AS p WHERE p.charge_point_key = ? AND \(isOver)")
  static let forgetSame = Query(
    """
    DELETE FROM charging_profile WHERE charge_point_key = ?1
      AND (profile_id = ?2 OR (connector = ?3 AND purpose = ?4 AND stack_level = ?5))
    """)
  static let insert = Query(
    """
    INSERT INTO charging_profile (charge_point_key, connector, profile_id, stack_level, purpose,
      transaction_id, profile, set_by, set_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)
  static let clear = Query(
    """
    DELETE FROM charging_profile WHERE charge_point_key = ?1 AND profile_id = coalesce(?2, profile_id)
      AND connector = coalesce(?3, connector) AND purpose = coalesce(?4, purpose)
      AND stack_level = coalesce(?5, stack_level)
    """)
}
