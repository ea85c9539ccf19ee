"""Who did what: a line for every change, in a chain that shows what was altered."""

import csv
import io
import sqlite3

from harness.people import member, named


def test_a_change_leaves_a_line_with_who_and_what_was_before(fresh, owner):
    tenant = owner.post("/tenants", {"name": "Ann"}).json
    owner.patch(f"/tenants/{tenant['id']}", {"name": "Ann Smith"})
    line, made = owner.items(f"/audit?subject={tenant['id']}")
    assert made["action"] == "tenant.create" and line["action"] == "tenant.change"
    assert line["by"] == "account " + named(owner, "Owner")["id"] and line["by_name"] == "Owner"
    assert line["before"] == {"name": "Ann"} and line["after"] == {"name": "Ann Smith"}


def test_what_is_refused_leaves_no_line(fresh, owner):
    before = len(owner.items("/audit"))
    assert owner.post("/tenants", {"name": ""}).status == 422
    assert owner.patch("/tenants/NONE", {"name": "X"}).status == 404
    assert owner.delete("/tokens/99").status == 404
    assert len(owner.items("/audit")) == before


def test_lines_are_filtered_and_exported(fresh, owner):
    owner.post("/tenants", {"name": '=Ann "A"'})
    owner.patch("/settings", {"name": "House"})
    fresh.api.post("/tenants", {"name": "Ben"})
    assert {line["action"] for line in owner.items("/audit?action=tenant")} == {"tenant.create"}
    token = owner.items("/audit?action=tenant.create")[0]
    assert token["by"].startswith("token ") and token["by_name"] == "tests"
    assert owner.items("/audit?from=2999-01-01T00:00:00Z") == []
    answer = owner.get("/audit.csv?action=tenant")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["action"] for row in rows] == ["tenant.create", "tenant.create"]
    assert '"name":"=Ann' in rows[0]["after"].replace('\\"', '"')
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_the_chain_is_whole_until_someone_alters_the_file(fresh, owner):
    for name in ("Ann", "Ben", "Cem"):
        owner.post("/tenants", {"name": name})
    checked = owner.get("/audit/check").json
    assert checked["whole"] and checked["broken_at"] is None
    victim = owner.items("/audit?action=tenant.create")[1]["seq"]
    fresh.stop()
    with sqlite3.connect(fresh.data / "wattkeeper.db") as file:
        file.execute("DELETE FROM audit_detail WHERE seq = ?", (victim,))
    fresh.start()
    checked = owner.get("/audit/check").json
    assert checked["whole"] and checked["erased"] == 1, "an erased detail leaves the chain whole"
    assert [line["erased"] for line in owner.items("/audit") if line["seq"] == victim] == [True]
    fresh.stop()
    with sqlite3.connect(fresh.data / "wattkeeper.db") as file:
        file.execute("DROP TRIGGER audit_updated")
        file.execute("UPDATE audit SET by = 'account X' WHERE seq = ?", (victim,))
    fresh.start()
    checked = owner.get("/audit/check").json
    assert not checked["whole"] and checked["broken_at"] == victim


def test_the_chain_itself_names_nobody(fresh, owner):
    owner.post("/tenants", {"name": "Ann Unique"})
    owner.post("/id-tags", {"id_tag": "CAFE1234", "label": "Ann Unique", "status": "accepted"})
    member(fresh, owner, "Mia Unique")
    fresh.stop()
    with sqlite3.connect(fresh.data / "wattkeeper.db") as file:
        chain = str(file.execute("SELECT by, action, subject FROM audit").fetchall())
        details = str(file.execute("SELECT before, after FROM audit_detail").fetchall())
    assert "Unique" not in chain and "CAFE1234" not in chain and "Owner" not in chain
    assert "Ann Unique" in details and "CAFE1234" in details
