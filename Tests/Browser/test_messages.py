"""The message log's page: what was said in plain words, the frame on opening, search, older ones, the file."""

import json

import pytest
from harness.charge_point import ChargePoint
from harness.times import ago
from playwright.sync_api import expect
from test_access import LOOKS, serious


@pytest.fixture
def spoken(appliance):
    """A wallbox that has said a few things, and more than a page of heartbeats before."""
    appliance.api.card("04A1B2C3")
    appliance.api.accept("CP1")
    box = ChargePoint(appliance.ws, "CP1")
    box.boot()
    for _ in range(60):
        box.call("Heartbeat", {})
    box.start("04A1B2C3", ago(minutes=9), 1234)
    box.send("no frame at all, but a long word: " + "x" * 300)
    box.status("Charging")
    yield appliance
    box.close()


def open_log(manager):
    manager.page.goto("/#/wallboxes/CP1/messages")
    expect(manager.page.locator("main#content h1")).to_have_text(manager.say("messages.title", name="CP1"))
    expect(manager.page.locator("ol.messages > li").first).to_be_visible()
    return manager.page.locator("ol.messages > li")


@pytest.mark.parametrize("dark, language, width", LOOKS)
def test_it_is_for_everyone(spoken, owner, dark, language, width):
    manager = owner(dark=dark, language=language, width=width)
    rows = open_log(manager)
    rows.first.locator("summary").click()
    expect(rows.first.locator("pre")).to_be_visible()
    assert serious(manager.page) == []
    assert manager.wide() <= 0


def test_a_person_reads_searches_and_goes_back_in_time(spoken, owner):
    manager = owner()
    rows = open_log(manager)
    expect(rows).to_have_count(100)
    start = rows.filter(has_text=manager.say(
        "frame.startTransaction.call", connector=1, card="04A1B2C3", wh=1234))
    expect(start).to_contain_text(manager.say("messages.in"))
    start.locator("summary").focus()
    manager.page.keyboard.press("Enter")
    assert json.loads(start.locator("pre").inner_text())[3]["meterStart"] == 1234
    manager.button("messages.more").click()
    expect(rows).to_have_count(128)
    expect(manager.button("messages.more")).to_be_hidden()

    manager.label("messages.search").fill("startTRANSACTION")
    manager.page.keyboard.press("Enter")
    expect(rows).to_have_count(2)
    with manager.page.expect_download() as download:
        manager.page.get_by_role("link", name=manager.say("messages.download")).click()
    with open(download.value.path()) as file:
        assert [json.loads(line)["direction"] for line in file] == ["in", "out"]

    manager.label("messages.search").fill("nothing like this")
    manager.button("messages.find").click()
    expect(manager.page.get_by_role("heading", name=manager.say("messages.none-found"))).to_be_visible()


def test_it_speaks_german(spoken, owner):
    manager = owner(language="de")
    rows = open_log(manager)
    expect(rows.filter(has_text="beginnt an Anschluss 1 einen Ladevorgang mit Karte 04A1B2C3")).to_have_count(1)
