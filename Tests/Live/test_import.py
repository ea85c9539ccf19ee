"""A list of tenants: read as spreadsheets save it, shown with what is wrong, taken in, undone, taken in again."""

import base64
import csv
import io
import random

import pytest
from harness.wait import until

LIST = """Name;E-Mail;Wohnung;Karte;Einzug;Sprache
Müller, Anna;anna@example.org;1. OG links;04 A1 B2 C3;2026-03-01;de
Öztürk, Bülent;buelent@example.org;1. OG rechts;04:A1:B2:C4;01.03.2026;
Çelik, Defne;defne@example.org;2. OG links;;;
Weiß, Erik;erik@example.org;2. OG rechts;;;
Günther, Frieda;frieda.example.org;3. OG links;;;
Süß, Hanna;hanna@example.org;3. OG rechts;;;
Jäger, Ida;ida@example.org;4. OG links;;;
müller,  anna;anna.zwei@example.org;4. OG rechts;;;
Köhler, Jan;jan@example.org;5. OG links;;;fr
Løvås, Kari;kari@example.org;5. OG rechts;;;
Noël, Léa;lea@example.org;EG links;;;
"Şahin ""der Große"", Mert";mert@example.org;EG rechts;;;
"""
# In Windows-1252 there is no Ş.
WINDOWS = LIST.replace("Ş", "Š")


def draft(api, content):
    body = {"text": content} if isinstance(content, str) else {"bytes": base64.b64encode(content).decode()}
    answer = api.post("/imports", body)
    assert answer.status == 201, answer
    return answer.json


def finish(api, job, verb, *states):
    answer = api.post(f"/jobs/{job['id']}/{verb}")
    assert answer.status == 202, answer
    return until(lambda: (now := api.get(f"/jobs/{job['id']}").json)["state"] in states and now,
                 timeout=20, what=f"{states}")


def wrong(job):
    return {row["line"]: [(error["field"], error["problem"], error["other"]) for error in row["errors"]]
            for row in job["import"]["rows"] if row["errors"]}


@pytest.mark.parametrize("encode, encoding", [
    (lambda: WINDOWS.replace("\n", "\r\n").encode("cp1252"), "windows-1252"),
    (lambda: LIST.encode("utf-8-sig"), "utf-8"), (lambda: LIST.encode("utf-16"), "utf-16"),
    (lambda: LIST.replace(";", "\t"), "utf-8")])
def test_of_twelve_rows_the_two_wrong_ones_are_marked_and_ten_become_tenants(fresh, encode, encoding):
    api = fresh.api
    job = draft(api, encode())
    read = job["import"]
    assert read["encoding"] == encoding and read["has_header"]
    assert [read["mapping"][field] for field in ("name", "email", "unit", "cards", "from", "language")] \
        == [0, 1, 2, 3, 4, 5]
    assert wrong(job) == {6: [("email", "bad_email", "frieda.example.org")], 9: [("name", "twice", "2")]}
    assert read["counts"] == {"rows": 12, "ready": 10, "wrong": 2} and len(read["new_units"]) == 10
    assert api.items("/tenants") == [], "a draft has made something"

    done = finish(api, job, "run", "done")
    assert done["percent"] == 100 and done["result"] == {"made": 10, "passed_over": [6, 9]}
    names = [tenant["name"] for tenant in api.items("/tenants")]
    assert len(names) == 10 and {"Müller, Anna", "Öztürk, Bülent", "Süß, Hanna"} <= set(names)
    assert {card["id_tag"] for card in api.items("/id-tags")
            if not card["id_tag"].startswith("FA")} == {"04 A1 B2 C3", "04:A1:B2:C4"}

    undone = finish(api, job, "undo", "undone")
    assert undone["progress"] == 0
    assert api.items("/tenants") == [] and api.items("/id-tags") == []
    assert wrong(api.get(f"/jobs/{job['id']}").json) == wrong(job)

    finish(api, job, "run", "done")
    assert [tenant["name"] for tenant in api.items("/tenants")] == names


def test_what_is_there_already_is_marked(fresh):
    api = fresh.api
    assert api.post("/tenants", {"name": "Keller, Anna"}).status == 201
    api.card("04A1B2C3")
    job = draft(api, "Mieter,Karte,Stellplatz\nkeller, anna\n\"Keller,  anna\",,\nOkafor,04-a1-b2-c3,\nWeber,,P 99\n")
    assert wrong(job) == {
        3: [("name", "tenant_exists", "Keller, Anna")], 4: [("cards", "card_exists", "04-a1-b2-c3")],
        5: [("bays", "unknown_bay", "P 99")]}


def test_columns_without_headings_are_guessed_and_can_be_changed(fresh):
    api = fresh.api
    job = draft(api, "Keller;keller@example.org;04A1B2C3D4\nOkafor;okafor@example.org;04A1B2C3D5\n")
    assert not job["import"]["has_header"]
    assert {k: v for k, v in job["import"]["mapping"].items() if v is not None} == {"name": 0, "email": 1, "cards": 2}
    changed = api.patch(f"/imports/{job['id']}", {"mapping": {"name": 1, "email": 0}}).json
    assert wrong(changed) == {1: [("email", "bad_email", "Keller")], 2: [("email", "bad_email", "Okafor")]}
    headed = api.patch(f"/imports/{job['id']}", {"has_header": True}).json
    assert [row["line"] for row in headed["import"]["rows"]] == [2] and headed["total"] == 1
    assert api.patch(f"/imports/{job['id']}", {"mapping": {"name": 7}}).status == 422
    assert api.patch(f"/imports/{job['id']}", {"mapping": {"shoe_size": 1}}).status == 422


@pytest.mark.parametrize("body, path", [
    ({}, "text"), ({"text": "a", "bytes": "YQ=="}, "text"), ({"bytes": "!"}, "bytes"), ({"text": ""}, "text"),
    ({"text": "Name\n"}, "text"), ({"text": 'Name\n"Keller\n'}, "text"),
    ({"text": "x\n" * 5_001}, "text")])
def test_what_is_no_list_is_refused_with_a_reason(site, body, path):
    answer = site.api.post("/imports", body)
    assert answer.status == 422 and answer.json["errors"][0]["path"] == path, answer
    assert answer.json["fix"]


def test_what_was_imported_is_not_undone_when_something_depends_on_it(fresh, plug):
    api = fresh.api
    job = finish(api, draft(api, "Name;Karte\nKeller;CARD1\nOkafor;CARD2\n"), "run", "done")
    api.accept("CP1")
    box = plug(fresh, "CP1")
    box.boot()
    box.charge("CARD2")
    refused = api.post(f"/jobs/{job['id']}/undo")
    assert refused.status == 409 and "Okafor" in refused.json["detail"] and "Keller" not in refused.json["detail"]
    assert len(api.items("/tenants")) == 2


def test_only_managers_import(site):
    job = draft(site.api, "Name\nNobody\n")
    for role in ("accountant", "installer"):
        api = site.api_as(role)
        assert api.post("/imports", {"text": "Name\nKeller\n"}).status == 403
        assert api.get(f"/jobs/{job['id']}").status == 403 and api.get("/jobs").status == 403


def test_tables_are_read_as_pythons_csv_reads_them(site):
    random.seed(16)
    compared = 0
    for _ in range(120):
        text = "".join(random.choice('qz;;;""\n\r ') for _ in range(random.randint(1, 60))) + "\nz;z\n"
        answer = site.api.post("/imports", {"text": text})
        if answer.status == 422:
            assert "quotation mark" in answer.json["detail"], (text, answer)
            continue
        separator = answer.json["import"]["separator"]
        theirs = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
                  if any(cell.strip() for cell in row)]
        assert [row["cells"] for row in answer.json["import"]["rows"]] == theirs, repr(text)
        compared += 1
    assert compared > 30


def test_windows_1252_is_read_as_python_reads_it(site):
    letters = bytes(byte for byte in range(0x80, 0x100) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xA0))
    job = draft(site.api, b"Name\nA" + letters + b"\n")
    assert job["import"]["rows"][0]["cells"] == ["A" + letters.decode("cp1252")]
