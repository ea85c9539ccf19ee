"""A shared current limit, as wallboxes see it: profiles they are told, and what is left when nobody tells."""

import datetime

import pytest
from harness.appliance import Appliance
from harness.wait import until

RATE = 60
START = "2026-03-02T10:00:00Z"


def parse(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Held:
    """What a wallbox was told and took, by connector."""

    def __init__(self, refuses=lambda profile: False):
        self.refuses = refuses
        self.profiles = {}
        self.told = []

    def set(self, payload):
        self.told.append(payload)
        if self.refuses(payload):
            return {"status": "Rejected"}
        self.profiles[payload["csChargingProfiles"]["chargingProfileId"]] = payload
        return {"status": "Accepted"}

    def clear(self, payload):
        return {"status": "Accepted" if self.profiles.pop(payload["id"], None) else "Unknown"}

    def amps(self, at=None, connector=1):
        """What a car may draw: now (the first period), or at an instant."""
        if not self.profiles:
            return -1
        schedule = self.profiles[7000 + connector]["csChargingProfiles"]["chargingSchedule"]
        periods = schedule["chargingSchedulePeriod"]
        if at is None:
            return periods[0]["limit"]
        passed = (at - parse(schedule["startSchedule"])).total_seconds()
        return [p["limit"] for p in periods if p["startPeriod"] <= passed][-1]


@pytest.fixture
def limited(tmp_path):
    """An appliance with a card and a fast clock."""
    appliance = Appliance(
        tmp_path / "data", ["--clock-start", START, "--clock-rate", str(RATE)]).start()
    appliance.api.card("GOOD")
    yield appliance
    appliance.kill()


@pytest.fixture
def join(plug):
    def join(appliance, identity, **more):
        held = more.pop("held", None) or Held(**more)
        if not any(p["id"] == identity for p in appliance.api.items("/charge-points")):
            appliance.api.accept(identity)
        box = plug(appliance, identity, answers={
            "SetChargingProfile": held.set, "ClearChargingProfile": held.clear})
        box.held = held
        assert box.boot()["status"] == "Accepted"
        box.status("Available")
        return box
    return join


def site_now(appliance):
    return parse(appliance.anonymous().get("/site").json["now"])


def stamp(appliance):
    return site_now(appliance).strftime("%Y-%m-%dT%H:%M:%SZ")


def begin(appliance, box):
    box.status("Preparing")
    box.transaction = box.start("GOOD", stamp(appliance), 0)["transactionId"]
    box.status("Charging")


def draw(appliance, box, amps):
    box.call("MeterValues", {"connectorId": 1, "transactionId": box.transaction, "meterValue": [
        {"timestamp": stamp(appliance), "sampledValue": [
            {"value": str(amps), "measurand": "Current.Import", "phase": phase, "unit": "A"}
            for phase in ("L1", "L2", "L3")]}]})


def limit(appliance, amps):
    answer = appliance.api.patch("/settings", {"site_limit_a": str(amps)})
    assert answer.status == 200, answer


def states(appliance):
    return {c["charge_point"]: c for c in appliance.api.get("/load").json["connectors"]}


def test_cars_share_a_limit_equally_and_the_profile_carries_what_is_left_without_us(limited, join):
    boxes = [join(limited, f"CP{n}") for n in range(3)]
    limit(limited, 48)
    for box in boxes[:2]:
        begin(limited, box)
    until(lambda: [b.held.amps() for b in boxes] == [24, 24, 0], 10, what="two equal shares")
    begin(limited, boxes[2])
    until(lambda: [b.held.amps() for b in boxes] == [16, 16, 16], 10, what="three equal shares")
    boxes[0].stop(boxes[0].transaction, stamp(limited), 100)
    boxes[0].status("Available")
    until(lambda: [b.held.amps() for b in boxes] == [0, 24, 24], 10, what="the share of who left")
    told = boxes[1].held.told[-1]["csChargingProfiles"]
    assert told["chargingProfilePurpose"] == "TxDefaultProfile" and told["stackLevel"] == 0
    assert told["chargingProfileKind"] == "Absolute" and told["chargingProfileId"] == 7001
    periods = told["chargingSchedule"]["chargingSchedulePeriod"]
    assert [p["limit"] for p in periods] == [24, 16] and periods[1]["startPeriod"] <= 900
    load = limited.api.get("/load").json
    assert load["site"] == {"limit_a": 48, "allotted_a": 48}
    assert {c["state"] for c in load["connectors"]} == {"idle", "charging"}
    board = {c["charge_point"]: c for c in limited.api.get("/board").json["connectors"]}
    assert board["CP1"]["limit_a"] == 24 and board["CP1"]["waits"] is None

    limit(limited, "")
    until(lambda: not any(b.held.profiles for b in boxes), 10, what="the profiles taken away")
    assert {c["state"] for c in limited.api.get("/load").json["connectors"]} == {"unmanaged"}


def test_cars_take_turns_where_six_amperes_do_not_reach_for_all(limited, join):
    boxes = [join(limited, f"CP{n}") for n in range(3)]
    limit(limited, 13)
    for box in boxes:
        begin(limited, box)
    def waiters():
        return [c for c in states(limited).values() if c["state"] == "waiting"]
    until(waiters, 10, what="one that waits")
    until(lambda: sorted(b.held.amps() for b in boxes) == [0, 6, 6], 10, what="two of three")
    waiting = waiters()
    assert len(waiting) == 1 and waiting[0]["waiting_since"] < waiting[0]["turn_at"]
    first = waiting[0]["charge_point"]
    board = {c["charge_point"]: c for c in limited.api.get("/board").json["connectors"]}
    assert board[first]["waits"]["turn_at"] and board[first]["limit_a"] == 0
    served = {b.identity for b in boxes if b.held.amps() > 0}
    # A slot is 15 minutes of the site's time.
    def all_were_served():
        served.update(b.identity for b in boxes if b.held.amps() > 0)
        assert sum(b.held.amps() for b in boxes) <= 13
        return len(served) == 3
    until(all_were_served, 40, what="a turn for everyone")
    assert waiters()


def test_a_wallbox_that_takes_no_profile_keeps_its_maximum_reserved(limited, join):
    limited.api.accept("STUBBORN")
    stubborn = join(limited, "STUBBORN", refuses=lambda payload: True)
    kind = join(limited, "KIND")
    answer = limited.api.patch("/load-connectors/STUBBORN/1", {"max_a": 20, "phases": 3})
    assert answer.status == 200 and answer.json["max_a"] == 20, answer
    limit(limited, 32)
    begin(limited, kind)
    begin(limited, stubborn)
    until(lambda: states(limited)["STUBBORN"]["state"] == "unsupported", 15, what="all forms refused")
    until(lambda: kind.held.amps() == 12, 10, what="the rest")
    forms = [(p["csChargingProfiles"]["chargingProfilePurpose"],
              p["csChargingProfiles"]["chargingSchedule"]["chargingRateUnit"], p["connectorId"])
             for p in stubborn.held.told]
    assert forms == [("TxDefaultProfile", "A", 1), ("TxDefaultProfile", "W", 1),
                     ("ChargePointMaxProfile", "A", 0), ("ChargePointMaxProfile", "W", 0),
                     ("TxProfile", "A", 1), ("TxProfile", "W", 1)]
    until(lambda: limited.api.to_check(kind="limit_unsupported", charge_point="STUBBORN"))


def test_the_form_that_a_wallbox_takes_is_remembered(limited, join):
    def refuses(payload):
        return payload["csChargingProfiles"]["chargingSchedule"]["chargingRateUnit"] == "A"
    box = join(limited, "WATTS", refuses=refuses)
    limit(limited, 16)
    begin(limited, box)
    until(lambda: box.held.amps() == 16 * 230 * 3, 10, what="a limit in watts")
    until(lambda: [each for each in limited.api.items("/charging-profiles") if each["charge_point"] == "WATTS"],
          what="the answer of the wallbox, kept")
    limited.stop()
    told = len(box.held.told)
    limited.start()
    again = join(limited, "WATTS", held=box.held)
    until(lambda: len(again.held.told) > told, 10, what="the profile after the restart")
    assert box.held.told[told]["csChargingProfiles"]["chargingSchedule"]["chargingRateUnit"] == "W"


def test_a_wallbox_that_ignores_its_profile_is_found_by_its_meter(limited, join):
    ignorant, kind = join(limited, "IGNORANT"), join(limited, "KIND")
    limit(limited, 32)
    begin(limited, ignorant)
    begin(limited, kind)
    until(lambda: kind.held.amps() == 16 and ignorant.held.amps() == 16, 10, what="equal shares")
    def found():
        draw(limited, ignorant, 22.4)
        return states(limited)["IGNORANT"]["state"] == "disobeying"
    until(found, 15, every=0.5, what="the wallbox that ignores its limit")
    until(lambda: kind.held.amps() == 9, 10, what="what it leaves")
    line = until(lambda: limited.api.to_check(kind="limit_ignored", charge_point="IGNORANT"))[0]
    assert line["details"]["measured_a"] == "22"
    # It comes to reason: two samples within its limit.
    for _ in range(2):
        draw(limited, ignorant, 9)
    until(lambda: states(limited)["IGNORANT"]["state"] == "charging", 10, what="trust again")


def test_an_offline_wallbox_keeps_what_it_may_draw(limited, join):
    away, here = join(limited, "AWAY"), join(limited, "HERE")
    limit(limited, 40)
    begin(limited, away)
    until(lambda: away.held.amps() == 32, 10, what="all it can draw")
    away.drop()
    until(lambda: states(limited)["AWAY"]["state"] == "unreachable", 10)
    begin(limited, here)
    until(lambda: here.held.amps() == 8, 10, what="what is left beside the one that is gone")
    # Its profile falls to its fallback by itself.
    until(lambda: here.held.amps() == 20, 20, what="half, once the other has fallen back")
    assert away.held.amps(site_now(limited)) == 20


def test_a_dead_appliance_leaves_everyone_the_fallback(limited, join):
    boxes = [join(limited, f"CP{n}") for n in range(3)]
    limit(limited, 40)
    begin(limited, boxes[0])
    until(lambda: boxes[0].held.amps() > 20, 10, what="more than an equal part for one")
    # Renewed at least once, so that each was told at another time.
    until(lambda: len(boxes[2].held.told) > 2, 20, what="a renewal")
    now = site_now(limited)
    limited.kill()
    # At any moment from here on they fit, and in the end each has an equal part.
    for second in range(0, 1000, 5):
        at = now + datetime.timedelta(seconds=second)
        assert sum(b.held.amps(at) for b in boxes) <= 40, second
    end = now + datetime.timedelta(seconds=900)
    assert [b.held.amps(end) for b in boxes] == [13, 13, 13]


def test_circuits_and_their_wrong_inputs(limited, join):
    boxes = [join(limited, f"CP{n}") for n in range(2)]
    limit(limited, 63)
    api = limited.api
    made = api.post("/load-groups", {"name": "Garage", "limit_a": 20})
    assert made.status == 201 and made.json["limit_a"] == 20, made
    group = made.json["id"]
    for box in boxes:
        assert api.patch(f"/load-connectors/{box.identity}/1", {"group": group}).json["group"] == group
        begin(limited, box)
    until(lambda: [b.held.amps() for b in boxes] == [10, 10], 10, what="shares of the circuit")
    wrong = [
        api.patch("/settings", {"site_limit_a": "5"}), api.patch("/settings", {"site_limit_a": "16.5"}),
        api.post("/load-groups", {"name": "Small", "limit_a": 5}),
        api.patch(f"/load-connectors/{boxes[0].identity}/1", {"max_a": 5}),
        api.patch(f"/load-connectors/{boxes[0].identity}/1", {"phases": 4}),
        api.patch(f"/load-connectors/{boxes[0].identity}/1", {"group": "nowhere"}),
    ]
    assert [answer.status for answer in wrong] == [422] * 6, wrong
    assert "6" in wrong[0].json["errors"][0]["reason"]
    assert api.post("/load-groups", {"name": "Garage", "limit_a": 30}).status == 409
    assert api.patch("/load-groups/nowhere", {"limit_a": 30}).status == 404
    assert api.patch(f"/load-connectors/{boxes[0].identity}/9", {"max_a": 16}).status == 404
    # One that must not be paused needs its six amperes at any time.
    for box in boxes:
        assert api.patch(f"/charge-points/{box.identity}", {"may_be_paused": False}).status == 200
    assert api.patch(f"/load-groups/{group}", {"limit_a": 11}).status == 422
    assert api.patch(f"/load-groups/{group}", {"limit_a": 90}).json["limit_a"] == 90
    assert api.delete(f"/load-groups/{group}").status == 204
    assert {c["group"] for c in api.get("/load").json["connectors"]} == {None}
    until(lambda: [b.held.amps() for b in boxes] == [31, 31], 10, what="shares of the site")
    assert limited.api_as("accountant").post("/load-groups", {"name": "X", "limit_a": 20}).status == 403
    assert limited.api_as("installer").get("/load").status == 200
