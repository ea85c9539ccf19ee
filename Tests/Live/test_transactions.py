"""A charge, and all that goes wrong with one in the field."""

import json

import pytest
from harness.charge_point import meter_values, start_payload
from harness.times import ago
from harness.wait import until


def of(site, wallbox):
    return site.api.items(f"/transactions?charge_point={wallbox.identity}")


def test_a_retried_start_gets_the_same_id_and_the_same_verdict(site, wallbox):
    payload = start_payload("GOOD", ago(hours=1), 17)
    answers = [wallbox.call("StartTransaction", payload) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["idTagInfo"]["status"] == "Accepted"
    assert len(of(site, wallbox)) == 1


def test_a_retried_start_gets_the_same_verdict_even_when_the_card_was_blocked_since(site, wallbox):
    site.api.card("SOON-BLOCKED")
    payload = start_payload("SOON-BLOCKED", ago(hours=1), 17)
    first = wallbox.call("StartTransaction", payload)
    site.api.patch("/id-tags/SOON-BLOCKED", {"status": "blocked"})
    assert wallbox.call("StartTransaction", payload) == first


def test_a_retry_over_a_new_connection_is_a_retry(site, plug, wallbox):
    payload = start_payload("GOOD", ago(hours=1), 17)
    first = wallbox.call("StartTransaction", payload)
    again = plug(site, wallbox.identity)
    again.boot()
    assert again.call("StartTransaction", payload) == first


def test_a_start_whose_answer_was_lost_is_one_charge_however_the_wallbox_goes_on(site, plug, wallbox):
    """It redials at once without a boot; its state and a burst of heartbeats go before the same start."""
    payload = start_payload("GOOD", ago(minutes=2), 17)
    wallbox.begin("StartTransaction", payload, "1000004")
    first, = until(lambda: of(site, wallbox))
    wallbox.drop()
    again = plug(site, wallbox.identity)
    again.status("Charging", timestamp=ago(seconds=50))
    beats = [again.begin("Heartbeat", {}) for _ in range(4)]
    repeated = again.call("StartTransaction", payload, "1000011")
    assert (repeated["transactionId"], repeated["idTagInfo"]["status"]) == (first["transaction_id"], "Accepted")
    assert all("currentTime" in again.result(beat) for beat in beats)
    again.stop(repeated["transactionId"], ago(seconds=1), 1_017)
    kept, = of(site, wallbox)
    assert (kept["energy_wh"], kept["flags"]) == (1_000, [])


def test_a_start_replayed_after_its_stop_opens_nothing(site, wallbox):
    payload = start_payload("GOOD", ago(hours=1), 17)
    first = wallbox.call("StartTransaction", payload)
    wallbox.stop(first["transactionId"], ago(minutes=10), 1_000)
    assert wallbox.call("StartTransaction", payload) == first
    assert [t["stopped_at"] is None for t in of(site, wallbox)] == [False]


@pytest.mark.parametrize("change", [
    {"connectorId": 2}, {"idTag": "OTHER"}, {"meterStart": 18}, {"timestamp": ago(minutes=50)}])
def test_a_start_that_differs_is_another_charge(site, wallbox, change):
    payload = start_payload("GOOD", ago(hours=1), 17)
    first = wallbox.call("StartTransaction", payload)
    second = wallbox.call("StartTransaction", {**payload, **change})
    assert first["transactionId"] != second["transactionId"]


def test_the_same_content_from_another_wallbox_is_another_charge(site, plug, wallbox, identity):
    other = f"{identity}-TWIN"
    site.api.accept(other)
    payload = start_payload("GOOD", ago(hours=1), 17)
    assert wallbox.call("StartTransaction", payload)["transactionId"] != plug(site, other).call(
        "StartTransaction", payload)["transactionId"]


def test_one_card_may_charge_at_two_wallboxes(site, plug, wallbox, identity):
    other = f"{identity}-TWIN"
    site.api.accept(other)
    wallbox.start("GOOD", ago(minutes=9))
    assert plug(site, other).start("GOOD", ago(minutes=8))["idTagInfo"]["status"] == "Accepted"


def test_a_stop_sent_twice_counts_once(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=1), 0)["transactionId"]
    at = ago(minutes=10)
    wallbox.stop(started, at, 2_000)
    before = site.api.transaction(started)
    wallbox.stop(started, at, 2_000)
    assert site.api.transaction(started) == before


def test_of_two_different_stops_the_first_wins_and_the_second_is_kept(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=1), 0)["transactionId"]
    wallbox.stop(started, ago(minutes=10), 2_000)
    wallbox.stop(started, ago(minutes=9), 2_500)
    after = site.api.transaction(started)
    assert after["meter_stop_wh"] == 2_000 and "stop_conflict" in after["flags"]
    assert "2500" in json.dumps(site.api.to_check(transaction_id=started)).replace("_", "")


@pytest.mark.parametrize("transaction_id", [-1, 0, 2_000_000_001, 2**63 - 1, 2**63, "77"])
def test_a_stop_of_an_unknown_charge_is_answered_and_kept(site, wallbox, transaction_id):
    wallbox.stop(transaction_id, ago(minutes=10), 4_321)
    lines = until(lambda: site.api.to_check(kind="stop_without_start", charge_point=wallbox.identity))
    assert "4321" in json.dumps(lines)


def test_a_charge_that_was_refused_and_goes_on_under_minus_1_is_not_lost(site, wallbox):
    """Some wallboxes charge a little (MaxEnergyOnInvalidId) and forget the number they were given."""
    card = f"NOBODY-{wallbox.identity}"
    refused = wallbox.start(card, ago(hours=1), 100)
    assert refused["idTagInfo"]["status"] == "Invalid"
    assert wallbox.sample(-1, ago(minutes=50), 150) == {}
    wallbox.stop(-1, ago(minutes=30), 900)
    kept, = of(site, wallbox)
    assert kept["transaction_id"] == refused["transactionId"] and kept["energy_wh"] == 800
    assert set(kept["flags"]) == {"unknown_id_tag", "stop_without_start"}
    assert kept["cost"]["state"] == "to_check"
    assert {line["kind"] for line in site.api.to_check(charge_point=wallbox.identity)} >= {
        "stop_without_start", "unknown_id_tag", "unknown_transaction"}


def test_a_charge_whose_start_never_came_is_kept_under_minus_1(site, wallbox):
    assert wallbox.sample(-1, ago(minutes=50), 4_150) == {}
    assert wallbox.stop(-1, ago(minutes=30), 4_900, reason="Local") in ({}, {"idTagInfo": {"status": "Accepted"}})
    lines = until(lambda: site.api.to_check(kind="stop_without_start", charge_point=wallbox.identity))
    assert "4900" in json.dumps(lines)
    until(lambda: site.api.to_check(kind="unknown_transaction", charge_point=wallbox.identity))
    assert of(site, wallbox) == []


def test_an_orphan_stop_with_its_samples_is_kept_whole(site, wallbox):
    wallbox.stop(-1, ago(minutes=10), 4_000, idTag="GOOD", transactionData=[
        {"timestamp": ago(hours=1), "sampledValue": [{"value": "1000", "context": "Transaction.Begin"}]}])
    assert until(lambda: site.api.to_check(kind="stop_without_start", charge_point=wallbox.identity))


def test_another_wallbox_cannot_stop_this_charge(site, plug, wallbox, identity):
    started = wallbox.start("GOOD", ago(hours=1), 0)["transactionId"]
    site.api.accept(f"{identity}-OTHER")
    plug(site, f"{identity}-OTHER").stop(started, ago(minutes=5), 99_000)
    assert site.api.transaction(started)["stopped_at"] is None


def test_a_new_start_on_the_connector_ends_the_charge_that_was_left_open(site, wallbox):
    old = wallbox.start("GOOD", ago(hours=3), 0)["transactionId"]
    wallbox.sample(old, ago(hours=2), 1_500)
    new = wallbox.start("OTHER", ago(hours=1), 1_600)["transactionId"]
    ended = site.api.transaction(old)
    assert "superseded" in ended["flags"] and ended["stopped_at"] is not None
    assert ended["meter_stop_wh"] == 1_500 and ended["cost"]["state"] != "final"
    assert site.api.transaction(new)["stopped_at"] is None


def test_a_stop_that_comes_after_its_charge_was_superseded_is_not_lost(site, wallbox):
    old = wallbox.start("GOOD", ago(hours=3), 0)["transactionId"]
    wallbox.start("OTHER", ago(hours=1), 1_600)
    wallbox.stop(old, ago(hours=2), 1_550)
    ended = site.api.transaction(old)
    assert ended["meter_stop_wh"] == 1_550 or "1550" in json.dumps(site.api.to_check(transaction_id=old))


@pytest.mark.parametrize("status, expires, verdict, flag", [
    ("blocked", None, "Blocked", "blocked_id_tag"),
    ("invalid", None, "Invalid", "blocked_id_tag"),
    ("expired", None, "Expired", "expired_id_tag"),
    ("accepted", "2025-01-01T00:00:00Z", "Expired", "expired_id_tag")])
def test_a_refused_card_gets_a_real_id_and_the_energy_is_not_lost(site, wallbox, status, expires, verdict, flag):
    tag = f"NO-{status}-{expires is None}"
    site.api.card(tag, status=status, **({"expires_at": expires} if expires else {}))
    answer = wallbox.start(tag, ago(hours=1), 0)
    assert answer["idTagInfo"]["status"] == verdict and answer["transactionId"] > 0
    wallbox.stop(answer["transactionId"], ago(minutes=30), 900)
    kept = site.api.transaction(answer["transactionId"])
    assert kept["energy_wh"] == 900 and kept["cost"]["state"] == "to_check"
    assert set(kept["flags"]) & {flag, "unknown_id_tag"}


def test_an_unknown_card_gets_a_real_id_and_is_shown(site, wallbox):
    answer = wallbox.start("1D-UNKNOWN", ago(hours=1), 0)
    assert answer["idTagInfo"]["status"] == "Invalid" and answer["transactionId"] > 0
    kept = site.api.transaction(answer["transactionId"])
    assert "unknown_id_tag" in kept["flags"] and kept["id_tag"] == "1D-UNKNOWN"


def test_a_card_that_expires_during_the_charge_does_not_spoil_it(site, wallbox):
    site.api.card("WAS-GOOD", expires_at=ago(minutes=30))
    started = wallbox.start("WAS-GOOD", ago(hours=1), 0)
    assert started["transactionId"] > 0
    wallbox.stop(started["transactionId"], ago(minutes=10), 1_000)
    assert site.api.transaction(started["transactionId"])["energy_wh"] == 1_000


def test_a_register_that_runs_backwards_waits_for_a_person(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=1), 50_000)["transactionId"]
    wallbox.stop(started, ago(minutes=10), 100)
    kept = site.api.transaction(started)
    assert {"register_backwards", "meter_reset"} & set(kept["flags"]) and kept["cost"]["state"] == "to_check"
    assert kept["cost"]["gross"] is None


def test_a_stop_at_0_after_good_samples_waits_for_a_person(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=1), 5_000)["transactionId"]
    wallbox.sample(started, ago(minutes=20), 8_000)
    wallbox.stop(started, ago(minutes=10), 0)
    kept = site.api.transaction(started)
    assert "register_backwards" in kept["flags"] and kept["cost"]["state"] == "to_check"
    assert (kept["meter_stop_wh"], kept["cost"]["gross"]) == (0, None)
    assert [r["wh"] for r in site.api.readings(started)] == [5_000, 8_000, 0]


@pytest.mark.parametrize("start, stop", [(999_999_000, 9_000), (2**32 - 1_000, 9_000)])
def test_a_register_that_begins_again_at_its_end_is_counted_through_and_shown(site, wallbox, start, stop):
    started = wallbox.start("GOOD", ago(hours=1), start)["transactionId"]
    wallbox.stop(started, ago(minutes=10), stop)
    kept = site.api.transaction(started)
    assert kept["energy_wh"] == 10_000 and kept["cost"]["state"] == "to_check"
    line, = site.api.to_check(transaction_id=started)
    assert line["details"]["rollover_wh"] == "10000"
    assert site.api.patch(f"/to-check/{line['to_check_id']}", {"resolution": "accept"}).status == 200
    assert site.api.transaction(started)["cost"]["gross"] == "4.76"


def test_absurd_energy_waits_for_a_person(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=1), 0)["transactionId"]
    wallbox.stop(started, ago(minutes=10), 4_000_000)
    kept = site.api.transaction(started)
    assert "implausible_energy" in kept["flags"] and kept["cost"]["state"] == "to_check"


def test_a_stop_before_its_start_waits_for_a_person(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=1), 0)["transactionId"]
    wallbox.stop(started, ago(hours=5), 1_000)
    kept = site.api.transaction(started)
    assert "stop_before_start" in kept["flags"] and kept["cost"]["state"] == "to_check"


def test_a_queue_of_days_is_like_any_other_charge(site, wallbox):
    at, end = ago(days=4, hours=2), ago(days=4)
    started = wallbox.start("GOOD", at, 1_000)
    assert started["idTagInfo"]["status"] == "Accepted"
    wallbox.sample(started["transactionId"], ago(days=4, hours=1), 3_000)
    wallbox.stop(started["transactionId"], end, 6_000)
    kept = site.api.transaction(started["transactionId"])
    assert (kept["started_at"], kept["stopped_at"]) == (at, end)
    assert kept["cost"]["state"] == "final" and kept["flags"] == []


def test_a_queue_of_hundreds_is_taken_in_one_go(site, wallbox):
    """What piled up while nobody answered: every message is answered in order and kept."""
    started = wallbox.start("GOOD", ago(hours=9), 0)["transactionId"]
    sent = [wallbox.begin("MeterValues", meter_values(started, ago(seconds=32_000 - n), n)) for n in range(1, 501)]
    sent.append(wallbox.begin("StopTransaction", {
        "transactionId": started, "timestamp": ago(hours=1), "meterStop": 20_000}))
    wallbox.result(sent[-1], timeout=30)
    answered = [frame[1] for frame in wallbox.frames if frame[0] == 3 and frame[1] in sent]
    assert answered == sent
    assert [r["wh"] for r in site.api.readings(started)] == [*range(501), 20_000]
    kept = site.api.transaction(started)
    assert (kept["energy_wh"], kept["flags"], kept["cost"]["state"]) == (20_000, [], "final")


def test_a_stop_that_brings_two_days_of_samples_is_kept_whole(site, wallbox):
    started = wallbox.start("GOOD", ago(days=3), 0)["transactionId"]
    data = [{"timestamp": ago(days=3, minutes=-minute), "sampledValue": [
        {"value": str(minute * 10), "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
        {"value": "16.0", "measurand": "Current.Import", "unit": "A", "phase": "L1"}]}
        for minute in range(1, 2_881)]
    wallbox.stop(started, ago(hours=20), 30_000, transactionData=data)
    assert [r["wh"] for r in site.api.readings(started)] == [*range(0, 28_801, 10), 30_000]
    kept = site.api.transaction(started)
    assert (kept["energy_wh"], kept["flags"]) == (30_000, [])


def test_a_clock_that_was_never_set_is_flagged_and_the_charge_kept(site, wallbox):
    started = wallbox.start("GOOD", "1970-01-01T00:00:07Z", 0)
    wallbox.stop(started["transactionId"], "1970-01-01T01:00:07Z", 1_000)
    kept = site.api.transaction(started["transactionId"])
    assert kept["energy_wh"] == 1_000 and set(kept["flags"]) & {"clock_wrong", "time_assumed"}


def test_a_stamp_without_a_zone_is_read_as_utc(site, wallbox):
    at = ago(hours=1)
    started = wallbox.start("GOOD", at.rstrip("Z"), 0)["transactionId"]
    assert site.api.transaction(started)["started_at"] == at


@pytest.mark.parametrize("text, instant", [
    ("2026-03-02T10:00:00.123456789Z", "2026-03-02T10:00:00.123Z"),
    ("2026-03-02T20:00:00+10:00", "2026-03-02T10:00:00Z"),
    ("2026-03-02t12:00:00+0200", "2026-03-02T10:00:00Z"),
    ("2026-03-02 12:00:00+02", "2026-03-02T10:00:00Z"),
    ("2026-03-02T10:00:00z", "2026-03-02T10:00:00Z")])
def test_instants_in_the_fields_spellings(site, wallbox, text, instant):
    started = wallbox.start("GOOD", text, 0)["transactionId"]
    assert site.api.transaction(started)["started_at"] == instant


@pytest.mark.parametrize("text", ["", "soon", "2026-02-30T10:00:00Z", None])
def test_a_start_without_a_readable_time_takes_ours(site, wallbox, text):
    before = ago(seconds=2)
    started = wallbox.call("StartTransaction", start_payload("GOOD", text, 0))["transactionId"]
    kept = site.api.transaction(started)
    assert kept["started_at"] >= before and "time_assumed" in kept["flags"]


def test_samples_after_the_stop_are_kept_as_late_and_reprice_nothing(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=2), 0)["transactionId"]
    wallbox.stop(started, ago(hours=1), 5_000)
    before = site.api.transaction(started)
    wallbox.sample(started, ago(minutes=90), 2_000)
    after = site.api.transaction(started)
    assert after["cost"] == before["cost"] and after["energy_wh"] == 5_000
    assert "late" in after["flags"]
    assert 2_000 in [r["wh"] for r in site.api.readings(started)]


def test_a_sample_resent_is_kept_once(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=2), 0)["transactionId"]
    payload = meter_values(started, ago(hours=1), 2_000)
    wallbox.call("MeterValues", payload)
    wallbox.call("MeterValues", payload)
    assert [r["wh"] for r in site.api.readings(started)] == [0, 2_000]


def test_readings_without_a_charge_are_taken(site, wallbox):
    assert wallbox.sample(None, ago(minutes=5), 777) == {}


def test_readings_of_an_unknown_charge_are_taken_and_shown(site, wallbox):
    assert wallbox.sample(1_999_999_999, ago(minutes=5), 778) == {}
    until(lambda: site.api.to_check(kind="unknown_transaction", charge_point=wallbox.identity))


@pytest.mark.parametrize("reason", [None, "Local", "BatteryFull", ""])
def test_any_reason_or_none_will_do(site, wallbox, reason):
    started = wallbox.start("GOOD", ago(hours=2), 0)["transactionId"]
    wallbox.stop(started, ago(hours=1), 5_000, **({} if reason is None else {"reason": reason}))
    kept = site.api.transaction(started)
    assert kept["stopped_at"] and (reason in (None, "") or kept["stop_reason"] == reason)


def test_a_charge_stays_open_over_a_reset(site, plug, wallbox):
    started = wallbox.start("GOOD", ago(hours=2), 0)["transactionId"]
    wallbox.close()
    again = plug(site, wallbox.identity)
    again.boot()
    again.status("Available")
    assert site.api.transaction(started)["stopped_at"] is None
    again.stop(started, ago(hours=1), 5_000, reason="Reboot")
    assert site.api.transaction(started)["energy_wh"] == 5_000


def test_ids_rise_over_a_restart(fresh, plug):
    fresh.api.card("GOOD")
    fresh.api.accept("CP")
    box = plug(fresh, "CP")
    first = box.charge("GOOD")
    fresh.stop()
    fresh.start()
    assert plug(fresh, "CP").charge("GOOD", start="2026-03-03T10:00:00Z", stop="2026-03-03T11:00:00Z") > first
    assert {t["transaction_id"] for t in fresh.api.items("/transactions")} >= {first}


def test_a_register_beyond_32_bits(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=2), 4_296_944_685)["transactionId"]
    wallbox.stop(started, ago(hours=1), 4_296_954_685)
    assert site.api.transaction(started)["energy_wh"] == 10_000
