"""A wallbox's page: what it keeps, what is set in it, and what can be asked of it, against a wallbox of Python."""

import re

import pytest
from harness.charge_point import ChargePoint
from harness.wait import until
from playwright.sync_api import expect

KEYS = {"HeartbeatInterval": "300", "LocalAuthListEnabled": "false", "LocalAuthListMaxLength": "50",
        "NumberOfConnectors": "1"}
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


class Obliging(ChargePoint):
    """A wallbox that agrees to everything and keeps what it is given."""

    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **more)
        self.keys = dict(KEYS)
        self.list_version = 0
        self.answers |= {
            "GetConfiguration": self._tell, "ChangeConfiguration": self._set,
            "GetLocalListVersion": lambda _: {"listVersion": self.list_version},
            "SendLocalList": self._take, "ReserveNow": {"status": "Accepted"},
            "CancelReservation": {"status": "Accepted"}, "TriggerMessage": {"status": "Rejected"},
            "ExtendedTriggerMessage": {"status": "Rejected"}, "SetChargingProfile": {"status": "Accepted"},
            "ClearChargingProfile": {"status": "Accepted"}, "UpdateFirmware": {},
            "GetInstalledCertificateIds": {"status": "NotFound"}, "UnlockConnector": {"status": "Unlocked"},
        }

    def _tell(self, payload):
        asked = payload.get("key") or list(self.keys)
        return {"configurationKey": [
                    {"key": key, "readonly": key == "NumberOfConnectors", "value": self.keys[key]}
                    for key in asked if key in self.keys],
                "unknownKey": [key for key in asked if key not in self.keys]}

    def _set(self, payload):
        if payload["key"] == "HeartbeatInterval" and not payload["value"].isdigit():
            return {"status": "Rejected"}
        self.keys[payload["key"]] = payload["value"]
        return {"status": "Accepted"}

    def _take(self, payload):
        self.list_version = payload["listVersion"]
        return {"status": "Accepted"}

    def asked(self, action):
        """The payloads of all calls of this action so far."""
        with self._lock:
            return [frame[3] for frame in self.frames if frame[0] == 2 and frame[2] == action]


@pytest.fixture
def wallbox(appliance):
    appliance.api.accept("CP1")
    appliance.api.card("04A1B2C3")
    box = Obliging(appliance.ws, "CP1")
    box.boot(firmwareVersion="3.14.2")
    box.status("Available")
    yield box
    box.close()
    assert box.invalid == []


@pytest.fixture
def part(owner, wallbox):
    """Opens a part of the wallbox's page; answers the visitor and the part's element."""
    def open_part(name, **more):
        manager = owner(**more)
        manager.page.goto(f"/#/wallboxes/CP1?open={name}")
        element = manager.page.locator(f"#part-{name}")
        expect(element.locator(".section-body")).not_to_have_text(manager.say("shell.loading"))
        return manager, element
    return open_part


def test_the_first_look_tells_version_and_clock(owner, wallbox):
    manager = owner()
    manager.page.goto("/#/wallboxes/CP1")
    expect(manager.page.get_by_text(manager.say("wallbox.ocpp16"))).to_be_visible()
    expect(manager.page.get_by_text("3.14.2")).to_be_visible()
    for key in ("local-list", "reservation", "behaviour", "firmware", "any"):
        expect(manager.page.get_by_text(manager.say(f"{key}.title"), exact=True)).to_be_visible()


def test_one_switch_keeps_the_cards_in_the_wallbox(part, wallbox):
    manager, cards = part("cards")
    switch = cards.get_by_role("switch", name=manager.say("local-list.keep"))
    expect(switch).to_have_attribute("aria-checked", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    sent = until(lambda: wallbox.asked("SendLocalList"), timeout=30)
    assert any(entry["idTag"] == "04A1B2C3" for entry in sent[-1]["localAuthorizationList"])
    expect(cards.get_by_text(manager.say("local-list.state.current"))).to_be_visible(timeout=25_000)
    expect(cards.get_by_text("LocalAuthListEnabled", exact=True)).to_be_visible()
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")


def test_a_connector_is_reserved_and_given_free_again(part, wallbox):
    manager, reservations = part("reservations")
    manager.button("reservation.add").click()
    manager.label("board.card").select_option("04A1B2C3")
    manager.button("reservation.action").click()
    newest = reservations.get_by_role("row").nth(1)
    expect(newest).to_contain_text(manager.say("reservation.state.active"))
    reserved = wallbox.asked("ReserveNow")[-1]
    assert (reserved["connectorId"], reserved["idTag"]) == (1, "04A1B2C3")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", reserved["expiryDate"])
    reservations.get_by_role("button", name=re.compile("^Cancel the reservation")).click()
    expect(newest).to_contain_text(manager.say("reservation.state.cancelled"))
    assert wallbox.asked("CancelReservation") == [{"reservationId": reserved["reservationId"]}]


def test_a_reservation_in_the_past_is_refused_at_its_field(part, wallbox):
    manager, _ = part("reservations")
    manager.button("reservation.add").click()
    manager.label("board.card").select_option("04A1B2C3")
    manager.label("reservation.until").fill("2020-01-01T10:00")
    manager.button("reservation.action").click()
    expect(manager.label("reservation.until")).to_have_attribute("aria-invalid", "true")
    assert wallbox.asked("ReserveNow") == []


def test_a_strong_password_is_made_sent_and_never_shown_again(part, wallbox, appliance):
    manager, password = part("password")
    manager.button("password.make").click()
    made = password.locator("code.address").inner_text()
    assert re.fullmatch(r"[A-Za-z0-9]{20}", made)
    manager.button("password.save").click()
    expect(password.locator("summary")).to_contain_text(manager.say("password.set"))
    assert {"key": "AuthorizationKey", "value": made} in wallbox.asked("ChangeConfiguration")
    assert appliance.api.get("/charge-points/CP1").json["has_password"]
    manager.page.reload()
    expect(password.locator("summary")).to_contain_text(manager.say("password.set"))
    assert made not in manager.page.content()


def test_a_short_password_is_warned_of_and_taken(part, appliance):
    manager, password = part("password")
    warning = password.get_by_text(manager.say("password.short-hint"))
    field = manager.label("password.new")
    field.fill("long enough for anyone")
    expect(warning).to_be_hidden()
    field.fill("short")
    expect(warning).to_be_visible()
    password.get_by_role("radio", name=re.compile(manager.say("password.enter"))).check()
    manager.button("password.save").click()
    expect(manager.page.get_by_text(manager.say("password.short-warning"))).to_be_visible()
    assert appliance.api.get("/charge-points/CP1").json["password_is_short"]


def test_keys_are_read_and_a_refused_change_stands_at_its_field(part, wallbox):
    manager, keys = part("configuration")
    manager.button("configuration.read").click()
    expect(keys.get_by_text("NumberOfConnectors")).to_be_visible()
    manager.button("configuration.change-key", key="HeartbeatInterval").click()
    dialog = manager.page.get_by_role("dialog")
    dialog.get_by_label(manager.say("configuration.value")).fill("often")
    dialog.get_by_role("button", name=manager.say("configuration.change"), exact=True).click()
    expect(dialog.locator("[aria-invalid=true]")).to_have_value("often")
    dialog.get_by_label(manager.say("configuration.value")).fill("60")
    dialog.get_by_role("button", name=manager.say("configuration.change"), exact=True).click()
    expect(dialog).to_be_hidden()
    assert wallbox.keys["HeartbeatInterval"] == "60"


def test_any_operation_with_an_invalid_payload_is_refused_at_its_field(part, wallbox):
    manager, operation = part("any")
    payload = manager.label("any.payload")
    manager.label("any.action").select_option("UnlockConnector")
    expect(payload).to_have_value(re.compile("connectorId"))
    for wrong, hint in [('{"connectorId": 1', "JSON"), ('{"connectorId": "one"}', "connectorId")]:
        payload.fill(wrong)
        manager.button("any.send").click()
        expect(payload).to_have_attribute("aria-invalid", "true")
        expect(operation.locator(".wrong:visible")).to_contain_text(hint)
    assert wallbox.asked("UnlockConnector") == []
    payload.fill('{"connectorId": 1}')
    manager.button("any.send").click()
    expect(operation.get_by_role("group", name=re.compile("UnlockConnector"))).to_contain_text("Unlocked")
    assert wallbox.asked("UnlockConnector") == [{"connectorId": 1}]


def test_the_examples_of_all_operations_are_known_to_the_server(part, wallbox):
    manager, operation = part("any")
    names = manager.label("any.action").locator("option").all_inner_texts()
    assert len(names) == 26
    refused = manager.page.evaluate("""async () => {
        const { examples } = await import("/assets/wallbox/examples.js")
        const refused = []
        for (const [action, example] of Object.entries(examples)) {
            const body = JSON.stringify({ action, payload: example(), timeout_ms: 100 })
            const headers = { "Content-Type": "application/json" }
            const answer = await fetch("/api/v1/charge-points/CP1/operations", { method: "POST", headers, body })
            if (answer.status === 422) refused.push([action, await answer.text()])
        }
        return refused
    }""")
    assert refused == []


def test_what_was_asked_and_what_was_reported_stays_on_the_page(part, wallbox):
    wallbox.call("FirmwareStatusNotification", {"status": "Downloading"})
    manager, reported = part("reported")
    expect(reported.get_by_text(manager.say("firmware.status.Downloading"))).to_be_visible()
    manager.page.locator("#part-firmware > summary").click()
    firmware = manager.page.locator("#part-firmware")
    expect(firmware.get_by_text(manager.say("firmware.status.Downloading"))).to_be_visible()
    firmware.get_by_label(manager.say("firmware.address")).first.fill("no address")
    manager.button("firmware.update-action").click()
    expect(firmware.get_by_label(manager.say("firmware.address")).first).to_have_attribute(
        "aria-invalid", "true")
    firmware.get_by_label(manager.say("firmware.address")).first.fill("ftp://server/file.bin")
    manager.button("firmware.update-action").click()
    until(lambda: wallbox.asked("UpdateFirmware"))
    manager.page.locator("#part-asked > summary").click()
    expect(manager.page.locator("#part-asked").get_by_text("UpdateFirmware")).to_be_visible()


def test_a_certificate_is_checked_before_it_is_sent(part, wallbox):
    wallbox.answers["InstallCertificate"] = {"status": "Accepted"}
    manager, certificates = part("certificates")
    certificates.get_by_role("button", name=manager.say("certificate.install")).click()
    manager.label("certificate.pem").fill("no certificate")
    dialog = manager.page.get_by_role("dialog")
    dialog.get_by_role("button", name=manager.say("certificate.install"), exact=True).click()
    expect(manager.label("certificate.pem")).to_have_attribute("aria-invalid", "true")
    manager.label("certificate.pem").fill(CERTIFICATE)
    dialog.get_by_role("button", name=manager.say("certificate.install"), exact=True).click()
    expect(dialog).to_be_hidden()
    assert wallbox.asked("InstallCertificate")[0]["certificate"] == CERTIFICATE


def test_how_it_is_treated_is_kept(part, appliance):
    manager, behaviour = part("behaviour")
    manager.label("behaviour.clock").select_option("local")
    behaviour.get_by_role("checkbox", name=manager.say("behaviour.may_be_paused")).uncheck()
    manager.label("behaviour.auto-start.presented").fill("ABCD1234")
    manager.button("action.save").click()
    expect(manager.label("behaviour.auto-start.card")).to_have_attribute("aria-invalid", "true")
    manager.label("behaviour.auto-start.card").select_option("04A1B2C3")
    manager.button("action.save").click()
    expect(manager.page.get_by_text(manager.say("form.saved"))).to_be_visible()
    kept = appliance.api.get("/charge-points/CP1").json
    assert (kept["clock"], kept["may_be_paused"]) == ("local", False)
    assert kept["auto_start"] == {"presented": "ABCD1234", "id_tag": "04A1B2C3"}
