"""The power fails at each step of a charge; the wallbox asks again, as OCPP wants it to."""

import sqlite3

import pytest
from harness.charge_point import ChargePoint, meter_values, start_payload

START, MIDDLE, STOP = "2026-03-02T10:00:00Z", "2026-03-02T10:30:00Z", "2026-03-02T11:00:00Z"
MOMENTS = ["sync before 1", "sync after 1", "send before 1 {id}", "send after 1 {id}"]
STEPS = ["start", "sample", "stop"]


def messages(transaction):
    return {
        "start": ("StartTransaction", start_payload("GOOD", START, 1_000)),
        "sample": ("MeterValues", meter_values(transaction, MIDDLE, 7_000)),
        "stop": ("StopTransaction", {"transactionId": transaction, "timestamp": STOP, "meterStop": 13_345,
                                     "idTag": "GOOD", "reason": "Local"})}


@pytest.fixture
def site(mortal):
    mortal.start()
    mortal.api.card("GOOD")
    mortal.api.accept("CP")
    mortal.api.tariff(valid_from="2020-01-01T00:00:00Z")
    return mortal


def connected(site):
    box = ChargePoint(site.ws, "CP")
    box.boot()
    return box


def answered(box, message_id):
    """What had arrived before the line went dead; None: nothing."""
    box.closed.wait(5)
    return next((frame[2] for frame in box.frames if frame[0] == 3 and frame[1] == message_id), None)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("step", STEPS)
def test_the_power_fails_at(site, step, moment):
    box, transaction, first_answer = connected(site), None, None
    for name in STEPS:
        action, payload = messages(transaction)[name]
        if name != step:
            answer = box.call(action, payload)
        else:
            site.die_at(moment.format(id='"the-one"'))
            box.begin(action, payload, "the-one")
            site.wait_dead()
            first_answer = answered(box, "the-one")
            assert (first_answer is not None) == moment.startswith("send after")
            assert site.syncs_before_death >= 1, "the answer waits for the disk"
            site.start()
            box = connected(site)
            answer = box.call(action, payload)
            if first_answer is not None:
                assert answer == first_answer, "a retry hears the same again"
        if name == "start":
            assert answer["idTagInfo"]["status"] == "Accepted"
            transaction = answer["transactionId"]
    box.close()
    audit(site, transaction)


def audit(site, transaction):
    assert [t["transaction_id"] for t in site.api.items("/transactions")] == [transaction]
    kept = site.api.transaction(transaction)
    assert kept["energy_wh"] == 12_345 and kept["flags"] == []
    assert (kept["cost"]["state"], kept["cost"]["gross"]) == ("final", "5.88")
    assert [r["wh"] for r in site.api.readings(transaction)] == [1_000, 7_000, 13_345]
    site.stop()
    database = sqlite3.connect(f"file:{site.data}/wattkeeper.db?mode=ro", uri=True)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()


@pytest.mark.parametrize("moment", ["sync before 1", "sync after 1"])
def test_the_power_fails_when_a_person_changes_something(site, moment):
    site.die_at(moment)
    with pytest.raises(OSError):
        site.api.post("/tenants", {"name": "Keller"})
    site.wait_dead()
    site.start()
    assert [t["name"] for t in site.api.items("/tenants")] in ([], ["Keller"])
    assert site.api.post("/tenants", {"name": "Okafor"}).status == 201


@pytest.mark.parametrize("count", range(1, 7))
def test_the_power_fails_during_the_very_first_start(mortal, count):
    """The file is made in steps; after a cut at any of them the next start makes it good."""
    try:
        mortal.start(plan=f"sync before {count}")
    except AssertionError:  # it died before it was ready
        mortal.wait_dead()
    mortal.kill()
    mortal.start()
    assert mortal.anonymous().get("/healthz").status == 200
    mortal.api.card("GOOD")


def test_killed_between_two_starts_ids_are_not_used_twice(site):
    ids = []
    for n in range(5):
        box = connected(site)
        ids.append(box.start("GOOD", f"2026-03-0{n + 1}T10:00:00Z", n)["transactionId"])
        site.kill()
        box.close()
        site.start()
    assert len(set(ids)) == 5 and ids == sorted(ids)
