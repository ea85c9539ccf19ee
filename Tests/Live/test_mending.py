"""Charges whose messages were lost mend themselves; a person has the last word."""

import datetime

import pytest
from harness.appliance import Appliance
from harness.charge_point import meter_values
from harness.times import ago, stamp
from harness.wait import until

START = "2026-03-02T09:00:00Z"


def appliance(path, rate):
    running = Appliance(path, ["--clock-start", "2026-03-02T10:00:00Z", "--clock-rate", str(rate)]).start()
    running.api.card("GOOD")
    running.api.tariff(valid_from="2020-01-01T00:00:00Z")
    return running


@pytest.fixture
def quick(tmp_path):
    """A site whose half hour takes three seconds."""
    running = appliance(tmp_path / "quick", 600)
    yield running
    running.kill()


def boxed(site, plug, identity):
    site.api.accept(identity)
    box = plug(site, identity)
    assert box.boot()["status"] == "Accepted"
    return box


def usable(box):
    assert "currentTime" in box.call("Heartbeat", {})


def ended(site, transaction):
    return until(
        lambda: (found := site.api.transaction(transaction))["stopped_at"] and found, timeout=20,
        what="the charge to end")


def test_a_charge_whose_connector_is_free_again_ends_at_its_last_reading_and_waits(quick, plug, identity):
    box = boxed(quick, plug, identity)
    started = box.start("GOOD", START, 1_000)["transactionId"]
    box.status("Charging")
    box.sample(started, "2026-03-02T09:30:00Z", 9_000)
    box.status("Available")
    assert quick.api.transaction(started)["stopped_at"] is None
    found = ended(quick, started)
    assert set(found["flags"]) == {"stop_missing", "estimated"}
    assert found["meter_stop_wh"] == 9_000 and found["stopped_at"] == "2026-03-02T09:30:00Z"
    assert found["cost"]["state"] == "to_check" and found["cost"]["gross"] is None
    assert [line["kind"] for line in quick.api.to_check(transaction_id=started)] == ["stop_missing"]
    board = quick.api.get("/board").json["connectors"]
    assert [c["transaction"] for c in board if c["charge_point"] == identity] == [None]
    usable(box)


def test_the_real_stop_takes_the_place_of_an_estimate(quick, plug, identity):
    box = boxed(quick, plug, identity)
    started = box.start("GOOD", START, 1_000)["transactionId"]
    box.status("Available")
    ended(quick, started)
    box.sample(started, "2026-03-02T09:50:00Z", 10_000)
    box.stop(started, "2026-03-02T10:00:00Z", 11_000)
    real = quick.api.transaction(started)
    assert real["flags"] == [] and real["energy_wh"] == 10_000
    assert real["cost"]["state"] == "final" and real["cost"]["gross"] == "4.76"
    assert quick.api.to_check(transaction_id=started) == []
    assert [r["wh"] for r in quick.api.readings(started)] == [1_000, 10_000, 11_000]
    usable(box)


def test_an_accepted_estimate_is_billed_and_a_stop_after_that_changes_nothing(quick, plug, identity):
    box = boxed(quick, plug, identity)
    started = box.start("GOOD", START, 1_000)["transactionId"]
    box.sample(started, "2026-03-02T09:50:00Z", 11_000)
    box.status("Available")
    ended(quick, started)
    line = quick.api.to_check(transaction_id=started)[0]
    assert quick.api.patch(f"/to-check/{line['to_check_id']}", {"resolution": "accept"}).status == 200
    billed = quick.api.transaction(started)
    assert billed["cost"]["gross"] == "4.76" and billed["flags"] == ["estimated"]
    box.stop(started, "2026-03-02T10:00:00Z", 12_000)
    after = quick.api.transaction(started)
    assert after["cost"] == billed["cost"] and after["meter_stop_wh"] == 11_000
    assert "stop_conflict" in after["flags"]
    usable(box)


def test_a_charge_that_goes_on_after_all_is_left_alone(quick, plug, identity):
    box = boxed(quick, plug, identity)
    goes_on, is_over = (box.start("GOOD", START, wh, connector)["transactionId"]
                        for connector, wh in ((1, 10), (2, 20)))
    for connector in (1, 2):
        box.status("Available", connector)
    box.status("Charging", 1)
    ended(quick, is_over)
    assert quick.api.transaction(goes_on)["stopped_at"] is None
    usable(box)


def test_the_wait_goes_on_over_a_restart(quick, plug, identity):
    box = boxed(quick, plug, identity)
    started = box.start("GOOD", START, 1_000)["transactionId"]
    box.status("Available")
    quick.stop()
    quick.start()
    again = plug(quick, identity)
    assert ended(quick, started)["meter_stop_wh"] == 1_000
    usable(again)


def test_a_wallbox_that_is_gone_for_a_week_leaves_no_charge_open(tmp_path, plug, identity):
    site = appliance(tmp_path / "fast", 100_000)
    try:
        box = boxed(site, plug, identity)
        started = box.start("GOOD", START, 1_000)["transactionId"]
        box.close()
        found = ended(site, started)
        assert set(found["flags"]) == {"stop_missing", "estimated"}
        back = plug(site, identity)
        back.stop(started, "2026-03-02T10:00:00Z", 11_000)
        assert site.api.transaction(started)["cost"]["gross"] == "4.76"
    finally:
        site.kill()


def test_the_wait_is_a_setting_with_sensible_ends(site):
    assert site.api.get("/settings").json["missing_stop_wait_minutes"] == "30"
    for wrong in ("4", "1441", "", "half an hour", "030"):
        answer = site.api.patch("/settings", {"missing_stop_wait_minutes": wrong})
        assert answer.status == 422 and "5 to 1440" in answer.text
    assert site.api.patch("/settings", {"missing_stop_wait_minutes": "45"}).status == 200
    assert site.api.get("/settings").json["missing_stop_wait_minutes"] == "45"


def orphan(begin, context="Transaction.Begin", **more):
    values = [{"timestamp": ago(hours=2), "sampledValue": [{"value": str(begin), **(
        {"context": context} if context else {})}]}]
    return {"transactionId": -1, "timestamp": ago(hours=1), "meterStop": begin + 10_000, "idTag": "GOOD",
            "transactionData": values, **more}


def test_a_stop_that_tells_its_beginning_is_a_charge_that_can_be_billed(site, wallbox):
    message = orphan(3_000)
    for _ in range(3):
        assert wallbox.call("StopTransaction", message)["idTagInfo"]["status"] == "Accepted"
    made, = site.api.items(f"/transactions?charge_point={wallbox.identity}")
    assert made["energy_wh"] == 10_000 and made["id_tag"] == "GOOD" and made["connector"] == 1
    assert made["flags"] == ["stop_without_start"] and made["cost"]["state"] == "to_check"
    assert made["started_at"] == message["transactionData"][0]["timestamp"]
    assert [r["wh"] for r in site.api.readings(made["transaction_id"])] == [3_000, 13_000]
    line, = site.api.to_check(charge_point=wallbox.identity)
    assert line["transaction_id"] == made["transaction_id"]
    assert site.api.patch(f"/to-check/{line['to_check_id']}", {"resolution": "accept"}).status == 200
    assert site.api.transaction(made["transaction_id"])["cost"]["gross"] == "4.76"
    usable(wallbox)


def test_a_stop_of_an_unknown_card_that_tells_its_beginning_can_be_waived(site, wallbox):
    wallbox.call("StopTransaction", orphan(3_000, idTag="NOBODY-1"))
    made, = site.api.items(f"/transactions?charge_point={wallbox.identity}")
    assert set(made["flags"]) == {"stop_without_start", "unknown_id_tag"}
    line = site.api.to_check(transaction_id=made["transaction_id"])[0]
    assert site.api.patch(f"/to-check/{line['to_check_id']}", {"resolution": "waive"}).status == 200
    assert site.api.transaction(made["transaction_id"])["cost"]["state"] == "waived"
    assert site.api.to_check(transaction_id=made["transaction_id"]) == []


def test_energy_outside_charges_is_found(site, wallbox):
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    at = [stamp(now - datetime.timedelta(hours=hours)) for hours in range(10)]
    wallbox.stop(wallbox.start("GOOD", at[9], 1_000)["transactionId"], at[8], 5_000)
    for hours, wh in ((7, 5_004), (6, 5_004), (5, 7_004), (4, 7_004)):
        wallbox.call("MeterValues", meter_values(None, at[hours], wh))
    wallbox.stop(wallbox.start("GOOD", at[3], 7_004)["transactionId"], at[2], 9_000)
    path = f"/charge-points/{wallbox.identity}/unassigned"
    assert site.api.get(path).json["items"] == [
        {"connector": 1, "from": at[8], "to": at[5], "wh": 2_004}]
    assert site.api.get(f"{path}?from={at[4]}").json["items"] == []
    assert site.api.get(f"{path}?from=2020-01-01T00:00:00Z").status == 400
    assert site.api.get(f"{path}?from={at[1]}&to={at[2]}").status == 400
    assert site.api.get("/charge-points/NOBODY/unassigned").status == 404
    assert site.api_as("installer").get(path).status == 403
