"""Clients that nobody here wrote: Python's `ocpp` and the program `test-ocpp`."""

import asyncio
import pathlib
import subprocess
import sys

import pytest
import websockets
from harness.times import ago
from harness.wait import until
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call, call_result
from ocpp.v16.enums import Action, RegistrationStatus, RemoteStartStopStatus

TEST_OCPP = pathlib.Path(sys.executable).parent / "test-ocpp"


class Box(ChargePoint):
    remote = None

    @on(Action.remote_start_transaction)
    def asked_to_start(self, id_tag, connector_id=None, **_):
        self.remote = (id_tag, connector_id)
        return call_result.RemoteStartTransaction(status=RemoteStartStopStatus.accepted)


def test_the_library_ocpp_runs_a_whole_charge(site, identity):
    site.api.accept(identity)

    async def charge():
        async with websockets.connect(f"{site.ws}/ocpp/{identity}", subprotocols=["ocpp1.6"]) as socket:
            box = Box(identity, socket)
            running = asyncio.create_task(box.start())
            booted = await box.call(call.BootNotification("Duo 22", "Ladeblitz"))
            assert booted.status == RegistrationStatus.accepted
            await box.call(call.Heartbeat())
            await box.call(call.StatusNotification(1, "NoError", "Preparing"))
            assert (await box.call(call.Authorize("GOOD"))).id_tag_info["status"] == "Accepted"
            started = await box.call(call.StartTransaction(1, "GOOD", 1000, ago(hours=1)))
            await box.call(call.MeterValues(1, [{"timestamp": ago(minutes=30), "sampledValue": [
                {"value": "5000", "measurand": "Energy.Active.Import.Register", "unit": "Wh"}]}],
                started.transaction_id))
            await box.call(call.StopTransaction(13345, ago(minutes=1), started.transaction_id,
                                                reason="Local", id_tag="GOOD"))
            await box.call(call.DataTransfer("com.example"))
            await box.call(call.DiagnosticsStatusNotification("Idle"))
            await box.call(call.FirmwareStatusNotification("Idle"))
            answer = await asyncio.to_thread(site.api.post, f"/charge-points/{identity}/operations", {
                "action": "RemoteStartTransaction", "payload": {"idTag": "GOOD", "connectorId": 2}})
            running.cancel()
            return started.transaction_id, answer, box.remote

    transaction, answer, remote = asyncio.run(charge())
    assert answer.json == {"status": "answered", "payload": {"status": "Accepted"}}
    assert remote == ("GOOD", 2)
    assert site.api.transaction(transaction)["cost"]["gross"] == "5.88"


@pytest.mark.parametrize("extra, password", [
    ([], None), (["--trailing-slash"], None), (["--password", "a long password"], "a long password")])
def test_the_program_test_ocpp_is_content(site, identity, extra, password):
    site.api.accept(identity, **({"password": password} if password else {}))
    result = subprocess.run([TEST_OCPP, f"{site.ws}/ocpp", identity, *extra], capture_output=True, text=True,
                            timeout=60)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_program_test_ocpp_is_told_that_its_password_is_wrong(site, identity):
    site.api.accept(identity, password="a long password")
    result = subprocess.run([TEST_OCPP, f"{site.ws}/ocpp", identity, "--password", "wrong"],
                            capture_output=True, text=True, timeout=60)
    assert result.returncode != 0 and "401" in result.stdout + result.stderr


def test_a_client_for_2_0_1_is_turned_away_in_words(site, identity):
    site.api.accept(identity)
    result = subprocess.run([TEST_OCPP, f"{site.ws}/ocpp", identity, "--ocpp", "2.0.1"],
                            capture_output=True, text=True, timeout=60)
    assert result.returncode != 0
    until(lambda: site.api.to_check(kind="handshake_refused", charge_point=identity))
