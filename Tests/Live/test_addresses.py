"""Under which addresses a wallbox gets in, as whom, and what one gets that nobody knows."""

import pytest
from harness.charge_point import meter_values, start_payload
from harness.times import ago
from harness.wait import until
from harness.wire import TEXT, Wire
from websockets.exceptions import InvalidStatus


def joined_as(site, target):
    """The id under which an upgrade request for this target was let in and can talk, else the status it got."""
    before = {point["id"] for point in site.api.items("/charge-points") if point["online"]}
    wire = Wire(site)
    status, _ = wire.upgrade(target)
    if status != 101:
        return status
    new = until(lambda: {p["id"] for p in site.api.items("/charge-points") if p["online"]} - before,
                what="the new wallbox in the list")
    wire.frame(TEXT, '[2,"1","Heartbeat",{}]')
    assert wire.next_text().startswith('[3,"1",')
    wire.close()
    assert len(new) == 1
    return new.pop()


@pytest.mark.parametrize("target, identity", [
    ("/ocpp/A1", "A1"),
    ("/ocpp/A2/", "A2"),
    ("/ocpp//A3", "A3"),
    ("//ocpp/A4//", "A4"),
    ("/ocpp/A5/A5", "A5"),
    ("/A6", "A6"),
    ("/A7/", "A7"),
    ("/steve/websocket/CentralSystemService/A8", "A8"),
    ("/steve/websocket/CentralSystemService/A9/", "A9"),
    ("/ocpp/A10?token=1", "A10"),
    ("/ocpp/RDAM%20123", "RDAM 123"),
    ("/ocpp/RDAM 124", "RDAM 124"),
    ("/ocpp/00%3A1A%3a2B", "00:1A:2B"),
    ("/ocpp/Stra%C3%9Fe", "Straße"),
    ("/ocpp/once%2520only", "once%20only"),
])
def test_an_address_in_any_spelling_leads_to_its_wallbox(site, target, identity):
    site.api.accept(identity)
    assert joined_as(site, target) == identity


@pytest.mark.parametrize("target", ["/", "//", "/ocpp", "/ocpp/", "/ocpp//", "/ocpp/%20",
                                    "/steve/websocket/CentralSystemService/"])
def test_an_address_without_an_id_is_not_found(site, target):
    assert joined_as(site, target) == 404
    until(lambda: [line for line in site.api.to_check(kind="handshake_refused")
                   if "names no wallbox" in line["details"]["cause"]], what="a line under to check")
    assert all(point["id"].strip() for point in site.api.items("/charge-points"))


@pytest.mark.parametrize("target", ["/ocpp/a%2Fb", "/ocpp/a%00b", "/ocpp/a%0Ab", "/ocpp/a%zz"])
def test_an_id_that_could_not_be_one_is_refused(site, target):
    assert joined_as(site, target) in (400, 404)


def test_host_and_origin_do_not_matter_to_a_wallbox(site, identity):
    site.api.accept(identity)
    wire = Wire(site)
    status, _ = wire.upgrade(f"/ocpp/{identity}", host="10.9.8.7", more=["Origin: https://github.com/Links2004"])
    assert status == 101
    wire.frame(TEXT, '[2,"1","Heartbeat",{}]')
    assert wire.next_text().startswith('[3,"1",')
    assert site.api.get(f"/charge-points/{identity}").json["online"]


def test_a_strange_wallbox_joins_as_pending_and_is_asked_to_wait(site, plug, identity):
    box = plug(site, identity)
    answer = box.boot(chargePointSerialNumber="S-1")
    assert answer["status"] == "Pending" and answer["interval"] == 30
    assert box.call("Heartbeat", {})["currentTime"].endswith("Z")
    assert box.status("Preparing") == {}
    assert box.call("Authorize", {"idTag": "GOOD"})["idTagInfo"]["status"] == "Invalid"
    point = site.api.get(f"/charge-points/{identity}").json
    assert (point["state"], point["online"], point["vendor"]) == ("pending", True, "Ladeblitz")


def test_what_a_pending_wallbox_charges_is_kept_and_flagged(site, plug, identity):
    box = plug(site, identity)
    box.boot()
    started = box.start("GOOD", ago(hours=2), 100)
    assert started["idTagInfo"]["status"] == "Invalid" and started["transactionId"] > 0
    assert box.sample(started["transactionId"], ago(hours=1), 2_000) == {}
    box.stop(started["transactionId"], ago(minutes=30), 5_100)
    kept = site.api.transaction(started["transactionId"])
    assert "pending_charge_point" in kept["flags"] and kept["energy_wh"] == 5000
    assert kept["cost"]["state"] != "final"
    assert [r["wh"] for r in site.api.readings(started["transactionId"])] == [100, 2000, 5100]


def test_a_pending_wallbox_is_accepted_at_its_next_boot_after_the_manager_says_so(site, plug, identity):
    box = plug(site, identity)
    assert box.boot()["status"] == "Pending"
    assert site.api.patch(f"/charge-points/{identity}", {"state": "accepted"}).status == 200
    box.close()
    box = plug(site, identity)
    assert box.boot()["status"] == "Accepted"
    assert box.start("GOOD", ago(minutes=5), 0)["idTagInfo"]["status"] == "Accepted"


def test_a_blocked_wallbox_is_turned_away(site, plug, identity):
    site.api.accept(identity)
    box = plug(site, identity)
    site.api.patch(f"/charge-points/{identity}", {"state": "blocked"})
    assert box.closed.wait(5), "blocking ends the connection"
    with pytest.raises(InvalidStatus) as refusal:
        plug(site, identity)
    assert refusal.value.response.status_code == 403
    line = until(lambda: site.api.to_check(kind="handshake_refused", charge_point=identity))[0]
    assert "blocked" in line["details"]["cause"]


def test_at_most_32_strangers_wait(fresh, plug):
    boxes = [plug(fresh, f"STRANGER{n}") for n in range(32)]
    for box in boxes:
        box.boot()
    try:
        last = plug(fresh, "ONE-TOO-MANY")
        assert last.boot()["status"] == "Pending"
    except InvalidStatus as refusal:
        assert refusal.response.status_code == 503
    pending = [p for p in fresh.api.items("/charge-points") if p["state"] == "pending"]
    assert len(pending) == 32


def test_a_silent_stranger_makes_room(fresh, plug):
    boxes = [plug(fresh, f"STRANGER{n}") for n in range(32)]
    boxes[7].close()
    until(lambda: not fresh.api.get("/charge-points/STRANGER7").json["online"])
    assert plug(fresh, "NEWCOMER").boot()["status"] == "Pending"
    pending = [p["id"] for p in fresh.api.items("/charge-points") if p["state"] == "pending"]
    assert len(pending) <= 32 and "NEWCOMER" in pending


def test_known_wallboxes_get_in_however_many_strangers_wait(fresh, plug):
    for n in range(32):
        plug(fresh, f"STRANGER{n}")
    fresh.api.accept("OURS")
    assert plug(fresh, "OURS").boot()["status"] == "Accepted"


def test_with_the_setting_accept_everyone_gets_in(fresh, plug):
    assert fresh.api.patch("/settings", {"accept_new_charge_points": "accept"}).status == 200
    assert plug(fresh, "ANYONE").boot()["status"] == "Accepted"
    assert fresh.api.get("/charge-points/ANYONE").json["state"] == "accepted"


def test_a_pending_wallbox_fills_at_most_1000_rows(site, plug, identity):
    box = plug(site, identity)
    box.boot()
    first = box.start("GOOD", ago(hours=20), 0)["transactionId"]
    for n in range(1_010):
        box.begin("MeterValues", meter_values(first, ago(seconds=70_000 - n), n))
        if n % 100 == 99:
            assert box.call("Heartbeat", {}, timeout=30)
    assert len(site.api.readings(first)) <= 1_001
    answer = box.call("StartTransaction", start_payload("GOOD", ago(hours=1), 5, connector=2))
    assert answer["idTagInfo"]["status"] == "Invalid"
