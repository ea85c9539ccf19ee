"""The messages of OCPP 1.6's security extension that a wallbox sends, and the notices it is known by."""

import pytest
from harness.times import ago
from harness.wait import until

MATTERS = ["AttemptedReplayAttacks", "InvalidCentralSystemCertificate", "InvalidChargePointCertificate",
           "InvalidFirmwareSignature", "InvalidFirmwareSigningCertificate", "InvalidTLSCipherSuite",
           "InvalidTLSVersion", "MemoryExhaustion", "SecurityLogWasCleared", "TamperDetectionActivated"]
DAILY = ["FirmwareUpdated", "SettingSystemTime", "StartupOfTheDevice", "ResetOrReboot", "InvalidMessages",
         "ReconfigurationOfSecurityParameters", "com.example.Odd", ""]


def event(wallbox, kind, **more):
    return wallbox.call("SecurityEventNotification", {"type": kind, "timestamp": ago(minutes=1), **more})


def notices(site, wallbox):
    return site.api.items(f"/charge-points/{wallbox.identity}/notices")


def lines(site, wallbox):
    return site.api.to_check(charge_point=wallbox.identity, kind="security_event")


def requests(site, wallbox):
    return site.api.get(f"/charge-points/{wallbox.identity}/certificates").json["requests"]


@pytest.mark.parametrize("action, payload", [
    ("DataTransfer", {"vendorId": "com.example", "data": "x"}),
    ("DiagnosticsStatusNotification", {"status": "Uploaded"}),
    ("FirmwareStatusNotification", {"status": "Installing"}),
    ("LogStatusNotification", {"status": "Uploading", "requestId": 3}),
    ("SignedFirmwareStatusNotification", {"status": "InvalidSignature", "requestId": 3}),
    ("SecurityEventNotification", {"type": "ResetOrReboot", "timestamp": "2026-03-02T10:00:00Z"}),
])
def test_a_notice_is_on_disk_when_it_is_answered(site, wallbox, action, payload):
    wallbox.call(action, payload)
    [kept] = notices(site, wallbox)
    assert (kept["action"], kept["payload"]) == (action, payload) and kept["received_at"]


def test_notices_come_in_pages_newest_first(site, wallbox):
    for number in range(5):
        wallbox.call("DataTransfer", {"vendorId": str(number)})
    path = f"/charge-points/{wallbox.identity}/notices"
    first = site.api.get(path + "?limit=3").json
    rest = site.api.get(path + f"?limit=3&cursor={first['next_cursor']}").json
    assert [n["payload"]["vendorId"] for n in first["items"] + rest["items"]] == ["4", "3", "2", "1", "0"]
    assert rest["next_cursor"] is None


def test_a_notice_that_was_cut_is_shown_as_text(site, wallbox):
    wallbox.call("DataTransfer", {"vendorId": "x", "data": "d" * 70_000})
    [kept] = notices(site, wallbox)
    assert isinstance(kept["payload"], str) and kept["payload"].startswith('{"vendorId"')


@pytest.mark.parametrize("kind", MATTERS)
def test_an_event_on_which_someone_must_act_stands_under_to_check(site, wallbox, kind):
    assert event(wallbox, kind, techInfo="t" * 250) == {}
    [line] = lines(site, wallbox)
    assert line["details"] == {"type": kind, "tech_info": "t" * 200}
    assert [n["payload"]["techInfo"] for n in notices(site, wallbox)] == ["t" * 250]


@pytest.mark.parametrize("kind", DAILY)
def test_an_event_of_daily_life_is_kept_and_bothers_nobody(site, wallbox, kind):
    assert event(wallbox, kind) == {}
    assert len(notices(site, wallbox)) == 1 and lines(site, wallbox) == []


def test_repeats_of_an_event_share_a_line_and_other_types_do_not(site, wallbox):
    for _ in range(3):
        event(wallbox, "TamperDetectionActivated")
    event(wallbox, "MemoryExhaustion")
    assert sorted((line["details"]["type"], line["count"]) for line in lines(site, wallbox)) == [
        ("MemoryExhaustion", 1), ("TamperDetectionActivated", 3)]


def test_every_event_that_is_shown_has_its_words_in_both_languages(site):
    for language in ("en", "de"):
        words = site.api.request("GET", f"//i18n/{language}.json").json
        for kind in MATTERS:
            assert words[f"check.security_event.{kind}"] and words[f"check.security_event.{kind}.fix"]


def test_a_request_for_a_certificate_is_kept_to_be_signed(site, wallbox):
    assert wallbox.call("SignCertificate", {"csr": "-----BEGIN CERTIFICATE REQUEST-----\nMII"}) == {
        "status": "Accepted"}
    [kept] = requests(site, wallbox)
    assert kept["csr"] == "-----BEGIN CERTIFICATE REQUEST-----\nMII"
    assert (kept["state"], kept["answered_at"]) == ("waiting", None) and kept["received_at"] and kept["id"]


def test_the_newest_twenty_requests_are_kept(site, wallbox):
    for number in range(22):
        wallbox.call("SignCertificate", {"csr": str(number)})
    assert [r["csr"] for r in requests(site, wallbox)] == [str(n) for n in range(21, 1, -1)]


def test_a_pending_wallbox_gets_no_certificate_and_raises_no_alarm(site, plug, identity):
    box = plug(site, identity)
    box.boot()
    assert box.call("SignCertificate", {"csr": "X"}) == {"status": "Rejected"}
    assert event(box, "TamperDetectionActivated") == {}
    assert requests(site, box) == [] and lines(site, box) == []
    assert [n["action"] for n in notices(site, box)] == ["SecurityEventNotification", "SignCertificate"]


def test_a_pending_wallbox_that_told_something_makes_room_all_the_same(fresh, plug):
    """Thirty-two may wait; the longest silent one is forgotten with all it told."""
    first = plug(fresh, "CP-first")
    first.boot()
    first.call("SignCertificate", {"csr": "X"})
    first.close()
    until(lambda: not fresh.api.get("/charge-points/CP-first").json["online"])
    for number in range(32):
        plug(fresh, f"CP-{number}").boot()
    assert fresh.api.get("/charge-points/CP-first").status == 404
