"""The live stream: everything a page shows arrives within a second."""

import time

import pytest
from harness.events import Events
from harness.times import ago
from harness.wait import until


@pytest.fixture
def stream(site):
    streams = []

    def open_stream(last_event_id=None, api=None):
        streams.append(Events(api or site.api, last_event_id))
        return streams[-1]

    yield open_stream
    for one in streams:
        one.close()


def test_it_is_an_event_stream(stream):
    response = stream().response
    assert response.status == 200
    assert response.getheader("Content-Type").startswith("text/event-stream")
    assert "no-store" in response.getheader("Cache-Control", "") + "no-cache"


def test_a_charge_is_seen_within_a_second(site, wallbox, stream):
    events = stream()
    began = time.monotonic()
    started = wallbox.start("GOOD", ago(minutes=20), 0)["transactionId"]
    _, data, at = events.next("transaction", lambda t: t["transaction_id"] == started)
    assert at - began < 1 and data["cost"]["state"] == "running"
    began = time.monotonic()
    wallbox.sample(started, ago(minutes=10), 3_000)
    _, data, at = events.next("connector", lambda c: (c["transaction"] or {}).get("energy_wh") == 3_000)
    assert at - began < 1 and data["transaction"]["cost"]["gross"] == "1.43"
    began = time.monotonic()
    wallbox.stop(started, ago(minutes=1), 6_000)
    _, data, at = events.next("transaction", lambda t: t["transaction_id"] == started and t["stopped_at"])
    assert at - began < 1 and data == site.api.transaction(started)


def test_status_and_connection_are_seen(site, plug, identity, stream):
    site.api.accept(identity)
    events = stream()
    box = plug(site, identity)
    events.next("charge_point", lambda p: p["id"] == identity and p["online"])
    box.status("Preparing", 1)
    _, data, _ = events.next("connector", lambda c: c.get("charge_point", identity) == identity)
    assert data["status"] == "Preparing"
    box.close()
    events.next("charge_point", lambda p: p["id"] == identity and not p["online"])


def test_what_waits_for_a_person_is_seen(site, wallbox, stream):
    events = stream()
    wallbox.stop(-1, ago(minutes=1), 1)
    events.next("to_check", lambda line: line["kind"] == "stop_without_start")


def test_nothing_is_missed_after_a_break(site, wallbox, stream):
    events = stream()
    wallbox.status("Preparing", 1)
    events.next("connector")
    events.close()
    started = wallbox.start("GOOD", ago(minutes=20), 0)["transactionId"]
    wallbox.stop(started, ago(minutes=1), 6_000)
    again = stream(last_event_id=events.last_id)
    again.next("transaction", lambda t: t["transaction_id"] == started and t["stopped_at"])


@pytest.mark.parametrize("last", ["0", "nonsense", "999999999999", "1-1"])
def test_an_id_that_is_too_old_says_reset(stream, last):
    stream(last_event_id=last).next("reset")


def test_an_id_from_before_a_restart_says_reset(fresh):
    fresh.api.accept("CP")
    events = Events(fresh.api)
    fresh.api.patch("/charge-points/CP", {"name": "Bay"})
    events.next("charge_point")
    fresh.stop()
    fresh.start()
    Events(fresh.api, events.last_id).next("reset")


def test_a_reader_that_does_not_read_harms_nobody(site, wallbox, stream):
    for _ in range(3):
        stream()
    assert wallbox.call("Heartbeat", {})
    until(lambda: site.anonymous().get("/healthz").status == 200)
