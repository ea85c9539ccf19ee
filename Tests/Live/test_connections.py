"""What may happen to a WebSocket that carries OCPP (RFC 6455)."""

import json
import os
import socket
import sqlite3
import struct
import time

import pytest
from harness.charge_point import start_payload
from harness.times import ago
from harness.wait import until
from harness.wire import BINARY, CLOSE, PING, PONG, TEXT, Wire

HEARTBEAT = '[2,"%s","Heartbeat",{}]'


def wire_of(site, identity, accept=True):
    if accept:
        site.api.accept(identity)
    wire = Wire(site)
    assert wire.upgrade(f"/ocpp/{identity}")[0] == 101
    return wire


def online(site, identity):
    return site.api.get(f"/charge-points/{identity}").json["online"]


def test_the_newest_connection_replaces_the_old(site, plug, identity):
    site.api.accept(identity)
    old = plug(site, identity)
    started = old.start("GOOD", ago(hours=1), 1_000)["transactionId"]
    new = plug(site, identity)
    assert old.closed.wait(10)
    assert new.boot()["status"] == "Accepted"
    new.stop(started, ago(minutes=5), 3_000)
    kept = site.api.transaction(started)
    assert (kept["energy_wh"], kept["flags"]) == (2_000, [])


def test_the_late_end_of_the_old_connection_does_not_clear_the_new(site, identity):
    old = wire_of(site, identity)
    new = wire_of(site, identity, accept=False)
    old.close_code()
    old.close()
    new.frame(TEXT, HEARTBEAT % "1")
    assert new.next_text()
    assert online(site, identity)
    answer = site.api.post(f"/charge-points/{identity}/operations",
                           {"action": "ClearCache", "payload": {}, "timeout_ms": 300})
    assert answer.status == 504, "the new connection is the one that is asked"


def test_a_half_open_connection_is_replaced_too(site, identity):
    wires = [wire_of(site, identity, accept=not n) for n in range(5)]
    wires[-1].frame(TEXT, HEARTBEAT % "1")
    assert wires[-1].next_text()
    assert online(site, identity)


def test_a_replaced_connection_that_says_nothing_more_is_cut(site, identity):
    old = wire_of(site, identity)
    wire_of(site, identity, accept=False)
    assert old.close_code() == 1000
    old.socket.settimeout(10)
    assert old.socket.recv(1) == b"", "cut without waiting for a farewell that never comes"


def test_a_wallbox_that_half_closes_is_let_go_and_may_come_back(site, identity):
    wire = wire_of(site, identity)
    wire.frame(TEXT, json.dumps([2, "1", "StartTransaction", start_payload("GOOD", ago(hours=1), 5)]))
    started = json.loads(wire.next_text())[2]["transactionId"]
    wire.socket.shutdown(socket.SHUT_WR)
    assert wire.close_code() in (None, 1006)
    until(lambda: not online(site, identity))
    again = wire_of(site, identity, accept=False)
    again.frame(TEXT, HEARTBEAT % "2")
    assert json.loads(again.next_text())[:2] == [3, "2"]
    assert site.api.transaction(started)["stopped_at"] is None


@pytest.mark.skipif("WATTKEEPER_LONG" not in os.environ, reason="takes three minutes")
def test_only_who_sends_nothing_at_all_is_dropped(site):
    """Pings every 45 s; neither a pong nor a message for three of them ends the connection."""
    silent, pongs, talks = (wire_of(site, f"QUIET-{n}") for n in range(3))
    for wire in (silent, pongs, talks):
        wire.socket.settimeout(1)
    deadline = time.monotonic() + 185
    while time.monotonic() < deadline:
        talks.frame(TEXT, HEARTBEAT % "1")
        try:
            opcode, payload = pongs.next_frame()
            assert opcode == PING
            pongs.frame(PONG, payload)
        except TimeoutError:
            pass
    assert [online(site, f"QUIET-{n}") for n in range(3)] == [False, True, True]


def test_no_boot_is_needed_after_a_reconnect(site, plug, wallbox):
    started = wallbox.start("GOOD", ago(hours=1), 1_000)
    wallbox.drop()
    again = plug(site, wallbox.identity)
    assert again.sample(started["transactionId"], ago(minutes=30), 2_000) == {}
    again.stop(started["transactionId"], ago(minutes=10), 3_000)
    assert site.api.transaction(started["transactionId"])["energy_wh"] == 2_000


def test_a_wallbox_that_hangs_up_is_offline(site, plug, identity):
    site.api.accept(identity)
    box = plug(site, identity)
    until(lambda: online(site, identity))
    box.close()
    until(lambda: not online(site, identity))


def test_a_ping_is_answered_with_its_payload(site, identity):
    wire = wire_of(site, identity)
    wire.frame(PING, b"are you there")
    assert wire.next_frame() == (PONG, b"are you there")


def test_a_ping_is_answered_while_the_disk_is_busy_and_the_start_after_it(site, identity):
    wire = wire_of(site, identity)
    other = sqlite3.connect(site.data / "wattkeeper.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        wire.frame(TEXT, json.dumps([2, "held", "StartTransaction", start_payload("GOOD", ago(hours=1), 5)]))
        wire.frame(PING, b"alive?")
        assert wire.next_frame() == (PONG, b"alive?")
    finally:
        other.execute("ROLLBACK")
        other.close()
    kind, message_id, answer = json.loads(wire.next_text())
    assert (kind, message_id) == (3, "held")
    assert site.api.transaction(answer["transactionId"])["meter_start_wh"] == 5


def test_what_piled_up_while_the_network_was_gone_is_taken_in_order(site, identity):
    """Stale heartbeats in one burst, a state that is older than the one we know, then the start."""
    wire = wire_of(site, identity)
    status = {"connectorId": 1, "errorCode": "NoError"}
    wire.frame(TEXT, json.dumps([2, "s1", "StatusNotification",
                                 {**status, "status": "Charging", "timestamp": ago(seconds=5)}]))
    wire.next_text()
    burst = [[2, f"h{n}", "Heartbeat", {}] for n in range(4)]
    burst.append([2, "s2", "StatusNotification",
                  {**status, "status": "Preparing", "timestamp": ago(seconds=45)}])
    burst.append([2, "t", "StartTransaction", start_payload("GOOD", ago(seconds=40), 7)])
    for call in burst:
        wire.frame(TEXT, json.dumps(call))
    answers = [json.loads(wire.next_text()) for _ in burst]
    assert [answer[:2] for answer in answers] == [[3, call[1]] for call in burst]
    connector = site.api.get(f"/charge-points/{identity}").json["connectors"][0]
    assert connector["status"] == "Charging" and connector["transaction_id"] == answers[-1][2]["transactionId"]


def test_a_message_in_pieces_with_a_ping_between_is_one_message(site, identity):
    wire = wire_of(site, identity)
    text = json.dumps([2, "pieces", "StartTransaction", start_payload("GOOD", ago(hours=1), 5)])
    wire.frame(TEXT, text[:5], fin=False)
    wire.frame(0, text[5:9], fin=False)
    wire.frame(PING, b"x")
    wire.frame(0, text[9:])
    assert wire.next_frame() == (PONG, b"x")
    answer = json.loads(wire.next_text())
    assert answer[:2] == [3, "pieces"]
    assert site.api.transaction(answer[2]["transactionId"])["meter_start_wh"] == 5


def test_a_close_between_two_pieces_ends_the_connection_and_keeps_nothing_of_the_message(site, identity):
    wire = wire_of(site, identity)
    text = json.dumps([2, "half", "StartTransaction", start_payload("GOOD", ago(hours=1), 5)])
    wire.frame(TEXT, text[:40], fin=False)
    wire.frame(CLOSE, struct.pack(">H", 1001))
    assert wire.close_code() == 1001
    until(lambda: not online(site, identity))
    assert site.api.items(f"/transactions?charge_point={identity}") == []


def test_bytes_that_trickle_in_are_a_message(site, identity):
    wire = wire_of(site, identity)
    probe = Wire.__new__(Wire)
    sent = bytearray()
    probe.send = lambda data: sent.extend(data)
    probe.frame(TEXT, HEARTBEAT % "slow")
    for byte in sent:
        wire.send(bytes([byte]))
    assert json.loads(wire.next_text())[1] == "slow"


def test_json_in_a_binary_frame_is_a_message(site, identity):
    wire = wire_of(site, identity)
    wire.frame(BINARY, json.dumps([2, "binary", "StartTransaction", start_payload("GOOD", ago(hours=1), 5)]))
    kind, message_id, answer = json.loads(wire.next_text())
    assert (kind, message_id) == (3, "binary")
    assert site.api.transaction(answer["transactionId"])["meter_start_wh"] == 5
    wire.frame(TEXT, HEARTBEAT % "2")
    assert json.loads(wire.next_text())[:2] == [3, "2"]


def test_a_compressed_frame_is_a_protocol_error(site, identity):
    wire = wire_of(site, identity)
    wire.frame(TEXT, json.dumps([2, "1", "StartTransaction", start_payload("GOOD", ago(hours=1), 5)]))
    started = json.loads(wire.next_text())[2]["transactionId"]
    wire.frame(TEXT, b"\xaa\x56\x4a", rsv=4)
    assert wire.close_code() == 1002
    again = wire_of(site, identity, accept=False)
    again.frame(TEXT, HEARTBEAT % "2")
    assert json.loads(again.next_text())[:2] == [3, "2"]
    assert site.api.transaction(started)["stopped_at"] is None


def test_compression_is_not_negotiated(site, identity):
    site.api.accept(identity)
    wire = Wire(site)
    status, headers = wire.upgrade(
        f"/ocpp/{identity}", more=["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"])
    assert status == 101 and "sec-websocket-extensions" not in headers
    wire.frame(TEXT, json.dumps([2, "1", "StartTransaction", start_payload("GOOD", ago(hours=1), 5)]))
    started = json.loads(wire.next_text())[2]["transactionId"]
    assert site.api.transaction(started)["meter_start_wh"] == 5


def test_an_unmasked_frame_is_a_protocol_error(site, identity):
    wire = wire_of(site, identity)
    wire.frame(TEXT, HEARTBEAT % "1", masked=False)
    assert wire.close_code() == 1002


def test_text_that_is_not_utf_8_does_not_end_the_charge(site, identity):
    wire = wire_of(site, identity)
    wire.frame(TEXT, b'[2,"1","Authorize",{"idTag":"GO\xffOD"}]')
    opcode, payload = wire.next_frame()
    assert opcode == TEXT and payload.startswith(b"[") or struct.unpack(">H", payload[:2])[0] == 1007


def test_a_close_is_answered_with_its_code(site, identity):
    wire = wire_of(site, identity)
    wire.frame(CLOSE, struct.pack(">H", 1000) + b"bye")
    assert wire.close_code() == 1000


def big_frame(size):
    head = '[2,"big","DataTransfer",{"vendorId":"com.example","data":"'
    return head + "x" * (size - len(head) - 3) + '"}]'


def test_an_accepted_wallbox_may_send_8_mib(site, identity):
    wire = wire_of(site, identity)
    wire.frame(TEXT, big_frame(8 * 1024 * 1024))
    assert json.loads(wire.next_text())[:2] == [3, "big"]


def test_more_than_8_mib_closes_with_1009_and_a_line_to_check(site, identity):
    wire = wire_of(site, identity)
    try:
        wire.frame(TEXT, big_frame(8 * 1024 * 1024 + 1))
    except (BrokenPipeError, ConnectionResetError):
        pass
    assert wire.close_code() in (1009, None)
    until(lambda: site.api.to_check(kind="message_too_big", charge_point=identity))


def test_a_pending_wallbox_may_send_64_kib(site, identity):
    wire = wire_of(site, identity, accept=False)
    wire.frame(TEXT, big_frame(64 * 1024))
    assert json.loads(wire.next_text())[1] == "big"
    wire.frame(TEXT, big_frame(64 * 1024 + 1))
    assert wire.close_code() == 1009
    until(lambda: site.api.to_check(kind="message_too_big", charge_point=identity))
    assert site.api.delete(f"/charge-points/{identity}").status in (200, 204)


def test_pieces_count_together_towards_the_limit(site, identity):
    wire = wire_of(site, identity, accept=False)
    wire.frame(TEXT, "x" * 40_000, fin=False)
    wire.frame(0, "x" * 40_000, fin=False)
    assert wire.close_code() == 1009
    assert site.api.delete(f"/charge-points/{identity}").status in (200, 204)


def test_a_length_of_exabytes_allocates_nothing(site, identity):
    wire = wire_of(site, identity)
    wire.send(bytes([0x81, 0xFF]) + struct.pack(">Q", 1 << 62) + b"\0\0\0\0")
    assert wire.close_code() in (1009, 1002)
    assert site.anonymous().get("/healthz").status == 200
