"""OCPP-J 1.6: calls, results and errors, and what real wallboxes make of them."""

import json
import queue
import threading

import pytest
from harness.charge_point import start_payload
from harness.times import ago
from harness.wait import until


def test_a_call_resent_with_its_id_is_answered_each_time_with_the_same(site, wallbox):
    payload = start_payload("GOOD", ago(hours=1), 17)
    for _ in range(4):
        wallbox.begin("StartTransaction", payload, "same")
    answers = [wallbox.result("same", count=n) for n in (1, 2, 3, 4)]
    assert all(answer == answers[0] for answer in answers)
    assert len(site.api.items(f"/transactions?charge_point={wallbox.identity}")) == 1


def test_an_id_that_comes_back_after_a_reconnect_is_another_call(site, plug, wallbox):
    """Counters begin again at the same number: only the content tells what is a retry."""
    first = wallbox.call("StartTransaction", start_payload("GOOD", ago(hours=2), 1), "1000000")
    wallbox.call("StopTransaction", {"transactionId": first["transactionId"], "timestamp": ago(minutes=90),
                                     "meterStop": 2}, "1000001")
    wallbox.drop()
    again = plug(site, wallbox.identity)
    second = again.call("StartTransaction", start_payload("GOOD", ago(hours=1), 2), "1000000")
    assert second["transactionId"] != first["transactionId"]
    assert again.call("Heartbeat", {}, "1000001")["currentTime"]
    assert len(site.api.items(f"/transactions?charge_point={wallbox.identity}")) == 2


def said(site, wallbox, search):
    """The lines of the message log that hold this text, newest first."""
    return site.api.items(f"/charge-points/{wallbox.identity}/messages?search={search}")


ERRORS_OF_1_6 = {"NotImplemented", "NotSupported", "InternalError", "ProtocolError", "SecurityError",
                 "FormationViolation", "PropertyConstraintViolation", "OccurenceConstraintViolation",
                 "TypeConstraintViolation", "GenericError"}


@pytest.mark.parametrize("text", [
    '[2,"e","MakeCoffee",{}]', '[2,"e"]', '[2,"e","Authorize",5]', '[2,"e","Authorize",{"idTag":]',
    '[2,"e","StartTransaction",{"connectorId":{},"idTag":"GOOD"}]',
    '[2,"e","Authorize",{"idTag":"%s"}]' % ("x" * 9_000)])
def test_errors_are_named_as_1_6_spells_them(site, wallbox, text):
    wallbox.expect("e", "Heartbeat")
    wallbox.send(text)
    frame = wallbox.answer_to("e")
    assert frame[0] == 4 and frame[2] in ERRORS_OF_1_6 and len(frame[3]) <= 255 and frame[4] == {}
    assert wallbox.call("Heartbeat", {})
    assert ("out", "error") in [(line["direction"], line["type"]) for line in said(site, wallbox, frame[2])]


def test_calls_in_flight_are_answered_in_order(site, wallbox):
    sent = []
    for n in range(50):
        action, payload = [("Heartbeat", {}), ("Authorize", {"idTag": "GOOD"}),
                           ("DataTransfer", {"vendorId": "x"}),
                           ("StartTransaction", start_payload("GOOD", ago(seconds=3000 - n), n))][n % 4]
        sent.append(wallbox.begin(action, payload))
    wallbox.result(sent[-1])
    answered = [frame[1] for frame in wallbox.frames if frame[0] == 3 and frame[1] in sent]
    assert answered == sent
    kept = site.api.items(f"/transactions?charge_point={wallbox.identity}")
    assert sorted(each["meter_start_wh"] for each in kept) == list(range(3, 50, 4))


def test_results_that_nobody_asked_for_are_logged_and_otherwise_ignored(site, wallbox):
    wallbox.send([3, "never-asked", {"status": "Accepted"}])
    wallbox.send([4, "never-asked", "InternalError", "", {}])
    wallbox.send([3, "never-asked"])
    assert wallbox.call("Heartbeat", {})
    assert len(said(site, wallbox, "never-asked")) == 3


def test_of_an_answer_that_comes_twice_the_first_counts(site, wallbox):
    wallbox.answers["ClearCache"] = {"status": "Accepted"}
    ask = ("POST", f"/charge-points/{wallbox.identity}/operations", {"action": "ClearCache", "payload": {}})
    assert site.api.request(*ask).json["payload"] == {"status": "Accepted"}
    message_id, _ = wallbox.next_call("ClearCache")
    wallbox.send([3, message_id, {"status": "Rejected"}])
    assert site.api.request(*ask).json["payload"] == {"status": "Accepted"}
    operations = site.api.items(f"/charge-points/{wallbox.identity}/operations")
    assert [each["response"] for each in operations] == [{"status": "Accepted"}] * 2


@pytest.mark.parametrize("error", [
    '[4,%s,"NotSupported"]', '[4,%s,"NotSupported",null]', '[4,%s,"NotSupported","no",null]',
    '[4,%s,"NotSupported","no","text"]', '[4,%s,"FormatViolation","2.0.1 spelling",{}]',
    '[4,%s,"MadeUpCode","",[]]'])
def test_an_error_in_a_reduced_form_is_an_answer(site, wallbox, error):
    wallbox.answers["ClearCache"] = None
    answers = []
    asking = threading.Thread(target=lambda: answers.append(site.api.post(
        f"/charge-points/{wallbox.identity}/operations", {"action": "ClearCache", "payload": {}})))
    asking.start()
    message_id, _ = wallbox.next_call("ClearCache")
    wallbox.send(error % json.dumps(message_id))
    asking.join(10)
    assert answers[0].status == 200 and answers[0].json["status"] == "error"
    kept, = site.api.items(f"/charge-points/{wallbox.identity}/operations")
    assert (kept["action"], kept["outcome"]) == ("ClearCache", "error")


def test_a_call_without_its_payload_is_one_with_an_empty_payload(site, wallbox):
    for number, text in enumerate(['[2,"%s","Heartbeat"]', '[2,"%s","Heartbeat",null]']):
        wallbox.expect(f"empty{number}", "Heartbeat")
        wallbox.send(text % f"empty{number}")
        assert "currentTime" in wallbox.result(f"empty{number}")
    assert len(said(site, wallbox, "empty")) == 4 and site.api.to_check(charge_point=wallbox.identity) == []


@pytest.mark.parametrize("message_id", ["17", "-3", '"0017"', '"ünï \\" \\u0041"', '""'])
def test_a_message_id_is_echoed_as_it_was_sent(site, wallbox, message_id):
    payload = json.dumps(start_payload("GOOD", ago(hours=1), 6))
    wallbox.expect(json.loads(message_id), "StartTransaction")
    wallbox.send(f'[2,{message_id},"StartTransaction",{payload}]')
    started = wallbox.result(json.loads(message_id))["transactionId"]
    assert site.api.transaction(started)["meter_start_wh"] == 6


def test_types_of_later_versions_are_logged_and_not_answered(site, wallbox):
    wallbox.send([5, "x", "InternalError", "", {}])
    wallbox.send([6, "x", "NotifyPeriodicEventStream", {}])
    assert wallbox.call("Heartbeat", {})
    assert [frame for frame in wallbox.frames if frame[1] == "x"] == []
    assert [line["direction"] for line in said(site, wallbox, "NotifyPeriodicEventStream")] == ["in"]


def test_an_unknown_action_is_not_implemented_and_stands_in_the_log(site, wallbox):
    message_id = wallbox.begin("MakeCoffee", {"strength": 3})
    assert wallbox.answer_to(message_id)[2] == "NotImplemented"
    assert wallbox.call("Heartbeat", {})
    answer, call = said(site, wallbox, message_id)
    assert "strength" in call["frame"] and "NotImplemented" in answer["frame"]


def test_an_action_only_a_server_may_ask_is_not_ours_to_do(wallbox):
    message_id = wallbox.begin("RemoteStartTransaction", {"idTag": "GOOD"})
    assert wallbox.answer_to(message_id)[2] in ("NotImplemented", "NotSupported")


@pytest.mark.parametrize("text, message_id", [
    ('[2,"u1","StartTransaction",{"connectorId":]', "u1"),
    ('[2,"u2","Heartbeat",{}', "u2"),
    ('[2,"u3"]', "u3"),
    ('[2,"u4",5,{}]', "u4"),
    ('[2,"u5","StartTransaction",[]]', "u5"),
    ('[2,"u6","StartTransaction",{"connectorId":"one","idTag":"GOOD"}]', "u6"),
])
def test_a_broken_call_gets_an_error_where_its_id_can_be_read(wallbox, text, message_id):
    wallbox.expect(message_id, "Heartbeat")
    wallbox.send(text)
    assert wallbox.answer_to(message_id)[0] == 4
    assert wallbox.call("Heartbeat", {})


@pytest.mark.parametrize("text", ["", "nonsense", "{}", "[]", "[2]", "null",
                                  "[" * 5_000, '[2,{"id":1},"Heartbeat",{}]', '[99,"x"]'])
def test_nonsense_keeps_the_connection(wallbox, text):
    wallbox.send(text)
    assert wallbox.call("Heartbeat", {})


def test_nonsense_is_kept_for_the_manager_to_see(site, wallbox):
    wallbox.send('[2,"look","StartTransaction",{"connectorId":1,')
    lines = until(lambda: site.api.to_check(kind="frame_unreadable", charge_point=wallbox.identity))
    assert "StartTransaction" in json.dumps(lines[0]["details"])


def test_whitespace_and_a_byte_order_mark_do_no_harm(site, wallbox):
    wallbox.expect("pretty", "StartTransaction")
    payload = json.dumps(start_payload("GOOD", ago(hours=1), 8), indent="\t").replace("\n", "\r\n")
    wallbox.send('\ufeff[\n  2,\r\n\t"pretty",\n  "StartTransaction",\n  ' + payload + "\n]\n")
    assert site.api.transaction(wallbox.result("pretty")["transactionId"])["meter_start_wh"] == 8


def test_raw_control_bytes_in_a_string_do_not_lose_the_charge(site, wallbox):
    wallbox.expect("ctl", "StartTransaction")
    wallbox.send('[2,"ctl","StartTransaction",{"connectorId":1,"idTag":"GO\x10OD\x0e","meterStart":0,'
                 f'"timestamp":"{ago(hours=1)}"}}]')
    answer = wallbox.result("ctl")
    assert answer["idTagInfo"]["status"] == "Accepted"
    wallbox.expect("ctl2", "StopTransaction")
    wallbox.send(f'[2,"ctl2","StopTransaction",{{"transactionId":{answer["transactionId"]},"meterStop":900,'
                 f'"idTag":"GO\x10OD\x0e","timestamp":"{ago(minutes=9)}"}}]')
    assert wallbox.result("ctl2")["idTagInfo"]["status"] == "Accepted"
    kept = site.api.transaction(answer["transactionId"])
    assert (kept["id_tag"], kept["energy_wh"], kept["flags"]) == ("GOOD", 900, [])


def test_the_servers_calls_do_not_wait_for_the_wallboxes_and_theirs_not_for_ours(site, wallbox):
    wallbox.answers["RemoteStartTransaction"] = lambda payload: (
        wallbox.begin("Authorize", {"idTag": payload["idTag"]}, "crossing"), {"status": "Accepted"})[1]
    answer = site.api.post(f"/charge-points/{wallbox.identity}/operations", {
        "action": "RemoteStartTransaction", "payload": {"connectorId": 1, "idTag": "GOOD"}})
    assert answer.json == {"status": "answered", "payload": {"status": "Accepted"}}
    assert wallbox.result("crossing")["idTagInfo"]["status"] == "Accepted"
    kept, = site.api.items(f"/charge-points/{wallbox.identity}/operations")
    assert (kept["outcome"], kept["response"]) == ("answered", {"status": "Accepted"})


def test_one_call_of_ours_at_a_time(site, wallbox):
    """The standard lets the sender have one call in flight (OCPP-J 1.6, 4.1.1)."""
    asking = [threading.Thread(target=site.api.post, args=(
        f"/charge-points/{wallbox.identity}/operations", {"action": "ClearCache", "payload": {}}))
        for _ in range(3)]
    for thread in asking:
        thread.start()
    for _ in asking:
        message_id, _ = wallbox.next_call("ClearCache")
        with pytest.raises(queue.Empty):
            wallbox.next_call("ClearCache", timeout=0.3)
        wallbox.send([3, message_id, {"status": "Accepted"}])
    for thread in asking:
        thread.join(10)
