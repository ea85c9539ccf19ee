package import Domain

/// A configuration key of a charge point (OCPP 1.6, chapter 9): as last read, and what was last asked of it.
package struct ConfigurationKey: Sendable, Equatable {
  package var key: String
  /// Nil: not set, not known, or a password.
  package var value: String?
  package var isReadOnly: Bool?
  /// Nil: never read.
  package var readAt: Instant?
  /// The value of the last ChangeConfiguration; nil for a password.
  package var wanted: String?
  /// What the charge point said to it: a status, or the code of its error.
  package var answer: String?
  package var answeredAt: Instant?
  /// The firmware that said so.
  package var wantedFirmware: String?
}

extension ReadConnection {
  /// The keys of a charge point by name.
  package func configurationKeys(chargePointKey: Int64) throws(StoreError) -> [ConfigurationKey] {
    try database.rows(ConfigurationKeySQL.all, chargePointKey) { row in
      ConfigurationKey(
        key: row.text(), value: row.textOrNil(), isReadOnly: row.int64OrNil().map { $0 != 0 },
        readAt: row.instantOrNil(), wanted: row.textOrNil(), answer: row.textOrNil(),
        answeredAt: row.instantOrNil(), wantedFirmware: row.textOrNil())
    }
  }
}

extension WriteConnection {
  /// Keeps a key as the charge point told it; the value of a password must not come here.
  package func keepConfigurationKey(
    chargePointKey: Int64, key: String, value: String?, isReadOnly: Bool, at: Instant
  ) throws(StoreError) {
    try database.run(ConfigurationKeySQL.read, chargePointKey, key, value, isReadOnly, at)
  }

  /// Keeps what a ChangeConfiguration came to. Once taken, the wanted value is the key's value.
  package func keepConfigurationChange(
    chargePointKey: Int64, key: String, wanted: String?, answer: String, isTaken: Bool, firmware: String?,
    at: Instant
  ) throws(StoreError) {
    try database.run(
      ConfigurationKeySQL.change, chargePointKey, key, wanted, answer, at, firmware, isTaken)
  }
}

private enum ConfigurationKeySQL {
  static let all = Query(
    """
    SELECT key, value, readonly, read_at, wanted, answer, answered_at, wanted_firmware
    FROM configuration_key WHERE charge_point_key = ? ORDER BY key
    """)
  static let read = Query(
    """
    INSERT INTO configuration_key (charge_point_key, key, value, readonly, read_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (charge_point_key, key) DO UPDATE SET key = excluded.key, value = excluded.value,
      readonly = excluded.readonly, read_at = excluded.read_at
    """)
  static let change = Query(
    """
    INSERT INTO configuration_key (charge_point_key, key, value, wanted, answer, answered_at, wanted_firmware)
    VALUES (?1, ?2, CASE WHEN ?7 THEN ?3 END, ?3, ?4, ?5, ?6)
    ON CONFLICT (charge_point_key, key) DO UPDATE SET value = CASE WHEN ?7 THEN ?3 ELSE value END,
      wanted = ?3, answer = ?4, answered_at = ?5, wanted_firmware = ?6
    """)
}
