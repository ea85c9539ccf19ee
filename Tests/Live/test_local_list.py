"""Cards that work while the appliance is down: the list in the wallbox (OCPP 1.6, 3.5.2 and 5.15)."""

import pytest
from harness.card_keeper import CardKeeper
from harness.charge_point import ChargePoint
from harness.times import ago
from harness.wait import until


def switch(site, identity, enabled=True):
    answer = site.api.patch(f"/charge-points/{identity}/local-list", {"enabled": enabled})
    assert answer.status == 200, answer
    return answer.json


def local_list(site, identity, **more):
    answer = site.api.get(f"/charge-points/{identity}/local-list", **more)
    assert answer.status == 200, answer
    return answer.json


@pytest.fixture
def keeper():
    return CardKeeper()


@pytest.fixture
def box(fresh, plug, keeper):
    """A wallbox that keeps lists, at a site with a good card, another, and a blocked one."""
    for card in ("GOOD", "OTHER"):
        fresh.api.card(card)
    fresh.api.card("STOLEN", status="blocked")
    fresh.api.accept("CP1")
    wallbox = plug(fresh, "CP1", answers=keeper.answers)
    assert wallbox.boot()["status"] == "Accepted"
    return wallbox


def test_a_wallbox_without_one_has_none(fresh, box, keeper):
    assert local_list(fresh, "CP1") == {
        "enabled": False, "version": None, "entries": None, "state": "off", "detail": None, "at": None,
        "max_entries": None, "left_out": [], "keys": []}
    assert keeper.updates == []


def test_the_switch_sends_the_list_and_tells_what_became_of_the_keys(fresh, box, keeper):
    shown = switch(fresh, "CP1")
    assert keeper.updates == [("Full", 1), ("Differential", 2)]
    assert keeper.cards == {"good": "Accepted", "other": "Accepted", "stolen": "Blocked"}
    assert shown["state"] == "current"
    assert (shown["version"], shown["entries"], shown["max_entries"]) == (2, 3, 50)
    assert shown["keys"] == [
        {"key": key, "wanted": value, "value": value, "answer": "Accepted"} for key, value in [
            ("LocalAuthListEnabled", "true"), ("LocalAuthorizeOffline", "true"),
            ("LocalPreAuthorize", "false"), ("AllowOfflineTxForUnknownId", "false")]]
    assert fresh.api.get("/charge-points/CP1").json["keeps_local_list"] is True


def test_a_card_that_is_blocked_is_blocked_in_the_wallbox_a_moment_later(fresh, box, keeper):
    switch(fresh, "CP1")
    fresh.api.card("FIRST")
    until(lambda: keeper.cards.get("first") == "Accepted", timeout=10)
    assert fresh.api.patch("/id-tags/GOOD", {"status": "blocked"}).status == 200
    until(lambda: keeper.cards["good"] == "Blocked", timeout=10)
    fresh.api.card("SECOND")
    until(lambda: keeper.cards.get("second") == "Accepted", timeout=10)
    versions = [version for _, version in keeper.updates]
    assert versions == sorted(set(versions))


def test_a_phone_is_not_on_the_list(fresh, box, keeper):
    assert fresh.api.post("/tenants", {"name": "A. Tenant"}).status == 201
    switch(fresh, "CP1")
    assert set(keeper.cards) == {"good", "other", "stolen"}


def test_the_version_goes_on_after_a_kill(fresh, plug, box, keeper):
    switch(fresh, "CP1")
    fresh.kill()
    fresh.start()
    again = plug(fresh, "CP1", answers=keeper.answers)
    again.boot()
    fresh.api.card("NEW")
    until(lambda: "new" in keeper.cards, timeout=10)
    assert keeper.updates[2:] == [("Full", 3), ("Differential", 4)]


def test_an_installer_sees_that_cards_are_left_out_but_not_which(fresh, box):
    fresh.api.card("A-CARD-THAT-IS-FAR-TOO-LONG-FOR-IT")
    assert switch(fresh, "CP1")["left_out"] == [
        {"id_tag": "A-CARD-THAT-IS-FAR-TOO-LONG-FOR-IT", "reason": "too_long"}]
    shown = fresh.api_as("installer").get("/charge-points/CP1/local-list").json
    assert shown["left_out"] == [{"id_tag": None, "reason": "too_long"}]


def test_sending_needs_a_list_and_a_connection(fresh, box):
    assert fresh.api.post("/charge-points/CP1/local-list/send").status == 409
    switch(fresh, "CP1")
    assert fresh.api.post("/charge-points/CP1/local-list/send").json["version"] == 4
    box.close()
    until(lambda: not fresh.api.get("/charge-points/CP1").json["online"])
    assert fresh.api.post("/charge-points/CP1/local-list/send").status == 409
    assert fresh.api.patch("/charge-points/CP1/local-list", {}).status == 422
    assert fresh.api.patch("/charge-points/CP1/local-list", {"enabled": 1}).status == 422


def test_switched_off_the_wallbox_forgets_all_cards(fresh, box, keeper):
    switch(fresh, "CP1")
    shown = switch(fresh, "CP1", False)
    assert keeper.cards == {}
    assert shown["state"] == "off" and shown["enabled"] is False
    assert keeper.changes[-1] == ("LocalAuthListEnabled", "false")


def test_a_card_charges_while_the_appliance_is_down_and_the_charge_is_kept_as_it_was(fresh, box, keeper):
    fresh.api.tariff(valid_from="2020-01-01T00:00:00Z")
    switch(fresh, "CP1")
    fresh.kill()
    assert box.closed.wait(10)
    assert keeper.lets_charge("good")
    assert not keeper.lets_charge("STOLEN")
    assert not keeper.lets_charge("NOBODY")
    start, stop = ago(minutes=90), ago(minutes=30)
    keeper.keep_charge("GOOD", start, stop, 1_000, 9_500)
    fresh.start()
    back = ChargePoint(fresh.ws, "CP1", answers=keeper.answers)
    try:
        [transaction] = keeper.deliver(back)
        kept = fresh.api.transaction(transaction)
    finally:
        back.close()
    assert (kept["started_at"], kept["stopped_at"]) == (start, stop)
    assert kept["energy_wh"] == 8_500
    assert kept["id_tag"] == "GOOD"
    assert kept["cost"]["state"] == "final"
    assert kept["cost"]["net"] == "3.40"
    assert keeper.queue == [] and not back.invalid
