"""What was said: the message log of a wallbox, as people read it and take it home."""

import json
import sqlite3

from harness.charge_point import CallError, ChargePoint
from harness.times import ago
from harness.wait import until

SECRET = "S3CRET-0123456789"


def messages(site, identity, search=None, api=None):
    """The whole log, newest first."""
    question = f"?search={search}&limit=500" if search else "?limit=500"
    return (api or site.api).items(f"/charge-points/{identity}/messages{question}")


def said(line):
    return line["direction"], line["type"], line["action"]


def log_bytes(site, identity):
    """What the file holds of a wallbox's log."""
    with sqlite3.connect(f"file:{site.data}/wattkeeper.db?mode=ro", uri=True) as file:
        return file.execute(
            "SELECT coalesce(sum(length(frames)), 0) FROM message_block JOIN charge_point c"
            " ON c.key = charge_point_key WHERE c.id = ?", (identity,)).fetchone()[0]


def test_both_sides_are_there_newest_first_and_answers_carry_their_action(site, wallbox):
    wallbox.answers["Reset"] = CallError("NotSupported", "no such thing", {})
    wallbox.status("Preparing")
    running = wallbox.start("GOOD", ago(minutes=5), 1234)["transactionId"]
    site.api.post(f"/charge-points/{wallbox.identity}/operations", {"action": "Reset", "payload": {"type": "Soft"}})
    lines = messages(site, wallbox.identity)
    assert [said(line) for line in reversed(lines)] == [
        ("in", "other", None),
        ("in", "call", "BootNotification"), ("out", "result", "BootNotification"),
        ("in", "call", "StatusNotification"), ("out", "result", "StatusNotification"),
        ("in", "call", "StartTransaction"), ("out", "result", "StartTransaction"),
        ("out", "call", "Reset"), ("in", "error", "Reset")]
    assert lines[-1]["frame"] == "connected from 127.0.0.1"
    assert lines[2]["meaning"] == {
        "key": "startTransaction.result.Accepted", "values": {"transaction": str(running)}}
    start = json.loads(lines[3]["frame"])
    assert start[0] == 2 and start[1] == lines[3]["message_id"] and start[3]["idTag"] == "GOOD"
    assert all(line["at"].endswith("Z") and line["cut"] is False for line in lines)


def test_what_cannot_be_read_and_the_end_of_a_connection_are_there_too(site, wallbox):
    wallbox.send("good morning")
    wallbox.close()
    until(lambda: messages(site, wallbox.identity)[0]["frame"].startswith("disconnected"))
    assert [line["frame"] for line in messages(site, wallbox.identity, "good%20morning")] == ["good morning"]


def test_a_search_narrows_and_pages_go_on_where_they_ended(site, wallbox):
    for number in range(30):
        wallbox.call("Heartbeat", {}, message_id=f"beat-{number}")
    assert len(messages(site, wallbox.identity, "hEARTbeat")) == 60
    assert [said(line) for line in messages(site, wallbox.identity, "beat-17")] == [
        ("out", "result", "Heartbeat"), ("in", "call", "Heartbeat")]
    path = f"/charge-points/{wallbox.identity}/messages?search=heartbeat&limit=7"
    paged = site.api.items(path)
    assert [line["message_id"] for line in paged[::2]] == [f"beat-{n}" for n in reversed(range(30))]
    assert len(site.api.get(path).json["items"]) == 7


def test_bad_questions_are_refused_with_a_reason(site, wallbox):
    path = f"/charge-points/{wallbox.identity}/messages"
    too_long = site.api.get(path + "?search=" + "x" * 101)
    assert too_long.status == 422 and too_long.json["errors"][0]["path"] == "search" and too_long.json["fix"]
    assert site.api.get(path + "?limit=0").status == 400
    assert site.api.get(path + "?cursor=yesterday").status == 400
    assert site.api.get("/charge-points/NOBODY/messages").status == 404
    assert site.api.get("/charge-points/NOBODY/messages.ndjson").status == 404
    assert site.api_as("accountant").get(path).status == 403
    assert site.anonymous().get(path).status == 401


def test_passwords_are_in_neither_the_log_nor_the_file(fresh, plug):
    fresh.api.accept("CP1", password=SECRET + "-first")
    box = plug(fresh, "CP1", password=SECRET + "-first", answers={
        "ChangeConfiguration": {"status": "Accepted"},
        "GetConfiguration": {"configurationKey": [
            {"key": "authorizationKey", "readonly": False, "value": SECRET},
            {"key": "HeartbeatInterval", "readonly": False, "value": "300"}], "unknownKey": []}})
    box.boot()

    def operate(action, payload):
        answer = fresh.api.post("/charge-points/CP1/operations", {"action": action, "payload": payload})
        assert answer.status == 200, answer

    operate("ChangeConfiguration", {"key": "AuthorizationKey", "value": SECRET})
    operate("GetConfiguration", {})
    box.send('[3,"none",{"configurationKey":[{"key":"AuthorizationKey","value":"' + SECRET)  # unreadable
    until(lambda: fresh.api.to_check(kind="frame_unreadable"))
    lines = messages(fresh, "CP1")
    assert not [line for line in lines if SECRET in line["frame"]]
    assert not [line for line in lines if "Basic" in line["frame"]]
    broken, whole = messages(fresh, "CP1", "configurationKey")
    assert broken["frame"] == '[3,"none",{"configurationKey":[{…'
    told = json.loads(whole["frame"])[2]["configurationKey"]
    assert [entry["value"] for entry in told] == ["…", "300"]
    set_ = json.loads(messages(fresh, "CP1", "ChangeConfiguration")[1]["frame"])
    assert set_[3] == {"key": "AuthorizationKey", "value": "…"}
    assert fresh.stop()[0] == 0
    for file in fresh.data.iterdir():
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes(), file.name
    assert b"authorizationKey" in (fresh.data / "wattkeeper.db").read_bytes()


def test_the_log_survives_a_restart(fresh, plug):
    fresh.api.accept("CP1")
    plug(fresh, "CP1").boot()
    assert fresh.stop()[0] == 0
    fresh.start()
    assert [said(line) for line in messages(fresh, "CP1", "BootNotification")] == [
        ("out", "result", "BootNotification"), ("in", "call", "BootNotification")]


def test_the_log_has_a_bound_and_keeps_the_newest(fresh, plug):
    fresh.api.accept("CP1")
    box = plug(fresh, "CP1")
    box.boot()
    for number in range(200):
        box.call("DataTransfer", {"vendorId": "x", "data": "y" * 12_000}, message_id=f"many-{number}")
    assert fresh.stop()[0] == 0
    assert 500_000 < log_bytes(fresh, "CP1") <= 1024 * 1024
    fresh.start()
    assert messages(fresh, "CP1", "many-199") and messages(fresh, "CP1", "many-150")
    assert not messages(fresh, "CP1", "many-0") and not messages(fresh, "CP1", "BootNotification")


def test_a_long_frame_is_cut_and_says_so(site, wallbox):
    wallbox.call("DataTransfer", {"vendorId": "x", "data": "é" * 20_000}, message_id="long")
    answer, call = messages(site, wallbox.identity, "long")
    assert call["cut"] and len(call["frame"].encode()) <= 16 * 1024 and call["action"] == "DataTransfer"
    assert not answer["cut"] and answer["action"] == "DataTransfer"


def test_a_wallbox_that_nobody_accepted_has_little_room(fresh):
    box = ChargePoint(fresh.ws, "NEW")
    assert box.boot()["status"] == "Pending"
    for number in range(60):
        box.call("DataTransfer", {"vendorId": "x", "data": "y" * 8_000}, message_id=f"many-{number}")
    box.close()
    assert messages(fresh, "NEW", "many-59")
    assert fresh.stop()[0] == 0
    assert 8_000 < log_bytes(fresh, "NEW") <= 64 * 1024


def test_an_installer_sees_cards_shortened_and_cannot_search_for_them(site, wallbox):
    card = "04A1B2C3D4"
    wallbox.call("Authorize", {"idTag": card})
    wallbox.call("DataTransfer", {"vendorId": "x", "data": json.dumps({"list": [{"parentIdTag": card}]})})
    installer = site.api_as("installer")
    for line in messages(site, wallbox.identity, api=installer):
        assert card not in json.dumps(line)
    call = messages(site, wallbox.identity, "Authorize", installer)[1]
    assert json.loads(call["frame"])[3] == {"idTag": "04A1…"}
    assert call["meaning"]["values"] == {"card": "04A1…"}
    assert messages(site, wallbox.identity, card, installer) == []
    file = installer.get(f"/charge-points/{wallbox.identity}/messages.ndjson").text
    assert card not in file and "04A1…" in file
    assert len(messages(site, wallbox.identity, card, site.api_as("manager"))) == 2


def test_the_download_is_a_json_object_a_line_oldest_first_with_a_sentence(site, wallbox):
    wallbox.start("GOOD", ago(minutes=5), 1234)
    answer = site.api.get(f"/charge-points/{wallbox.identity}/messages.ndjson")
    assert answer.status == 200 and answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="messages-{wallbox.identity}.ndjson"')
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [said(line) for line in lines[:3]] == [
        ("in", "other", None), ("in", "call", "BootNotification"), ("out", "result", "BootNotification")]
    assert lines[0]["meaning"] == "The wallbox connected from 127.0.0.1."
    assert lines[3]["meaning"] == "The wallbox starts a charge on connector 1 with card GOOD at 1234 Wh."
    assert lines[4]["meaning"].startswith("We accept: charge ")
    narrowed = site.api.get(f"/charge-points/{wallbox.identity}/messages.ndjson?search=1234").text.splitlines()
    assert [json.loads(line)["action"] for line in narrowed] == ["StartTransaction"]
