"""Load management: groups, their limits, and what each connector gets, on a desk and on a phone."""

import re

import pytest
from harness.charge_point import ChargePoint
from harness.times import ago
from harness.wait import until
from playwright.sync_api import expect
from test_access import LOOKS, serious


@pytest.fixture
def boxes(appliance):
    found = []
    for number in (1, 2):
        appliance.api.accept(f"CP{number}")
        box = ChargePoint(appliance.ws, f"CP{number}", answers={
            "SetChargingProfile": {"status": "Accepted"}, "ClearChargingProfile": {"status": "Accepted"},
            "GetConfiguration": {"configurationKey": []}, "TriggerMessage": {"status": "Rejected"}})
        box.boot()
        box.status("Available")
        found.append(box)
    yield found
    for box in found:
        box.close()
        assert box.invalid == []


def test_a_group_and_its_limit(appliance, owner, boxes):
    manager = owner()
    page, say = manager.page, manager.say
    manager.open("load")
    expect(page.get_by_role("cell", name="CP1", exact=True)).to_be_visible()

    # What is no limit is refused beside its field.
    manager.button("load.add-group").click()
    manager.label("load.group-name").fill("Garage left")
    manager.label("load.limit").fill("a lot")
    manager.button("action.save").click()
    expect(manager.label("load.limit")).to_have_attribute("aria-invalid", "true")
    manager.label("load.limit").fill("32")
    manager.button("action.save").click()
    group = page.get_by_role("region", name="Garage left")
    expect(group).to_contain_text("32 A")

    # A connector moves into it.
    manager.button("load.change-connector", name="CP1").click()
    manager.label("load.group").select_option(label="Garage left")
    manager.label("load.max").fill("200")
    manager.button("action.save").click()
    expect(manager.label("load.max")).to_have_attribute("aria-invalid", "true")
    manager.label("load.max").fill("16")
    manager.button("action.save").click()
    expect(group.get_by_role("row", name="CP1")).to_contain_text("16 A")
    kept = appliance.api.get("/load").json
    assert [one["name"] for one in kept["groups"]] == ["Garage left"]
    mine = next(one for one in kept["connectors"] if one["charge_point"] == "CP1")
    assert (mine["group"], mine["max_a"]) == (kept["groups"][0]["id"], 16)

    # The house's limit, and the group's way out.
    manager.button("load.set-limit").click()
    manager.label("load.limit").fill("63")
    manager.button("action.save").click()
    expect(page.get_by_text(say("load.of", limit="63\u00a0A"))).to_be_visible()
    page.get_by_role("button", name=say("load.delete-group", name="Garage left")).click()
    page.get_by_role("dialog").get_by_role("button", name=say("load.delete"), exact=True).click()
    expect(group).to_be_hidden()
    until(lambda: appliance.api.get("/load").json["groups"] == [])


@pytest.mark.parametrize("dark, language, width", LOOKS)
def test_the_page_on_a_desk_and_on_a_phone(appliance, owner, boxes, dark, language, width):
    group = appliance.api.post("/load-groups", {"name": "Garage links", "limit_a": 20}).json
    for box in boxes:
        appliance.api.patch(f"/load-connectors/{box.identity}/1", {"group": group["id"], "max_a": 16})
    appliance.api.patch("/settings", {"site_limit_a": "63"})
    manager = owner(dark=dark, language=language, width=width)
    manager.open("load")
    expect(manager.page.get_by_role("cell", name="CP1", exact=True)).to_be_visible()
    assert manager.page.evaluate("innerWidth") == width
    assert manager.wide() <= 0
    assert serious(manager.page) == []


def test_whose_turn_it_is_stands_on_the_board_and_on_the_tenants_phone(appliance, owner, visit, boxes):
    api = appliance.api
    api.patch("/settings", {"site_limit_a": "6"})
    tenant = api.post("/tenants", {"name": "Okafor"}).json
    link = api.post(f"/tenants/{tenant['id']}/links").json
    for number, box in enumerate(boxes):
        api.card(f"CARD{number}", tenant_id=tenant["id"])
        box.status("Preparing")
        box.start(f"CARD{number}", ago(minutes=1), 1_000)
        box.status("Charging")
    until(lambda: [one for one in api.get("/board").json["connectors"] if one["waits"]], timeout=15)

    manager = owner()
    manager.open("board")
    told = re.compile(re.escape(manager.say("waits.soon").split(".")[0]))
    expect(manager.page.get_by_text(told)).to_have_count(1)
    manager.open("load")
    expect(manager.page.get_by_role("row", name=manager.say("load.state.waiting"))).to_have_count(1)

    phone = visit(appliance, width=360)
    phone.enter(link)
    # Until the script has taken over, what stands there is the server's.
    expect(phone.page.locator("main[data-live]")).to_be_visible()
    expect(phone.page.get_by_text(told)).to_have_count(1)
    plain = visit(appliance, width=360, scripts=False)
    plain.context.add_cookies(phone.context.cookies())
    plain.page.goto("/t")
    expect(plain.page.get_by_text(told)).to_have_count(1)
