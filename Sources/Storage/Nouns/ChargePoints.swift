package import Domain

/// What a BootNotification told (OCPP 1.6, 6.4), each as sent.
package struct BootFacts: Sendable, Equatable {
  package var vendor: String?
  package var model: String?
  package var serialNumber: String?
  package var firmwareVersion: String?
  package var meterType: String?
  package var meterSerialNumber: String?
  package var iccid: String?
  package var imsi: String?

  package init() {}
}

/// How many rows are kept of a charge point that is not accepted, each counted up to the given bound:
/// transactions not answered with Accepted, stops without a start, readings, and the statuses of those
/// transactions.
package struct KeptRows: Sendable, Equatable {
  package var transactions: Int
  package var oddStops: Int
  package var readings: Int
  package var statuses: Int
}

extension ReadConnection {
  /// The charge point with this OCPP identity that is not archived.
  package func chargePoint(id: String) throws(StoreError) -> ChargePoint? {
    try database.one(ChargePointSQL.byID, id, as: ChargePointSQL.read)
  }

  /// A charge point by our key, archived or not.
  package func chargePoint(key: Int64) throws(StoreError) -> ChargePoint? {
    try database.one(ChargePointSQL.byKey, key, as: ChargePointSQL.read)
  }

  /// Every charge point that is not archived, oldest first; for the live board at the start.
  package func allChargePoints() throws(StoreError) -> [ChargePoint] {
    try database.rows(ChargePointSQL.page, 0, -1, as: ChargePointSQL.read)
  }

  /// A page of the charge points that are not archived, in the order in which they came.
  package func chargePoints(after cursor: PageCursor?, limit: Int) throws(StoreError) -> Page<ChargePoint> {
    let rows = try database.rows(
      ChargePointSQL.page, cursor?.key ?? 0, limit + 1, as: ChargePointSQL.read)
    return Page(rows: rows, limit: limit) { PageCursor(sortValue: 0, key: $0.key) }
  }

  /// How much is kept of a pending charge point; each count stops at `bound`.
  package func countKeptRows(chargePointKey: Int64, upTo bound: Int) throws(StoreError) -> KeptRows {
    let counts = try database.one(ChargePointSQL.kept, chargePointKey, bound) { row in
      KeptRows(transactions: row.int(), oddStops: row.int(), readings: row.int(), statuses: row.int())
    }
    return counts ?? KeptRows(transactions: 0, oddStops: 0, readings: 0, statuses: 0)
  }
}

extension WriteConnection {
  /// Adds a charge point. Throws `constraint` when a living one has the same id.
  package func insertChargePoint(
    id: String, name: String, state: ChargePointState, credential: ChargePoint.Credential?, at: Instant
  ) throws(StoreError) -> ChargePoint {
    try database.run(
      ChargePointSQL.insert, id, name, state.rawValue, credential?.salt, credential?.hash, at)
    var added = ChargePoint(
      key: database.lastInsertedKey, id: id, name: name, state: state, firstSeenAt: at)
    added.credential = credential
    return added
  }

  /// Writes what the manager decides (name, state, credentials, settings) and what was learnt of its stamps.
  package func updateChargePoint(_ chargePoint: ChargePoint) throws(StoreError) {
    let credential = chargePoint.credential
    let next = chargePoint.nextCredential
    let settings = chargePoint.settings
    try database.run(
      ChargePointSQL.update, chargePoint.key, chargePoint.name, chargePoint.state.rawValue,
      credential?.salt, credential?.hash, next?.salt, next?.hash, settings.acceptsNoSubprotocol,
      settings.clock.rawValue, settings.energyCorrection.rawValue, settings.autoStart?.presented,
      settings.autoStart?.idTagKey, settings.mayBeConfigured, settings.keepsLocalList, settings.mayBePaused,
      chargePoint.stampsAreLocal, chargePoint.passwordBytes)
  }

  /// Notes that a charge point stamps in the site's local time.
  package func learnLocalStamps(chargePointKey: Int64) throws(StoreError) {
    try database.run(ChargePointSQL.localStamps, chargePointKey)
  }

  /// Writes what a BootNotification told and that the charge point was there.
  package func updateBoot(chargePointKey: Int64, _ facts: BootFacts, at: Instant) throws(StoreError) {
    try database.run(
      ChargePointSQL.boot, chargePointKey, at, facts.vendor, facts.model, facts.serialNumber,
      facts.firmwareVersion, facts.meterType, facts.meterSerialNumber, facts.iccid, facts.imsi)
  }

  /// Notes when a charge point was last heard of; never moves back.
  package func touchChargePoint(key: Int64, lastSeenAt: Instant) throws(StoreError) {
    try database.run(ChargePointSQL.touch, key, lastSeenAt)
  }

  /// Forgets a charge point of which nothing was kept that anyone could miss; false, and nothing done: there
  /// is something.
  package func forgetChargePoint(key: Int64) throws(StoreError) -> Bool {
    let kept = try countKeptRows(chargePointKey: key, upTo: 1)
    guard kept.transactions == 0, kept.oddStops == 0, kept.readings == 0 else { return false }
    for query in ChargePointSQL.forget { try database.run(query, key) }
    return true
  }

  /// Takes a charge point out of all lists; its transactions stay. False: it already was.
  package func archiveChargePoint(key: Int64, at: Instant) throws(StoreError) -> Bool {
    try database.run(ChargePointSQL.archive, key, at) == 1
  }
}

enum ChargePointSQL {
  /// Everything that names it, then itself.
  static let forget =
    [Query("UPDATE bay SET charge_point_key = NULL, connector = NULL WHERE charge_point_key = ?")]
    + [
      "charge_point_message", "operation", "connector", "configuration_key", "local_list", "reservation",
      "charging_profile", "certificate", "certificate_request", "message_block", "load_connector",
      "profile_form",
    ].map { Query("DELETE FROM \($0) WHERE charge_point_key = ?") } + [
      Query("DELETE FROM charge_point WHERE key = ?")
    ]

  private static let columns = """
    key, id, name, state, password_salt, password_hash, next_password_salt, next_password_hash,
    accepts_no_subprotocol, vendor, model, serial_number, firmware_version, meter_type,
    meter_serial_number, iccid, imsi, first_seen_at, last_seen_at, last_boot_at, clock, energy_correction,
    auto_start_presented, auto_start_id_tag_key, may_be_configured, keeps_local_list, may_be_paused,
    stamps_are_local, password_bytes,
    (SELECT entered FROM id_tag_person WHERE id_tag_key = auto_start_id_tag_key)
    """

  static func read(_ row: inout Row) throws(StoreError) -> ChargePoint {
    var read = ChargePoint(
      key: row.int64(), id: row.text(), name: row.text(), state: try row.value(ChargePointState.self),
      firstSeenAt: Instant(millisecondsSince1970: 0))
    read.credential = credential(salt: row.blobOrNil(), hash: row.blobOrNil())
    read.nextCredential = credential(salt: row.blobOrNil(), hash: row.blobOrNil())
    read.settings.acceptsNoSubprotocol = row.bool()
    read.vendor = row.textOrNil()
    read.model = row.textOrNil()
    read.serialNumber = row.textOrNil()
    read.firmwareVersion = row.textOrNil()
    read.meterType = row.textOrNil()
    read.meterSerialNumber = row.textOrNil()
    read.iccid = row.textOrNil()
    read.imsi = row.textOrNil()
    read.firstSeenAt = row.instant()
    read.lastSeenAt = row.instantOrNil()
    read.lastBootAt = row.instantOrNil()
    read.settings.clock = try row.value(StampClock.self)
    read.settings.energyCorrection = try row.value(EnergyCorrection.self)
    let (presented, idTagKey) = (row.textOrNil(), row.int64OrNil())
    read.settings.mayBeConfigured = row.bool()
    read.settings.keepsLocalList = row.bool()
    read.settings.mayBePaused = row.bool()
    read.stampsAreLocal = row.bool()
    read.passwordBytes = row.intOrNil()
    let idTag = row.textOrNil()
    if let presented, let idTagKey {
      read.settings.autoStart = AutoStart(presented: presented, idTagKey: idTagKey, idTag: idTag)
    }
    return read
  }

  private static func credential(salt: [UInt8]?, hash: [UInt8]?) -> ChargePoint.Credential? {
    guard let salt, let hash else { return nil }
    return ChargePoint.Credential(salt: salt, hash: hash)
  }

  static let byID = Query("SELECT \(columns) FROM charge_point WHERE id = ? AND archived_at IS NULL")
  static let byKey = Query("SELECT \(columns) FROM charge_point WHERE key = ?")
  static let page = Query(
    "SELECT \(columns) FROM charge_point WHERE key > ? AND archived_at IS NULL ORDER BY key LIMIT ?")
  static let insert = Query(
    """
    INSERT INTO charge_point (id, name, state, password_salt, password_hash, first_seen_at)
    VALUES (?, ?, ?, ?, ?, ?)
    """)
  static let update = Query(
    """
    UPDATE charge_point SET name = ?2, state = ?3, password_salt = ?4, password_hash = ?5,
      next_password_salt = ?6, next_password_hash = ?7, accepts_no_subprotocol = ?8,
      clock = ?9, energy_correction = ?10, auto_start_presented = ?11, auto_start_id_tag_key = ?12,
      may_be_configured = ?13, keeps_local_list = ?14, may_be_paused = ?15, stamps_are_local = ?16,
      password_bytes = ?17
    WHERE key = ?1
    """)
  static let localStamps = Query("UPDATE charge_point SET stamps_are_local = 1 WHERE key = ?")
  static let boot = Query(
    """
    UPDATE charge_point SET last_boot_at = ?2, last_seen_at = max(coalesce(last_seen_at, ?2), ?2),
      vendor = ?3, model = ?4, serial_number = ?5, firmware_version = ?6, meter_type = ?7,
      meter_serial_number = ?8, iccid = ?9, imsi = ?10
    WHERE key = ?1
    """)
  static let touch = Query(
    "UPDATE charge_point SET last_seen_at = ?2 WHERE key = ?1 AND coalesce(last_seen_at, ?2 - 1) < ?2")
  static let archive = Query(
    "UPDATE charge_point SET archived_at = ?2 WHERE key = ?1 AND archived_at IS NULL")
  static let kept = Query(
    """
    SELECT
      (SELECT count(*) FROM (
        SELECT 1 FROM transactions WHERE charge_point_key = ?1 AND authorization <> 'Accepted' LIMIT ?2)),
      (SELECT count(*) FROM (SELECT 1 FROM odd_stop WHERE charge_point_key = ?1 LIMIT ?2)),
      (SELECT count(*) FROM (
        SELECT 1 FROM transactions t CROSS JOIN reading r ON r.series = t.id
        WHERE t.charge_point_key = ?1 AND t.authorization <> 'Accepted'
        UNION ALL
        SELECT 1 FROM connector c CROSS JOIN reading r ON r.series = -c.key WHERE c.charge_point_key = ?1
        LIMIT ?2)),
      (SELECT count(*) FROM (
        SELECT 1 FROM transactions t CROSS JOIN transaction_status s ON s.transaction_id = t.id
        WHERE t.charge_point_key = ?1 AND t.authorization <> 'Accepted' LIMIT ?2))
    """)
}
