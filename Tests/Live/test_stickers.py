"""Stickers, letters, and the address that stands on them."""

import re
import sqlite3

import pytest
from harness.appliance import Appliance
from harness.codes import add_bays, text_of
from harness.wait import until

BAYS = ["Bay 9", "Bay 10", "Besucher links"]
SECRET = r"[2-9A-HJ-NP-Z]{26}"


@pytest.fixture
def house(fresh):
    """A site with three bays; `house.ids` by name."""
    fresh.ids = add_bays(fresh, BAYS)
    return fresh


def test_every_bay_has_a_sticker_with_its_address_as_a_code_and_for_typing(house):
    sheet = house.api.get("/stickers").json
    assert sheet["base"] == house.url
    assert [item["name"] for item in sheet["items"]] == ["Bay 9", "Bay 10", "Besucher links"]
    for item in sheet["items"]:
        assert item["bay"] == house.ids[item["name"]]
        assert item["url"] == f"HTTP://127.0.0.1:{house.port}/C/{item['bay']}"
        assert item["text"] == f"127.0.0.1:{house.port}/c/{item['bay']}"
        assert text_of(item["qr"]) == item["url"]
        assert item["qr"]["size"] == 25


def test_stickers_for_some_bays_only(house):
    one = house.ids["Bay 10"]
    assert [item["bay"] for item in house.api.get(f"/stickers?bays={one}").json["items"]] == [one]
    refused = house.api.get(f"/stickers?bays={one},NOTTHERE")
    assert refused.status == 400 and "NOTTHERE" in refused.json["detail"]


def test_a_public_url_is_printed_first_and_its_path_keeps_its_case(tmp_path):
    appliance = Appliance(tmp_path / "data", ["--public-url", "https://laden.example.org/Haus"]).start()
    try:
        add_bays(appliance, ["Bay 1"])
        assert appliance.api.get("/addresses").json["bases"] == [
            "https://laden.example.org/Haus", appliance.url]
        sheet = appliance.api.get("/stickers").json
        item = sheet["items"][0]
        assert sheet["house_network"] is False
        assert item["url"] == f"https://laden.example.org/Haus/c/{item['bay']}" == text_of(item["qr"])
        assert item["text"] == item["url"]
        assert appliance.api.get(f"/stickers?base={appliance.url}").json["house_network"] is True
    finally:
        appliance.kill()


@pytest.mark.parametrize("base", [
    "http://192.0.2.7", "http://wattkeeper.local", "http://elsewhere.example.org", "https://127.0.0.1",
    "http://127.0.0.1/path", "http://127.0.0.1@evil.example", "127.0.0.1", ""])
def test_an_address_that_is_not_this_machines_is_not_printed(house, base):
    if base:
        assert house.api.get(f"/stickers?base={base}").status == 422
    refused = house.api.post("/stickers/printed", {"base": base})
    assert refused.status == 422 and refused.json["errors"][0]["path"] == "base"
    assert house.api.get("/addresses").json["printed"] is None


def test_a_name_that_ends_in_local_is_not_offered(house):
    asked = house.api.get("/addresses", headers={"Host": f"wattkeeper.local:{house.port}"}).json
    assert asked["bases"] == [house.url]


def test_the_wifi_is_on_stickers_only_when_wanted_and_on_letters_always(house):
    tenant = house.api.post("/tenants", {"name": "Keller"}).json
    network = {"wifi_ssid": "Haus; Gäste", "wifi_password": 'semi;colon"and\\'}
    assert house.api.patch("/settings", network).status == 200
    assert house.api.get("/stickers").json["wifi"] is None
    letters = house.api.post("/letters", {"tenants": [tenant["id"]]}).json
    assert letters["items"][0]["code"] == house.api.get(f"/tenants/{tenant['id']}/pin").json["code"]
    assert house.api.patch("/settings", {"wifi_on_stickers": "yes"}).status == 200
    for paper in letters, house.api.get("/stickers").json:
        assert paper["wifi"] == {"ssid": network["wifi_ssid"], "password": network["wifi_password"]}
        assert text_of(paper["wifi_qr"]) == 'WIFI:T:WPA;S:Haus\\; Gäste;P:semi\\;colon\\"and\\\\;;'


@pytest.mark.parametrize("change", [
    {"help_phone": "call me"}, {"help_phone": "+" * 31}, {"wifi_password": "short"}, {"wifi_password": "pässword"},
    {"wifi_ssid": "ü" * 17}, {"wifi_on_stickers": "maybe"}, {"printed_base": "http://127.0.0.1"}])
def test_what_cannot_be_printed_is_refused(site, change):
    refused = site.api.patch("/settings", change)
    assert refused.status == 422
    assert refused.json["errors"][0]["path"] == next(iter(change))


def test_the_wifis_password_is_for_those_who_print(house):
    house.api.patch("/settings", {"wifi_password": "for the garage"})
    for role, sees in [("owner", True), ("manager", True), ("installer", True), ("accountant", False)]:
        settings = house.api_as(role).get("/settings").json
        assert settings.get("wifi_password") == ("for the garage" if sees else None), role
    assert house.api_as("accountant").get("/stickers").status == 403
    assert house.api_as("installer").post("/letters", {"tenants": ["X"]}).status == 403


def test_the_audit_keeps_that_the_wifis_password_was_changed_but_not_to_what(house):
    house.api.patch("/settings", {"wifi_password": "for the garage"})
    house.api.patch("/settings", {"wifi_password": "for the new garage"})
    with sqlite3.connect(house.data / "wattkeeper.db", timeout=10) as file:
        lines = file.execute("SELECT action, before || after FROM audit JOIN audit_detail USING (seq)"
                             " WHERE action = 'settings.change'").fetchall()
    assert len(lines) == 2
    assert not any("garage" in detail for _, detail in lines) and "wifi_password" in lines[1][1]


def test_who_was_invited_by_letter_stands_in_the_audit(house):
    tenant = house.api.post("/tenants", {"name": "Keller"}).json["id"]
    link = house.api.post("/letters", {"tenants": [tenant]}).json["items"][0]
    with sqlite3.connect(house.data / "wattkeeper.db", timeout=10) as file:
        after, = file.execute("SELECT after FROM audit JOIN audit_detail USING (seq)"
                              " WHERE action = 'tenant.invite' AND subject = ?", [tenant]).fetchone()
    assert link["link_id"] in after and link["url"].split("#")[1] not in after


def test_a_letter_has_a_new_link_that_works_once_at_the_printed_address(house):
    tenants = [house.api.post("/tenants", {"name": name}).json for name in ("Keller", "Okafor")]
    made = house.api.post("/letters", {"tenants": [tenant["id"] for tenant in tenants], "base": house.url})
    assert made.status == 201
    items = made.json["items"]
    assert [item["tenant_name"] for item in items] == ["Keller", "Okafor"]
    for tenant, item in zip(tenants, items):
        assert re.fullmatch(re.escape(house.url) + f"/i/[2-9A-Z]+#{SECRET}", item["url"])
        assert text_of(item["qr"]) == item["url"]
        links = house.api.get(f"/tenants/{tenant['id']}/links").json["items"]
        assert [link["id"] for link in links] == [item["link_id"]]
    again = house.api.post("/letters", {"tenants": [tenants[0]["id"]]}).json["items"][0]
    assert again["url"] != items[0]["url"]


def test_letters_are_made_for_all_or_for_none(house):
    tenant = house.api.post("/tenants", {"name": "Keller"}).json["id"]
    for tenants in [tenant, "NOBODY"], [tenant, tenant], [], [7], "Keller":
        assert house.api.post("/letters", {"tenants": tenants}).status == 422, tenants
    assert house.api.get(f"/tenants/{tenant}/links").json["items"] == []


def test_a_printed_address_that_leads_elsewhere_is_a_line_to_check_until_it_is_right_again(tmp_path):
    before, after = ["--public-url", "http://old.example.org"], ["--public-url", "http://new.example.org"]
    appliance = Appliance(tmp_path / "data", before).start()
    try:
        noted = appliance.api.post("/stickers/printed", {"base": "http://old.example.org/"}).json
        assert noted["printed"] == "http://old.example.org" and noted["changed"] is False
        assert appliance.api.to_check(kind="address_changed") == []

        appliance.stop()
        appliance.arguments = after
        appliance.start()
        line = until(lambda: appliance.api.to_check(kind="address_changed"), what="the line to check")[0]
        assert line["details"] == {"printed": "http://old.example.org", "current": "http://new.example.org"}
        assert appliance.api.get("/addresses").json["changed"] is True

        appliance.api.post("/stickers/printed", {"base": "http://new.example.org"})
        until(lambda: not appliance.api.to_check(kind="address_changed"), what="no line after printing anew")

        appliance.stop()
        appliance.arguments = before
        appliance.start()
        until(lambda: appliance.api.to_check(kind="address_changed"), what="the line to check again")
        appliance.stop()
        appliance.arguments = after
        appliance.start()
        until(lambda: not appliance.api.to_check(kind="address_changed"), what="no line at the right address")
    finally:
        appliance.kill()
