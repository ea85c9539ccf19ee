"""The list "to check": what waits for a person, and what the person's answer does."""

import pytest
from harness.times import ago
from harness.wait import until


def unknown_card(site, wallbox, tag):
    """A charge of 10 kWh by a card nobody knows, and its line."""
    started = wallbox.charge(tag, start=ago(hours=3), stop=ago(hours=1))
    line = until(lambda: site.api.to_check(transaction_id=started))[0]
    assert line["kind"] == "unknown_id_tag"
    return started, line


def resolve(site, line, resolution, **more):
    return site.api.patch(f"/to-check/{line['to_check_id']}", {"resolution": resolution, **more})


def test_accepted_as_recorded_it_gets_its_price(site, wallbox):
    started, line = unknown_card(site, wallbox, f"A{wallbox.identity}")
    assert site.api.transaction(started)["cost"]["state"] == "to_check"
    answer = resolve(site, line, "accept", note="It was the caretaker.")
    assert answer.status == 200 and answer.json["resolved_at"]
    cost = site.api.transaction(started)["cost"]
    assert (cost["state"], cost["net"], cost["gross"]) == ("final", "4.00", "4.76")
    assert site.api.to_check(transaction_id=started) == []


def test_waived_it_costs_nothing_and_the_energy_stays(site, wallbox):
    started, line = unknown_card(site, wallbox, f"B{wallbox.identity}")
    assert resolve(site, line, "waive").status == 200
    kept = site.api.transaction(started)
    assert kept["cost"]["state"] == "waived" and kept["energy_wh"] == 10_000
    assert kept["cost"]["gross"] in (None, "0.00")


def test_a_decision_is_taken_once(site, wallbox):
    started, line = unknown_card(site, wallbox, f"C{wallbox.identity}")
    assert resolve(site, line, "accept").status == 200
    assert resolve(site, line, "waive").status in (404, 409)
    assert site.api.transaction(started)["cost"]["state"] == "final"


@pytest.mark.parametrize("role", ["installer", "tenant", "accountant"])
def test_only_managers_decide(site, wallbox, role):
    _, line = unknown_card(site, wallbox, f"D{wallbox.identity}")
    answer = site.api_as(role).patch(f"/to-check/{line['to_check_id']}", {"resolution": "accept"})
    assert answer.status == 403


def test_a_decision_that_is_none_is_refused(site, wallbox):
    _, line = unknown_card(site, wallbox, f"E{wallbox.identity}")
    assert resolve(site, line, "perhaps").status == 422
    assert site.api.patch("/to-check/999999999", {"resolution": "accept"}).status == 404


def test_repeats_of_the_same_share_a_line(site, wallbox):
    for _ in range(5):
        wallbox.send("nonsense")
    wallbox.call("Heartbeat", {})
    lines = until(lambda: site.api.to_check(kind="frame_unreadable", charge_point=wallbox.identity))
    until(lambda: site.api.to_check(kind="frame_unreadable", charge_point=wallbox.identity)[0]["count"] == 5)
    assert len(lines) == 1
