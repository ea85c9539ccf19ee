"""Wallboxes talk while somebody guesses passwords and PINs as fast as the network carries them."""

import asyncio
import contextlib
import http.client
import json
import pathlib
import subprocess
import sys
import time

import pytest
import websockets
from harness.appliance import Appliance
from harness.phone import phone_of
from harness.wait import until

WALLBOXES = 20
SECONDS = 4
GUESSES_SIDE_BY_SIDE = 64
PAUSE = 0.02
PUBLIC_KEY = "02" + "00" * 200


@pytest.fixture
def site(tmp_path):
    appliance = Appliance(tmp_path / "data").start()
    for number in range(WALLBOXES):
        appliance.api.accept(f"CP{number}")
    yield appliance
    appliance.kill()


@contextlib.contextmanager
def guesses(site):
    script = pathlib.Path(__file__).with_name("guesser.py")
    running = subprocess.Popen(
        [sys.executable, script, str(site.port), "20", str(GUESSES_SIDE_BY_SIDE)], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True)
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


async def heartbeats(port):
    """How long each Heartbeat of all wallboxes took."""
    took = []

    async def talk(identity):
        async with websockets.connect(f"ws://127.0.0.1:{port}/ocpp/{identity}", subprotocols=["ocpp1.6"],
                                      compression=None, ping_interval=None, open_timeout=20, proxy=None) as socket:
            end, n = time.monotonic() + SECONDS, 0
            while time.monotonic() < end:
                n += 1
                began = time.monotonic()
                await socket.send(json.dumps([2, str(n), "Heartbeat", {}]))
                while (answer := json.loads(await asyncio.wait_for(socket.recv(), 20)))[0] == 2:
                    pass  # what the appliance asks in between
                took.append(time.monotonic() - began)
                assert answer[:2] == [3, str(n)]
                await asyncio.sleep(PAUSE)

    await asyncio.gather(*(talk(f"CP{number}") for number in range(WALLBOXES)))
    return sorted(took)


def guess_pin(port, source):
    """The status and the seconds to wait that a machine at this address gets for a PIN."""
    connection = http.client.HTTPConnection("127.0.0.1", port, source_address=(source, 0), timeout=20)
    connection.request("POST", "/api/v1/tenant-sign-in/challenge", json.dumps({"code": "CODE", "a": PUBLIC_KEY}),
                       {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, int(answer.headers.get("retry-after") or 0)


def figures(took):
    at = [took[int(len(took) * share)] * 1000 for share in (0.5, 0.99, 0.999)]
    return f"{len(took)} heartbeats, median {at[0]:.1f} ms, 99 % {at[1]:.1f} ms, 99.9 % {at[2]:.1f} ms, " \
           f"slowest {took[-1] * 1000:.1f} ms"


def test_every_wallbox_is_answered_through_a_flood_of_guesses(site):
    phone = phone_of(site, site.api.post("/tenants", {"name": "Keller"}).json)
    assert phone.choose_pin("407193").status == 200
    print("\ncalm: ", figures(asyncio.run(heartbeats(site.port))))
    with guesses(site) as guesser:
        took = asyncio.run(heartbeats(site.port))
        assert phone.get("/tenant").status == 200, "who is signed in goes on"
        until(lambda: guess_pin(site.port, "127.9.9.9")[0] == 429, what="a network that guesses on is turned away")
        assert guess_pin(site.port, "127.9.9.9")[1] > 0, "and hears when it may try again"
        said = json.loads(guesser.communicate("", timeout=20)[0])
    print("flood:", figures(took), said["statuses"], flush=True)
    assert said["failed"] == []
    statuses = said["statuses"]
    answers = {each.split()[1] for each in statuses}
    assert answers <= {"201", "401", "429", "503"}, "each guess is answered, checked or not"
    assert statuses.get("/api/v1/sign-in 503"), "only so many passwords wait"
    assert statuses.get("/api/v1/tenant-sign-in/challenge 201"), "however many do, PINs are looked at"
    assert statuses.get("/api/v1/tenant-sign-in/challenge 429"), "after a hundred tries PINs go one by one"
    assert len(took) > WALLBOXES * SECONDS, "all wallboxes were answered, all the time"
