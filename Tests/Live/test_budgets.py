"""What a tenant may use: counted by the period, warned of, stopped, refused, and begun anew."""

import datetime

import pytest
from harness.appliance import Appliance
from harness.times import ago, stamp
from harness.wait import until

AGREES = {"RemoteStopTransaction": {"status": "Accepted"}}
TIME_ZONE = {"time_zone": "Europe/Berlin"}


def put(site, tenant, *budgets):
    answer = site.api.request("PUT", f"/tenants/{tenant}/budgets", {"items": list(budgets)})
    assert answer.status == 200, answer
    return answer.json["items"]


def budgets(site, tenant):
    return site.api.items(f"/tenants/{tenant}/budgets")


def state(site, tenant):
    return budgets(site, tenant)[0]["state"]


def tenant_with(site, card):
    tenant = site.api.post("/tenants", {"name": f"Tenant of {card}"}).json["id"]
    site.api.card(card, tenant_id=tenant)
    return tenant


def authorize(box, id_tag):
    return box.call("Authorize", {"idTag": id_tag})["idTagInfo"]["status"]


def asked_to_stop(box):
    return [frame[3]["transactionId"] for frame in list(box.frames)
            if frame[0] == 2 and frame[2] == "RemoteStopTransaction"]


def test_a_budget_is_warned_of_then_ends_the_charge_and_refuses_the_next(site, wallbox):
    wallbox.answers |= AGREES
    tenant = tenant_with(site, "DAILY")
    kept, = put(site, tenant, {"period": "day", "energy_wh": 1_000, "warns_at_percent": 75, "stops": True})
    assert (kept["energy_wh"], kept["used_wh"], kept["state"]) == (1_000, 0, "enough")
    running = wallbox.start("DAILY", ago(minutes=4), 5_000)["transactionId"]
    wallbox.sample(running, ago(minutes=3), 5_300)
    wallbox.sample(running, ago(minutes=2), 5_700)
    assert budgets(site, tenant)[0]["used_wh"] == 700 and state(site, tenant) == "enough"
    wallbox.sample(running, ago(seconds=90), 5_750)
    warned = until(lambda: budgets(site, tenant)[0]["warned_at"])
    assert state(site, tenant) == "nearly_used" and asked_to_stop(wallbox) == []
    wallbox.sample(running, ago(seconds=10), 6_000)
    assert wallbox.next_call("RemoteStopTransaction")[1] == {"transactionId": running}
    until(lambda: budgets(site, tenant)[0]["stopped_at"])
    assert budgets(site, tenant)[0]["warned_at"] == warned
    wallbox.stop(running, ago(seconds=5), 6_020)
    assert authorize(wallbox, "DAILY") == "Blocked"
    until(lambda: budgets(site, tenant)[0]["used_wh"] == 1_020)
    assert authorize(wallbox, "DAILY") == "Blocked" and authorize(wallbox, "GOOD") == "Accepted"
    assert site.api.to_check(charge_point=wallbox.identity) == []
    put(site, tenant, {"period": "day", "energy_wh": 2_000})
    assert authorize(wallbox, "DAILY") == "Accepted"
    assert asked_to_stop(wallbox) == [running]


def test_a_wallbox_that_starts_all_the_same_is_told_no_stopped_and_billed(site, wallbox):
    wallbox.answers |= AGREES
    tenant = tenant_with(site, "STUBBORN")
    put(site, tenant, {"period": "month", "energy_wh": 1_000})
    wallbox.charge("STUBBORN", start=ago(minutes=20), stop=ago(minutes=10))
    until(lambda: state(site, tenant) == "used")
    started = wallbox.start("STUBBORN", ago(seconds=2), 11_000)
    assert started["idTagInfo"]["status"] == "Blocked"
    assert wallbox.next_call("RemoteStopTransaction")[1] == {"transactionId": started["transactionId"]}
    wallbox.stop(started["transactionId"], ago(seconds=0), 11_500)
    kept = site.api.transaction(started["transactionId"])
    assert kept["tenant_id"] == tenant and kept["flags"] == [] and kept["cost"]["state"] == "final"


def test_money_counts_as_it_flows_and_as_it_was_billed(site, wallbox):
    wallbox.answers |= AGREES
    tenant = tenant_with(site, "MONEY")
    put(site, tenant, {"period": "week", "amount": "10.00"})
    wallbox.charge("MONEY", wh=10_000, start=ago(minutes=20), stop=ago(minutes=10))  # 10 kWh: 4.76
    until(lambda: budgets(site, tenant)[0]["used_amount"] == "4.76")
    running = wallbox.start("MONEY", ago(seconds=30), 11_000)["transactionId"]
    wallbox.sample(running, ago(seconds=20), 21_000)
    assert budgets(site, tenant)[0]["used_amount"] == "9.52"
    wallbox.sample(running, ago(seconds=10), 22_100)
    assert wallbox.next_call("RemoteStopTransaction")[1] == {"transactionId": running}


def test_a_budget_that_does_not_stop_only_tells(site, wallbox):
    tenant = tenant_with(site, "TOLD")
    put(site, tenant, {"period": "total", "energy_wh": 1_000, "stops": False})
    running = wallbox.start("TOLD", ago(seconds=30), 0)["transactionId"]
    wallbox.sample(running, ago(seconds=20), 5_000)
    until(lambda: budgets(site, tenant)[0]["warned_at"])
    only, = budgets(site, tenant)
    assert (only["state"], only["stopped_at"], only["from"], only["to"]) == ("used", None, None, None)
    assert authorize(wallbox, "TOLD") == "Accepted" and asked_to_stop(wallbox) == []


def test_a_wallbox_that_refuses_to_stop_is_shown_on_the_board(site, wallbox):
    wallbox.answers |= {"RemoteStopTransaction": {"status": "Rejected"}}
    tenant = tenant_with(site, "REFUSED")
    put(site, tenant, {"period": "day", "energy_wh": 1_000})
    running = wallbox.start("REFUSED", ago(seconds=30), 0)["transactionId"]
    wallbox.sample(running, ago(seconds=20), 5_000)

    def order():
        charge = next(each for each in site.api.get("/board").json["connectors"]
                      if each["charge_point"] == wallbox.identity)["transaction"]
        return charge["stop_order"]

    until(lambda: order() and order()["state"] == "refused")
    assert order()["reason"] == "budget_used" and asked_to_stop(wallbox) == [running]


def test_what_was_used_is_known_after_a_restart(fresh, plug):
    fresh.api.accept("CP")
    tenant = tenant_with(fresh, "CARD")
    put(fresh, tenant, {"period": "month", "energy_wh": 10_000})
    box = plug(fresh, "CP", answers=AGREES)
    box.boot()
    running = box.start("CARD", ago(seconds=40), 0)["transactionId"]
    box.sample(running, ago(seconds=30), 9_000)
    warned = until(lambda: budgets(fresh, tenant)[0]["warned_at"])
    box.close()
    fresh.kill()
    fresh.start()
    kept, = budgets(fresh, tenant)
    assert (kept["used_wh"], kept["warned_at"], kept["state"]) == (9_000, warned, "nearly_used")
    back = plug(fresh, "CP", answers=AGREES)
    back.boot()
    back.sample(running, ago(seconds=10), 12_000)
    assert back.next_call("RemoteStopTransaction")[1] == {"transactionId": running}


def test_a_charge_across_midnight_counts_on_each_day_what_flowed_then(tmp_path, plug):
    """By the clock of the site: 2026-03-29 in Berlin has 23 hours and ends at 22:00 UTC."""
    midnight = datetime.datetime(2026, 3, 29, 22, tzinfo=datetime.timezone.utc)

    def at(minutes):
        return stamp(midnight + datetime.timedelta(minutes=minutes))

    site = Appliance(tmp_path / "night", ["--clock-start", at(-20), "--clock-rate", "120"]).start()
    try:
        assert site.api.patch("/settings", TIME_ZONE).status == 200
        site.api.tariff(valid_from="2020-01-01T00:00:00Z")
        site.api.accept("CP")
        tenant = tenant_with(site, "CARD")
        put(site, tenant, {"period": "day", "energy_wh": 10_000, "amount": "100"})
        box = plug(site, "CP", answers=AGREES)
        box.boot()
        until(lambda: site.api.get("/site").json["now"] > at(-15), timeout=20)
        running = box.start("CARD", at(-18), 0)["transactionId"]
        box.sample(running, at(-15), 500)
        day, = budgets(site, tenant)
        assert (day["used_wh"], day["from"], day["to"]) == (500, "2026-03-28T23:00:00Z", at(0))
        until(lambda: budgets(site, tenant)[0]["from"] == at(0), timeout=20)
        until(lambda: site.api.get("/site").json["now"] > at(12), timeout=20)
        box.sample(running, at(5), 4_500)  # 4 kWh in 20 minutes, 5 of them today
        until(lambda: budgets(site, tenant)[0]["used_wh"] == 1_000)
        assert budgets(site, tenant)[0]["used_amount"] == "0.47"  # 2.14 less 1.67
        assert asked_to_stop(box) == []
        box.sample(running, at(10), 5_400)
        assert budgets(site, tenant)[0]["used_wh"] == 1_900
        box.stop(running, at(11), 5_500)
        until(lambda: budgets(site, tenant)[0]["used_wh"] == 2_000)
    finally:
        site.kill()


def test_a_budget_begins_anew_with_its_period(tmp_path, plug):
    site = Appliance(
        tmp_path / "anew", ["--clock-start", "2026-10-25T22:50:00Z", "--clock-rate", "60"]).start()
    try:
        assert site.api.patch("/settings", TIME_ZONE).status == 200
        site.api.accept("CP")
        tenant = tenant_with(site, "CARD")
        put(site, tenant, {"period": "week", "energy_wh": 5_000})
        box = plug(site, "CP", answers=AGREES)
        box.boot()
        box.charge("CARD", wh=6_000, start="2026-10-25T22:45:00Z", stop="2026-10-25T22:49:00Z")
        until(lambda: authorize(box, "CARD") == "Blocked")
        assert budgets(site, tenant)[0]["to"] == "2026-10-25T23:00:00Z"
        until(lambda: authorize(box, "CARD") == "Accepted", timeout=20)
        kept, = budgets(site, tenant)
        assert (kept["used_wh"], kept["warned_at"]) == (0, None)
    finally:
        site.kill()


def test_a_guest_may_use_so_much_and_shows_a_card_or_a_phone(site, wallbox):
    host = site.api.post("/tenants", {"name": "Keller"}).json["id"]
    answer = site.api.post("/guests", {
        "name": "Visitor", "host_tenant_id": host, "valid_until": "2999-01-01T00:00:00Z",
        "energy_wh": 5_000, "id_tag": "04FF0001"})
    assert answer.status == 201, answer
    guest = answer.json
    assert (guest["kind"], guest["host_tenant_id"], guest["id_tags"]) == ("guest", host, ["04FF0001"])
    assert guest["budgets"][0]["energy_wh"] == 5_000 and "/i/" in guest["link"]["url"]
    assert [each["id"] for each in site.api.items("/guests")] == [guest["id"]]
    charge = wallbox.charge("04FF0001", wh=6_000, start=ago(minutes=20), stop=ago(minutes=10))
    until(lambda: budgets(site, guest["id"])[0]["state"] == "used")
    assert budgets(site, guest["id"])[0]["used_wh"] == 6_000
    assert site.api.transaction(charge)["tenant_id"] == host
    assert authorize(wallbox, "04FF0001") == "Blocked"


@pytest.mark.parametrize("more, path", [
    ({"valid_until": "2020-01-01T00:00:00Z"}, "valid_until"), ({"valid_until": None}, "valid_until"),
    ({"host_tenant_id": "nobody"}, "host_tenant_id"), ({"energy_wh": 0}, "energy_wh"),
    ({"id_tag": " : "}, "id_tag")])
def test_a_guest_pass_that_cannot_be_is_refused(site, more, path):
    before = len(site.api.items("/guests"))
    answer = site.api.post("/guests", {"name": "No", "valid_until": "2999-01-01T00:00:00Z", **more})
    assert answer.status == 422 and [error["path"] for error in answer.json["errors"]] == [path]
    assert len(site.api.items("/guests")) == before


@pytest.mark.parametrize("budget, path", [
    ({"period": "year", "energy_wh": 1}, "items[0].period"), ({"energy_wh": 1}, "items[0].period"),
    ({"period": "day"}, "items[0].energy_wh"), ({"period": "day", "energy_wh": 0}, "items[0].energy_wh"),
    ({"period": "day", "amount": "1.005"}, "items[0].amount"),
    ({"period": "day", "amount": "-1"}, "items[0].amount"),
    ({"period": "day", "energy_wh": 1, "warns_at_percent": 0}, "items[0].warns_at_percent"),
    ({"period": "day", "energy_wh": 1, "stop": True}, "items[0].stop"), (7, "items[0]")])
def test_a_budget_that_cannot_be_is_refused_at_its_field(site, budget, path):
    tenant = site.api.post("/tenants", {"name": "Nobody"}).json["id"]
    answer = site.api.request("PUT", f"/tenants/{tenant}/budgets", {"items": [budget]})
    assert answer.status == 422, answer
    assert [error["path"] for error in answer.json["errors"]] == [path]


def test_two_budgets_for_one_period_contradict(site):
    tenant = site.api.post("/tenants", {"name": "Nobody"}).json["id"]
    twice = {"items": [{"period": "day", "energy_wh": 1}, {"period": "day", "energy_wh": 2}]}
    answer = site.api.request("PUT", f"/tenants/{tenant}/budgets", twice)
    assert answer.status == 422 and answer.json["errors"][0]["path"] == "items[1].period"
    assert budgets(site, tenant) == []


def test_a_charge_is_stopped_no_more_when_its_budget_was_raised(site, wallbox):
    wallbox.answers |= {"RemoteStopTransaction": {"status": "Rejected"}}
    tenant = tenant_with(site, "RAISED")
    put(site, tenant, {"period": "day", "energy_wh": 1_000})
    running = wallbox.start("RAISED", ago(seconds=30), 0)["transactionId"]
    wallbox.sample(running, ago(seconds=20), 5_000)

    def order():
        charge = next(each for each in site.api.get("/board").json["connectors"]
                      if each["charge_point"] == wallbox.identity)["transaction"]
        return charge["stop_order"]

    until(lambda: order() and order()["state"] == "refused")
    put(site, tenant, {"period": "day", "energy_wh": 100_000})
    until(lambda: order() is None)
