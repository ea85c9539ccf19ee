import itertools

import pytest
from harness.appliance import Appliance
from harness.charge_point import ChargePoint
from harness.people import claimed

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """One running appliance for the tests of a file, with two cards, GOOD and OTHER, and a price."""
    appliance = Appliance(tmp_path_factory.mktemp("site")).start()
    appliance.api.card("GOOD")
    appliance.api.card("OTHER")
    appliance.api.tariff(valid_from="2020-01-01T00:00:00Z")
    yield appliance
    appliance.kill()


@pytest.fixture
def fresh(tmp_path):
    """An appliance for one test, with nothing in it."""
    appliance = Appliance(tmp_path / "data").start()
    yield appliance
    appliance.kill()


@pytest.fixture
def owner(fresh):
    """The owner of a fresh appliance, signed in."""
    return claimed(fresh)


@pytest.fixture
def identity():
    """A charge point id that no other test uses."""
    return f"CP{next(_numbers):04}"


@pytest.fixture
def connected():
    """The wallboxes that a test has connected, in order."""
    return []


@pytest.fixture
def plug(connected):
    """Connects wallboxes; at the end every frame the server sent must have been allowed by the standard."""
    def connect(appliance, identity, **more):
        wallbox = ChargePoint(appliance.ws, identity, **more)
        connected.append(wallbox)
        return wallbox

    yield connect
    for wallbox in connected:
        wallbox.close()
    wrong = [(wallbox.identity, *complaint) for wallbox in connected for complaint in wallbox.invalid]
    assert not wrong, wrong


@pytest.fixture
def wallbox(site, plug, connected, identity):
    """An accepted wallbox, connected and booted. Whatever a test did, its newest connection can be used at the
    end, unless the test itself left it."""
    site.api.accept(identity)
    box = plug(site, identity)
    assert box.boot()["status"] == "Accepted"
    yield box
    newest = [each for each in connected if each.identity == identity][-1]
    assert newest.left or "currentTime" in newest.call("Heartbeat", {})
