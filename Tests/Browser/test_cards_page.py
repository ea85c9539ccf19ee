"""The page of cards: a card is learnt at the reader, an unknown one is assigned, a lost one is blocked."""

import re

import pytest
from harness.charge_point import ChargePoint
from harness.times import ago, ahead
from harness.wait import until
from playwright.sync_api import expect
from test_access import serious


@pytest.fixture
def wallbox(appliance):
    appliance.api.accept("GARAGE")
    box = ChargePoint(appliance.ws, "GARAGE", answers={"RemoteStopTransaction": {"status": "Rejected"}})
    box.boot()
    box.status("Preparing")
    yield box
    box.close()
    assert box.invalid == []


def authorize(box, id_tag):
    return box.call("Authorize", {"idTag": id_tag})["idTagInfo"]["status"]


def test_a_card_is_learnt_by_holding_it_to_the_reader(owner, appliance, wallbox):
    tenant = appliance.api.post("/tenants", {"name": "Keller"}).json["id"]
    until(lambda: appliance.api.get("/bays").json["items"], what="the bay of the wallbox")
    manager = owner()
    manager.open("cards")
    manager.button("card.learn").click()
    manager.label("card.tenant").select_option("Keller")
    manager.label("card.learn-where").select_option("GARAGE")
    manager.label("card.label").fill("blue fob")
    manager.button("card.learn-begin").click()
    expect(manager.page.get_by_text(manager.say("card.learn-now"))).to_be_visible()
    assert authorize(wallbox, "04A1B2C3D4E5F6") == "Accepted"
    expect(manager.page.get_by_text(manager.say("card.learnt", card="04A1B2C3D4E5F6"))).to_be_visible()
    manager.button("link.done").click()
    row = manager.page.get_by_role("row").filter(has_text="blue fob")
    expect(row).to_contain_text("Keller")
    assert appliance.api.get("/id-tags/04A1B2C3D4E5F6").json["tenant_id"] == tenant


def test_closing_the_dialog_ends_learning(owner, appliance, wallbox):
    manager = owner()
    manager.open("cards")
    manager.button("card.learn").click()
    manager.button("card.learn-begin").click()
    expect(manager.page.get_by_text(manager.say("card.learn-now"))).to_be_visible()
    manager.page.keyboard.press("Escape")
    until(lambda: appliance.api.post("/card-learning").status == 201, what="the end of learning")


def test_an_unknown_card_is_assigned_or_said_to_be_one_that_is_known(owner, appliance, wallbox):
    appliance.api.card("04A1B2C3", label="Flat 7")
    authorize(wallbox, "C3B2A104")
    authorize(wallbox, "04DDDDDD")
    until(lambda: len(appliance.api.items("/unknown-cards")) == 2)
    manager = owner()
    manager.open("cards")
    turned = manager.page.get_by_role("region", name="C3B2A104")
    expect(turned).to_contain_text(manager.say("card.why.reversed"))
    turned.get_by_role("button", name=manager.say("card.same"), exact=True).click()
    manager.page.get_by_role("dialog").get_by_role("button", name=manager.say("card.same")).click()
    expect(turned).to_be_hidden()
    assert authorize(wallbox, "C3B2A104") == "Accepted"
    manager.button("card.assign-this", card="04DDDDDD").click()
    manager.label("card.label").fill("spare key")
    manager.button("action.save").click()
    expect(manager.page.get_by_text(manager.say("card.unknown"), exact=True)).to_be_hidden()
    expect(manager.page.get_by_role("row").filter(has_text="spare key")).to_be_visible()


def test_a_lost_card_is_blocked_and_a_wallbox_that_does_not_stop_is_shown(owner, appliance, wallbox):
    appliance.api.card("04A1B2C3", label="lost")
    wallbox.start("04A1B2C3", ago(minutes=1))
    manager = owner()
    manager.open("cards")
    manager.button("card.change-this", card="lost").click()
    dialog = manager.page.get_by_role("dialog")
    expect(dialog).not_to_contain_text(manager.say("card.stops"))
    manager.label("card.status").select_option("blocked")
    expect(dialog.locator(".note").filter(has_text=manager.say("card.stops"))).to_contain_text("GARAGE")
    manager.button("action.save").click()
    wallbox.next_call("RemoteStopTransaction")
    manager.open("board")
    expect(manager.page.get_by_text(re.compile(manager.say("stop-order.card_blocked")))).to_be_visible()
    expect(manager.page.get_by_text(re.compile(manager.say("stop-order.state.refused")))).to_be_visible()


@pytest.mark.parametrize("width, dark", [(360, False), (1280, True)])
def test_a_guest_gets_a_pass_with_a_limit_on_any_screen(owner, appliance, wallbox, width, dark):
    manager = owner(width=width, dark=dark)
    manager.open("cards")
    manager.button("guest.add").click()
    manager.label("tenant.name").fill("Visitor")
    manager.label("guest.energy").fill("12.5")
    manager.button("guest.make").click()
    expect(manager.page.get_by_text(manager.say("guest.link"))).to_be_visible()
    manager.button("link.done").click()
    guests = manager.page.get_by_role("region", name=manager.say("guest.title"))
    row = guests.get_by_role("row").filter(has_text="Visitor")
    expect(row).to_contain_text("12.50 kWh")
    manager.button("budget.of", name="Visitor").click()
    dialog = manager.page.get_by_role("dialog")
    dialog.get_by_label(manager.say("budget.energy"), exact=True).last.fill("30")
    manager.button("action.save").click()
    expect(row).to_contain_text("30.00 kWh")
    assert manager.wide() == 0
    assert appliance.api.items("/guests")[0]["budgets"][0]["energy_wh"] == 30_000


def test_a_card_is_limited_to_bays_and_freed_again(owner, appliance, wallbox):
    appliance.api.card("04A1B2C3", label="pool car")
    garage = until(lambda: appliance.api.items("/bays"), what="the wallbox's bay")[0]
    yard = appliance.api.post("/bays", {"name": "Yard"}).json
    manager = owner(width=360)
    manager.open("cards")
    manager.button("card.change-this", card="pool car").click()
    manager.page.get_by_text(manager.say("card.limit"), exact=True).click()
    manager.page.get_by_role("checkbox", name="Yard").check()
    assert serious(manager.page) == [] and manager.wide() <= 0
    manager.button("action.save").click()
    row = manager.page.get_by_role("row").filter(has_text="pool car")
    expect(row).to_contain_text(manager.say("card.only-at", bays="Yard"))
    assert appliance.api.get("/id-tags/04A1B2C3").json["bays"] == [yard["id"]]
    assert authorize(wallbox, "04A1B2C3") != "Accepted"
    manager.button("card.change-this", card="pool car").click()
    manager.page.get_by_role("checkbox", name="Yard").uncheck()
    manager.button("action.save").click()
    expect(row).not_to_contain_text("Yard")
    assert garage["charge_point"] == "GARAGE" and authorize(wallbox, "04A1B2C3") == "Accepted"


def test_a_guests_pass_is_ended_early_and_what_runs_is_named_and_stopped(owner, appliance, wallbox):
    guest = appliance.api.post("/guests", {
        "name": "Visitor", "valid_until": ahead(hours=5), "id_tag": "04FF0011"}).json
    wallbox.start("04FF0011", ago(minutes=1))
    manager = owner(dark=True)
    manager.open("cards")
    manager.button("guest.end-this", name="Visitor").click()
    dialog = manager.page.get_by_role("dialog")
    expect(dialog.locator(".note").filter(has_text=manager.say("card.stops"))).to_contain_text("GARAGE")
    assert serious(manager.page) == []
    dialog.get_by_role("button", name=manager.say("guest.end"), exact=True).click()
    wallbox.next_call("RemoteStopTransaction")
    row = manager.page.get_by_role("region", name=manager.say("guest.title")).get_by_role("row")
    expect(row.filter(has_text="Visitor")).to_contain_text(manager.say("guest.over"))
    assert appliance.api.get(f"/tenants/{guest['id']}").json["valid_until"] <= ahead(minutes=0)
    assert authorize(wallbox, "04FF0011") != "Accepted"


def test_a_block_that_lies_ahead_stays_there_when_something_else_is_changed(owner, appliance, wallbox):
    tenant = appliance.api.post("/tenants", {"name": "Keller"}).json["id"]
    appliance.api.card("04A1B2C3", tenant_id=tenant, label="blue")
    tenancy = appliance.api.post("/tenancies", {"tenant_id": tenant, "bays": [], "from": ago(days=30)}).json
    end = ahead(days=30)
    assert appliance.api.post(f"/tenancies/{tenancy['id']}/end", {"to": end}).status == 200
    manager = owner()
    manager.open("cards")
    row = manager.page.get_by_role("row").filter(has_text="04A1B2C3")
    expect(row).to_contain_text(manager.say("card.status.accepted"))
    manager.button("card.change-this", card="blue").click()
    manager.label("card.label").fill("green")
    manager.button("action.save").click()
    expect(row).to_contain_text("green")
    assert appliance.api.get("/id-tags/04A1B2C3").json["blocked_at"] == end
    assert authorize(wallbox, "04A1B2C3") == "Accepted"
