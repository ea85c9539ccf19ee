"""Moving in and out: who holds a bay from when to when, its registers, and what was charged."""

import pytest
from harness.places import bay_of, change, done, hold, tenant, unique
from harness.times import ago, ahead

BEGIN, END, NEXT = "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z"


@pytest.fixture
def bay(site, wallbox):
    wallbox.status("Available")
    return change(site, bay_of(site, wallbox.identity), access="assigned", name=unique("Bay "))


def end(site, tenancy, to, **more):
    return site.api.post(f"/tenancies/{tenancy['id']}/end", {"to": to, **more})


def test_a_move_out_tells_registers_and_amount_and_the_next_tenant_moves_in(site, wallbox, bay):
    card = unique()
    ann = tenant(site, "Ann", card)
    wallbox.charge(card, meter_start=500, wh=500, start="2026-02-10T10:00:00Z", stop="2026-02-10T11:00:00Z")
    tenancy = hold(site, ann, bay, start=BEGIN)
    assert tenancy["readings"] == [
        {"bay": bay["id"], "event": "begin", "wh": 1000, "at": "2026-02-10T11:00:00Z", "source": "wallbox"}]
    wallbox.charge(card, meter_start=1000, wh=10_000)
    late = wallbox.charge(
        card, meter_start=11_000, wh=1000, start="2026-04-02T10:00:00Z", stop="2026-04-02T11:00:00Z")
    ben = {"name": unique("Ben")}
    preview = site.api.get(f"/tenancies/{tenancy['id']}/final?to={END}").json
    ended = done(end(site, tenancy, END, next=ben), 200)
    for answer in (preview, ended):
        assert answer["to"] == "2026-04-01T00:00:00Z"
        assert answer["final"] == {
            "charges": 1, "open_charges": 0, "charges_after": 1, "energy_wh": 10_000, "net": "4.00",
            "vat": "0.76", "gross": "4.76", "currency": "EUR"}
        assert answer["readings"][-1] == {
            "bay": bay["id"], "event": "end", "wh": 11_000, "at": "2026-03-02T11:00:00Z",
            "source": "wallbox"}
    following = ended["next"]
    assert (following["from"], following["to"], following["bays"]) == (ended["to"], None, [bay["id"]])
    assert following["readings"][0]["wh"] == 11_000
    newcomer = site.api.get(f"/tenants/{following['tenant_id']}").json
    assert (newcomer["name"], newcomer["tenancies"]) == (ben["name"], [following["id"]])
    assert site.api.get(f"/bays/{bay['id']}").json["holder"]["tenant_id"] == newcomer["id"]
    assert site.api.get(f"/id-tags/{card}").json["status"] == "blocked"
    assert site.api.transaction(late)["tenant_id"] == ann["id"]
    again = end(site, tenancy, END)
    assert again.status == 409 and "2026-04-01" in again.json["detail"]


def test_a_start_that_comes_after_the_move_out_belongs_to_whoever_held_the_bay_then(site, wallbox, bay):
    mine, next_card = unique(), unique()
    ann, ben = tenant(site, "Ann", mine), tenant(site, "Ben", next_card)
    tenancy = hold(site, ann, bay, start=BEGIN)
    done(end(site, tenancy, END, next={"tenant_id": ben["id"]}), 200)
    before = wallbox.start(mine, "2026-03-20T10:00:00Z", 1)
    assert before["idTagInfo"]["status"] == "Accepted"
    assert site.api.transaction(before["transactionId"])["tenant_id"] == ann["id"]
    wallbox.stop(before["transactionId"], "2026-03-20T11:00:00Z", 2)
    after = wallbox.start(mine, "2026-04-20T10:00:00Z", 3)
    assert after["idTagInfo"]["status"] == "Blocked"
    wallbox.stop(after["transactionId"], "2026-04-20T11:00:00Z", 4)
    early = wallbox.start(next_card, "2026-03-21T10:00:00Z", 5)
    assert early["idTagInfo"]["status"] == "Blocked"
    wallbox.stop(early["transactionId"], "2026-03-21T11:00:00Z", 6)
    assert wallbox.start(next_card, ago(seconds=0), 7)["idTagInfo"]["status"] == "Accepted"


def test_overlapping_tenancies_are_refused_with_the_other_tenant_and_its_dates(site, wallbox, bay):
    ann, ben = tenant(site, "Ann Overlap"), tenant(site, "Ben")
    hold(site, ann, bay, start=BEGIN, to=END)
    wanted = {"tenant_id": ben["id"], "bays": [bay["id"]], "from": "2026-03-31T00:00:00Z"}
    refused = site.api.post("/tenancies", wanted)
    assert refused.status == 409
    for part in ("Ann Overlap", bay["name"], "2026-03-01", "2026-04-01"):
        assert part in refused.json["detail"], part
    assert refused.json["key"] == "bay-was-held"
    tenancy = hold(site, ben, bay, start=END)
    assert site.api.post("/tenancies", {**wanted, "from": "2026-02-01T00:00:00Z", "to": BEGIN}).status == 201
    # An end that is put off must not run into the next tenancy.
    first = next(t for t in site.api.items(f"/tenancies?bay={bay['id']}") if t["tenant_id"] == ann["id"])
    assert end(site, first, NEXT).status == 409
    other = done(site.api.post("/bays", {"name": "Other"}), 201)
    third = hold(site, ann, other, start=BEGIN)
    assert site.api.patch(f"/tenancies/{third['id']}", {"bays": [bay["id"]]}).status == 409
    fixed = done(site.api.patch(f"/tenancies/{third['id']}", {"bays": []}), 200)
    assert fixed["bays"] == []
    held = site.api.items(f"/tenancies?bay={bay['id']}&at=2026-06-01T00:00:00Z")
    assert [t["id"] for t in held] == [tenancy["id"]]
    assert {t["tenant_id"] for t in site.api.items(f"/tenancies?tenant_id={ann['id']}")} == {ann["id"]}


def test_a_vacant_bay_is_the_owners(site, wallbox, bay):
    card = unique()
    ann = tenant(site, "Ann", card)
    tenancy = hold(site, ann, bay, start=BEGIN)
    done(end(site, tenancy, END, block_cards=False), 200)
    assert site.api.get(f"/id-tags/{card}").json["status"] == "accepted"
    assert wallbox.call("Authorize", {"idTag": card})["idTagInfo"]["status"] == "Blocked"
    owners = unique("OWNER")
    site.api.card(owners)
    assert wallbox.start(owners, ago(seconds=0), 1)["idTagInfo"]["status"] == "Accepted"
    assert site.api.get(f"/bays/{bay['id']}").json["holder"] is None


def test_an_end_before_a_charge_that_runs_says_so(site, wallbox, bay):
    card = unique()
    tenancy = hold(site, tenant(site, "Ann", card), bay, start=BEGIN)
    started = wallbox.start(card, ago(minutes=5), 100)
    refused = end(site, tenancy, ago(hours=1))
    assert refused.status == 409
    assert bay["name"] in refused.json["detail"] and refused.json["key"] == "runs-after-end"
    ended = done(end(site, tenancy, ago(seconds=0)), 200)
    assert ended["final"]["open_charges"] == 1
    wallbox.stop(started["transactionId"], ago(seconds=0), 200)


def test_registers_that_were_read_off_are_kept_as_entered(site, wallbox, bay):
    ann = tenant(site, "Ann")
    tenancy = hold(site, ann, bay, start=BEGIN, readings=[{"bay": bay["id"], "wh": 123.5}])
    assert tenancy["readings"] == [
        {"bay": bay["id"], "event": "begin", "wh": 123.5, "at": "2026-03-01T00:00:00Z",
         "source": "entered"}]
    wrong = end(site, tenancy, END, readings=[{"bay": bay["id"], "wh": -1}])
    assert wrong.status == 422 and wrong.json["errors"][0]["path"] == "readings[0]"
    future = end(site, tenancy, "2099-01-01T00:00:00Z", readings=[{"bay": bay["id"], "wh": 200}])
    assert future.status == 422 and future.json["errors"][0]["path"] == "readings"
    assert end(site, tenancy, "2026-02-01T00:00:00Z").status == 422
    planned = done(end(site, tenancy, "2099-01-01T00:00:00Z"), 200)
    assert [r["event"] for r in planned["readings"]] == ["begin"]
    sooner = done(end(site, tenancy, END, readings=[{"bay": bay["id"], "wh": 200}]), 200)
    assert sooner["readings"][-1]["wh"] == 200 and sooner["readings"][-1]["source"] == "entered"


def test_cards_stay_when_the_tenant_holds_something_else(site, wallbox, bay):
    card = unique()
    ann = tenant(site, "Ann", card)
    tenancy = hold(site, ann, bay, start=BEGIN)
    other = done(site.api.post("/bays", {"name": "Other"}), 201)
    hold(site, ann, other, start=BEGIN)
    done(end(site, tenancy, END), 200)
    assert site.api.get(f"/id-tags/{card}").json["status"] == "accepted"


def test_a_guest_holds_no_bays_and_a_tenant_has_no_host(site, bay):
    guest = tenant(site, "Gus", kind="guest")
    refused = site.api.post("/tenancies", {"tenant_id": guest["id"], "bays": [], "from": BEGIN})
    assert refused.status == 422 and refused.json["errors"][0]["path"] == "tenant_id"
    ann = tenant(site, "Ann", email="ann@example.org", phone="+49 30 1", language="fr")
    assert (ann["email"], ann["phone"], ann["language"], ann["kind"]) == (
        "ann@example.org", "+49 30 1", "fr", "tenant")
    for field, value in (("host_tenant_id", ann["id"]), ("valid_until", END), ("email", "nobody"),
                         ("language", "xx"), ("group_id", "none")):
        wrong = site.api.patch(f"/tenants/{ann['id']}", {field: value})
        assert wrong.status == 422 and wrong.json["errors"][0]["path"] == field, field
    assert site.api.get(f"/tenants/{ann['id']}").json == ann
    archived = done(site.api.patch(f"/tenants/{ann['id']}", {"archived_at": END, "email": None}), 200)
    assert (archived["archived_at"], archived["email"]) == ("2026-04-01T00:00:00Z", None)


def test_a_new_tenant_and_unit_come_with_their_tenancy_or_not_at_all(site, bay):
    ann = hold(site, tenant(site, unique("Ann")), bay, start=BEGIN)
    new, floor = unique("Newcomer"), unique("Floor")
    body = {"tenant": {"name": new, "email": "new@example.org"}, "unit": {"name": floor},
            "bays": [bay["id"]], "from": NEXT}
    refused = site.api.post("/tenancies", body)
    assert refused.status == 409 and bay["name"] in refused.json["detail"]
    assert new not in [each["name"] for each in site.api.items("/tenants")]
    assert floor not in [each["name"] for each in site.api.items("/units")]
    done(end(site, ann, END), 200)
    made = done(site.api.post("/tenancies", body), 201)
    newcomer = site.api.get(f"/tenants/{made['tenant_id']}").json
    assert (newcomer["name"], newcomer["email"]) == (new, "new@example.org")
    [unit] = [each for each in site.api.items("/units") if each["id"] == made["unit_id"]]
    assert unit["name"] == floor
    for action, subject in (("tenant.create", newcomer["id"]), ("unit.create", unit["id"])):
        assert site.api.items(f"/audit?action={action}&subject={subject}"), action


@pytest.mark.parametrize("who, path", [
    ({}, "tenant_id"), ({"tenant": {}}, "tenant.name"), ({"tenant": "Ann"}, "tenant"),
    ({"tenant": {"name": "A", "email": "nobody"}}, "tenant.email"), ({"tenant": {"name": "A", "age": 1}}, "tenant.age"),
    ({"tenant": {"name": "A"}, "tenant_id": "B"}, "tenant"),
    ({"tenant": {"name": "A"}, "unit": {"name": "U"}, "unit_id": "U"}, "unit")])
def test_what_is_wrong_with_a_new_tenant_is_told_with_its_path(site, who, path):
    refused = site.api.post("/tenancies", {**who, "bays": [], "from": BEGIN})
    assert refused.status == 422 and path in [error["path"] for error in refused.json["errors"]], refused


def asked_to_stop(box):
    return [frame[3]["transactionId"] for frame in list(box.frames)
            if frame[0] == 2 and frame[2] == "RemoteStopTransaction"]


def test_a_move_out_that_lies_ahead_lets_the_tenant_charge_until_then(site, wallbox, bay):
    wallbox.answers["RemoteStopTransaction"] = {"status": "Accepted"}
    card = unique()
    tenancy = hold(site, tenant(site, "Ann", card), bay, start=BEGIN)
    done(end(site, tenancy, ahead(days=30)), 200)
    started = wallbox.start(card, ago(seconds=2), 1)
    assert started["idTagInfo"]["status"] == "Accepted"
    assert site.api.patch(f"/id-tags/{card}", {"label": "Blue"}).status == 200
    wallbox.sample(started["transactionId"], ago(seconds=1), 500)
    assert wallbox.call("Authorize", {"idTag": card})["idTagInfo"]["status"] == "Accepted"
    assert asked_to_stop(wallbox) == []


def test_a_lost_card_is_blocked_at_once_also_before_a_move_out_that_lies_ahead(site, wallbox, bay):
    card = unique()
    tenancy = hold(site, tenant(site, "Ann", card), bay, start=BEGIN)
    done(end(site, tenancy, ahead(days=30)), 200)
    done(site.api.patch(f"/id-tags/{card}", {"status": "blocked"}), 200)
    assert wallbox.call("Authorize", {"idTag": card})["idTagInfo"]["status"] == "Blocked"


def test_cards_work_until_a_move_out_that_was_put_off(site, wallbox, bay):
    first, later = ahead(days=30), ahead(days=60)
    card, lost = unique(), unique()
    tenancy = hold(site, tenant(site, "Ann", card, lost), bay, start=BEGIN)
    done(end(site, tenancy, first), 200)
    done(site.api.patch(f"/id-tags/{lost}", {"status": "blocked"}), 200)
    assert site.api.get(f"/id-tags/{card}").json["blocked_at"] == first
    done(end(site, tenancy, later), 200)
    assert site.api.get(f"/id-tags/{card}").json["blocked_at"] == later
    assert site.api.get(f"/id-tags/{lost}").json["blocked_at"] < first
    done(end(site, tenancy, later, block_cards=False), 200)
    kept = site.api.get(f"/id-tags/{card}").json
    assert (kept["status"], kept["blocked_at"]) == ("accepted", None)


def test_a_charge_at_a_common_bay_counts_in_one_of_two_tenancies(site, wallbox):
    wallbox.status("Available")
    card = unique()
    ann = tenant(site, "Ann", card)
    places = [done(site.api.post("/bays", {"name": unique("Bay ")}), 201) for _ in range(2)]
    both = [hold(site, ann, place, start=BEGIN) for place in places]
    wallbox.charge(card, wh=10_000, start="2026-03-02T10:00:00Z", stop="2026-03-02T11:00:00Z")
    ended = [done(end(site, each, END, block_cards=False), 200) for each in both]
    assert sorted(each["final"]["charges"] for each in ended) == [0, 1]
