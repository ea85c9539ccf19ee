"""A wallbox that comes back says nothing, or boots: both are right, and only one needs a question."""

import queue

import pytest
from harness.wait import until

ACCEPTED = {"TriggerMessage": {"status": "Accepted"}}


def triggers(wallbox):
    return [(payload["requestedMessage"], payload.get("connectorId"))
            for kind, _, action, payload in [frame for frame in wallbox.frames if frame[0] == 2]
            if action == "TriggerMessage"]


@pytest.fixture
def known(site, wallbox):
    """The id of a wallbox with two connectors that has booted and lost its connection."""
    wallbox.status(connector=1)
    wallbox.status("Charging", connector=2)
    wallbox.drop()
    return wallbox.identity


def test_a_silent_one_is_asked_what_its_connectors_do(site, plug, known):
    back = plug(site, known, answers=ACCEPTED)
    for connector in (1, 2):
        assert back.next_call("TriggerMessage")[1] == {
            "requestedMessage": "StatusNotification", "connectorId": connector}
        back.status("Finishing", connector=connector)
    until(lambda: {c["status"] for c in site.api.get(f"/charge-points/{known}").json["connectors"]}
          == {"Finishing"})


def test_one_that_boots_hears_nothing_before_it_is_accepted_nor_after(site, plug, known, identity):
    back = plug(site, known, answers=ACCEPTED)
    back.boot()
    assert back.frames[0][0] == 3
    site.api.accept(identity + "-LATER")
    later = plug(site, identity + "-LATER", answers=ACCEPTED)
    later.next_call("TriggerMessage")
    assert triggers(back) == []


def test_one_that_does_not_understand_is_not_asked_again(site, plug, known, identity):
    back = plug(site, known, answers={"TriggerMessage": {"status": "NotImplemented"}})
    back.next_call("TriggerMessage")
    again = plug(site, known, answers=ACCEPTED)
    site.api.accept(identity + "-LATER")
    later = plug(site, identity + "-LATER", answers=ACCEPTED)
    later.next_call("TriggerMessage")
    assert triggers(back) == [("StatusNotification", 1)]
    assert triggers(again) == []


def test_one_that_never_booted_here_is_asked_to(site, plug, identity):
    site.api.accept(identity)
    back = plug(site, identity, answers=ACCEPTED)
    assert back.next_call("TriggerMessage")[1] == {"requestedMessage": "BootNotification"}
    back.boot()
    assert site.api.get(f"/charge-points/{identity}").json["vendor"]


def test_one_that_waits_to_be_accepted_is_not_asked(site, plug, identity):
    pending = plug(site, identity + "-PENDING", answers=ACCEPTED)
    site.api.accept(identity)
    plug(site, identity, answers=ACCEPTED).next_call("TriggerMessage")
    with pytest.raises(queue.Empty):
        pending.next_call(timeout=0.1)
    site.api.delete(f"/charge-points/{identity}-PENDING")
