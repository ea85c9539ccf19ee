"""Charges that begin because a car is plugged in: asked for on the phone, or always at a bay."""

import queue

import pytest
from harness.phone import phone_of
from harness.tenant import bay_of, moved_in
from harness.times import ago
from harness.wait import until


@pytest.fixture
def agreeing(wallbox):
    """A wallbox that agrees to start, with its status known and its bay there."""
    wallbox.answers["RemoteStartTransaction"] = {"status": "Accepted"}
    wallbox.status("Available")
    return wallbox


@pytest.fixture
def bay(site, agreeing):
    return bay_of(site, agreeing.identity)


def phone_tag(site, tenant):
    cards = site.api.items("/id-tags")
    return next(card["id_tag"] for card in cards
                if card["tenant_id"] == tenant["id"] and card["id_tag"].startswith("FA"))


def asked_to_start(wallbox, timeout=5):
    return wallbox.next_call("RemoteStartTransaction", timeout)[1]


def is_silent(wallbox):
    """Nothing was asked of it before it has an answer to something sent later."""
    wallbox.call("Heartbeat", {})
    wallbox.call("Heartbeat", {})
    with pytest.raises(queue.Empty):
        asked_to_start(wallbox, 0.3)
    return True


def shown(phone, bay):
    return next(each for each in phone.get("/tenant").json["bays"] if each["bay_id"] == bay["id"])


def test_a_bay_that_waits_starts_for_whoever_said_so(site, agreeing, bay):
    tenant = moved_in(site, "Keller")
    phone = phone_of(site, tenant)
    armed = phone.post("/tenant/arm", {"bay": bay["id"].lower()})
    assert armed.status == 201, armed
    assert shown(phone, bay)["armed_until"] == armed.json["expires_at"]
    assert is_silent(agreeing)
    agreeing.status("Preparing")
    assert asked_to_start(agreeing) == {"connectorId": 1, "idTag": phone_tag(site, tenant)}
    until(lambda: shown(phone, bay)["armed_until"] is None)


def test_a_car_that_is_plugged_in_already_starts_at_once(site, agreeing, bay):
    tenant = moved_in(site, "Okafor")
    agreeing.status("Preparing")
    assert is_silent(agreeing)
    phone_of(site, tenant).post("/tenant/arm", {"bay": bay["id"]})
    assert asked_to_start(agreeing)["idTag"] == phone_tag(site, tenant)


def test_a_bay_that_waits_no_more_does_not_start(site, agreeing, bay):
    phone = phone_of(site, moved_in(site, "Brandt"))
    phone.post("/tenant/arm", {"bay": bay["id"]})
    assert phone.delete(f"/tenant/arm/{bay['id']}").status == 204
    agreeing.status("Preparing")
    assert is_silent(agreeing)


def test_a_bay_that_waits_for_one_does_not_wait_for_another(site, agreeing, bay):
    first, second = (phone_of(site, moved_in(site, name)) for name in ("Rossi", "Weber"))
    assert first.post("/tenant/arm", {"bay": bay["id"]}).status == 201
    assert second.post("/tenant/arm", {"bay": bay["id"]}).status == 409
    assert shown(second, bay)["armed_until"] is None
    assert second.delete(f"/tenant/arm/{bay['id']}").status == 404


def test_nobody_waits_at_a_bay_that_is_somebody_elses(site, agreeing, bay):
    moved_in(site, "Holder", bay)
    site.api.patch(f"/bays/{bay['id']}", {"access": "assigned"})
    refused = phone_of(site, moved_in(site, "Neighbour")).post("/tenant/arm", {"bay": bay["id"]})
    assert refused.status == 409, refused
    agreeing.status("Preparing")
    assert is_silent(agreeing)


def test_a_bay_that_starts_when_plugged_in_does_so_for_its_holder(site, agreeing, bay):
    tenant = moved_in(site, "Meyer", bay)
    site.api.patch(f"/bays/{bay['id']}", {"starts_when_plugged_in": True})
    agreeing.status("Preparing")
    assert asked_to_start(agreeing) == {"connectorId": 1, "idTag": phone_tag(site, tenant)}


def test_a_car_that_has_charged_does_not_start_again_by_itself(site, agreeing, bay):
    tenant = moved_in(site, "Huber", bay)
    site.api.patch(f"/bays/{bay['id']}", {"starts_when_plugged_in": True})
    agreeing.status("Preparing")
    asked_to_start(agreeing)
    began = agreeing.start(phone_tag(site, tenant), ago(seconds=0), 1_000)
    agreeing.status("Charging")
    agreeing.stop(began["transactionId"], ago(seconds=0), 2_000)
    agreeing.status("Finishing")
    agreeing.status("Preparing")
    assert is_silent(agreeing)
    agreeing.status("Available")
    agreeing.status("Preparing")
    asked_to_start(agreeing)


def test_a_vacant_bay_starts_for_nobody(site, agreeing, bay):
    site.api.patch(f"/bays/{bay['id']}", {"starts_when_plugged_in": True})
    agreeing.status("Preparing")
    assert is_silent(agreeing)


def test_a_wallbox_that_refuses_is_asked_again_for_the_next_car(site, agreeing, bay):
    phone = phone_of(site, moved_in(site, "Vogt"))
    agreeing.answers["RemoteStartTransaction"] = {"status": "Rejected"}
    phone.post("/tenant/arm", {"bay": bay["id"]})
    agreeing.status("Preparing")
    asked_to_start(agreeing)
    assert shown(phone, bay)["armed_until"]
    agreeing.answers["RemoteStartTransaction"] = {"status": "Accepted"}
    agreeing.status("Available")
    agreeing.status("Preparing")
    asked_to_start(agreeing)
    until(lambda: shown(phone, bay)["armed_until"] is None)


def test_who_came_by_a_list_waits_at_no_bay_of_others(site, bay):
    neighbour = moved_in(site, "Holder", bay)
    assert site.api.patch(f"/bays/{bay['id']}", {"access": "assigned"}).status == 200
    drafted = site.api.post("/imports", {"text": "Name;E-Mail\nListed Lea;lea@example.org\n"}).json
    assert site.api.post(f"/jobs/{drafted['id']}/run").status == 202
    listed = until(lambda: next(
        (each for each in site.api.items("/tenants") if each["name"] == "Listed Lea"), None))
    phone = phone_of(site, listed)
    assert bay["name"] not in phone.get("//t").text
    refused = phone.post("/tenant/arm", {"bay": bay["id"]})
    assert refused.status == 409 and refused.json["errors"][0]["reason"] == "not_this_bay"
    assert phone_of(site, neighbour).post("/tenant/arm", {"bay": bay["id"]}).status == 201
