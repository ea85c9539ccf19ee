"""What happens when the system gives no more descriptors."""

import os
import resource
import socket

import pytest
from harness.appliance import Appliance
from harness.charge_point import ChargePoint
from harness.times import ago
from harness.wait import until

WALLBOXES = 20


def started(folder, descriptors):
    appliance = Appliance(folder / "data", descriptors=descriptors).start()
    appliance.api.card("GOOD")
    for number in range(WALLBOXES):
        appliance.api.accept(f"CP{number:02}")
    return appliance


@pytest.fixture(params=[200, 1_000, 1_500, 4_096])
def site(request, tmp_path):
    """Appliances that may open so many files."""
    appliance = started(tmp_path, request.param)
    yield appliance
    appliance.kill()


def files(site):
    """The numbers of what the appliance has open."""
    return [int(name) for name in os.listdir(f"/proc/{site.process.pid}/fd")]


def sockets(site):
    return [number for number in files(site)
            if os.readlink(f"/proc/{site.process.pid}/fd/{number}").startswith("socket:")]


def dial(site):
    """A connection that says nothing."""
    made = socket.create_connection((site.host, site.port), timeout=5)
    made.setblocking(False)
    return made


def is_up(connection):
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True
    except ConnectionResetError:
        return False


def charge_of_all(boxes):
    """One charge on each connected wallbox; all of it is kept."""
    for box in boxes:
        box.charge("GOOD", start=ago(hours=2), stop=ago(hours=1))


def test_silent_callers_take_no_place_from_wallboxes_however_few_files_may_be_open(site):
    boxes = [ChargePoint(site.ws, f"CP{number:02}") for number in range(WALLBOXES // 2)]
    crowd = [dial(site) for _ in range(min(site.descriptors, 1_000))]
    late = [ChargePoint(site.ws, f"CP{number:02}") for number in range(WALLBOXES // 2, WALLBOXES)]
    charge_of_all(boxes + late)
    assert len(site.api.items("/transactions")) == WALLBOXES
    assert is_up(crowd[-1])
    for connection in crowd:
        connection.close()


def test_sockets_stand_above_the_numbers_that_a_library_may_need(tmp_path):
    site = started(tmp_path, 4_096)
    boxes = [ChargePoint(site.ws, f"CP{number:02}") for number in range(WALLBOXES)]
    assert len(sockets(site)) >= WALLBOXES and min(sockets(site)) >= 1024
    charge_of_all(boxes)
    site.kill()


def test_at_the_limit_of_files_callers_are_hung_up_on_and_wallboxes_go_on_charging(tmp_path):
    site = started(tmp_path, 1_000)
    boxes = [ChargePoint(site.ws, f"CP{number:02}") for number in range(WALLBOXES - 1)]
    # The limit falls while it runs, to where it stands already: not one more can be had.
    most = max(files(site)) + 30
    filled = [dial(site) for _ in range(most - len(files(site)))]
    until(lambda: len(files(site)) >= most, what="all descriptors in use")
    resource.prlimit(site.process.pid, resource.RLIMIT_NOFILE, (most, most))
    refused = [dial(site) for _ in range(50)]
    until(lambda: not any(is_up(connection) for connection in refused), what="hanging up")
    charge_of_all(boxes)

    filled[0].close()
    until(lambda: len(files(site)) < most)
    last = ChargePoint(site.ws, f"CP{WALLBOXES - 1:02}")
    last.boot()
    for connection in filled:
        connection.close()
    until(lambda: len(files(site)) < most - 1)
    assert len(site.api.items("/transactions")) == len(boxes)
    site.kill()
