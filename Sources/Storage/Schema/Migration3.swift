extension Migration {
  /// People and places: units, bays and who holds them from when to when; whose card is whose at what time;
  /// phones, accounts, what they did; long work; and what is to be forgotten.
  static let three = Migration(
    number: 3,
    sql: [places, people, cards, charges, phones, accounts, audit, jobs, privacy].joined(separator: "\n"))

  private static let places = """
    -- A flat, an office, a shop: what is let.
    CREATE TABLE unit (
      key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, created_at INTEGER NOT NULL,
      archived_at INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX unit_by_name ON unit (name COLLATE NOCASE) WHERE archived_at IS NULL;

    CREATE TABLE tenant_group (
      key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      created_at INTEGER NOT NULL
    ) STRICT;

    -- A parking space with the connector that stands there.
    CREATE TABLE bay (
      key INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE, -- public, on the sticker; see BayID
      name TEXT NOT NULL,
      charge_point_key INTEGER REFERENCES charge_point, connector INTEGER, -- NULL: none stands there now
      unit_key INTEGER REFERENCES unit, -- NULL: belongs to no unit
      access TEXT NOT NULL DEFAULT 'tenants' CHECK (access IN ('assigned', 'tenants', 'open')),
      starts_when_plugged_in INTEGER NOT NULL DEFAULT 0, -- for its holder, without a card
      created_at INTEGER NOT NULL, archived_at INTEGER,
      CHECK ((charge_point_key IS NULL) = (connector IS NULL))
    ) STRICT;
    CREATE UNIQUE INDEX bay_by_connector ON bay (charge_point_key, connector)
      WHERE archived_at IS NULL AND charge_point_key IS NOT NULL;
    CREATE INDEX bay_by_unit ON bay (unit_key) WHERE unit_key IS NOT NULL;
    -- Whose tenants may charge at a bay that is for tenants; no row: everyone's.
    CREATE TABLE bay_group (
      bay_key INTEGER NOT NULL REFERENCES bay, group_key INTEGER NOT NULL REFERENCES tenant_group,
      PRIMARY KEY (bay_key, group_key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX bay_group_by_group ON bay_group (group_key);
    """

  private static let people = """
    ALTER TABLE tenant ADD COLUMN kind TEXT NOT NULL DEFAULT 'tenant' CHECK (kind IN ('tenant', 'guest'));
    ALTER TABLE tenant ADD COLUMN host_tenant_key INTEGER REFERENCES tenant; -- of a guest; NULL: the owner
    ALTER TABLE tenant ADD COLUMN group_key INTEGER REFERENCES tenant_group;
    ALTER TABLE tenant ADD COLUMN valid_from INTEGER; -- of a guest
    ALTER TABLE tenant ADD COLUMN valid_until INTEGER; -- of a guest; exclusive
    ALTER TABLE tenant ADD COLUMN archived_at INTEGER;
    CREATE INDEX tenant_by_group ON tenant (group_key) WHERE group_key IS NOT NULL;
    CREATE INDEX tenant_by_host ON tenant (host_tenant_key) WHERE host_tenant_key IS NOT NULL;
    ALTER TABLE tenant_person ADD COLUMN email TEXT;
    ALTER TABLE tenant_person ADD COLUMN phone TEXT;
    ALTER TABLE tenant_person ADD COLUMN language TEXT; -- NULL: the site's

    -- From when to when (exclusive; NULL: open) a tenant holds which bays. A bay has one holder at a time.
    CREATE TABLE tenancy (
      key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      tenant_key INTEGER NOT NULL REFERENCES tenant,
      unit_key INTEGER REFERENCES unit,
      from_at INTEGER NOT NULL, to_at INTEGER,
      created_at INTEGER NOT NULL, created_by TEXT NOT NULL,
      ended_by TEXT, -- who entered the end
      CHECK (to_at IS NULL OR to_at >= from_at)
    ) STRICT;
    CREATE INDEX tenancy_by_tenant ON tenancy (tenant_key);
    CREATE INDEX tenancy_by_unit ON tenancy (unit_key) WHERE unit_key IS NOT NULL;
    CREATE TABLE tenancy_bay (
      tenancy_key INTEGER NOT NULL REFERENCES tenancy, bay_key INTEGER NOT NULL REFERENCES bay,
      PRIMARY KEY (bay_key, tenancy_key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tenancy_bay_by_tenancy ON tenancy_bay (tenancy_key);
    -- The register of a bay's meter when it was handed over. Never edited.
    CREATE TABLE tenancy_reading (
      tenancy_key INTEGER NOT NULL REFERENCES tenancy, bay_key INTEGER NOT NULL REFERENCES bay,
      event TEXT NOT NULL CHECK (event IN ('begin', 'end')),
      energy_milliwh INTEGER NOT NULL,
      at INTEGER NOT NULL, -- of the value
      source TEXT NOT NULL CHECK (source IN ('wallbox', 'entered')),
      entered_by TEXT NOT NULL, entered_at INTEGER NOT NULL,
      PRIMARY KEY (tenancy_key, bay_key, event)
    ) STRICT, WITHOUT ROWID;
    """

  private static let cards = """
    -- Who answers for a card from when on (NULL: the owner). The first one counts for all time before, too.
    -- id_tag.tenant_key is the one of now. A start that comes late belongs to whoever held the card then.
    CREATE TABLE id_tag_holder (
      id_tag_key INTEGER NOT NULL REFERENCES id_tag, from_at INTEGER NOT NULL,
      tenant_key INTEGER REFERENCES tenant,
      PRIMARY KEY (id_tag_key, from_at)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX id_tag_holder_by_tenant ON id_tag_holder (tenant_key) WHERE tenant_key IS NOT NULL;
    INSERT INTO id_tag_holder (id_tag_key, from_at, tenant_key)
      SELECT key, created_at, tenant_key FROM id_tag;
    -- Where a card may charge; no row: wherever its tenant may.
    CREATE TABLE id_tag_bay (
      id_tag_key INTEGER NOT NULL REFERENCES id_tag, bay_key INTEGER NOT NULL REFERENCES bay,
      PRIMARY KEY (id_tag_key, bay_key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX id_tag_bay_by_bay ON id_tag_bay (bay_key);
    -- Other texts that readers send for the same card. Erased with the person.
    CREATE TABLE id_tag_alias (
      canonical TEXT NOT NULL PRIMARY KEY, id_tag_key INTEGER NOT NULL REFERENCES id_tag,
      entered TEXT NOT NULL, created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX id_tag_alias_by_card ON id_tag_alias (id_tag_key);
    ALTER TABLE id_tag_person ADD COLUMN printed_number TEXT; -- for people; never compared
    ALTER TABLE id_tag ADD COLUMN blocked_at INTEGER;

    -- What a tenant allows itself (or is allowed) in a day, week, month, or, a guest, at all.
    CREATE TABLE budget (
      tenant_key INTEGER NOT NULL REFERENCES tenant,
      period TEXT NOT NULL CHECK (period IN ('day', 'week', 'month', 'total')),
      energy_milliwh INTEGER, amount_minor INTEGER,
      warns_at_percent INTEGER NOT NULL DEFAULT 80, stops INTEGER NOT NULL DEFAULT 1,
      PRIMARY KEY (tenant_key, period),
      CHECK (energy_milliwh IS NOT NULL OR amount_minor IS NOT NULL)
    ) STRICT, WITHOUT ROWID;
    -- What was said about it, once per period.
    CREATE TABLE budget_notice (
      tenant_key INTEGER NOT NULL REFERENCES tenant, period TEXT NOT NULL, period_began_at INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('warned', 'stopped')), at INTEGER NOT NULL,
      PRIMARY KEY (tenant_key, period, period_began_at, kind)
    ) STRICT, WITHOUT ROWID;
    """

  private static let charges = """
    ALTER TABLE transactions ADD COLUMN bay_key INTEGER REFERENCES bay; -- where it was at its start
    ALTER TABLE transactions ADD COLUMN guest_key INTEGER REFERENCES tenant; -- who charged; tenant_key pays
    CREATE INDEX transactions_by_guest ON transactions (guest_key, started_at, id)
      WHERE guest_key IS NOT NULL;
    CREATE INDEX transactions_by_id_tag ON transactions (id_tag_key, started_at)
      WHERE id_tag_key IS NOT NULL;

    -- "Start when I plug in": the next car at a bay, for a while.
    CREATE TABLE armed_start (
      bay_key INTEGER NOT NULL PRIMARY KEY REFERENCES bay, tenant_key INTEGER NOT NULL REFERENCES tenant,
      requested_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
    ) STRICT;

    -- A tenant doubts a charge. Its texts are the person's.
    CREATE TABLE dispute (
      key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      transaction_id INTEGER NOT NULL REFERENCES transactions,
      tenant_key INTEGER NOT NULL REFERENCES tenant,
      reason TEXT NOT NULL CHECK (reason IN ('not_mine', 'energy', 'price', 'time', 'other')),
      text TEXT NOT NULL,
      opened_at INTEGER NOT NULL,
      answer TEXT, answered_at INTEGER, answered_by TEXT
    ) STRICT;
    CREATE UNIQUE INDEX dispute_open ON dispute (transaction_id) WHERE answered_at IS NULL;
    CREATE INDEX dispute_by_tenant ON dispute (tenant_key);
    CREATE INDEX dispute_by_transaction ON dispute (transaction_id);
    """

  private static let phones = """
    -- Signs what a phone asks for; NULL: signed in without a script, and asks with its PIN.
    ALTER TABLE sign_in ADD COLUMN signing_key BLOB;
    ALTER TABLE sign_in ADD COLUMN counter INTEGER NOT NULL DEFAULT 0; -- the highest one used
    -- How a tenant signs in again: the code names it, the PIN proves it. The verifier is SRP's (RFC 5054).
    CREATE TABLE tenant_pin (
      tenant_key INTEGER PRIMARY KEY REFERENCES tenant,
      code TEXT NOT NULL UNIQUE,
      salt BLOB, verifier BLOB, set_at INTEGER, -- NULL: no PIN was chosen yet
      failures INTEGER NOT NULL DEFAULT 0, -- since the last time it was right; see PinThrottle
      failed_at INTEGER
    ) STRICT;
    """

  private static let accounts = """
    ALTER TABLE account ADD COLUMN id TEXT;
    UPDATE account SET id = lower(hex(randomblob(8)));
    CREATE UNIQUE INDEX account_by_id ON account (id);
    ALTER TABLE account ADD COLUMN expires_at INTEGER; -- of an installer
    ALTER TABLE account ADD COLUMN disabled_at INTEGER;
    ALTER TABLE account ADD COLUMN last_sign_in_at INTEGER;
    ALTER TABLE account ADD COLUMN totp_secret BLOB; -- RFC 6238; NULL: no second factor
    ALTER TABLE account ADD COLUMN totp_last_step INTEGER; -- a code counts once
    -- Single use: instead of the second factor, or of a lost password.
    CREATE TABLE account_recovery_code (
      account_key INTEGER NOT NULL REFERENCES account, hash BLOB NOT NULL, used_at INTEGER,
      PRIMARY KEY (account_key, hash)
    ) STRICT, WITHOUT ROWID;
    -- A single-use way to choose a password: for someone new, or someone who forgot.
    CREATE TABLE account_link (
      key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      account_key INTEGER NOT NULL REFERENCES account,
      secret_hash BLOB NOT NULL,
      created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER, revoked_at INTEGER
    ) STRICT;
    CREATE INDEX account_link_by_account ON account_link (account_key);
    """

  private static let audit = """
    -- Who did what, in a chain of hashes. Append-only. What could tell of a person stands in audit_detail,
    -- which can be erased: the chain holds its hash only.
    CREATE TABLE audit (
      seq INTEGER PRIMARY KEY, -- 1, 2, 3, … without a gap
      at INTEGER NOT NULL,
      by TEXT NOT NULL, -- opaque, too: "account ID", "token ID", "tenant ID", "machine", "appliance"
      action TEXT NOT NULL, -- like tenant.change
      subject TEXT NOT NULL, -- the opaque id of what was changed
      detail_hash BLOB NOT NULL,
      previous_hash BLOB, -- NULL in the first
      hash BLOB NOT NULL UNIQUE
    ) STRICT;
    CREATE INDEX audit_by_subject ON audit (subject, seq);
    CREATE INDEX audit_by_time ON audit (at, seq);
    CREATE TABLE audit_detail (
      seq INTEGER PRIMARY KEY REFERENCES audit,
      salt BLOB NOT NULL, -- against guessing what an erased detail was by its hash
      before TEXT, after TEXT -- JSON of what differs; NULL: nothing was, or is, there
    ) STRICT;
    CREATE TRIGGER audit_appended BEFORE INSERT ON audit
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit)
      OR NEW.previous_hash IS NOT (SELECT hash FROM audit ORDER BY seq DESC LIMIT 1)
    BEGIN SELECT RAISE(ABORT, 'a line only goes behind the last one of the chain'); END;
    CREATE TRIGGER audit_updated BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'a line is never edited'); END;
    CREATE TRIGGER audit_deleted BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'a line is never deleted'); END;
    CREATE TRIGGER audit_detail_updated BEFORE UPDATE ON audit_detail
    BEGIN SELECT RAISE(ABORT, 'a line is never edited'); END;
    """

  private static let jobs = """
    -- Work that takes a while: it goes on after a restart.
    CREATE TABLE job (
      key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL, -- like tenant_import
      state TEXT NOT NULL CHECK (state IN ('draft', 'running', 'done', 'failed', 'cancelled', 'undone')),
      input BLOB NOT NULL, options TEXT NOT NULL, -- JSON
      progress INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0,
      result TEXT, -- JSON
      created_by TEXT NOT NULL, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL
    ) STRICT;
    -- What a job made, so that it can be undone.
    CREATE TABLE job_product (
      job_key INTEGER NOT NULL REFERENCES job, n INTEGER NOT NULL,
      kind TEXT NOT NULL, product_key INTEGER NOT NULL,
      PRIMARY KEY (job_key, n)
    ) STRICT, WITHOUT ROWID;
    """

  private static let privacy = """
    -- What is to be erased: announced first, done when it is due, unless somebody says why not.
    CREATE TABLE erasure (
      key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL, -- like tenant
      subject TEXT NOT NULL, -- the opaque id of what is erased
      reason TEXT NOT NULL CHECK (reason IN ('retention', 'request')),
      announced_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
      done_at INTEGER, cancelled_at INTEGER, cancelled_by TEXT, cancel_reason TEXT,
      erased TEXT -- JSON: how many of what
    ) STRICT;
    CREATE UNIQUE INDEX erasure_open ON erasure (kind, subject)
      WHERE done_at IS NULL AND cancelled_at IS NULL;
    """
}
