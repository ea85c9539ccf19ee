"""A full disk: nothing is acknowledged that was not kept, and it recovers by itself."""

import os
import subprocess

import pytest
from harness.appliance import Appliance
from harness.charge_point import CallError, meter_values, start_payload
from harness.times import ago
from harness.wait import until


@pytest.fixture
def small_disk(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip(f"mount is not allowed here: {mounted.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk_is_answered_with_internal_error_and_recovers(small_disk, plug):
    appliance = Appliance(small_disk / "data").start()
    try:
        appliance.api.card("GOOD")
        appliance.api.accept("CP")
        box = plug(appliance, "CP")
        box.boot()
        started = box.start("GOOD", ago(hours=5))["transactionId"]
        ballast = small_disk / "ballast"
        with open(ballast, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                pass
        kept, refused = [0], []
        for n in range(1, 3_000):
            try:
                box.call("MeterValues", meter_values(started, ago(seconds=17_000 - n), n))
                kept.append(n)
            except CallError as error:
                assert error.code == "InternalError"
                refused.append(n)
                if len(refused) > 5:
                    break
        assert refused, "the disk never became full"
        with pytest.raises(CallError) as start_refused:
            box.call("StartTransaction", start_payload("GOOD", ago(hours=1), 5, connector=2))
        assert start_refused.value.code == "InternalError"
        assert box.call("Heartbeat", {})
        ready = appliance.anonymous().get("/readyz")
        assert ready.status == 503 and "full" in ready.text
        assert appliance.api.get("/health").json["disk"]["state"] == "full"
        assert appliance.anonymous().get("/healthz").status == 200, "it runs; it only cannot keep anything"
        ballast.unlink()
        answer = until(lambda: retried(box, started), timeout=20, what="recovery")
        assert answer["idTagInfo"]["status"] == "Accepted"
        until(lambda: appliance.anonymous().get("/readyz").status == 200, timeout=20)
        # Exactly what was acknowledged is there, and what is sent again is kept once.
        for n in refused:
            box.call("MeterValues", meter_values(started, ago(seconds=17_000 - n), n))
        assert {r["wh"] for r in appliance.api.readings(started)} == set(kept) | set(refused)
        appliance.kill()
        appliance.start()
        assert {r["wh"] for r in appliance.api.readings(started)} == set(kept) | set(refused)
    finally:
        appliance.kill()


def retried(box, started):
    try:
        return box.call("StartTransaction", start_payload("GOOD", "2026-01-01T00:00:00Z", 5, connector=2))
    except CallError:
        return None
