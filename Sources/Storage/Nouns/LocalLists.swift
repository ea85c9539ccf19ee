package import Domain

/// The local authorization list of a charge point (OCPP 1.6, 5.15), as it was last sent.
package struct KeptLocalList: Sendable, Equatable {
  /// Where the list stands.
  package enum State: String, Sendable {
    case waiting, sending, current, refused
  }

  /// The last version that was given away; never used again.
  package var version: Int
  /// SHA-256 of what the charge point has; nil: not known.
  package var digest: [UInt8]?
  package var entries: Int
  package var state: State
  /// What the charge point said, when it did not take the list.
  package var detail: String?
  package var at: Instant
  /// The list that is not tried again while the firmware is `refusedFirmware`.
  package var refusedDigest: [UInt8]?
  package var refusedFirmware: String?
  /// Whether lists are switched off and the charge point still has cards.
  package var isToBeEmptied: Bool
}

/// A text that was presented as id tag, and when last.
package struct PresentedText: Sendable, Equatable {
  package var text: String
  /// The newest transaction with it.
  package var lastTransactionID: Int64
  /// The newest one at the charge point that was asked about; nil: never there.
  package var lastTransactionIDHere: Int64?
}

extension ReadConnection {
  /// Nil: none was ever sent, nor meant to be.
  package func localList(chargePointKey: Int64) throws(StoreError) -> KeptLocalList? {
    try database.one(LocalListSQL.one, chargePointKey, as: LocalListSQL.read)
  }

  /// The keys of the charge points whose list is to be emptied.
  package func localListsToBeEmptied() throws(StoreError) -> Set<Int64> {
    Set(try database.rows(LocalListSQL.toBeEmptied, as: { row in row.int64() }))
  }

  /// What was presented in the newest transactions of the site, newest first. No index serves this, because
  /// every start would pay for it; the bound keeps it short however many transactions there are.
  package func presentedTexts(
    chargePointKey: Int64, inNewest transactions: Int
  ) throws(StoreError) -> [PresentedText] {
    try database.rows(LocalListSQL.presented, chargePointKey, transactions) { row in
      PresentedText(text: row.text(), lastTransactionID: row.int64(), lastTransactionIDHere: row.int64OrNil())
    }
  }
}

extension WriteConnection {
  /// Gives away `count` versions above every one so far and above `floor`, what the charge point reports, and
  /// notes that they are being sent. Returns the first.
  package func giveLocalListVersions(
    _ count: Int, above floor: Int, chargePointKey: Int64, at: Instant
  ) throws(StoreError) -> Int {
    let last = max(try localList(chargePointKey: chargePointKey)?.version ?? 0, floor)
    try database.run(LocalListSQL.give, chargePointKey, last + count, at)
    return last + 1
  }

  /// Notes that the charge point has this list, as the last version given away. A list that was to be emptied
  /// is empty now.
  package func keepCurrentLocalList(
    chargePointKey: Int64, digest: [UInt8], entries: Int, at: Instant
  ) throws(StoreError) {
    try database.run(LocalListSQL.current, chargePointKey, digest, entries, at)
  }

  /// Notes that it was not taken, and what is not to be tried again (nil: anything may be).
  package func keepRefusedLocalList(
    chargePointKey: Int64, detail: String, refusedDigest: [UInt8]?, firmware: String?, at: Instant
  ) throws(StoreError) {
    try database.run(LocalListSQL.refused, chargePointKey, detail, refusedDigest, firmware, at)
  }

  /// Notes that it waits for the charge point, or for a better moment. Whatever was refused may be tried
  /// again if `isNew`.
  package func keepWaitingLocalList(
    chargePointKey: Int64, detail: String?, isNew: Bool, at: Instant
  ) throws(StoreError) {
    try database.run(LocalListSQL.waiting, chargePointKey, detail, isNew, at)
  }

  /// Notes whether a charge point that has, or may have, a list of ours is to lose it.
  package func markLocalList(chargePointKey: Int64, toBeEmptied: Bool) throws(StoreError) {
    try database.run(LocalListSQL.mark, chargePointKey, toBeEmptied)
  }
}

private enum LocalListSQL {
  static func read(_ row: inout Row) throws(StoreError) -> KeptLocalList {
    KeptLocalList(
      version: row.int(), digest: row.blobOrNil(), entries: row.int(),
      state: try row.value(KeptLocalList.State.self), detail: row.textOrNil(), at: row.instant(),
      refusedDigest: row.blobOrNil(), refusedFirmware: row.textOrNil(), isToBeEmptied: row.bool())
  }

  static let one = Query(
    """
    SELECT version, digest, entries, state, detail, at, refused_digest, refused_firmware, is_to_be_emptied
    FROM local_list WHERE charge_point_key = ?
    """)
  static let toBeEmptied = Query("SELECT charge_point_key FROM local_list WHERE is_to_be_emptied = 1")
  static let presented = Query(
    """
    SELECT p.text, max(t.id), max(CASE WHEN t.charge_point_key = ?1 THEN t.id END)
    FROM (
      SELECT id, charge_point_key, presented_id_tag_key FROM transactions ORDER BY id DESC LIMIT ?2) t
    JOIN presented_id_tag p ON p.key = t.presented_id_tag_key
    WHERE p.text IS NOT NULL
    GROUP BY p.key ORDER BY 2 DESC
    """)
  static let give = Query(
    """
    INSERT INTO local_list (charge_point_key, version, entries, state, at) VALUES (?1, ?2, 0, 'sending', ?3)
    ON CONFLICT (charge_point_key) DO UPDATE SET version = ?2, digest = NULL, state = 'sending', at = ?3
    """)
  static let current = Query(
    """
    UPDATE local_list SET digest = ?2, entries = ?3, state = 'current', detail = NULL, at = ?4,
      refused_digest = NULL, refused_firmware = NULL, is_to_be_emptied = 0
    WHERE charge_point_key = ?1
    """)
  static let refused = Query(
    """
    INSERT INTO local_list (
      charge_point_key, version, entries, state, detail, refused_digest, refused_firmware, at)
    VALUES (?1, 0, 0, 'refused', ?2, ?3, ?4, ?5)
    ON CONFLICT (charge_point_key) DO UPDATE SET state = 'refused', detail = ?2, refused_digest = ?3,
      refused_firmware = ?4, at = ?5
    """)
  static let waiting = Query(
    """
    INSERT INTO local_list (charge_point_key, version, entries, state, detail, at)
    VALUES (?1, 0, 0, 'waiting', ?2, ?4)
    ON CONFLICT (charge_point_key) DO UPDATE SET state = 'waiting', detail = ?2, at = ?4,
      refused_digest = CASE WHEN ?3 THEN NULL ELSE refused_digest END,
      refused_firmware = CASE WHEN ?3 THEN NULL ELSE refused_firmware END
    """)
  static let mark = Query("UPDATE local_list SET is_to_be_emptied = ?2 WHERE charge_point_key = ?1")
}
