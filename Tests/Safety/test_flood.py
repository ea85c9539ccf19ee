"""A hundred wallboxes charge while others on the network do their worst."""

import asyncio
import collections
import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
import time

import pytest
import websockets
from harness.appliance import Appliance
from harness.charge_point import BOOT, basic, meter_values, start_payload
from harness.times import ago
from harness.wait import until

WALLBOXES = 100
SAMPLES = 4
PATIENCE = 2  # seconds that no call may take
ATTACKERS = ["127.0.0.2", "127.0.0.3"]
FAILURES = 64  # refused handshakes of an address in a minute
PASSWORD = "a password nobody guesses"
# Room for some 2,000 connections, so that the flood finds the end of it.
DESCRIPTORS = 3_072
RSS_MB = 256


class Wallbox:
    """Charges once, over two connections; keeps how long each answer took."""

    def __init__(self, number, port):
        self.identity, self.port = f"CP{number:03}", port
        self.meter = number * 1_000
        self.took = []
        self.transaction = None

    async def timed(self, work):
        began = time.monotonic()
        try:
            return await work
        finally:
            self.took.append(time.monotonic() - began)

    async def connect(self):
        self.socket = await self.timed(websockets.connect(
            f"ws://127.0.0.1:{self.port}/ocpp/{self.identity}", subprotocols=["ocpp1.6"], compression=None,
            additional_headers={"Authorization": basic(self.identity, PASSWORD)}, ping_interval=None,
            open_timeout=20, close_timeout=1, proxy=None))

    async def call(self, action, payload):
        await self.socket.send(json.dumps([2, str(len(self.took)), action, payload]))
        kind, _, answer = json.loads(await asyncio.wait_for(self.timed(self.socket.recv()), 20))
        assert kind == 3, (action, answer)
        return answer

    async def charge(self, pause):
        await self.connect()
        await self.call("BootNotification", BOOT)
        started = await self.call("StartTransaction", start_payload("GOOD", ago(hours=2), self.meter))
        self.transaction = started["transactionId"]
        for n in range(SAMPLES):
            await asyncio.sleep(pause)
            if n == SAMPLES // 2:
                await self.socket.close()
                await self.connect()
            await self.call("MeterValues", meter_values(
                self.transaction, ago(minutes=100 - n), self.meter + 100 * (n + 1)))
        await self.call("StopTransaction", {
            "transactionId": self.transaction, "timestamp": ago(hours=1), "meterStop": self.meter + 4_321})
        await self.socket.close()


@pytest.fixture
def site(tmp_path):
    appliance = Appliance(tmp_path / "data", descriptors=DESCRIPTORS).start()
    appliance.api.card("GOOD")
    appliance.api.accept("LOCKED", password=PASSWORD)
    appliance.api.accept("OPEN")
    for number in range(WALLBOXES):
        appliance.api.accept(f"CP{number:03}", password=PASSWORD)
    yield appliance
    appliance.kill()


@pytest.fixture
def attackers(site):
    script = pathlib.Path(__file__).with_name("attacker.py")
    running = [subprocess.Popen([sys.executable, script, str(site.port), address], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, text=True) for address in ATTACKERS]
    yield running
    for process in running:
        process.kill()
        process.communicate()


def memory_mb(site):
    status = pathlib.Path(f"/proc/{site.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024


def open_files(site):
    return len(os.listdir(f"/proc/{site.process.pid}/fd"))


def too_many(site):
    """The lines of addresses that had to be told to wait."""
    return [line for line in site.api.to_check(kind="handshake_refused")
            if "refused more than" in line["details"]["cause"]]


def page_of(site, source):
    """What somebody sees who opens the page from this address."""
    connection = http.client.HTTPConnection(site.host, site.port, timeout=10, source_address=(source, 0))
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    finally:
        connection.close()



async def all_charge(site, boxes, memory):
    charging = asyncio.gather(*(box.charge(pause=1.5) for box in boxes))
    while not charging.done():
        memory.append(memory_mb(site))
        await asyncio.wait([charging], timeout=0.2)
    await charging


def test_a_hundred_wallboxes_charge_undisturbed_through_a_flood(site, attackers):
    memory = [memory_mb(site)]
    until(lambda: open_files(site) > 0.6 * DESCRIPTORS and len(too_many(site)) == len(ATTACKERS),
          timeout=20, what="the flood")
    boxes = [Wallbox(number, site.port) for number in range(WALLBOXES)]
    asyncio.run(all_charge(site, boxes, memory))
    assert all(page_of(site, source) == 200 for source in ATTACKERS), "the page is for everyone"

    ends = collections.Counter()
    for attacker in attackers:
        said = json.loads(attacker.communicate("", timeout=10)[0])
        assert said["failed"] == []
        ends.update(said["ends"])
    took = sorted(time for box in boxes for time in box.took)
    print(dict(ends), f"slowest call {took[-1]:.3f} s, median {took[len(took) // 2]:.3f} s, "
          f"memory {memory[0]:.0f} MB, at most {max(memory):.0f} MB", flush=True)
    assert took[-1] <= PATIENCE
    assert max(memory) <= RSS_MB
    for box in boxes:
        kept = site.api.transaction(box.transaction)
        assert (kept["charge_point"], kept["energy_wh"], kept["flags"]) == (box.identity, 4_321, [])
        assert [r["wh"] - box.meter for r in site.api.readings(box.transaction)] == [
            0, 100, 200, 300, 400, 4_321]
    refused(site, ends)


def refused(site, ends):
    """Each way found its limit."""
    failures = ends["guess 401"] + ends["pretend 101"] + ends["pretend 503"] + ends["never_hang_up 101"]
    assert ends["guess 429"] and failures <= 2 * FAILURES * len(ATTACKERS), "nobody tries for ever"
    assert ends["pretend 429"] and ends["announce_exabytes 1009"] and ends["never_end 1009"]
    assert ends["say_nothing hung up"] > 1_000 and ends["dribble cut off"] and ends["hoard hung up"]
    assert ends["never_hang_up 101"] and not any(way.endswith("left alone") for way in ends)
    lines = len(site.api.to_check(kind="handshake_refused"))
    assert lines <= 4 * len(ATTACKERS), "a line for each address and wallbox, not for each try"
