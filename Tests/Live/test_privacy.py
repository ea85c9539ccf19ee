"""What is known of a person, who sees it, and how it is forgotten."""

import json
import sqlite3
import time
import urllib.parse

import pytest
from harness.appliance import Appliance
from harness.phone import phone_of
from harness.times import ago
from harness.wait import until
from test_people import new_link, tenant_with_card

DAY = 86_400_000
# What stands in the planted rows. Numbers are hexadecimal digits, as cards have them.
NAME, MAIL, PHONE, TEXT = "Zacharias Quintmeyer", "zq@example.org", "+49 171 5550", "my neighbour told me"
CARD, ALIAS, PRINTED, DEVICE = "0477A1B2C3D4E5", "E5D4C3B2A17704", "0012345678", "Quintphone 9"
TABLES_OF_THINGS = {"charge_point", "bay", "unit", "tenant_group", "tariff_version", "account", "job"}


@pytest.fixture
def site(tmp_path):
    """An appliance for one test: its file is looked into, and written to while it is down."""
    appliance = Appliance(tmp_path / "data").start()
    appliance.api.tariff(valid_from="2020-01-01T00:00:00Z")
    yield appliance
    appliance.kill()


@pytest.fixture
def person(site, wallbox):
    """A tenant with a charge, and something of theirs in every table that can tell of them."""
    api = site.api
    tenant = api.post("/tenants", {"name": NAME}).json
    api.card(CARD, tenant_id=tenant["id"], label=NAME)
    wallbox.call("Authorize", {"idTag": CARD})
    charge = wallbox.charge(CARD, start=ago(hours=4), stop=ago(hours=3))
    until(lambda: api.transaction(charge)["cost"]["state"] == "final", what="the price")
    assert phone_of(site, tenant).get("/tenant").status == 200
    wallbox.close()
    site.stop()
    with sqlite3.connect(site.data / "wattkeeper.db") as file:
        plant(file, tenant["id"], charge)
    site.start()
    return {**tenant, "charge": charge}


def plant(file, tenant, charge):
    now = int(time.time() * 1000)
    key, = file.execute("SELECT key FROM tenant WHERE id = ?", (tenant,)).fetchone()
    card, = file.execute("SELECT id_tag_key FROM id_tag_person WHERE canonical = ?", (CARD,)).fetchone()
    box, = file.execute("SELECT charge_point_key FROM transactions").fetchone()
    sent, = file.execute("SELECT key FROM presented_id_tag WHERE text = ?", (CARD,)).fetchone()

    def add(table, **row):
        file.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
                     list(row.values()))
        return file.execute("SELECT last_insert_rowid()").fetchone()[0]

    file.execute("UPDATE tenant_person SET email = ?, phone = ?, language = 'de'", (MAIL, PHONE))
    file.execute("UPDATE id_tag_person SET printed_number = ? WHERE id_tag_key = ?", (PRINTED, card))
    file.execute("UPDATE sign_in SET device = ? WHERE tenant_key = ?", (DEVICE, key))
    add("tenant", id="guest", created_at=now, kind="guest", host_tenant_key=key)
    bay = add("bay", id="AAAA2222", name="Planted", created_at=now)
    stay = add("tenancy", id="stay", tenant_key=key, from_at=now - 900 * DAY, to_at=now - DAY, created_at=now,
               created_by="x", ended_by="x")
    add("tenancy_bay", tenancy_key=stay, bay_key=bay)
    add("tenancy_reading", tenancy_key=stay, bay_key=bay, event="end", energy_milliwh=77_777_000, at=now,
        source="entered", entered_by="x", entered_at=now)
    add("id_tag_alias", canonical=ALIAS, id_tag_key=card, entered=ALIAS, created_at=now)
    add("id_tag_bay", id_tag_key=card, bay_key=bay)
    add("budget", tenant_key=key, period="month", energy_milliwh=55_555_000)
    add("budget_notice", tenant_key=key, period="month", period_began_at=now, kind="warned", at=now)
    add("armed_start", bay_key=bay, tenant_key=key, requested_at=now, expires_at=now + DAY)
    add("dispute", id="doubt", transaction_id=charge, tenant_key=key, reason="other", text=TEXT,
        opened_at=now, answer=TEXT, answered_at=now)
    file.execute("UPDATE tenant_pin SET code = 'QUINT1', failures = 3 WHERE tenant_key = ?", (key,))
    add("transaction_flag", transaction_id=charge, flag="late", n=0, at=now,
        details=json.dumps({"id_tag": CARD}), resolved_at=now, resolution="accepted")
    add("transaction_status", transaction_id=charge, at=now, status="SuspendedEV")
    add("odd_stop", charge_point_key=box, kind="conflict", claimed_transaction_id=charge,
        transaction_id=charge, presented_id_tag_key=sent, stopped_at=now, stopped_at_text="t",
        meter_stop_text="44444", received_at=now, last_received_at=now, frame=f'{{"idTag":"{CARD}"}}'.encode(), resolved_at=now, resolution="accepted")
    add("to_check", coalescing_key=f"card 1 {CARD}", kind="unknown_card", first_at=now, last_at=now,
        details=json.dumps({"id_tag": CARD.lower()}))
    add("to_check", coalescing_key="x", kind="late", transaction_id=charge, first_at=now, last_at=now,
        details=json.dumps({"id_tag": CARD}), resolved_at=now, resolution="accepted")
    add("reservation", charge_point_key=box, reservation_id=5, connector=1, presented_id_tag_key=sent,
        expires_at=now, requested_by="x", requested_at=now, ended_at=now, ended_as="cancelled")
    add("operation", charge_point_key=box, action="ReserveNow", payload=json.dumps({"idTag": CARD, "a": 1}),
        response=json.dumps({"heard": ALIAS}), requested_by="x", requested_at=now, outcome="answered")
    add("kept_frame", kind="frame_unreadable", peer="x", reason="x", bytes=f'[2,"{CARD}"'.encode(),
        received_at=now)
    add("charge_point_message", charge_point_key=box, n=9_999, action="DataTransfer",
        payload=json.dumps({"data": CARD}), received_at=now)
    job = add("job", kind="tenant_import", id="import", state="done", input=NAME.encode(), options="{}",
              result=json.dumps({"name": NAME}), created_by="x", created_at=now, changed_at=now)
    add("job_product", job_key=job, n=1, kind="tenant", product_key=key)
    file.execute("UPDATE charge_point SET auto_start_presented = 'X', auto_start_id_tag_key = ?", (card,))
    add("erasure", id="gone", kind="tenant", subject=tenant, reason="request", announced_at=now - 40 * DAY,
        due_at=now - 10 * DAY, cancelled_at=now - 20 * DAY, cancelled_by="x", cancel_reason="a lawsuit")


def tables_of(file):
    return [name for name, in file.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]


def tables_about_people(file):
    """Every table that refers to a tenant, straight or through cards, charges and whatever else is theirs."""
    refers = {name: {row[2] for row in file.execute(f"PRAGMA foreign_key_list({name})")}
              for name in tables_of(file)}
    found = {"tenant"}
    while True:
        more = {name for name, targets in refers.items() if targets & (found - TABLES_OF_THINGS)} - found
        if not more:
            return found
        found |= more


def test_the_persons_file_knows_every_table_that_refers_to_a_person(site, person):
    file = sqlite3.connect(site.data / "wattkeeper.db")
    # Where the file tells of each table: a place in it that must hold something.
    said = {
        "tenant": "person guests", "tenant_person": "person", "tenancy": "tenancies",
        "tenancy_bay": "tenancies/bays", "tenancy_reading": "tenancies/readings", "id_tag": "cards",
        "id_tag_person": "cards", "id_tag_alias": "cards/aliases", "id_tag_bay": "cards/bays",
        "id_tag_holder": "cards_held", "charge_point": "cards/starts_by_itself_at", "transactions": "charges",
        "transaction_flag": "charges/flags", "transaction_status": "charges/states", "cdr": "charges/records",
        "odd_stop": "charges/odd_stops", "to_check": "charges/to_check", "reservation": "reservations",
        "dispute": "disputes", "sign_in": "sign_ins", "tenant_link": "invitations", "tenant_pin": "pin",
        "budget": "budgets", "budget_notice": "budgets/notices", "armed_start": "starts_when_plugged_in"}
    assert tables_about_people(file) - said.keys() == set(), "these tables are not in the person's file"
    answer = site.api.get(f"/tenants/{person['id']}/data")
    assert answer.status == 200, answer
    data = answer.json
    for places in said.values():
        for place in places.split():
            part, _, inner = place.partition("/")
            rows = data[part] if not inner else [line for row in data[part] for line in row[inner]]
            assert rows, f"nothing under {place}"
    for text in (NAME, MAIL, PHONE, TEXT, CARD, ALIAS, PRINTED, DEVICE, "QUINT1", "77777", "55555", "44444"):
        assert text in answer.text, text
    assert data["charges"][0]["readings"] and data["audit"] and data["imports"] and data["erasures"]


def everything(path):
    """Every text and every blob of the file, row by row; also what deleted rows left on its pages."""
    file = sqlite3.connect(path)
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for table in tables_of(file):
        for row in file.execute(f"SELECT * FROM {table}"):
            for value in row:
                if isinstance(value, (str, bytes)):
                    yield table, value if isinstance(value, bytes) else value.encode()


def test_an_erased_person_leaves_no_word_in_any_table_and_both_chains_whole(site, person):
    records = site.api.transaction(person["charge"])
    path = site.data / "wattkeeper.db"
    texts = (NAME, MAIL, PHONE, TEXT, CARD, ALIAS, PRINTED, DEVICE, "QUINT1")
    marks = [text.lower().encode() for text in texts]

    def found():
        return {(table, mark) for table, value in everything(path) for mark in marks if mark in value.lower()}
    site.stop()
    assert {table for table, _ in found()} >= {
        "tenant_person", "id_tag_person", "id_tag_alias", "presented_id_tag", "sign_in", "tenant_pin",
        "dispute", "transaction_flag", "to_check", "odd_stop", "operation", "kept_frame", "charge_point_message", "job",
        "audit_detail", "message_block"}
    before = sqlite3.connect(path).execute("SELECT hash, body FROM cdr").fetchall()
    with sqlite3.connect(path) as file:
        now = int(time.time() * 1000)
        file.execute("INSERT INTO erasure (id, kind, subject, reason, announced_at, due_at)"
                     " VALUES ('now', 'tenant', ?, 'request', ?, ?)",
                     (person["id"], now - 31 * DAY, now - DAY))
    site.start()
    until(lambda: any(e["done_at"] for e in site.api.items("/erasures")), what="the erasure", timeout=20)
    left = site.api.transaction(person["charge"])
    assert left["cost"] == records["cost"] and left["energy_wh"] == records["energy_wh"]
    assert left["tenant_id"] == person["id"] and not left.get("tenant_name")
    site.stop()
    assert found() == set()
    bytes_left = path.read_bytes().lower()  # also of rows that were deleted
    assert [mark for mark in marks if mark in bytes_left] == []
    file = sqlite3.connect(path)
    assert file.execute("SELECT hash, body FROM cdr").fetchall() == before
    assert file.execute("SELECT count(*) FROM audit").fetchone()[0] > 3
    previous = None
    for link, own in file.execute("SELECT previous_hash, hash FROM audit ORDER BY seq"):
        assert link == previous
        previous = own
    assert file.execute("PRAGMA foreign_key_check").fetchall() == []


# Announced, waited for, taken back

def test_an_erasure_is_announced_for_thirty_days_and_can_be_taken_back_with_a_reason(site):
    tenant = tenant_with_card(site, "Lena", "LENA01")
    made = site.api.post("/erasures", {"tenant_id": tenant["id"]})
    assert made.status == 201 and made.json["tenant_name"] == "Lena" and made.json["done_at"] is None
    assert site.api.post("/erasures", {"tenant_id": tenant["id"]}).status == 409
    cancel = f"/erasures/{made.json['id']}/cancel"
    assert site.api.post(cancel, {}).status == 422
    kept = site.api.post(cancel, {"reason": "a bill is open"})
    assert kept.status == 200 and kept.json["cancel_reason"] == "a bill is open"
    assert site.api.post(cancel, {"reason": "again"}).status == 409
    assert site.api.get(f"/tenants/{tenant['id']}").json["name"] == "Lena"
    assert site.api.post("/erasures", {"tenant_id": "nobody"}).status == 404
    assert site.api_as("accountant").post("/erasures", {"tenant_id": tenant["id"]}).status == 403


def test_a_tenant_asks_for_erasure_and_a_second_time_changes_nothing(site):
    me = phone_of(site, tenant_with_card(site, "Mara", "MARA01"))
    first, second = me.post("/tenant/erasure"), me.post("/tenant/erasure")
    assert (first.status, second.status) == (201, 200) and first.json["id"] == second.json["id"]
    assert first.json["reason"] == "request"


def test_who_still_charges_or_holds_a_bay_is_not_erased(site, wallbox):
    tenant = tenant_with_card(site, "Nora", "NORA01")
    wallbox.start("NORA01", ago(minutes=5), 1000)
    made = site.api.post("/erasures", {"tenant_id": tenant["id"]}).json
    assert made["waits_for"] == "charges"
    wallbox.close()
    site.stop()
    with sqlite3.connect(site.data / "wattkeeper.db") as file:
        file.execute("UPDATE erasure SET due_at = 0")
        file.execute("INSERT INTO erasure (id, kind, subject, reason, announced_at, due_at)"
                     " VALUES ('other', 'charges', '1999', 'retention', 0, 0)")
    site.start()
    until(lambda: any(e["id"] == "other" and e["done_at"] for e in site.api.items("/erasures")),
          what="a round")
    assert site.api.get(f"/tenants/{tenant['id']}").json["name"] == "Nora"


def test_records_go_when_their_time_is_over(site, wallbox):
    """What is older than its setting, of each kind; what is younger stays."""
    charge = wallbox.charge("OLGA", start=ago(hours=4), stop=ago(hours=3))
    tenant = tenant_with_card(site, "Pia", "PIA001")
    refused = site.api.patch("/settings", {"keep_notices_days": "0"})
    assert refused.status == 422 and "keep_notices_days" in refused.text
    changed = site.api.patch("/settings", {"keep_notices_days": "10", "keep_former_tenants_days": "20"})
    assert changed.status == 200
    path = site.data / "wattkeeper.db"
    wallbox.close()
    site.stop()
    now = int(time.time() * 1000)
    with sqlite3.connect(path) as file:
        box, = file.execute("SELECT key FROM charge_point LIMIT 1").fetchone()
        key, = file.execute("SELECT key FROM tenant WHERE id = ?", (tenant["id"],)).fetchone()
        for n, days in enumerate((11, 9)):
            file.execute("INSERT INTO charge_point_message VALUES (?, ?, 'DataTransfer', '{}', ?)",
                         (box, 9_000 + n, now - days * DAY))
            file.execute("INSERT INTO operation (charge_point_key, action, payload, requested_by,"
                         " requested_at) VALUES (?, 'Reset', '{}', 'x', ?)", (box, now - days * DAY))
        for n, days in enumerate((400, 80, 1)):
            file.execute("INSERT INTO to_check (coalescing_key, kind, first_at, last_at, details)"
                         " VALUES (?, 'unknown_card', 0, ?, '{}')", (f"c{n}", now - days * DAY))
        file.execute("INSERT INTO tenancy (id, tenant_key, from_at, to_at, created_at, created_by)"
                     " VALUES ('t', ?, 0, ?, 0, 'x')", (key, now - 21 * DAY))
        file.execute("UPDATE transactions SET started_at = 0, stopped_at = 1000")
    site.start()

    def counts():
        with sqlite3.connect(path) as file:
            return [file.execute(q).fetchone()[0] for q in (
                "SELECT count(*) FROM charge_point_message WHERE n >= 9000", "SELECT count(*) FROM operation"
                " WHERE action = 'Reset'", "SELECT count(*) FROM to_check WHERE coalescing_key LIKE 'c_'")]
    until(lambda: {e["kind"] for e in site.api.items("/erasures")} == {"tenant", "charges"}, what="both",
          timeout=20)
    assert counts() == [1, 1, 2]
    announced = {e["kind"]: e for e in site.api.items("/erasures")}
    assert announced["tenant"]["tenant_id"] == tenant["id"] and announced["charges"]["year"] == "1970"
    assert site.api.readings(charge)  # announced only
    site.stop()
    with sqlite3.connect(path) as file:
        file.execute("UPDATE erasure SET due_at = ? WHERE kind = 'charges'", (now - 1,))
    site.start()
    until(lambda: any(e["done_at"] for e in site.api.items("/erasures")), what="the year", timeout=20)
    assert site.api.readings(charge) == []


# Nobody sees another's

def test_no_route_shows_a_tenant_anything_of_another_or_of_who_was_here_before(site, wallbox):
    """Every route of the description that takes no body, asked as a tenant with another's ids in it."""
    before = tenant_with_card(site, "Predecessor Xaver", "AAAA1111BBBB22")
    mine = tenant_with_card(site, "Successor Yvonne", "CCCC3333DDDD44")
    old = wallbox.charge("AAAA1111BBBB22", start=ago(hours=9), stop=ago(hours=8))
    # The card of the one before goes on to the one who follows, and so does the bay.
    site.api.card("EEEE5555FFFF66", tenant_id=before["id"])
    handed = wallbox.charge("EEEE5555FFFF66", start=ago(hours=7), stop=ago(hours=6))
    assert site.api.patch("/id-tags/EEEE5555FFFF66", {"tenant_id": mine["id"]}).status == 200
    own = wallbox.charge("CCCC3333DDDD44", start=ago(hours=3), stop=ago(hours=2))
    running = wallbox.start("AAAA1111BBBB22", ago(minutes=5), 900_000)["transactionId"]
    link = new_link(site, before)
    me = phone_of(site, mine)
    ids = {"id": [str(old), str(handed), str(running), before["id"], "AAAA1111BBBB22", link["id"],
                  wallbox.identity], "link_id": [link["id"]], "id_tag": ["AAAA1111BBBB22"],
           "charge_point": [wallbox.identity], "connector": ["1"], "file": ["x"], "folder": ["x"],
           "readers": ["x"], "bay": ["x"]}
    secrets = [b"Xaver", b"AAAA1111BBBB22", before["id"].encode(), link["id"].encode()]
    routes = site.anonymous().get("/api/openapi.json").json["paths"]
    asked = 0
    for pattern, methods in routes.items():
        if "get" not in methods or pattern.endswith("/events"):
            continue
        names = [part[1:-1] for part in pattern.split("/") if part.startswith("{")]
        for value in ids.get(names[0], ["x"]) if names else [""]:
            path = pattern
            for name in names:
                chosen = value if name == names[0] else ids.get(name, ["x"])[0]
                path = path.replace("{" + name + "}", urllib.parse.quote(chosen, safe=""))
            answer = me.request("GET", path if path.startswith("/api/") else "/" + path)
            asked += 1
            for secret in secrets:
                assert secret not in answer.body, (path, secret, answer)
    assert asked > 40
    assert [t["transaction_id"] for t in me.items("/transactions")] == [own]
    for charge in (old, handed, running):
        assert me.get(f"/transactions/{charge}").status == 404
        assert me.get(f"/transactions/{charge}/readings").status == 404
        assert me.post("/tenant/stop", {"transaction_id": charge}).status == 404
    data = me.get("/tenant/data")
    assert data.status == 200 and [c["transaction_id"] for c in data.json["charges"]] == [own]
    assert me.get(f"/tenants/{before['id']}/data").status == 403
    assert me.post("/erasures", {"tenant_id": before["id"]}).status == 403


def test_who_had_a_card_before_does_not_learn_its_number_from_the_file(site, wallbox):
    before = tenant_with_card(site, "Ines", "1234ABCD5678EF")
    wallbox.charge("1234ABCD5678EF", start=ago(hours=4), stop=ago(hours=3))
    after = tenant_with_card(site, "Jana", "9999ABCD5678EF")
    assert site.api.patch("/id-tags/1234ABCD5678EF", {"tenant_id": after["id"]}).status == 200
    me = phone_of(site, before)
    assert "1234ABCD5678EF" not in me.get("/tenant/data").text


def test_a_reservation_is_in_the_file_of_whoever_had_the_card_then(site, wallbox):
    wallbox.answers["ReserveNow"] = {"status": "Accepted"}
    before, after = tenant_with_card(site, "Kim", "CAFE0001"), tenant_with_card(site, "Lou", "CAFE0002")
    asked = site.api.post(f"/charge-points/{wallbox.identity}/operations", {
        "action": "ReserveNow", "payload": {
            "connectorId": 1, "expiryDate": ago(hours=-5), "idTag": "CAFE0001", "reservationId": 7}})
    assert asked.status == 200, asked
    assert site.api.patch("/id-tags/CAFE0001", {"tenant_id": after["id"]}).status == 200
    data = {who["id"]: site.api.get(f"/tenants/{who['id']}/data").json for who in (before, after)}
    assert len(data[before["id"]]["reservations"]) == 1 and data[after["id"]]["reservations"] == []


# What anyone may read

@pytest.mark.parametrize("language, title", [
    ("de", "Datenschutzhinweise"), ("en", "Privacy notice"), ("fr", "Protection des données"),
    ("it", "Informativa sui dati personali")])
def test_the_privacy_notice_is_public_and_speaks_four_languages(site, language, title):
    site.api.patch("/settings", {"controller_name": "House & Co", "keep_guests_days": "123"})
    page = site.anonymous().get(f"//privacy?lang={language}")
    assert page.status == 200 and f'<html lang="{language}">' in page.text
    assert f"<h1>{title}</h1>" in page.text and "House &amp; Co" in page.text and "123" in page.text
    assert "{{" not in page.text


def test_no_card_number_stands_in_the_servers_log(site, wallbox):
    tenant_with_card(site, "Kim", "FEEDBEEF001122")
    wallbox.charge("FEEDBEEF001122", start=ago(hours=4), stop=ago(hours=3))
    wallbox.call("Authorize", {"idTag": "DEADBEEF334455"})
    site.api.get("/id-tags/FEEDBEEF001122")
    wallbox.close()
    site.stop()
    assert "FEEDBEEF001122" not in site.stderr() and "DEADBEEF334455" not in site.stderr()
