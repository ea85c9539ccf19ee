"""The ten requests of an OCPP 1.6 charge point, in normal form and in those of the field."""

import datetime
import json
import re

import pytest
from harness.charge_point import BOOT
from harness.times import ago

FULL_BOOT = {**BOOT, "chargePointSerialNumber": "SN-1", "chargeBoxSerialNumber": "CB-1",
             "firmwareVersion": "1.2.3", "iccid": "8949", "imsi": "262", "meterType": "MID",
             "meterSerialNumber": "M-1"}


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def test_boot(site, wallbox):
    answer = wallbox.call("BootNotification", FULL_BOOT)
    assert answer["status"] == "Accepted" and 10 <= answer["interval"] <= 3600
    now = datetime.datetime.now(datetime.timezone.utc)
    assert answer["currentTime"].endswith("Z")
    assert abs((instant(answer["currentTime"]) - now).total_seconds()) < 5
    point = site.api.get(f"/charge-points/{wallbox.identity}").json
    assert (point["vendor"], point["model"]) == ("Ladeblitz", "Duo 22")


def test_heartbeat(wallbox):
    now = datetime.datetime.now(datetime.timezone.utc)
    assert abs((instant(wallbox.call("Heartbeat", {})["currentTime"]) - now).total_seconds()) < 5


def test_our_instants_have_milliseconds_at_most_and_end_in_z(site, plug, wallbox, identity):
    site.api.card("FAR-OFF", expires_at="2099-01-01T00:00:00Z")
    told = [wallbox.boot()["currentTime"], wallbox.call("Heartbeat", {})["currentTime"],
            wallbox.call("Authorize", {"idTag": "FAR-OFF"})["idTagInfo"]["expiryDate"],
            plug(site, identity + "-NEW").boot()["currentTime"],
            site.api.get(f"/charge-points/{wallbox.identity}").json["last_boot_at"]]
    for text in told:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z", text), text
    assert site.api.delete(f"/charge-points/{identity}-NEW").status in (200, 204)


def test_authorize_says_who_may_charge(site, wallbox):
    site.api.card("STOLEN", status="blocked")
    site.api.card("OLD", status="accepted", expires_at="2025-01-01T00:00:00Z")
    site.api.card("FAR", expires_at="2099-01-01T00:00:00Z")

    def status(id_tag):
        return wallbox.call("Authorize", {"idTag": id_tag})["idTagInfo"]["status"]

    assert [status(t) for t in ("GOOD", "STOLEN", "OLD", "FAR", "NOBODY", "")] == [
        "Accepted", "Blocked", "Expired", "Accepted", "Invalid", "Invalid"]


def test_the_spelling_in_which_a_card_was_shown_is_kept_beside_the_card(site, wallbox):
    site.api.card("F6CA0CC5")
    started = wallbox.start(" F6 CA 0C C5", ago(hours=1), 0)
    assert started["idTagInfo"]["status"] == "Accepted"
    wallbox.stop(started["transactionId"], ago(minutes=5), 700, idTag="f6:ca:0c:c5")
    kept = site.api.transaction(started["transactionId"])
    assert (kept["id_tag"], kept["presented_id_tag"]) == ("F6CA0CC5", " F6 CA 0C C5")
    assert kept["flags"] == [] and kept["cost"]["state"] == "final"


@pytest.mark.parametrize("presented", ["aabb0011", "AA:BB:00:11", " AA BB 00 11", "aa-bb-00-11", "0xAABB0011",
                                       "AABB0011\r\n"])
def test_a_card_is_known_in_every_spelling(site, wallbox, presented):
    if not [tag for tag in site.api.items("/id-tags") if tag["id_tag"] == "AABB0011"]:
        site.api.card("AABB0011")
    assert wallbox.call("Authorize", {"idTag": presented})["idTagInfo"]["status"] == "Accepted"


def test_status_shows_on_the_connector(site, wallbox):
    assert wallbox.status("SuspendedEV", 2, timestamp=ago(seconds=1), info="full", vendorId="x",
                          vendorErrorCode="E7") == {}
    assert wallbox.status("Faulted", 0, errorCode="GroundFailure") == {}
    connectors = {c["connector"]: c for c in site.api.get(f"/charge-points/{wallbox.identity}").json["connectors"]}
    assert connectors[2]["status"] == "SuspendedEV"


def test_an_older_status_does_not_overwrite_a_newer(site, wallbox):
    wallbox.status("Charging", 1, timestamp=ago(seconds=5))
    wallbox.status("Preparing", 1, timestamp=ago(seconds=60))
    connector = site.api.get(f"/charge-points/{wallbox.identity}").json["connectors"]
    assert [c["status"] for c in connector if c["connector"] == 1] == ["Charging"]


def test_start_sample_stop(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=2), 1_000)
    assert started["idTagInfo"]["status"] == "Accepted"
    assert 0 < started["transactionId"] < 2**31
    running = site.api.transaction(started["transactionId"])
    assert (running["stopped_at"], running["meter_stop_wh"], running["cost"]["state"]) == (None, None, "running")
    wallbox.sample(started["transactionId"], ago(hours=1), 4_000)
    wallbox.stop(started["transactionId"], ago(minutes=1), 13_345, reason="EVDisconnected", idTag="GOOD")
    ended = site.api.transaction(started["transactionId"])
    assert ended["energy_wh"] == 12_345 and ended["stop_reason"] == "EVDisconnected"
    assert (ended["charge_point"], ended["connector"], ended["id_tag"]) == (wallbox.identity, 1, "GOOD")
    assert [r["wh"] for r in site.api.readings(started["transactionId"])] == [1_000, 4_000, 13_345]


def test_transaction_data_of_a_stop_is_kept(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=2), 0)
    wallbox.stop(started["transactionId"], ago(minutes=1), 3_000, transactionData=[
        {"timestamp": ago(hours=1), "sampledValue": [{"value": "1.5", "unit": "kWh"}]}])
    assert [r["wh"] for r in site.api.readings(started["transactionId"])] == [0, 1_500, 3_000]


def test_data_transfer_from_a_vendor_nobody_knows_is_kept(site, wallbox):
    sent = {"vendorId": "com.example", "messageId": "m", "data": "x" * 10_000}
    assert wallbox.call("DataTransfer", sent) == {"status": "UnknownVendorId"}
    [kept] = site.api.items(f"/charge-points/{wallbox.identity}/notices")
    assert (kept["action"], kept["payload"]) == ("DataTransfer", sent)


@pytest.mark.parametrize("action, payload", [
    ("DiagnosticsStatusNotification", {"status": "Idle"}),
    ("FirmwareStatusNotification", {"status": "Installed"}),
    ("LogStatusNotification", {"status": "Uploading", "requestId": 4}),
    ("LogStatusNotification", {}),
    ("SecurityEventNotification", {"type": "T" * 300, "timestamp": "2026-03-02T10:00:00Z", "techInfo": "x"}),
    ("SignedFirmwareStatusNotification", {"status": "Idle"}),
    ("StatusNotification", {"connectorId": 1, "status": "Charging", "errorCode": "NoError", "info": "null"}),
    ("MeterValues", {"connectorId": 0, "meterValue": [
        {"timestamp": "2026-03-02T10:00:00Z", "sampledValue": [{"value": "5"}]}]}),
    ("MeterValues", {"connectorId": 1, "meterValue": []}),
    ("MeterValues", {"connectorId": 1, "meterValue": [{"timestamp": "2026-03-02T10:00:00Z",
                                                       "sampledValue": []}]}),
    ("MeterValues", {"connectorId": 1, "meterValue": {
        "timestamp": "2026-03-02T10:00:00Z", "sampledValue": {"value": 7}}}),
])
def test_it_is_answered_with_an_empty_object(wallbox, action, payload):
    assert wallbox.call(action, payload) == {}


def test_a_request_for_a_certificate_is_taken(wallbox):
    assert wallbox.call("SignCertificate", {"csr": "M" * 6000}) == {"status": "Accepted"}


@pytest.mark.parametrize("action, payload, members", [
    ("BootNotification", {**BOOT, "chargePointModel": "M" * 60, "chargePointSerialNumber": "S" * 40,
                          "extra": 1}, ["status"]),
    ("BootNotification", {"chargePointVendor": 7, "chargePointModel": None}, ["status"]),
    ("Authorize", {"idTag": "T" * 40, "connectorId": 1}, ["idTagInfo"]),
    ("Authorize", {"idTag": 12345}, ["idTagInfo"]),
    ("StartTransaction", {"connectorId": "1", "idTag": "GOOD", "meterStart": "12", "timestamp":
                          "2026-03-02 10:00:00.123456789+02"}, ["transactionId", "idTagInfo"]),
    ("StatusNotification", {"connectorId": "1", "status": "Occupied", "errorCode": "Odd"}, []),
])
def test_what_the_standard_forbids_and_the_field_sends_is_understood(wallbox, action, payload, members):
    answer = wallbox.call(action, payload)
    assert all(member in answer for member in members)


def test_numbers_as_texts_and_lists_without_brackets_are_understood_and_kept(site, wallbox):
    started = wallbox.call("StartTransaction", {
        "connectorId": "1", "idTag": "GOOD", "meterStart": "12", "timestamp": ago(hours=2)})["transactionId"]
    assert wallbox.call("MeterValues", {"connectorId": "1", "transactionId": str(started), "meterValue": {
        "timestamp": ago(hours=1), "sampledValue": {"value": 700}}}) == {}
    for nothing in ([], [{"timestamp": ago(minutes=50), "sampledValue": []}]):
        assert wallbox.call("MeterValues", {
            "connectorId": 1, "transactionId": started, "meterValue": nothing}) == {}
    wallbox.stop(str(started), ago(minutes=1), "2012")
    kept = site.api.transaction(started)
    assert (kept["connector"], kept["energy_wh"], kept["flags"]) == (1, 2_000, [])
    assert [r["wh"] for r in site.api.readings(started)] == [12, 700, 2_012]


def test_members_and_words_that_the_standard_does_not_know_do_no_harm(site, wallbox):
    assert wallbox.call("Authorize", {"idTag": "GOOD", "connectorId": 1})["idTagInfo"]["status"] == "Accepted"
    started = wallbox.call("StartTransaction", {
        "connectorId": 1, "idTag": "GOOD", "meterStart": 0, "timestamp": ago(hours=2), "colour": {"a": [1]},
    })["transactionId"]
    assert wallbox.call("MeterValues", {"connectorId": 1, "transactionId": started, "meterValue": [
        {"timestamp": ago(hours=1), "sampledValue": [
            {"value": "700", "measurand": "Energy.Active.Import.Register", "context": "Whenever"},
            {"value": "16", "measurand": "current.import", "unit": "Ampere", "phase": "L1"},
            {"value": "50", "measurand": "Frequency", "unit": "Hz"}]}]}) == {}
    wallbox.stop(started, ago(minutes=1), 2_000, reason="CarLeft")
    kept = site.api.transaction(started)
    assert (kept["energy_wh"], kept["stop_reason"], kept["flags"]) == (2_000, "CarLeft", [])
    readings = site.api.readings(started)
    assert [reading["wh"] for reading in readings if reading["wh"] is not None] == [0, 700, 2_000]
    assert {"current.import", "Frequency"} <= {name.split(".L")[0] for reading in readings
                                               for name in reading["measurands"]}, readings


def test_texts_that_are_too_long_are_kept_whole(site, wallbox):
    wallbox.boot(chargePointModel="M" * 40, chargePointSerialNumber="S" * 60, firmwareVersion="F" * 255)
    point = site.api.get(f"/charge-points/{wallbox.identity}").json
    assert (point["model"], point["serial_number"], point["firmware_version"]) == ("M" * 40, "S" * 60, "F" * 255)
    tag = "0123456789ABCDEFGHIJ_Z"  # 22 characters, the standard allows 20
    started = wallbox.start(tag, ago(hours=1))["transactionId"]
    assert site.api.transaction(started)["id_tag"] == tag


@pytest.mark.parametrize("nothing", ["", "null"])
def test_an_empty_text_is_an_absent_one(site, wallbox, nothing):
    wallbox.boot(chargePointSerialNumber="", iccid=nothing, imsi=nothing, meterSerialNumber=nothing)
    point = site.api.get(f"/charge-points/{wallbox.identity}").json
    assert [point[name] for name in ("serial_number", "iccid", "imsi", "meter_serial_number")] == [None] * 4
    assert wallbox.status("Available", info=nothing, vendorErrorCode=nothing) == {}


def test_a_known_wallbox_charges_without_a_boot(site, plug, identity):
    site.api.accept(identity)
    box = plug(site, identity)
    transaction = box.charge("GOOD", wh=5_000)
    assert site.api.transaction(transaction)["energy_wh"] == 5_000
    assert box.call("SecurityEventNotification", {"type": "StartupOfTheDevice", "timestamp": ago()}) == {}


@pytest.mark.parametrize("sample, wh", [
    ({"value": "1500"}, 1500), ({"value": "1.5", "unit": "kWh"}, 1500), ({"value": " 1500.0 "}, 1500),
    ({"value": 1500}, 1500), ({"value": "1,5", "unit": "kWh"}, 1500), ({"value": "1.5E3"}, 1500),
    ({"value": "1500.0004", "measurand": "Energy.Active.Import.Register", "context": "Sample.Clock"}, 1500),
    ({"value": "0.123456", "unit": "kWh"}, 123.456),
])
def test_a_register_is_read_in_every_spelling(site, wallbox, sample, wh):
    started = wallbox.start("GOOD", ago(hours=2), 0)["transactionId"]
    wallbox.call("MeterValues", {"connectorId": 1, "transactionId": started, "meterValue": [
        {"timestamp": ago(hours=1), "sampledValue": [sample]}]})
    wallbox.stop(started, ago(minutes=1), 2_000)
    assert [r["wh"] for r in site.api.readings(started)] == [0, wh, 2_000]


def test_other_measurands_are_kept_beside_the_register(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=2), 0)["transactionId"]
    wallbox.call("MeterValues", {"connectorId": 1, "transactionId": started, "meterValue": [
        {"timestamp": ago(hours=1), "sampledValue": [
            {"value": "700"},
            {"value": "3.6", "measurand": "Power.Active.Import", "unit": "kW", "phase": "L1"},
            {"value": "3.4", "measurand": "Power.Active.Import", "unit": "kW", "phase": "L2"},
            {"value": "16", "measurand": "Current.Import", "unit": "A", "phase": "L1"},
            {"value": "NaN", "measurand": "Temperature", "unit": "Celsius"},
            {"value": "50", "measurand": "Frequency", "unit": "Hertz"}]}]})
    reading = site.api.readings(started)[1]
    assert reading["wh"] == 700
    assert "Power.Active.Import" in json.dumps(reading["measurands"])
    connector = [c for c in site.api.get(f"/charge-points/{wallbox.identity}").json["connectors"]
                 if c["connector"] == 1][0]
    assert connector["power_w"] == 7_000 and connector["transaction_id"] == started
    wallbox.stop(started, ago(minutes=1), 2_000)


def test_an_export_register_is_not_what_was_charged(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=2), 0)["transactionId"]
    wallbox.call("MeterValues", {"connectorId": 1, "transactionId": started, "meterValue": [
        {"timestamp": ago(hours=1), "sampledValue": [
            {"value": "9999", "measurand": "Energy.Active.Export.Register"}]}]})
    wallbox.stop(started, ago(minutes=1), 2_000)
    assert 9_999 not in [r["wh"] for r in site.api.readings(started)]
    kept = site.api.transaction(started)
    assert (kept["energy_wh"], kept["flags"]) == (2_000, [])


def test_a_stop_with_a_signed_value_keeps_it(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=2), 0)["transactionId"]
    wallbox.stop(started, ago(minutes=1), 2_000, transactionData=[{"timestamp": ago(minutes=1), "sampledValue": [
        {"value": "OCMF|{\"FV\":\"1.0\"}|{\"SD\":\"30\"}", "format": "SignedData",
         "context": "Transaction.End"}]}])
    assert "OCMF" in json.dumps(site.api.readings(started))
    assert site.api.transaction(started)["energy_wh"] == 2_000
