extension Migration {
  /// The first schema. Units: instants are milliseconds since 1970 UTC (`…_at`), energy is mWh
  /// (`…_milliwh`), money is the currency's minor units (`…_minor`). Hashes are BLOBs.
  static let one = Migration(
    number: 1,
    sql: [site, people, chargePoints, tariffs, transactions, readings, records, oddities, access]
      .joined(separator: "\n"))

  private static let site = """
    -- What the manager has set; every change stays readable in setting_history.
    CREATE TABLE setting (
      name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, changed_at INTEGER NOT NULL, changed_by TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE setting_history (
      key INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL, changed_at INTEGER NOT NULL,
      changed_by TEXT
    ) STRICT;
    CREATE TRIGGER setting_inserted AFTER INSERT ON setting BEGIN
      INSERT INTO setting_history (name, value, changed_at, changed_by)
      VALUES (NEW.name, NEW.value, NEW.changed_at, NEW.changed_by);
    END;
    CREATE TRIGGER setting_updated AFTER UPDATE ON setting BEGIN
      INSERT INTO setting_history (name, value, changed_at, changed_by)
      VALUES (NEW.name, NEW.value, NEW.changed_at, NEW.changed_by);
    END;
    """

  private static let people = """
    -- Who pays. Records refer to the opaque id; the person stands in a row of its own that can be erased.
    CREATE TABLE tenant (
      key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE tenant_person (
      tenant_key INTEGER PRIMARY KEY REFERENCES tenant, name TEXT NOT NULL
    ) STRICT;

    -- A registered card. Its number stands in a row of its own that can be erased.
    CREATE TABLE id_tag (
      key INTEGER PRIMARY KEY,
      tenant_key INTEGER REFERENCES tenant,
      status TEXT NOT NULL CHECK (status IN ('accepted', 'blocked', 'expired', 'invalid')),
      expires_at INTEGER,
      created_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX id_tag_by_tenant ON id_tag (tenant_key);
    CREATE TABLE id_tag_person (
      id_tag_key INTEGER PRIMARY KEY REFERENCES id_tag,
      canonical TEXT NOT NULL UNIQUE, -- the form in which cards are compared
      entered TEXT NOT NULL,
      label TEXT NOT NULL
    ) STRICT;

    -- What wallboxes sent as id tag, each text once. Never deleted: transactions refer to it. Erased: NULL.
    CREATE TABLE presented_id_tag (key INTEGER PRIMARY KEY, text TEXT UNIQUE) STRICT;
    """

  private static let chargePoints = """
    CREATE TABLE charge_point (
      key INTEGER PRIMARY KEY,
      id TEXT NOT NULL, -- the identity in its OCPP address
      name TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'blocked')),
      password_salt BLOB, password_hash BLOB,
      next_password_salt BLOB, next_password_hash BLOB, -- sent to it, not confirmed yet
      accepts_no_subprotocol INTEGER NOT NULL DEFAULT 0,
      vendor TEXT, model TEXT, serial_number TEXT, firmware_version TEXT,
      meter_type TEXT, meter_serial_number TEXT, iccid TEXT, imsi TEXT,
      first_seen_at INTEGER NOT NULL, last_seen_at INTEGER, last_boot_at INTEGER,
      archived_at INTEGER
    ) STRICT;
    -- An id may come back after its charge point was archived.
    CREATE UNIQUE INDEX charge_point_by_id ON charge_point (id) WHERE archived_at IS NULL;

    CREATE TABLE connector (
      key INTEGER PRIMARY KEY, -- minus this is the series of its readings outside any transaction
      charge_point_key INTEGER NOT NULL REFERENCES charge_point,
      connector INTEGER NOT NULL, -- 0: the charge point as a whole
      status TEXT, error_code TEXT, info TEXT, vendor_error_code TEXT, at INTEGER, received_at INTEGER,
      UNIQUE (charge_point_key, connector)
    ) STRICT;

    -- Notifications without a table of their own, the newest few per charge point.
    CREATE TABLE charge_point_message (
      charge_point_key INTEGER NOT NULL REFERENCES charge_point,
      n INTEGER NOT NULL,
      action TEXT NOT NULL, payload TEXT NOT NULL, received_at INTEGER NOT NULL,
      PRIMARY KEY (charge_point_key, n)
    ) STRICT, WITHOUT ROWID;

    -- What was asked of a charge point: written before it is sent, completed by what came of it.
    CREATE TABLE operation (
      key INTEGER PRIMARY KEY,
      charge_point_key INTEGER NOT NULL REFERENCES charge_point,
      action TEXT NOT NULL, payload TEXT NOT NULL,
      requested_by TEXT NOT NULL, requested_at INTEGER NOT NULL,
      outcome TEXT, response TEXT, answered_at INTEGER
    ) STRICT;
    CREATE INDEX operation_by_charge_point ON operation (charge_point_key);
    """

  private static let tariffs = """
    CREATE TABLE tariff (
      key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL
    ) STRICT;
    -- Never edited: a change is the next version, so that what was billed can be computed again.
    CREATE TABLE tariff_version (
      key INTEGER PRIMARY KEY,
      tariff_key INTEGER NOT NULL REFERENCES tariff,
      version INTEGER NOT NULL,
      valid_from INTEGER NOT NULL,
      tariff_json TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      UNIQUE (tariff_key, version)
    ) STRICT;
    CREATE INDEX tariff_version_by_validity ON tariff_version (valid_from, key);
    CREATE TRIGGER tariff_version_replaced BEFORE INSERT ON tariff_version
    WHEN EXISTS (
      SELECT 1 FROM tariff_version
      WHERE key = NEW.key OR (tariff_key = NEW.tariff_key AND version = NEW.version))
    BEGIN SELECT RAISE(ABORT, 'a tariff version is never replaced'); END;
    CREATE TRIGGER tariff_version_updated BEFORE UPDATE ON tariff_version
    BEGIN SELECT RAISE(ABORT, 'a tariff version is never edited'); END;
    CREATE TRIGGER tariff_version_deleted BEFORE DELETE ON tariff_version
    BEGIN SELECT RAISE(ABORT, 'a tariff version is never deleted'); END;
    """

  private static let transactions = """
    CREATE TABLE transactions (
      -- AUTOINCREMENT: an id is never used again. Wallboxes keep it in 32 bits and take 0 for none.
      id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id BETWEEN 1 AND 2147483647),
      charge_point_key INTEGER NOT NULL REFERENCES charge_point,
      connector INTEGER NOT NULL,
      presented_id_tag_key INTEGER NOT NULL REFERENCES presented_id_tag,
      id_tag_key INTEGER REFERENCES id_tag,
      tenant_key INTEGER REFERENCES tenant,
      authorization TEXT NOT NULL, -- what the start was answered with; a retry gets the same
      started_at INTEGER NOT NULL,
      started_at_text TEXT NOT NULL, -- as sent
      start_received_at INTEGER NOT NULL,
      meter_start_milliwh INTEGER NOT NULL,
      meter_start_text TEXT NOT NULL, -- as sent
      reservation_id INTEGER,
      stopped_at INTEGER,
      stopped_at_text TEXT,
      stop_received_at INTEGER,
      meter_stop_milliwh INTEGER,
      meter_stop_text TEXT,
      stop_reason TEXT,
      stop_presented_id_tag_key INTEGER REFERENCES presented_id_tag,
      tariff_version_key INTEGER REFERENCES tariff_version,
      cost_state TEXT NOT NULL DEFAULT 'running'
        CHECK (cost_state IN ('running', 'final', 'to_check', 'not_priceable', 'waived', 'unpriced')),
      currency TEXT, net_minor INTEGER, vat_minor INTEGER, gross_minor INTEGER,
      -- A start that is sent again is the same transaction: by content, as sent, readable or not.
      -- The time stands first so that new starts land side by side in the index, whoever sent them.
      UNIQUE (started_at_text, charge_point_key, connector, presented_id_tag_key, meter_start_text)
    ) STRICT;
    CREATE INDEX transactions_open ON transactions (charge_point_key, connector) WHERE stopped_at IS NULL;
    CREATE INDEX transactions_by_start ON transactions (started_at, id);
    CREATE INDEX transactions_by_tenant ON transactions (tenant_key, started_at, id)
      WHERE tenant_key IS NOT NULL;
    -- For counting what is kept of a charge point that was not accepted yet; small in daily life.
    CREATE INDEX transactions_refused ON transactions (charge_point_key) WHERE authorization <> 'Accepted';

    -- What the connector said while the transaction ran (OCPP 1.6, 7.7), for prices by time.
    CREATE TABLE transaction_status (
      transaction_id INTEGER NOT NULL REFERENCES transactions,
      at INTEGER NOT NULL,
      status TEXT NOT NULL,
      PRIMARY KEY (transaction_id, at)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE transaction_flag (
      transaction_id INTEGER NOT NULL REFERENCES transactions,
      flag TEXT NOT NULL,
      n INTEGER NOT NULL, -- counts from 0; the same flag may come back after it was resolved
      at INTEGER NOT NULL,
      details TEXT, -- JSON
      resolved_at INTEGER, resolution TEXT, resolved_by TEXT,
      PRIMARY KEY (transaction_id, flag, n)
    ) STRICT, WITHOUT ROWID;
    """

  private static let readings = """
    -- Laid out for tens of millions of rows: a transaction's readings lie side by side.
    CREATE TABLE reading (
      series INTEGER NOT NULL, -- a transaction's id, or a connector's (negative) key
      at INTEGER NOT NULL,
      n INTEGER NOT NULL, -- 0, or counts different readings of the same instant
      source INTEGER NOT NULL, -- ReadingSource
      energy_milliwh INTEGER, -- Energy.Active.Import.Register; NULL: none that can be read
      energy_text TEXT, -- digits as sent; NULL: energy_milliwh as plain Wh; '': nothing was sent
      received_after INTEGER NOT NULL, -- ms from at to when we got it; shorter than an instant
      late INTEGER NOT NULL CHECK (late IN (0, 1)), -- came after the transaction was frozen
      samples BLOB, -- everything else that was measured, see SampleCodec
      PRIMARY KEY (series, at, n)
    ) STRICT, WITHOUT ROWID;
    """

  private static let records = """
    -- Priced, frozen transactions in a chain of hashes. Append-only; a correction is another row.
    CREATE TABLE cdr (
      seq INTEGER PRIMARY KEY, -- 1, 2, 3, … without a gap
      transaction_id INTEGER NOT NULL REFERENCES transactions,
      corrects_seq INTEGER UNIQUE REFERENCES cdr,
      body TEXT NOT NULL, -- canonical JSON, opaque ids only
      previous_hash BLOB, -- NULL in the first
      hash BLOB NOT NULL UNIQUE,
      created_at INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX cdr_original ON cdr (transaction_id) WHERE corrects_seq IS NULL;
    CREATE INDEX cdr_by_transaction ON cdr (transaction_id);
    CREATE TRIGGER cdr_appended BEFORE INSERT ON cdr
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM cdr)
      OR NEW.previous_hash IS NOT (SELECT hash FROM cdr ORDER BY seq DESC LIMIT 1)
    BEGIN SELECT RAISE(ABORT, 'a record only goes behind the last one of the chain'); END;
    -- REPLACE deletes what it clashes with, without a delete trigger unless recursive_triggers is on.
    CREATE TRIGGER cdr_replaced BEFORE INSERT ON cdr
    WHEN EXISTS (SELECT 1 FROM cdr WHERE hash = NEW.hash)
      OR EXISTS (SELECT 1 FROM cdr WHERE corrects_seq = NEW.corrects_seq)
      OR (NEW.corrects_seq IS NULL AND EXISTS (
        SELECT 1 FROM cdr WHERE transaction_id = NEW.transaction_id AND corrects_seq IS NULL))
    BEGIN SELECT RAISE(ABORT, 'a record is never replaced'); END;
    CREATE TRIGGER cdr_corrected BEFORE INSERT ON cdr
    WHEN NEW.corrects_seq IS NOT NULL
      AND NEW.transaction_id IS NOT (SELECT transaction_id FROM cdr WHERE seq = NEW.corrects_seq)
    BEGIN SELECT RAISE(ABORT, 'a correction names a record of the same transaction'); END;
    CREATE TRIGGER cdr_updated BEFORE UPDATE ON cdr
    BEGIN SELECT RAISE(ABORT, 'a record is never edited'); END;
    CREATE TRIGGER cdr_deleted BEFORE DELETE ON cdr
    BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;
    """

  private static let oddities = """
    -- Stops that could not simply be applied: of no transaction we know, or unlike the one we have.
    CREATE TABLE odd_stop (
      key INTEGER PRIMARY KEY,
      charge_point_key INTEGER NOT NULL REFERENCES charge_point,
      kind TEXT NOT NULL CHECK (kind IN ('orphan', 'conflict')),
      claimed_transaction_id INTEGER NOT NULL, -- as sent, no reference: may be -1, 0 or nonsense
      transaction_id INTEGER REFERENCES transactions, -- what it was matched with
      presented_id_tag_key INTEGER REFERENCES presented_id_tag,
      stopped_at INTEGER NOT NULL, stopped_at_text TEXT NOT NULL,
      meter_stop_milliwh INTEGER, meter_stop_text TEXT NOT NULL,
      stop_reason TEXT,
      received_at INTEGER NOT NULL, last_received_at INTEGER NOT NULL, count INTEGER NOT NULL DEFAULT 1,
      frame BLOB NOT NULL, -- the message as it came
      resolved_at INTEGER, resolution TEXT,
      UNIQUE (charge_point_key, kind, claimed_transaction_id, stopped_at_text, meter_stop_text)
    ) STRICT;

    -- What could not be read, as it came; the newest few.
    CREATE TABLE kept_frame (
      key INTEGER PRIMARY KEY,
      kind TEXT NOT NULL, charge_point_id TEXT, peer TEXT NOT NULL, reason TEXT NOT NULL,
      bytes BLOB NOT NULL, received_at INTEGER NOT NULL
    ) STRICT;

    -- What waits for a person. Repeats of the same thing share a row until it is resolved.
    CREATE TABLE to_check (
      key INTEGER PRIMARY KEY,
      coalescing_key TEXT NOT NULL,
      kind TEXT NOT NULL,
      charge_point_id TEXT, -- no reference: may be unknown to us
      connector INTEGER,
      transaction_id INTEGER REFERENCES transactions,
      first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, count INTEGER NOT NULL DEFAULT 1,
      details TEXT NOT NULL, -- JSON object of texts
      resolved_at INTEGER, resolution TEXT, resolved_by TEXT
    ) STRICT;
    CREATE UNIQUE INDEX to_check_open ON to_check (coalescing_key) WHERE resolved_at IS NULL;
    CREATE INDEX to_check_by_transaction ON to_check (transaction_id) WHERE transaction_id IS NOT NULL;
    CREATE INDEX to_check_by_time ON to_check (last_at, key);
    """

  private static let access = """
    CREATE TABLE account (
      key INTEGER PRIMARY KEY,
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      role TEXT NOT NULL,
      password TEXT NOT NULL, -- self-describing hash
      created_at INTEGER NOT NULL
    ) STRICT;
    -- A browser that is signed in, as an account or as a tenant. Only the hash of its cookie is kept.
    CREATE TABLE sign_in (
      key INTEGER PRIMARY KEY,
      token_hash BLOB NOT NULL UNIQUE,
      account_key INTEGER REFERENCES account,
      tenant_key INTEGER REFERENCES tenant,
      device TEXT NOT NULL,
      created_at INTEGER NOT NULL, last_used_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
      CHECK ((account_key IS NULL) <> (tenant_key IS NULL))
    ) STRICT;
    CREATE INDEX sign_in_by_account ON sign_in (account_key);
    CREATE INDEX sign_in_by_tenant ON sign_in (tenant_key);
    CREATE TABLE api_token (
      key INTEGER PRIMARY KEY,
      name TEXT NOT NULL, role TEXT NOT NULL, token_hash BLOB NOT NULL UNIQUE,
      created_at INTEGER NOT NULL, last_used_at INTEGER, revoked_at INTEGER
    ) STRICT;
    -- At most one: whoever holds it may claim the site.
    CREATE TABLE claim_code (
      key INTEGER PRIMARY KEY CHECK (key = 1),
      hash BLOB NOT NULL, expires_at INTEGER NOT NULL, tries_left INTEGER NOT NULL
    ) STRICT;
    -- A single-use way in for a tenant. The secret itself is never kept.
    CREATE TABLE tenant_link (
      key INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      tenant_key INTEGER NOT NULL REFERENCES tenant,
      secret_hash BLOB NOT NULL,
      created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
      used_at INTEGER, used_sign_in_key INTEGER REFERENCES sign_in ON DELETE SET NULL,
      revoked_at INTEGER
    ) STRICT;
    CREATE INDEX tenant_link_by_tenant ON tenant_link (tenant_key);
    CREATE INDEX tenant_link_by_sign_in ON tenant_link (used_sign_in_key);
    """
}
