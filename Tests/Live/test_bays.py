"""Who may charge at which bay, and who pays."""

import itertools
from types import SimpleNamespace

import pytest
from harness.card_keeper import CardKeeper
from harness.places import bay_of, change, done, hold, tenant, unique
from harness.times import ago
from harness.wait import until

LONG_AGO, EARLIER, JANUARY = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-01-15T10:00:00Z"
_registers = itertools.count(1)


@pytest.fixture
def house(site, wallbox):
    """A wallbox whose bay Ann holds, and everyone who may come by with a card."""
    for connector in (1, 2):
        wallbox.status("Available", connector)
    mine, others = bay_of(site, wallbox.identity, 1), bay_of(site, wallbox.identity, 2)
    staff = done(site.api.post("/groups", {"name": unique("Staff")}), 201)
    cards = {who: unique() for who in (
        "holder", "other", "member", "owner", "moved", "limited", "guest", "past_guest", "owners_guest")}
    people = {
        "holder": tenant(site, "Ann", cards["holder"]),
        "other": tenant(site, "Ben", cards["other"]),
        "member": tenant(site, "Mia", cards["member"], group_id=staff["id"]),
        "moved": tenant(site, "Max", cards["moved"]),
    }
    hold(site, people["holder"], mine, start=EARLIER)
    hold(site, people["moved"], others, start=LONG_AGO, to=EARLIER)
    ann = people["holder"]["id"]
    people["guest"] = tenant(site, "Gus", cards["guest"], kind="guest", host_tenant_id=ann)
    people["past_guest"] = tenant(
        site, "Pia", cards["past_guest"], kind="guest", host_tenant_id=ann, valid_until=ago(hours=1))
    people["owners_guest"] = tenant(site, "Ole", cards["owners_guest"], kind="guest")
    site.api.card(cards["owner"])
    site.api.card(cards["limited"], tenant_id=ann, bays=[others["id"]])
    cards["unknown"] = unique("NOBODY")
    return SimpleNamespace(
        mine=mine, others=others, staff=staff["id"], cards=cards, people=people, wallbox=wallbox)


def begin(site, house, card, at=None, connector=1):
    answer = house.wallbox.start(card, at or ago(seconds=0), next(_registers), connector)
    kept = site.api.transaction(answer["transactionId"])
    house.wallbox.stop(answer["transactionId"], ago(seconds=0), kept["meter_start_wh"])
    return answer["idTagInfo"]["status"], kept


def reason(site, house, connector=1):
    row = next(c for c in site.api.get("/board").json["connectors"]
               if (c["charge_point"], c["connector"]) == (house.wallbox.identity, connector))
    return row["refusal"] and row["refusal"]["reason"]


MODES = {
    "assigned": {"holder", "owner", "guest"},
    "tenants": {"holder", "other", "member", "owner", "guest", "owners_guest"},
    "group": {"holder", "member", "owner", "guest"},
    "open": {"holder", "other", "member", "owner", "guest", "owners_guest", "unknown"},
}
PAYERS = {"guest": "holder", "past_guest": "holder", "limited": "holder", "owner": None, "owners_guest": None}
REASONS = {
    "moved": ("no_tenancy", "Blocked", "not_allowed"), "limited": ("not_this_bay", "Blocked", "not_allowed"),
    "past_guest": ("guest_over", "Expired", "not_allowed"),
    "unknown": ("unknown_card", "Invalid", "unknown_id_tag"),
}


@pytest.mark.parametrize("mode", MODES)
def test_every_card_at_a_bay_of_each_kind(site, house, mode):
    access = "tenants" if mode == "group" else mode
    change(site, house.mine, access=access, groups=[house.staff] if mode == "group" else [])
    elsewhere = ("not_this_group" if mode == "group" else "not_this_bay", "Blocked", "not_allowed")
    for who, card in house.cards.items():
        status, kept = begin(site, house, card)
        payer = PAYERS.get(who, who)
        if who == "unknown":
            payer = "holder" if mode == "open" else None
        if payer is not None:
            payer = house.people[payer]["id"]
        assert kept["tenant_id"] == payer, who
        guest = house.people[who]["id"] if who.endswith("guest") else None
        assert kept["guest_id"] == guest, who
        assert kept["bay_id"] == house.mine["id"] and kept["bay_name"] == house.mine["name"]
        if who in MODES[mode]:
            assert (status, kept["flags"]) == ("Accepted", []), who
            continue
        why, told, flag = REASONS.get(who, elsewhere)
        assert (status, kept["flags"], reason(site, house)) == (told, [flag], why), who


def test_a_card_is_authorized_where_it_may_charge_at_one_of_the_bays(site, house):
    box = house.wallbox
    def asked(who):
        return box.call("Authorize", {"idTag": house.cards[who]})["idTagInfo"]["status"]
    change(site, house.mine, access="assigned")
    assert [asked(who) for who in ("other", "limited", "moved", "past_guest", "unknown")] == [
        "Accepted", "Accepted", "Blocked", "Expired", "Invalid"]
    change(site, house.others, access="assigned")
    assert [asked(who) for who in ("other", "limited", "holder", "owner")] == [
        "Blocked", "Blocked", "Accepted", "Accepted"]
    change(site, house.others, access="open")
    assert asked("unknown") == "Accepted"


def test_what_came_late_is_judged_by_its_own_time(site, house):
    change(site, house.mine, access="assigned")
    status, kept = begin(site, house, house.cards["moved"], JANUARY, connector=2)
    assert status == "Accepted" and kept["tenant_id"] == house.people["moved"]["id"]
    status, kept = begin(site, house, house.cards["holder"], JANUARY)
    assert status == "Blocked" and "not_allowed" in kept["flags"]


def test_a_start_from_afar_is_refused_like_the_card(site, house):
    change(site, house.mine, access="assigned")
    house.wallbox.answers["RemoteStartTransaction"] = {"status": "Accepted"}
    path = f"/charge-points/{house.wallbox.identity}/start"
    refused = site.api.post(path, {"connector": 1, "id_tag": house.cards["other"]})
    assert refused.status == 409 and refused.json["errors"][0]["reason"] == "not_this_bay"
    assert refused.json["detail"] == "This card may not charge at this bay."
    assert site.api.post(path, {"connector": 1, "id_tag": house.cards["holder"]}).status == 200


def test_a_wallbox_that_starts_by_itself_charges_for_whoever_holds_the_bay(site, house):
    change(site, house.mine, access="assigned")
    change(site, house.others, access="assigned")
    path = f"/charge-points/{house.wallbox.identity}"
    done(site.api.patch(
        path, {"auto_start": {"presented": "AUTO", "id_tag": house.cards["other"]}}), 200)
    status, kept = begin(site, house, "AUTO")
    assert (status, kept["tenant_id"], kept["flags"]) == ("Accepted", house.people["holder"]["id"], [])
    status, kept = begin(site, house, "AUTO", connector=2)
    assert (status, kept["tenant_id"], kept["flags"]) == ("Accepted", None, [])
    status, kept = begin(site, house, "AUTO", JANUARY, connector=2)
    assert kept["tenant_id"] == house.people["moved"]["id"]


def test_a_charge_made_of_the_stop_of_one_that_began_by_itself_is_the_bay_holders(site, house):
    change(site, house.mine, access="assigned")
    done(site.api.patch(f"/charge-points/{house.wallbox.identity}", {
        "auto_start": {"presented": "AUTO", "id_tag": house.cards["other"]}}), 200)
    house.wallbox.sample(-7, ago(minutes=30), 2_000)
    house.wallbox.stop(-7, ago(minutes=10), 4_000, idTag="AUTO", transactionData=[
        {"timestamp": ago(hours=1), "sampledValue": [{"value": "1000", "context": "Transaction.Begin"}]}])
    kept, = site.api.items(f"/transactions?charge_point={house.wallbox.identity}")
    assert (kept["bay_id"], kept["tenant_id"]) == (house.mine["id"], house.people["holder"]["id"])
    assert set(kept["flags"]) == {"stop_without_start"}


def test_a_charge_stays_with_whoever_held_the_card_when_it_began(site, house):
    card, cards = house.cards["other"], site.api
    before = ago(minutes=1)
    done(cards.patch(f"/id-tags/{card}", {"tenant_id": house.people["member"]["id"]}), 200)
    _, late = begin(site, house, card, before, connector=2)
    # Its clock tells whole seconds, and the next one begins after the change.
    _, now = begin(site, house, card, ago(seconds=-1), connector=2)
    assert late["tenant_id"] == house.people["other"]["id"]
    assert now["tenant_id"] == house.people["member"]["id"]


def test_a_blocked_card_charged_rightly_before(site, house):
    card = house.cards["other"]
    before = ago(hours=1)
    done(site.api.patch(f"/id-tags/{card}", {"status": "blocked"}), 200)
    assert begin(site, house, card, before, connector=2)[0] == "Accepted"
    assert begin(site, house, card, connector=2)[0] == "Blocked"


def test_each_connector_has_a_bay_that_is_called_after_the_wallbox_until_it_has_a_name(site, wallbox):
    assert wallbox.status("Available") == {}
    first = bay_of(site, wallbox.identity)
    assert first["name"] == wallbox.identity and first["address"] == f"/c/{first['id']}"
    assert (first["access"], first["groups"], first["holder"]) == ("tenants", [], None)
    wallbox.status("Available", connector=2)
    second = bay_of(site, wallbox.identity, 2)
    assert second["name"] == f"{wallbox.identity} / 2"
    until(lambda: bay_of(site, wallbox.identity)["name"] == f"{wallbox.identity} / 1")
    change(site, first, name="Bay 12")
    done(site.api.patch(f"/charge-points/{wallbox.identity}", {"name": "Garage"}), 200)
    assert bay_of(site, wallbox.identity)["name"] == "Bay 12"
    assert bay_of(site, wallbox.identity, 2)["name"] == "Garage / 2"
    names = {c["connector"]: c["name"] for c in site.api.get("/board").json["connectors"]
             if c["charge_point"] == wallbox.identity}
    assert names == {1: "Bay 12", 2: "Garage / 2"}


def test_a_bay_keeps_its_id_and_holder_when_its_wallbox_is_exchanged(site, plug, wallbox):
    wallbox.status("Available")
    bay = bay_of(site, wallbox.identity)
    ann = tenant(site, "Ann")
    hold(site, ann, bay, start=LONG_AGO)
    assert site.api.delete(f"/bays/{bay['id']}").status == 409
    wallbox.left = True
    assert site.api.delete(f"/charge-points/{wallbox.identity}").status == 204
    left = done(site.api.get(f"/bays/{bay['id']}"), 200)
    assert (left["charge_point"], left["holder"]["name"]) == (None, "Ann")
    other = unique("NEW")
    site.api.accept(other)
    box = plug(site, other)
    box.boot()
    box.status("Available")
    made = bay_of(site, other)
    moved = change(site, bay, charge_point=other, connector=1)
    assert (moved["charge_point"], moved["holder"]["name"]) == (other, "Ann")
    assert site.api.get(f"/bays/{made['id']}").status == 404
    assert bay_of(site, other)["id"] == bay["id"]
    clash = site.api.post("/bays", {"name": "X", "charge_point": other, "connector": 1})
    assert clash.status == 409 and bay["name"] in clash.json["detail"]


def test_installers_see_bays_and_no_people(site, house):
    seen = site.api_as("installer").get(f"/bays/{house.mine['id']}")
    assert seen.status == 200 and seen.json["holder"] is None
    assert site.api.get(f"/bays/{house.mine['id'].lower()}").json["holder"]["name"] == "Ann"
    assert site.api_as("installer").patch(f"/bays/{house.mine['id']}", {"name": "X"}).status == 403
    assert site.api_as("installer").get("/tenancies").status == 403


def test_a_list_in_a_wallbox_holds_only_cards_that_may_charge_there(fresh, plug):
    keeper = CardKeeper()
    fresh.api.accept("CP1")
    box = plug(fresh, "CP1", answers=keeper.answers)
    box.boot()
    box.status("Available")
    bay = bay_of(fresh, "CP1")
    elsewhere = done(fresh.api.post("/bays", {"name": "Elsewhere"}), 201)
    ann, ben = tenant(fresh, "Ann", "ANN"), tenant(fresh, "Ben", "BEN")
    fresh.api.card("OWNER")
    fresh.api.card("ANN2", tenant_id=ann["id"], bays=[elsewhere["id"]])
    tenancy = hold(fresh, ann, bay, start=LONG_AGO)
    change(fresh, bay, access="assigned")
    done(fresh.api.patch("/charge-points/CP1/local-list", {"enabled": True}), 200)
    until(lambda: set(keeper.cards) == {"ann", "owner"})
    change(fresh, bay, access="tenants")
    until(lambda: set(keeper.cards) == {"ann", "ben", "owner"}, 20)
    change(fresh, bay, access="assigned")
    done(fresh.api.post(f"/tenancies/{tenancy['id']}/end", {
        "to": ago(seconds=0), "next": {"tenant_id": ben["id"]}}), 200)
    # What the wallbox may remember of cards that are blocked now has to be told.
    until(lambda: {name for name, told in keeper.cards.items() if told == "Accepted"}
          == {"ben", "owner"}, 20)


def test_units_and_groups_have_names_of_their_own(site):
    unit = done(site.api.post("/units", {"name": unique("Flat")}), 201)
    assert (unit["bays"], unit["tenancy"]) == ([], None)
    twin = site.api.post("/units", {"name": unit["name"].lower()})
    assert twin.status == 409 and unit["name"].lower() in twin.json["detail"]
    bay = done(site.api.post("/bays", {"name": "B", "unit_id": unit["id"]}), 201)
    ann = tenant(site, "Ann")
    tenancy = hold(site, ann, bay, start=LONG_AGO, unit_id=unit["id"])
    shown = next(u for u in site.api.items("/units") if u["id"] == unit["id"])
    assert shown["bays"] == [bay["id"]]
    assert (shown["tenancy"]["id"], shown["tenancy"]["tenant_name"]) == (tenancy["id"], "Ann")
    assert site.api.delete(f"/units/{unit['id']}").status == 409
    done(site.api.post(f"/tenancies/{tenancy['id']}/end", {"to": EARLIER}), 200)
    assert site.api.delete(f"/units/{unit['id']}").status == 204
    assert site.api.get(f"/bays/{bay['id']}").json["unit_id"] is None
    assert site.api.delete(f"/bays/{bay['id']}").status == 204

    group = done(site.api.post("/groups", {"name": unique("Group")}), 201)
    done(site.api.patch(f"/tenants/{ann['id']}", {"group_id": group["id"]}), 200)
    assert next(g for g in site.api.items("/groups") if g["id"] == group["id"])["tenants"] == 1
    assert site.api.delete(f"/groups/{group['id']}").status == 409
    done(site.api.patch(f"/tenants/{ann['id']}", {"group_id": None}), 200)
    assert site.api.delete(f"/groups/{group['id']}").status == 204
