"""Under which names the pages answer; wallboxes get in under any."""

import socket

import pytest
from harness.appliance import Appliance
from harness.wire import Wire


def asked(site, host, path="/api/v1/site"):
    return site.anonymous().request("GET", path, headers={"Host": host})


@pytest.fixture(scope="module")
def machine():
    return socket.gethostname().split(".")[0]


@pytest.mark.parametrize("host", ["192.168.1.20", "10.0.0.1:8080", "[fe80::1]:80", "localhost", "box.lan", "box"])
def test_addresses_and_names_of_the_house_are_ours(site, host):
    assert asked(site, host).status == 200


def test_the_machines_name_is_ours_with_any_suffix(site, machine):
    for suffix in ("", ".fritz.box", ".my-router.example", ".local:8080", "."):
        assert asked(site, machine + suffix).status == 200, suffix
    assert asked(site, machine + "x.my-router.example").status == 421


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8080", "192.168.1.20.evil.example"])
def test_another_name_is_told_the_right_address(site, host):
    answer = asked(site, host)
    port = ":8080" if host.endswith(":8080") else ""
    assert answer.status == 421
    assert f"http://127.0.0.1{port}/" in answer.json["fix"], answer


def test_the_public_address_is_the_right_one_where_there_is_one(tmp_path):
    config = tmp_path / "wattkeeper.conf"
    config.write_text("public_url = https://charging.example.org\n")
    site = Appliance(tmp_path / "data", ["--config", config]).start()
    try:
        assert asked(site, "charging.example.org").status == 200
        refused = asked(site, "evil.example")
        assert refused.status == 421 and "https://charging.example.org" in refused.json["fix"]
    finally:
        site.kill()


def test_a_wallbox_gets_in_under_any_name(site, identity):
    site.api.accept(identity)
    status, _ = Wire(site).upgrade(f"/ocpp/{identity}", host="evil.example")
    assert status == 101


def test_watchdogs_and_tokens_are_asked_for_no_name(site):
    assert asked(site, "evil.example", "/healthz").status == 200
    assert site.api.request("GET", "/settings", headers={"Host": "evil.example"}).status == 200
