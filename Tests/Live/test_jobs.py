"""Long work: percent, cancel, events; it goes on after a kill, and no wallbox waits for it."""

import time

import pytest
from harness.events import Events
from harness.wait import until

ROWS = 3_000


def long_list(rows=ROWS):
    return "Name;Karte;Wohnung\n" + "".join(f"Tenant {n};CARD{n:06};Flat {n}\n" for n in range(rows))


def draft(api, text):
    answer = api.post("/imports", {"text": text})
    assert answer.status == 201, answer
    return answer.json["id"]


def state(api, job):
    return api.get(f"/jobs/{job}").json


def until_state(api, job, wanted, timeout=60):
    return until(lambda: (now := state(api, job))["state"] == wanted and now, timeout=timeout, what=wanted)


def test_a_kill_in_the_middle_loses_nothing_and_makes_nothing_twice(fresh):
    api = fresh.api
    job = draft(api, long_list())
    assert api.post(f"/jobs/{job}/run").status == 202
    for share in (0.1, 0.4, 0.7):
        until(lambda: state(api, job)["progress"] > share * ROWS, timeout=60)
        fresh.kill()
        fresh.start()
        assert state(fresh.api, job)["state"] == "running", "it was over before it could be killed"
    done = until_state(fresh.api, job, "done")
    assert done["progress"] == done["total"] == ROWS and done["result"]["made"] == ROWS
    names = [tenant["name"] for tenant in api.items("/tenants?limit=500")]
    assert sorted(names) == sorted(f"Tenant {n}" for n in range(ROWS))
    cards = [card["label"] for card in api.items("/id-tags?limit=500")]
    assert len(cards) == 2 * ROWS and cards.count("phone") == ROWS, "a card and a phone each"

    assert api.post(f"/jobs/{job}/undo").status == 202
    until(lambda: state(api, job)["progress"] < ROWS / 2, timeout=60)
    fresh.kill()
    fresh.start()
    until_state(fresh.api, job, "undone")
    assert api.items("/tenants") == [] and api.items("/id-tags") == []


def test_a_job_can_be_stopped_goes_on_and_tells_how_far_it_is(fresh):
    api = fresh.api
    events = Events(api)
    job = draft(api, long_list())
    assert state(api, job)["percent"] == 0
    api.post(f"/jobs/{job}/run")
    events.next("job", lambda told: told["id"] == job and 0 < told["percent"] < 100, timeout=20)
    stopped = api.post(f"/jobs/{job}/cancel")
    assert stopped.status == 200 and stopped.json["state"] == "cancelled"
    made = len(api.items("/tenants?limit=500"))
    assert 0 < made < ROWS and state(api, job)["progress"] == made
    assert api.post(f"/jobs/{job}/cancel").status == 409
    api.post(f"/jobs/{job}/run")
    until_state(api, job, "done")
    events.next("job", lambda told: told["state"] == "done", timeout=20)
    assert len(api.items("/tenants?limit=500")) == ROWS
    assert api.post(f"/jobs/{job}/run").status == 409
    events.close()


def test_a_draft_can_be_dropped_and_there_is_nothing_to_undo(fresh):
    job = draft(fresh.api, "Name\nKeller\n")
    assert fresh.api.post(f"/jobs/{job}/undo").status == 409
    assert fresh.api.post(f"/jobs/{job}/cancel").json["state"] == "cancelled"
    assert [one["id"] for one in fresh.api.items("/jobs")] == [job]


@pytest.mark.parametrize("verb", ["run", "cancel", "undo"])
def test_a_job_that_is_not_there_is_not_found(site, verb):
    assert site.api.post(f"/jobs/NOSUCH/{verb}").status == 404
    assert site.api.get("/jobs/NOSUCH").status == 404


def test_no_wallbox_waits_for_a_job(fresh, plug):
    api = fresh.api
    api.card("GOOD")
    api.accept("CP1")
    box = plug(fresh, "CP1")
    box.boot()
    job = draft(api, long_list())
    api.post(f"/jobs/{job}/run")
    until(lambda: state(api, job)["progress"] > 0)
    slowest = 0
    for _ in range(20):
        began = time.monotonic()
        box.charge("GOOD")
        slowest = max(slowest, (time.monotonic() - began) / 2)
    assert state(api, job)["state"] == "running", "it was over before it could be in the way"
    assert slowest < 1, f"a start or stop took {slowest:.2f} s"
