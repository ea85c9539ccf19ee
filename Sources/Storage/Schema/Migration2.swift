extension Migration {
  /// What is set in charge points and kept of them beyond charging: their settings here, reservations,
  /// charging profiles, local lists, configuration, certificates, the message log; and shared current limits.
  static let two = Migration(
    number: 2,
    sql: [settings, set, certificates, messages, load].joined(separator: "\n"))

  private static let settings = """
    ALTER TABLE charge_point ADD COLUMN clock TEXT NOT NULL DEFAULT 'auto'
      CHECK (clock IN ('auto', 'utc', 'local'));
    ALTER TABLE charge_point ADD COLUMN stamps_are_local INTEGER NOT NULL DEFAULT 0; -- learnt
    ALTER TABLE charge_point ADD COLUMN energy_correction TEXT NOT NULL DEFAULT 'none'
      CHECK (energy_correction IN ('none', 'times_1000', 'divided_by_1000'));
    -- What it sends when it starts by itself, and whose charges those are.
    ALTER TABLE charge_point ADD COLUMN auto_start_presented TEXT;
    ALTER TABLE charge_point ADD COLUMN auto_start_id_tag_key INTEGER REFERENCES id_tag;
    ALTER TABLE charge_point ADD COLUMN may_be_configured INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE charge_point ADD COLUMN keeps_local_list INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE charge_point ADD COLUMN may_be_paused INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE charge_point ADD COLUMN password_bytes INTEGER;
    """

  private static let set = """
    -- Configuration keys (OCPP 1.6, chapter 9) as last read, what was asked of them, and what came of it.
    -- The key of the password (AuthorizationKey) never stands here with its value.
    CREATE TABLE configuration_key (
      charge_point_key INTEGER NOT NULL REFERENCES charge_point,
      key TEXT NOT NULL COLLATE NOCASE,
      value TEXT, readonly INTEGER, read_at INTEGER, -- NULL: never read
      wanted TEXT, answer TEXT, answered_at INTEGER, -- the last ChangeConfiguration and its status
      wanted_firmware TEXT, -- the firmware version that gave the answer
      PRIMARY KEY (charge_point_key, key)
    ) STRICT, WITHOUT ROWID;

    -- OCPP 1.6, 5.15: the local authorization list as it was last sent.
    CREATE TABLE local_list (
      charge_point_key INTEGER PRIMARY KEY REFERENCES charge_point,
      version INTEGER NOT NULL, -- the last one given away; never 0 and never used again
      digest BLOB, -- SHA-256 of what the charge point has; NULL: not known
      entries INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'current', 'refused')),
      detail TEXT, -- what the charge point said
      at INTEGER NOT NULL,
      refused_digest BLOB, refused_firmware TEXT, -- the list that is not tried again, on this firmware
      is_to_be_emptied INTEGER NOT NULL DEFAULT 0 -- switched off; the charge point still has cards
    ) STRICT;

    -- OCPP 1.6, 5.13. An id that is reserved again replaces the one before.
    CREATE TABLE reservation (
      key INTEGER PRIMARY KEY,
      charge_point_key INTEGER NOT NULL REFERENCES charge_point,
      reservation_id INTEGER NOT NULL,
      connector INTEGER NOT NULL, -- 0: any
      presented_id_tag_key INTEGER NOT NULL REFERENCES presented_id_tag,
      parent_presented_id_tag_key INTEGER REFERENCES presented_id_tag,
      expires_at INTEGER NOT NULL,
      requested_by TEXT NOT NULL, requested_at INTEGER NOT NULL,
      ended_at INTEGER, -- NULL: still set (or expired by now)
      ended_as TEXT CHECK (ended_as IN ('cancelled', 'used', 'replaced')),
      transaction_id INTEGER REFERENCES transactions -- the charge that used it
    ) STRICT;
    CREATE INDEX reservation_open ON reservation (charge_point_key, reservation_id) WHERE ended_at IS NULL;

    -- OCPP 1.6, 5.16: what was accepted and not cleared since.
    CREATE TABLE charging_profile (
      key INTEGER PRIMARY KEY,
      charge_point_key INTEGER NOT NULL REFERENCES charge_point,
      connector INTEGER NOT NULL, -- 0: the charge point as a whole
      profile_id INTEGER NOT NULL,
      stack_level INTEGER NOT NULL,
      purpose TEXT NOT NULL,
      transaction_id INTEGER, -- as sent, or the one that ran; NULL: of no single transaction
      profile TEXT NOT NULL, -- csChargingProfiles as JSON
      set_by TEXT NOT NULL, set_at INTEGER NOT NULL,
      UNIQUE (charge_point_key, profile_id)
    ) STRICT;
    """

  private static let certificates = """
    -- Certificates known to be in a charge point (security white paper, GetInstalledCertificateIds).
    CREATE TABLE certificate (
      key INTEGER PRIMARY KEY,
      charge_point_key INTEGER NOT NULL REFERENCES charge_point,
      certificate_type TEXT NOT NULL,
      hash_algorithm TEXT NOT NULL, issuer_name_hash TEXT NOT NULL, issuer_key_hash TEXT NOT NULL,
      serial_number TEXT NOT NULL,
      seen_at INTEGER NOT NULL, -- when the charge point last named it
      deleted_at INTEGER,
      UNIQUE (charge_point_key, certificate_type, hash_algorithm, issuer_name_hash, issuer_key_hash,
        serial_number)
    ) STRICT;

    -- SignCertificate: what a charge point wants signed, and what it was sent.
    CREATE TABLE certificate_request (
      key INTEGER PRIMARY KEY,
      charge_point_key INTEGER NOT NULL REFERENCES charge_point,
      csr TEXT NOT NULL,
      received_at INTEGER NOT NULL,
      chain TEXT, answered_at INTEGER -- CertificateSigned that it accepted
    ) STRICT;
    CREATE INDEX certificate_request_by_charge_point ON certificate_request (charge_point_key);
    """

  private static let messages = """
    -- Each action has a bound of its own.
    CREATE INDEX charge_point_message_by_action ON charge_point_message (charge_point_key, action, n);

    -- The message log: many frames to a row, the newest rows of each charge point (see MessageBlock).
    CREATE TABLE message_block (
      key INTEGER PRIMARY KEY,
      charge_point_key INTEGER NOT NULL REFERENCES charge_point,
      first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
      frames BLOB NOT NULL
    ) STRICT;
    CREATE INDEX message_block_by_charge_point ON message_block (charge_point_key, key);
    """

  private static let load = """
    -- A circuit whose current its connectors share. The whole site's limit is a setting.
    CREATE TABLE load_group (
      key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE,
      limit_a INTEGER NOT NULL CHECK (limit_a > 0), -- per phase
      created_at INTEGER NOT NULL
    ) STRICT;
    -- What a connector can draw, and which circuit it hangs on. Without a row: 32 A, three phases, no group.
    CREATE TABLE load_connector (
      charge_point_key INTEGER NOT NULL REFERENCES charge_point,
      connector INTEGER NOT NULL,
      group_key INTEGER REFERENCES load_group,
      max_a INTEGER NOT NULL, phases INTEGER NOT NULL CHECK (phases BETWEEN 1 AND 3),
      PRIMARY KEY (charge_point_key, connector)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX load_connector_by_group ON load_connector (group_key);
    -- Which form of charging profile a charge point takes; NULL: none that we know. Of one firmware only.
    CREATE TABLE profile_form (
      charge_point_key INTEGER PRIMARY KEY REFERENCES charge_point,
      form TEXT, firmware_version TEXT, at INTEGER NOT NULL
    ) STRICT;
    """
}
