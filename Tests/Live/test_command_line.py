"""The commands: exit codes, tokens, and a clean end."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import threading

import pytest
from harness.appliance import BINARY, Appliance, run
from harness.charge_point import meter_values, start_payload
from harness.times import ago
from harness.wait import until


@pytest.mark.parametrize("arguments", [
    ["dance"], ["serve", "--nonsense"], ["serve", "--listen"], ["serve", "--listen", "here"],
    ["serve", "--listen", "127.0.0.1:99999"], ["token"], ["token", "create"],
    ["token", "create", "--name", "x", "--role", "king"], ["price"], ["price", "a", "b"],
    ["simulate"], ["simulate", "--url", "ws://127.0.0.1:1/ocpp", "--charge-points", "0", "--scenario", "idle"],
    ["serve", "--clock-rate", "0"],
])
def test_wrong_usage_ends_with_2_and_says_what_to_try(arguments, tmp_path):
    result = run(*arguments, env={"WATTKEEPER_DATA": str(tmp_path)})
    assert result.returncode == 2, (result.returncode, result.stderr)
    assert result.stderr.startswith("wattkeeper: ") and "Try:" in result.stderr


def test_help_names_the_commands():
    result = run("--help")
    assert result.returncode == 0
    for command in ("serve", "demo", "simulate", "token create", "claim", "price"):
        assert command in result.stdout


def test_a_version_is_told():
    result = run("--version")
    assert result.returncode == 0 and re.search(r"\d+\.\d+", result.stdout)


def test_serve_prints_exactly_one_line(fresh):
    fresh.anonymous().get("/healthz")
    assert fresh.more_stdout() == []
    assert fresh.url == f"http://127.0.0.1:{fresh.port}"


@pytest.mark.parametrize("role", ["owner", "manager", "accountant", "installer", "tenant"])
def test_a_token_is_made_while_the_appliance_runs(fresh, role):
    result = run("token", "create", "--name", "x", "--role", role, "--data", fresh.data)
    assert result.returncode == 0 and re.fullmatch(r"\S{20,}\n", result.stdout)
    assert fresh.anonymous().get("/transactions", headers={
        "Authorization": f"Bearer {result.stdout.strip()}"}).status in (200, 403)


def test_a_token_is_made_while_it_does_not_run(tmp_path):
    token = run("token", "create", "--name", "x", "--role", "owner", "--data", tmp_path).stdout.strip()
    appliance = Appliance(tmp_path).start()
    try:
        appliance.token = token
        assert appliance.api.get("/settings").status == 200
    finally:
        appliance.kill()


def test_tokens_are_not_kept_in_clear(fresh):
    token = fresh.make_token()
    fresh.stop()
    for file in fresh.data.iterdir():
        if file.is_file():
            assert token.encode() not in file.read_bytes(), file


def test_two_on_one_directory_are_one_too_many(fresh):
    second = run("serve", "--data", fresh.data, "--listen", "127.0.0.1:0")
    assert second.returncode == 1 and second.stderr.startswith("wattkeeper: ")
    assert fresh.anonymous().get("/healthz").status == 200


def test_a_port_that_is_taken_is_said(fresh, tmp_path):
    second = run("serve", "--data", tmp_path / "other", "--listen", f"127.0.0.1:{fresh.port}")
    assert second.returncode == 1 and str(fresh.port) in second.stderr


def test_missing_pages_are_said_with_the_places_tried(tmp_path):
    result = run("serve", "--data", tmp_path, "--listen", "127.0.0.1:0", "--web", tmp_path / "nowhere")
    assert result.returncode == 1 and "nowhere" in result.stderr


def test_a_configuration_file_sets_what_flags_set(tmp_path):
    config = tmp_path / "wattkeeper.conf"
    config.write_text(f"# where things are\ndata = {tmp_path / 'site'}\nlisten = 127.0.0.1:0\n")
    serving = subprocess.Popen([BINARY, "serve", "--config", config], stdout=subprocess.PIPE, text=True,
                               stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert serving.stdout.readline().startswith("ready http://127.0.0.1:")
        assert (tmp_path / "site" / "wattkeeper.db").exists()
    finally:
        serving.terminate()
        assert serving.wait(10) == 0


def test_a_broken_configuration_file_is_said_with_its_place(tmp_path):
    config = tmp_path / "wattkeeper.conf"
    config.write_text("listen = 127.0.0.1:0\nnonsense\n")
    result = run("serve", "--config", config)
    assert result.returncode == 2 and "wattkeeper.conf, line 2" in result.stderr


def test_data_files_are_the_owners_alone(fresh):
    for file in fresh.data.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_within_two_seconds(fresh, plug, number):
    fresh.api.accept("CP")
    box = plug(fresh, "CP")
    box.boot()
    fresh.process.send_signal(number)
    code, seconds = fresh.stop()
    assert code == 0 and seconds < 2
    assert box.close_code == 1001
    assert not (fresh.data / "control.sock").exists()


def test_what_was_acknowledged_before_the_end_is_there_afterwards(fresh, plug):
    fresh.api.card("GOOD")
    fresh.api.accept("CP")
    box = plug(fresh, "CP")
    started = box.start("GOOD", ago(hours=3))["transactionId"]
    sent = {}
    for n in range(400):
        sent[box.begin("MeterValues", meter_values(started, ago(seconds=9_000 - n), 10 + n))] = 10 + n
    until(lambda: len(box.frames) > 50)
    code, seconds = fresh.stop()
    assert code == 0 and seconds < 2
    box.closed.wait(5)
    acknowledged = {sent[frame[1]] for frame in box.frames if frame[0] == 3 and frame[1] in sent}
    fresh.start()
    assert acknowledged <= {reading["wh"] for reading in fresh.api.readings(started)}
    assert sqlite3.connect(f"file:{fresh.data}/wattkeeper.db?mode=ro", uri=True).execute(
        "PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_signal_while_wallboxes_start_charges_loses_none(fresh, plug):
    fresh.api.card("GOOD")
    boxes = []
    for n in range(5):
        fresh.api.accept(f"CP{n}")
        boxes.append(plug(fresh, f"CP{n}"))
    stop = threading.Timer(0.1, lambda: fresh.process.send_signal(signal.SIGTERM))
    stop.start()
    acknowledged = []

    def work(box):
        for n in range(10_000):
            try:
                acknowledged.append(box.call("StartTransaction", start_payload(
                    "GOOD", ago(seconds=n), n))["transactionId"])
            except Exception:
                return

    threads = [threading.Thread(target=work, args=(box,)) for box in boxes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    fresh.stop()
    fresh.start()
    kept = {t["transaction_id"] for t in fresh.api.items("/transactions?limit=500")}
    assert acknowledged and set(acknowledged) <= kept


def test_simulate_reports_in_json(fresh):
    fresh.api.patch("/settings", {"accept_new_charge_points": "accept"})
    fresh.api.card("SIM")
    result = run("simulate", "--url", f"{fresh.ws}/ocpp", "--charge-points", "5", "--scenario", "session",
                 "--duration", "3", "--id-prefix", "SIM", "--id-tag", "SIM", "--json", timeout=60)
    assert result.returncode == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["errors"]["total"] == 0 and report["messages"] > 0
    assert len(fresh.api.items("/charge-points")) == 5


def test_demo_shows_a_site_with_a_past(tmp_path):
    demo = subprocess.Popen([BINARY, "demo", "--listen", "127.0.0.1:0", "--data", str(tmp_path / "demo")],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            stdin=subprocess.DEVNULL, env={**os.environ, "SWIFT_BACKTRACE": "enable=no"})
    try:
        line = demo.stdout.readline()
        assert re.fullmatch(r"ready http://127\.0\.0\.1:\d+\n", line)
        appliance = Appliance(tmp_path / "demo")
        appliance.host, appliance.port = "127.0.0.1", int(line.rsplit(":", 1)[1])
        charges = until(lambda: appliance.api.get("/transactions").json["items"], timeout=20,
                        what="charges of the past month")
        assert charges
        assert any(p["online"] for p in appliance.api.items("/charge-points"))
    finally:
        demo.terminate()
        assert demo.wait(10) == 0


def test_a_claim_code_for_a_site_that_has_an_owner_is_refused(fresh):
    fresh.anonymous().post("/claim", {
        "code": (fresh.data / "claim-code").read_text().strip(), "name": "Me",
        "password": "long enough to remember", "country": "DE"})
    result = run("claim", "--data", fresh.data)
    assert result.returncode == 1 and result.stdout == "" and "Try:" in result.stderr


def test_a_site_with_a_test_clock_keeps_it_and_says_so(tmp_path):
    clock = ["--clock-start", "2026-01-01T00:00:00Z", "--clock-rate", "1"]
    appliance = Appliance(tmp_path / "data", clock).start()
    try:
        assert appliance.api.get("/health").json["now"].startswith("2026-01-01T00:0")
        assert appliance.anonymous().get("/site").json["test_clock"]
    finally:
        appliance.kill()
    real = Appliance(tmp_path / "real").start()
    real.api.accept("CP")
    real.stop()
    refused = run("serve", "--data", tmp_path / "real", "--listen", "127.0.0.1:0", *clock)
    assert refused.returncode in (1, 2) and "clock" in refused.stderr
