"""Wallboxes whose clocks are off, or tell local time without saying so."""

import datetime
import zoneinfo

from harness.times import ago, stamp
from harness.wait import until

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


def ahead(**length):
    return stamp(datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**length))


def local(**length):
    """The clock on a wall in Berlin this long ago, without a zone."""
    at = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(**length)
    return at.astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M:%S")


def shown(site, wallbox):
    return site.api.get(f"/charge-points/{wallbox.identity}").json


def usable(box):
    assert "currentTime" in box.call("Heartbeat", {})


def test_a_clock_that_is_ahead_is_measured_and_listed_until_it_is_right(site, plug, wallbox):
    assert shown(site, wallbox)["clock_skew_s"] is None
    wallbox.status("Available", timestamp=ahead(minutes=10))
    assert abs(shown(site, wallbox)["clock_skew_s"] - 600) <= 2
    line = until(lambda: site.api.to_check(kind="clock_off", charge_point=wallbox.identity))[0]
    assert abs(int(line["details"]["skew_s"]) - 600) <= 2
    again = plug(site, wallbox.identity)
    again.boot()
    again.status("Preparing", timestamp=ahead(seconds=0))
    assert abs(shown(site, wallbox)["clock_skew_s"]) <= 2
    until(lambda: not site.api.to_check(kind="clock_off", charge_point=wallbox.identity))
    usable(again)


def test_a_queue_says_nothing_about_the_clock(site, wallbox):
    started = wallbox.start("GOOD", ago(days=2), 0)["transactionId"]
    wallbox.sample(started, ago(days=1, hours=23), 1_000)
    wallbox.stop(started, ago(days=1), 5_000)
    assert shown(site, wallbox)["clock_skew_s"] is None
    wallbox.status("Available", timestamp=ago(seconds=0))
    assert abs(shown(site, wallbox)["clock_skew_s"]) <= 2
    assert site.api.to_check(charge_point=wallbox.identity) == []
    assert site.api.transaction(started)["flags"] == []


def test_local_time_is_learnt_from_live_stamps_and_holds_for_queued_ones_and_over_a_restart(fresh, plug):
    fresh.api.card("GOOD")
    assert fresh.api.patch("/settings", {"time_zone": "Europe/Berlin"}).status == 200
    fresh.api.accept("CP")
    box = plug(fresh, "CP")
    box.boot()
    assert shown(fresh, box)["stamps_are_local"] is False
    box.status("Available", timestamp=local())
    assert shown(fresh, box)["stamps_are_local"] is True
    assert abs(shown(fresh, box)["clock_skew_s"]) <= 2
    queued, at = local(days=1), ago(days=1)
    started = box.start("GOOD", queued, 0)["transactionId"]
    kept = fresh.api.transaction(started)
    assert abs(datetime.datetime.fromisoformat(kept["started_at"]) - datetime.datetime.fromisoformat(at)) \
        <= datetime.timedelta(seconds=2)
    assert kept["flags"] == ["time_assumed"]
    fresh.stop()
    fresh.start()
    assert shown(fresh, box)["stamps_are_local"] is True
    again = plug(fresh, "CP")
    again.stop(started, local(hours=20), 5_000)
    assert fresh.api.transaction(started)["energy_wh"] == 5_000
    # A person's word counts more, and begins anew.
    assert fresh.api.patch("/charge-points/CP", {"clock": "utc"}).json["stamps_are_local"] is False
    again.start("GOOD", "2026-03-02T10:00:00", 9_000)
    assert "2026-03-02T10:00:00Z" in [t["started_at"] for t in fresh.api.items("/transactions")]
    assert fresh.api.patch("/charge-points/CP", {"clock": "local"}).status == 200
    again.start("GOOD", "2026-03-02T12:00:00", 9_001)
    assert "2026-03-02T11:00:00Z" in [t["started_at"] for t in fresh.api.items("/transactions")]
    usable(again)


def test_a_stop_seconds_before_its_start_is_billed_as_recorded(site, wallbox):
    started = wallbox.start("GOOD", ago(seconds=5), 0)["transactionId"]
    wallbox.stop(started, ago(seconds=45), 10_000)
    kept = site.api.transaction(started)
    assert kept["stopped_at"] == kept["started_at"] and kept["flags"] == ["time_assumed"]
    assert (kept["cost"]["state"], kept["cost"]["gross"]) == ("final", "4.76")
    assert site.api.to_check(transaction_id=started) == []
    usable(wallbox)


def test_a_clock_that_was_set_back_during_a_charge_does_not_hold_it(site, wallbox):
    started = wallbox.start("GOOD", ahead(hours=1), 0)["transactionId"]
    wallbox.stop(started, ago(seconds=0), 10_000)
    kept = site.api.transaction(started)
    assert kept["flags"] == ["time_assumed"] and kept["cost"]["gross"] == "4.76"
    usable(wallbox)


def test_a_start_that_was_queued_before_the_clock_was_set_is_kept_for_a_person(site, wallbox):
    for year in ("1970", "2000"):
        started = wallbox.start("GOOD", f"{year}-01-01T00:00:05Z", 7)["transactionId"]
        wallbox.stop(started, ago(seconds=1), 1_007)
        kept = site.api.transaction(started)
        assert "clock_wrong" in kept["flags"] and kept["cost"]["state"] == "to_check"
        assert kept["started_at"] == kept["start_received_at"]
    usable(wallbox)
