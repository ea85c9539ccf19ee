"""What operations set in a wallbox is kept, listed, and still there after a restart."""

import sqlite3

import pytest
from harness.charge_point import CallError
from harness.times import ago

LATER = "2090-01-01T00:00:00Z"
ACCEPTED = {"status": "Accepted"}
ROOT = "CentralSystemRootCertificate"
HASHES = {"hashAlgorithm": "SHA256", "issuerNameHash": "aa" * 32, "issuerKeyHash": "bb" * 32, "serialNumber": "01"}
PEM = """-----BEGIN CERTIFICATE-----
MIIBjDCCATKgAwIBAgIDChssMAoGCCqGSM49BAMCMCMxEjAQBgNVBAoMCUxpbmRl
bmhvZjENMAsGA1UEAwwEUm9vdDAgFw0yNjExMjIxNjI1MTBaGA8yMTI2MTAyOTE2
MjUxMFowIzESMBAGA1UECgwJTGluZGVuaG9mMQ0wCwYDVQQDDARSb290MFkwEwYH
KoZIzj0CAQYIKoZIzj0DAQcDQgAExMIl8CZPNz3mOfhUN6wJ+IEhcNOdhwC2bm5w
yFbA0zE2BAnOlOhXWRxeOva6wibvz+8IgPipnYtSixDk1fGHsKNTMFEwHQYDVR0O
BBYEFPDmw6KhFRUvP/WakFUDSA4rZHByMB8GA1UdIwQYMBaAFPDmw6KhFRUvP/Wa
kFUDSA4rZHByMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhALnH
G2uDzwM4nR+4qad4tKURer184ROmC5H4trCcAzppAiAgEbeaJTuULOyytGn8Pfl6
PK2yAiVS9EgOj2tYgTZrjQ==
-----END CERTIFICATE-----
"""


def operate(site, wallbox, action, payload, says=ACCEPTED):
    wallbox.answers[action] = says
    answer = site.api.post(f"/charge-points/{wallbox.identity}/operations", {"action": action, "payload": payload})
    assert answer.status == 200, answer
    return answer.json


def mine(api, path, wallbox):
    return [item for item in api.items(path) if item["charge_point"] == wallbox.identity]


def certificates(api, wallbox):
    return api.get(f"/charge-points/{wallbox.identity}/certificates").json


def reserve(site, wallbox, number=7, says=ACCEPTED, **more):
    return operate(site, wallbox, "ReserveNow", {
        "connectorId": 1, "expiryDate": LATER, "idTag": "GOOD", "reservationId": number, **more}, says)


def profile(number=1, level=0, purpose="TxDefaultProfile", **more):
    return {"chargingProfileId": number, "stackLevel": level, "chargingProfilePurpose": purpose,
            "chargingProfileKind": "Relative", "chargingSchedule": {
                "chargingRateUnit": "A", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 13.5}]}, **more}


# Operations


def test_operations_are_listed_with_what_came_of_them(site, wallbox):
    operate(site, wallbox, "Reset", {"type": "Soft"})
    operate(site, wallbox, "Reset", {"type": "Hard"}, CallError("NotSupported", "no", {}))
    site.api.post(f"/charge-points/{wallbox.identity}/operations", {"action": "ClearCache", "timeout_ms": 100})
    path = f"/charge-points/{wallbox.identity}/operations"
    items = site.api.items(path)
    assert [(i["action"], i["payload"], i["outcome"], i["response"]) for i in items] == [
        ("ClearCache", {}, "no_answer", None),
        ("Reset", {"type": "Hard"}, "error", "NotSupported: no"),
        ("Reset", {"type": "Soft"}, "answered", ACCEPTED)]
    assert all(i["requested_by"] == "tests" and i["requested_at"] and i["answered_at"] for i in items)
    assert len({i["id"] for i in items}) == 3
    first = site.api.get(path + "?limit=2").json
    rest = site.api.get(path + f"?limit=2&cursor={first['next_cursor']}").json
    assert first["items"] + rest["items"] == items and rest["next_cursor"] is None


@pytest.mark.parametrize("path", ["operations", "notices", "certificates"])
def test_a_wallbox_nobody_knows_has_no_lists(site, path):
    assert site.api.get(f"/charge-points/NOBODY/{path}").status == 404


def test_an_installer_sees_no_card_numbers(site, wallbox):
    reserve(site, wallbox, parentIdTag="PARENT")
    operate(site, wallbox, "SendLocalList", {"listVersion": 2, "updateType": "Full", "localAuthorizationList": [
        {"idTag": "OTHER", "idTagInfo": {"status": "Accepted", "parentIdTag": "PARENT"}}]})
    wallbox.call("DataTransfer", {"vendorId": "x", "idTag": "GOOD"})
    installer = site.api_as("installer")
    paths = ["/reservations"] + [f"/charge-points/{wallbox.identity}/{name}" for name in ("operations", "notices")]
    for path in paths:
        assert "OTHER" in site.api.get(path).text or "GOOD" in site.api.get(path).text
        shown = installer.get(path)
        assert shown.status == 200
        assert not [tag for tag in ("GOOD", "OTHER", "PARENT") if f'"{tag}"' in shown.text], shown.text
    assert mine(installer, "/reservations", wallbox)[0]["id_tag"] is None


# Reservations


def test_a_reservation_is_listed_until_it_ends(site, wallbox):
    reserve(site, wallbox)
    [kept] = mine(site.api, "/reservations", wallbox)
    assert kept.pop("requested_at")
    assert kept == {
        "reservation_id": 7, "charge_point": wallbox.identity, "connector": 1, "id_tag": "GOOD",
        "parent_id_tag": None, "expires_at": LATER, "state": "active", "requested_by": "tests",
        "ended_at": None, "transaction_id": None}
    operate(site, wallbox, "CancelReservation", {"reservationId": 7})
    [kept] = mine(site.api, "/reservations", wallbox)
    assert kept["state"] == "cancelled" and kept["ended_at"]


def test_a_start_with_a_reservation_uses_it(site, wallbox):
    reserve(site, wallbox)
    started = wallbox.call("StartTransaction", {
        "connectorId": 1, "idTag": "GOOD", "meterStart": 0, "timestamp": ago(minutes=5), "reservationId": 7})
    [kept] = mine(site.api, "/reservations", wallbox)
    assert (kept["state"], kept["transaction_id"]) == ("used", started["transactionId"])
    wallbox.stop(started["transactionId"], ago(minutes=1), 10)


def test_the_same_reservation_again_replaces_the_one_before(site, wallbox):
    reserve(site, wallbox)
    reserve(site, wallbox, connectorId=0)
    assert [r["state"] for r in mine(site.api, "/reservations", wallbox)] == ["active", "replaced"]


def test_a_reservation_whose_time_is_over_has_expired(site, wallbox):
    reserve(site, wallbox, expiryDate=ago(minutes=1))
    assert [r["state"] for r in mine(site.api, "/reservations", wallbox)] == ["expired"]


@pytest.mark.parametrize("status", ["Faulted", "Occupied", "Rejected", "Unavailable"])
def test_a_refused_reservation_is_not_listed(site, wallbox, status):
    reserve(site, wallbox, says={"status": status})
    assert mine(site.api, "/reservations", wallbox) == []


# Charging profiles


def test_a_charging_profile_is_listed_until_it_is_cleared(site, wallbox):
    operate(site, wallbox, "SetChargingProfile", {"connectorId": 1, "csChargingProfiles": profile(4, 2)})
    [kept] = mine(site.api, "/charging-profiles", wallbox)
    assert kept.pop("set_at")
    assert kept == {
        "charge_point": wallbox.identity, "connector": 1, "charging_profile_id": 4, "stack_level": 2,
        "purpose": "TxDefaultProfile", "transaction_id": None, "profile": profile(4, 2), "set_by": "tests"}
    operate(site, wallbox, "ClearChargingProfile", {"id": 5}, {"status": "Unknown"})
    assert len(mine(site.api, "/charging-profiles", wallbox)) == 1
    operate(site, wallbox, "ClearChargingProfile", {"id": 4})
    assert mine(site.api, "/charging-profiles", wallbox) == []


def test_clearing_by_criteria_takes_what_fits_and_without_any_everything(site, wallbox):
    for number, connector, level in [(1, 1, 0), (2, 1, 1), (3, 2, 0)]:
        operate(site, wallbox, "SetChargingProfile", {
            "connectorId": connector, "csChargingProfiles": profile(number, level)})

    def left(**criteria):
        operate(site, wallbox, "ClearChargingProfile", criteria)
        return {p["charging_profile_id"] for p in mine(site.api, "/charging-profiles", wallbox)}

    assert left(connectorId=2, stackLevel=1) == {1, 2, 3}
    assert left(stackLevel=0, connectorId=1) == {2, 3}
    assert left(chargingProfilePurpose="ChargePointMaxProfile") == {2, 3}
    assert left() == set()


def test_a_profile_of_one_charge_ends_with_it(site, wallbox):
    started = wallbox.start("GOOD", ago(minutes=5))["transactionId"]
    operate(site, wallbox, "SetChargingProfile", {"connectorId": 1, "csChargingProfiles": profile(
        purpose="TxProfile", transactionId=started)})
    assert [p["transaction_id"] for p in mine(site.api, "/charging-profiles", wallbox)] == [started]
    wallbox.stop(started, ago(minutes=1), 10)
    assert mine(site.api, "/charging-profiles", wallbox) == []


@pytest.mark.parametrize("says", [
    {"status": "Rejected"}, {"status": "NotSupported"}, CallError("NotImplemented", "", {})])
def test_a_refused_profile_is_not_listed(site, wallbox, says):
    operate(site, wallbox, "SetChargingProfile", {"connectorId": 0, "csChargingProfiles": profile()}, says)
    assert mine(site.api, "/charging-profiles", wallbox) == []


# Certificates


def test_installed_certificates_are_those_the_wallbox_named_last(site, wallbox):
    def ask(certificate_type=ROOT, **says):
        operate(site, wallbox, "GetInstalledCertificateIds", {"certificateType": certificate_type}, says)
        return [(c["certificate_type"], c["serial_number"]) for c in certificates(site.api, wallbox)["installed"]]

    assert ask(status="Accepted", certificateHashData=[HASHES, {**HASHES, "serialNumber": "02"}]) == [
        (ROOT, "01"), (ROOT, "02")]
    assert ask("ManufacturerRootCertificate", status="Accepted", certificateHashData=[HASHES]) == [
        (ROOT, "01"), (ROOT, "02"), ("ManufacturerRootCertificate", "01")]
    assert ask(status="Accepted", certificateHashData=[HASHES]) == [
        (ROOT, "01"), ("ManufacturerRootCertificate", "01")]
    assert ask("ManufacturerRootCertificate", status="NotFound") == [(ROOT, "01")]
    operate(site, wallbox, "DeleteCertificate", {"certificateHashData": HASHES}, {"status": "Failed"})
    assert len(certificates(site.api, wallbox)["installed"]) == 1
    operate(site, wallbox, "DeleteCertificate", {"certificateHashData": HASHES})
    assert certificates(site.api, wallbox)["installed"] == []


def test_an_installed_root_is_listed_as_the_wallbox_would_name_it(site, wallbox):
    install = {"certificateType": ROOT, "certificate": PEM}
    operate(site, wallbox, "InstallCertificate", install, {"status": "Rejected"})
    assert certificates(site.api, wallbox)["installed"] == []
    operate(site, wallbox, "InstallCertificate", install)
    [kept] = certificates(site.api, wallbox)["installed"]
    assert kept.pop("seen_at")
    assert kept == {
        "certificate_type": ROOT, "hash_algorithm": "SHA256", "serial_number": "a1b2c",
        "issuer_name_hash": "f7073d8fbdfa03388fc3aaa9b4489eddc1a41524407d2d8499901fa51c69dfb5",
        "issuer_key_hash": "5bcdef3c908e77bc134ae92601baf6cde69c8a79c3efa5c4d359f4d90a481acf"}


def test_a_signed_certificate_answers_the_newest_request(site, wallbox):
    for csr in ("OLD", "NEW"):
        assert wallbox.call("SignCertificate", {"csr": csr}) == ACCEPTED
    operate(site, wallbox, "CertificateSigned", {"certificateChain": "C"}, {"status": "Rejected"})
    assert [r["state"] for r in certificates(site.api, wallbox)["requests"]] == ["waiting", "waiting"]
    operate(site, wallbox, "CertificateSigned", {"certificateChain": "C"})
    requests = certificates(site.api, wallbox)["requests"]
    assert [(r["csr"], r["state"], bool(r["answered_at"])) for r in requests] == [
        ("NEW", "answered", True), ("OLD", "waiting", False)]


# What no list of its own shows yet


def rows(site, sql, wallbox):
    file = sqlite3.connect(f"file:{site.data}/wattkeeper.db?mode=ro", uri=True)
    try:
        key = file.execute("SELECT key FROM charge_point WHERE id = ?", [wallbox.identity]).fetchone()
        return file.execute(sql + " WHERE charge_point_key = ?", key).fetchall()
    finally:
        file.close()


def test_a_local_list_sent_by_hand_gives_its_version_away(site, wallbox):
    sql = "SELECT version, digest FROM local_list"
    full = {"listVersion": 5, "updateType": "Full"}
    operate(site, wallbox, "SendLocalList", full, {"status": "NotSupported"})
    assert rows(site, sql, wallbox) == []
    operate(site, wallbox, "SendLocalList", full)
    operate(site, wallbox, "SendLocalList", {**full, "listVersion": 3})
    assert rows(site, sql, wallbox) == [(5, None)]


def test_configuration_keys_are_kept_without_the_password(site, wallbox):
    operate(site, wallbox, "GetConfiguration", {}, {"configurationKey": [
        {"key": "HeartbeatInterval", "readonly": False, "value": "300"},
        {"key": "AuthorizationKey", "readonly": False, "value": "SECRET"}], "unknownKey": ["Odd"]})
    operate(site, wallbox, "ChangeConfiguration", {"key": "HeartbeatInterval", "value": "60"}, {"status": "Rejected"})
    operate(site, wallbox, "ChangeConfiguration", {"key": "Odd", "value": "1"}, CallError("NotSupported", "", {}))
    assert sorted(rows(site, "SELECT key, value, wanted, answer FROM configuration_key", wallbox)) == [
        ("AuthorizationKey", None, None, None), ("HeartbeatInterval", "300", "60", "Rejected"),
        ("Odd", None, "1", "NotSupported")]


# Restart


def test_everything_is_there_after_a_restart(fresh, plug):
    fresh.api.accept("CP1")
    box = plug(fresh, "CP1")
    box.boot()
    reserve(fresh, box)
    operate(fresh, box, "SetChargingProfile", {"connectorId": 0, "csChargingProfiles": profile()})
    operate(fresh, box, "GetInstalledCertificateIds", {"certificateType": ROOT}, {
        "status": "Accepted", "certificateHashData": [HASHES]})
    box.call("SignCertificate", {"csr": "CSR"})
    box.call("SecurityEventNotification", {"type": "ResetOrReboot", "timestamp": ago(minutes=1)})
    paths = ["/reservations", "/charging-profiles", *(
        f"/charge-points/CP1/{name}" for name in ("operations", "notices", "certificates"))]
    before = [fresh.api.get(path).json for path in paths]
    assert all(answer.get("items", answer.get("installed")) for answer in before)
    fresh.kill()
    fresh.start()
    assert [fresh.api.get(path).json for path in paths] == before
