"""The states wallboxes tell of their connectors, in any order and any number."""

from harness.times import ago
from harness.wait import until


def connector(site, box, number=1):
    found = site.api.get(f"/charge-points/{box.identity}").json["connectors"]
    return next(each for each in found if each["connector"] == number)


def test_a_storm_of_the_same_states_changes_nothing(site, wallbox):
    sent = [wallbox.begin("StatusNotification", {"connectorId": n % 2, "errorCode": "NoError",
                                                 "status": ["Faulted", "Available"][n % 2]})
            for n in range(1_000)]
    assert all(wallbox.result(each) == {} for each in sent)
    assert connector(site, wallbox)["status"] == "Available"


def test_every_jump_from_one_state_to_another_is_taken(site, wallbox):
    for status in ["Preparing", "SuspendedEV", "Charging", "Available", "Charging", "Reserved", "Finishing",
                   "Unavailable", "SuspendedEVSE", "Faulted", "Available"]:
        assert wallbox.status(status) == {}
        assert connector(site, wallbox)["status"] == status


def test_charging_may_be_told_before_the_start(site, wallbox):
    wallbox.status("Charging", timestamp=ago(seconds=10))
    started = wallbox.start("GOOD", ago(seconds=9), 0)["transactionId"]
    assert connector(site, wallbox)["status"] == "Charging"
    assert connector(site, wallbox)["transaction_id"] == started
    wallbox.stop(started, ago(), 10)


def test_states_without_a_time_count_in_the_order_of_their_arrival(site, wallbox):
    for status in ["Preparing", "Charging", "SuspendedEV"]:
        wallbox.status(status)
        assert connector(site, wallbox)["status"] == status
    wallbox.status("Charging", timestamp=ago(minutes=5))
    wallbox.status("Finishing", timestamp=ago(minutes=10))
    assert connector(site, wallbox)["status"] == "Charging", "older than what is known"


def test_finishing_goes_on_after_a_stop_from_here_until_the_cable_is_out(site, wallbox):
    wallbox.answers["RemoteStopTransaction"] = {"status": "Accepted"}
    started = wallbox.start("GOOD", ago(minutes=10), 0)["transactionId"]
    assert site.api.post(f"/transactions/{started}/stop").status == 200
    wallbox.stop(started, ago(), 1_000, reason="Remote")
    wallbox.status("Finishing")
    line = next(each for each in site.api.get("/board").json["connectors"]
                if each["charge_point"] == wallbox.identity)
    assert line["state"] == "waiting" and line["transaction"] is None
    wallbox.status("Available")
    until(lambda: next(each for each in site.api.get("/board").json["connectors"]
                       if each["charge_point"] == wallbox.identity)["state"] == "free")


def test_nothing_is_made_unavailable_and_nothing_is_reset_that_nobody_asked_for(site, plug, wallbox):
    wallbox.status("Faulted", errorCode="InternalError")
    wallbox.charge("GOOD", start=ago(hours=2), stop=ago(hours=1))
    wallbox.close()
    again = plug(site, wallbox.identity)
    again.boot()
    again.status("Available")
    again.call("Heartbeat", {})
    asked = {frame[2] for box in (wallbox, again) for frame in box.frames if frame[0] == 2}
    assert asked <= {"TriggerMessage", "GetLocalListVersion", "GetConfiguration"}


def test_the_heartbeat_interval_is_told_at_boot_and_liveness_does_not_hang_on_it(site, wallbox):
    assert 60 <= wallbox.boot()["interval"] <= 300
    wallbox.status("Available")
    point = site.api.get(f"/charge-points/{wallbox.identity}").json
    assert point["online"] and point["last_seen_at"]


def test_an_upload_that_nobody_asked_for_is_noted(site, wallbox):
    assert wallbox.call("DiagnosticsStatusNotification", {"status": "Idle"}) == {}
    assert wallbox.call("FirmwareStatusNotification", {"status": "Idle"}) == {}
    notices = site.api.items(f"/charge-points/{wallbox.identity}/notices")
    assert [(each["action"], each["payload"]) for each in notices] == [
        ("FirmwareStatusNotification", {"status": "Idle"}), ("DiagnosticsStatusNotification", {"status": "Idle"})]
    assert site.api.to_check(charge_point=wallbox.identity) == []
