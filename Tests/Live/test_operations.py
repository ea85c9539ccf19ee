"""What the manager asks of a wallbox, and the wallbox answers or does not."""

import json
import threading

import pytest
from harness.charge_point import CallError
from harness.times import ago
from harness.wait import until
from websockets.exceptions import InvalidStatus


def operate(site, identity, action, payload=None, **more):
    return site.api.post(f"/charge-points/{identity}/operations",
                         {"action": action, "payload": payload or {}, **more})


LATER = "2030-01-01T00:00:00Z"
SCHEDULE = {"duration": 3600, "chargingRateUnit": "A", "chargingSchedulePeriod": [
    {"startPeriod": 0, "limit": 16.5, "numberPhases": 3}, {"startPeriod": 600, "limit": 6}]}
PROFILE = {"chargingProfileId": 1, "stackLevel": 0, "chargingProfilePurpose": "TxDefaultProfile",
           "chargingProfileKind": "Absolute", "validTo": LATER,
           "chargingSchedule": {**SCHEDULE, "startSchedule": LATER}}
HASHES = {"hashAlgorithm": "SHA256", "issuerNameHash": "aa" * 32, "issuerKeyHash": "bb" * 32, "serialNumber": "01"}
ROOT = "CentralSystemRootCertificate"
FIRMWARE = {"location": "https://example.org/f.bin", "retrieveDateTime": LATER, "signingCertificate": "PEM",
            "signature": "AA=="}
ACCEPTED = {"status": "Accepted"}

EVERY_ACTION = [
    ("CancelReservation", {"reservationId": 5}, {"status": "Rejected"}),
    ("CertificateSigned", {"certificateChain": "-----BEGIN CERTIFICATE-----"}, {"status": "Rejected"}),
    ("ChangeAvailability", {"connectorId": 0, "type": "Inoperative"}, {"status": "Scheduled"}),
    ("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "60"}, {"status": "RebootRequired"}),
    ("ClearCache", {}, ACCEPTED),
    ("ClearChargingProfile", {"connectorId": 1, "stackLevel": 0}, {"status": "Unknown"}),
    ("DataTransfer", {"vendorId": "com.example", "data": "x"}, {"status": "Accepted", "data": "y"}),
    ("DeleteCertificate", {"certificateHashData": HASHES}, {"status": "NotFound"}),
    ("ExtendedTriggerMessage", {"requestedMessage": "SignChargePointCertificate"}, ACCEPTED),
    ("GetCompositeSchedule", {"connectorId": 1, "duration": 3600, "chargingRateUnit": "A"}, {
        "status": "Accepted", "connectorId": 1, "scheduleStart": LATER, "chargingSchedule": SCHEDULE}),
    ("GetConfiguration", {"key": ["HeartbeatInterval"]}, {"configurationKey": [
        {"key": "HeartbeatInterval", "readonly": False, "value": "300"}], "unknownKey": []}),
    ("GetDiagnostics", {"location": "ftp://example.org/", "retries": 1, "stopTime": LATER}, {"fileName": "d.zip"}),
    ("GetInstalledCertificateIds", {"certificateType": ROOT}, {
        "status": "Accepted", "certificateHashData": [HASHES]}),
    ("GetLocalListVersion", {}, {"listVersion": 0}),
    ("GetLog", {"log": {"remoteLocation": "https://example.org/"}, "logType": "SecurityLog", "requestId": 1}, {
        "status": "AcceptedCanceled", "filename": "s.log"}),
    ("InstallCertificate", {"certificateType": ROOT, "certificate": "-----BEGIN CERTIFICATE-----"}, {
        "status": "Failed"}),
    ("RemoteStartTransaction", {"idTag": "GOOD", "connectorId": 1}, ACCEPTED),
    ("RemoteStopTransaction", {"transactionId": 5}, {"status": "Rejected"}),
    ("ReserveNow", {"connectorId": 0, "expiryDate": LATER, "idTag": "GOOD", "reservationId": 5}, {
        "status": "Occupied"}),
    ("Reset", {"type": "Soft"}, ACCEPTED),
    ("SendLocalList", {"listVersion": 2, "updateType": "Differential", "localAuthorizationList": [
        {"idTag": "GOOD", "idTagInfo": {"status": "Accepted", "expiryDate": LATER}}, {"idTag": "GONE"}]}, {
        "status": "VersionMismatch"}),
    ("SetChargingProfile", {"connectorId": 0, "csChargingProfiles": PROFILE}, {"status": "NotSupported"}),
    ("SignedUpdateFirmware", {"requestId": 1, "firmware": FIRMWARE}, {"status": "InvalidCertificate"}),
    ("TriggerMessage", {"requestedMessage": "StatusNotification", "connectorId": 1}, {"status": "NotImplemented"}),
    ("UnlockConnector", {"connectorId": 1}, {"status": "UnlockFailed"}),
    ("UpdateFirmware", {"location": "https://example.org/f.bin", "retrieveDate": LATER}, {}),
]


@pytest.mark.parametrize("action, payload, says", EVERY_ACTION, ids=[row[0] for row in EVERY_ACTION])
def test_it_is_sent_as_it_stands_and_the_answer_comes_back(site, wallbox, action, payload, says):
    wallbox.answers[action] = says
    answer = operate(site, wallbox.identity, action, payload)
    assert answer.status == 200, answer
    assert answer.json == {"status": "answered", "payload": says}
    assert wallbox.next_call(action)[1] == payload



def test_a_refusal_by_error_comes_back_as_one(site, wallbox):
    wallbox.answers["Reset"] = CallError("NotSupported", "no such thing", {"why": 1})
    answer = operate(site, wallbox.identity, "Reset", {"type": "Hard"})
    assert answer.status == 200
    assert answer.json == {"status": "error", "code": "NotSupported", "description": "no such thing"}


def test_silence_is_a_504_and_the_next_call_goes_through(site, wallbox):
    answer = operate(site, wallbox.identity, "Reset", {"type": "Hard"}, timeout_ms=400)
    assert answer.status == 504 and answer.json["fix"]
    message_id, _ = wallbox.next_call("Reset")
    wallbox.answers["ClearCache"] = {"status": "Accepted"}
    wallbox.send([3, message_id, {"status": "Accepted"}])  # too late, for nobody
    assert operate(site, wallbox.identity, "ClearCache").json == {
        "status": "answered", "payload": {"status": "Accepted"}}


def test_an_offline_wallbox_is_a_409(site, identity):
    site.api.accept(identity)
    answer = operate(site, identity, "ClearCache")
    assert answer.status == 409 and answer.json["fix"]


def test_a_wallbox_nobody_knows_is_a_404(site):
    assert operate(site, "NOBODY", "ClearCache").status == 404


def test_a_wallbox_that_hangs_up_while_asked_ends_the_wait(site, wallbox):
    answers = []
    asking = threading.Thread(target=lambda: answers.append(
        operate(site, wallbox.identity, "ClearCache", timeout_ms=20_000)))
    asking.start()
    wallbox.next_call("ClearCache")
    wallbox.close()
    asking.join(5)
    assert answers and answers[0].status in (409, 504)


@pytest.mark.parametrize("action, payload", [
    ("RemoteStartTransaction", {}),
    ("RemoteStartTransaction", {"idTag": "X" * 21}),
    ("RemoteStartTransaction", {"idTag": "GOOD", "connectorId": "1"}),
    ("RemoteStartTransaction", {"idTag": "GOOD", "more": 1}),
    ("RemoteStopTransaction", {"transactionId": 1.5}),
    ("Reset", {"type": "Warm"}),
    ("UnlockConnector", {}),
    ("ChangeAvailability", {"connectorId": 0, "type": "Off"}),
    ("GetConfiguration", {"key": "HeartbeatInterval"}),
    ("GetConfiguration", {"key": ["K" * 51]}),
    ("ChangeConfiguration", {"key": "A", "value": "V" * 501}),
    ("TriggerMessage", {"requestedMessage": "Authorize"}),
    ("ClearCache", {"now": True}),
    ("DataTransfer", {"data": "x"}),
    ("CancelReservation", {}),
    ("CertificateSigned", {"certificateChain": "C" * 10_001}),
    ("ClearChargingProfile", {"chargingProfilePurpose": "Default"}),
    ("ClearChargingProfile", {"id": "1"}),
    ("DeleteCertificate", {"certificateHashData": {**HASHES, "hashAlgorithm": "MD5"}}),
    ("DeleteCertificate", {"certificateHashData": {**HASHES, "serialNumber": "1" * 41}}),
    ("ExtendedTriggerMessage", {"requestedMessage": "DiagnosticsStatusNotification"}),
    ("GetCompositeSchedule", {"connectorId": 1}),
    ("GetCompositeSchedule", {"connectorId": 1, "duration": 60, "chargingRateUnit": "kW"}),
    ("GetDiagnostics", {"location": "somewhere"}),
    ("GetDiagnostics", {"location": "ftp://example.org/", "startTime": "yesterday"}),
    ("GetInstalledCertificateIds", {"certificateType": "Root"}),
    ("GetLocalListVersion", {"version": 1}),
    ("GetLog", {"log": {}, "logType": "SecurityLog", "requestId": 1}),
    ("GetLog", {"log": {"remoteLocation": "https://example.org/"}, "logType": "Log", "requestId": 1}),
    ("InstallCertificate", {"certificateType": ROOT, "certificate": "C" * 5501}),
    ("ReserveNow", {"connectorId": 0, "expiryDate": "soon", "idTag": "GOOD", "reservationId": 5}),
    ("ReserveNow", {"connectorId": 0, "expiryDate": LATER, "idTag": "X" * 21, "reservationId": 5}),
    ("SendLocalList", {"listVersion": 1, "updateType": "Part"}),
    ("SendLocalList", {"listVersion": 1, "updateType": "Full", "localAuthorizationList": [{"idTag": "X" * 21}]}),
    ("SetChargingProfile", {"connectorId": 0, "csChargingProfiles": {**PROFILE, "stackLevel": -1}}),
    ("SetChargingProfile", {"connectorId": 0, "csChargingProfiles": {
        **PROFILE, "chargingSchedule": {**SCHEDULE, "chargingSchedulePeriod": []}}}),
    ("SetChargingProfile", {"connectorId": 0, "csChargingProfiles": {
        **PROFILE, "chargingSchedule": {**SCHEDULE, "minChargingRate": 6.05}}}),
    ("RemoteStartTransaction", {"idTag": "GOOD", "chargingProfile": PROFILE}),
    ("SignedUpdateFirmware", {"requestId": 1, "firmware": {**FIRMWARE, "signature": "A" * 801}}),
    ("SignedUpdateFirmware", {"firmware": FIRMWARE}),
    ("UpdateFirmware", {"location": "https://example.org/f.bin"}),
    ("MakeCoffee", {}),
    ("BootNotification", {}),
])
def test_what_the_standard_does_not_allow_is_refused_and_not_sent(site, wallbox, action, payload):
    answer = operate(site, wallbox.identity, action, payload)
    assert answer.status == 422, answer
    assert answer.json["fix"]
    wallbox.call("Heartbeat", {})
    assert [frame for frame in wallbox.frames if frame[0] == 2 and frame[2] == action] == []


KEY = "00112233445566778899AABBCCDDEEFF00112233"
CHANGE = {"key": "AuthorizationKey", "value": KEY}


def opens(site, plug, identity, password):
    try:
        plug(site, identity, password=password).close()
        return True
    except InvalidStatus:
        return False


@pytest.mark.parametrize("says, old, new", [
    ({"status": "Accepted"}, False, True),
    ({"status": "Rejected"}, True, False),
    ({"status": "NotSupported"}, True, False)])
def test_a_new_key_counts_when_the_wallbox_took_it(site, plug, identity, says, old, new):
    site.api.accept(identity, password="the old password")
    box = plug(site, identity, password="the old password", answers={"ChangeConfiguration": says})
    box.boot()
    assert operate(site, identity, "ChangeConfiguration", CHANGE).json["payload"] == says
    assert opens(site, plug, identity, "the old password") is old
    assert opens(site, plug, identity, bytes.fromhex(KEY)) is new
    assert opens(site, plug, identity, "wrong") is False


def test_without_an_answer_both_keys_count_until_the_new_one_is_used(site, plug, identity):
    site.api.accept(identity, password="the old password")
    box = plug(site, identity, password="the old password")
    box.boot()
    assert operate(site, identity, "ChangeConfiguration", CHANGE, timeout_ms=300).status == 504
    assert opens(site, plug, identity, "the old password"), "it may not have taken the new one"
    assert opens(site, plug, identity, KEY)
    until(lambda: not opens(site, plug, identity, "the old password"), what="the end of the old password")
    assert opens(site, plug, identity, KEY)


def test_keys_are_not_kept_in_clear(site, wallbox):
    wallbox.answers["GetConfiguration"] = {"configurationKey": [
        {"key": "AuthorizationKey", "readonly": False, "value": "SECRET-IN-ANSWER"},
        {"key": "WiFiPassword", "readonly": False, "value": "SECRET-IN-ANSWER"}]}
    wallbox.answers["ChangeConfiguration"] = {"status": "Accepted"}
    operate(site, wallbox.identity, "GetConfiguration")
    operate(site, wallbox.identity, "ChangeConfiguration", {"key": "AuthorizationKey", "value": "SECRET-IN-ASKING"})
    operate(site, wallbox.identity, "ChangeConfiguration", {"key": "WiFiPassword", "value": "SECRET-IN-ASKING"})
    wallbox.answers["GetDiagnostics"] = {"fileName": "log.zip"}
    operate(site, wallbox.identity, "GetDiagnostics", {"location": "ftp://installer:SECRET-IN-ADDRESS@10.0.0.2/"})
    assert "SECRET-IN" not in site.api.get(f"/charge-points/{wallbox.identity}/operations").text
    assert "SECRET-IN" not in site.api.get(f"/charge-points/{wallbox.identity}/configuration").text
    operate(site, wallbox.identity, "ClearCache", timeout_ms=100)
    for file in site.data.glob("wattkeeper.db*"):
        assert b"SECRET-IN" not in file.read_bytes()


def test_a_charge_started_and_stopped_from_here(site, wallbox):
    def start(payload):
        threading.Thread(target=lambda: started.append(
            wallbox.start(payload["idTag"], ago(seconds=10), 100))).start()
        return {"status": "Accepted"}

    started = []
    wallbox.answers["RemoteStartTransaction"] = start
    wallbox.answers["RemoteStopTransaction"] = lambda payload: (
        threading.Thread(target=lambda: wallbox.stop(payload["transactionId"], ago(seconds=1), 150,
                                                     reason="Remote")).start(), {"status": "Accepted"})[1]
    operate(site, wallbox.identity, "RemoteStartTransaction", {"idTag": "GOOD", "connectorId": 1})
    transaction = until(lambda: started)[0]["transactionId"]
    operate(site, wallbox.identity, "RemoteStopTransaction", {"transactionId": transaction})
    ended = until(lambda: (t := site.api.transaction(transaction))["stopped_at"] and t)
    assert ended["stop_reason"] == "Remote" and ended["energy_wh"] == 50


def test_nothing_is_asked_of_a_wallbox_before_its_boot_is_answered(site, plug, identity):
    """A pending wallbox is not sent calls by itself (only what a person asks)."""
    box = plug(site, identity)
    box.boot()
    box.call("Heartbeat", {})
    assert [frame for frame in box.frames if frame[0] == 2] == []
    assert json.dumps(box.frames)


def test_start_and_stop_have_routes_of_their_own(site, wallbox):
    wallbox.status("Preparing", 1)
    wallbox.answers["RemoteStartTransaction"] = {"status": "Accepted"}
    wallbox.answers["RemoteStopTransaction"] = {"status": "Rejected"}
    point = f"/charge-points/{wallbox.identity}"
    assert site.api.post(f"{point}/start", {"connector": 1, "id_tag": "GOOD"}).json == {
        "status": "answered", "payload": {"status": "Accepted"}}
    assert wallbox.next_call("RemoteStartTransaction")[1] == {"connectorId": 1, "idTag": "GOOD"}
    started = wallbox.start("GOOD", ago(minutes=5))["transactionId"]
    assert site.api.post(f"/transactions/{started}/stop").json == {
        "status": "answered", "payload": {"status": "Rejected"}}
    assert wallbox.next_call("RemoteStopTransaction")[1] == {"transactionId": started}
    assert site.api.transaction(started)["stopped_at"] is None
    assert site.api.post("/transactions/1999999999/stop").status == 404
    wallbox.stop(started, ago(minutes=1), 100)
    assert site.api.post(f"/transactions/{started}/stop").status == 409
