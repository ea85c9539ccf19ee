"""Moving in and out in one dialog each: units, bays, readings, the amount and the person before the button."""

import pytest
from harness.charge_point import ChargePoint
from harness.times import ago
from harness.wait import until
from playwright.sync_api import expect
from test_import_page import serious


@pytest.fixture
def house(appliance):
    """A wallbox with a price and one bay."""
    appliance.api.tariff("0.50", vat="0", valid_from="2020-01-01T00:00:00Z", tax_included="YES")
    appliance.api.accept("CP1")
    box = ChargePoint(appliance.ws, "CP1")
    box.boot()
    box.status("Available")
    appliance.bay = until(lambda: appliance.api.items("/bays"), what="a bay")[0]
    yield appliance, box
    box.close()


def add_keller(manager, bay):
    manager.open("tenants")
    manager.button("tenant.add").click()
    manager.label("tenant.name").fill("Keller")
    manager.label("person.email").fill("keller@example.org")
    manager.label("unit.one").select_option("+")
    manager.label("unit.new-name").fill("2nd floor left")
    manager.page.get_by_role("checkbox", name=bay["name"]).check()
    manager.label("move-in.from").fill("2026-01-01")
    manager.page.locator("dialog").get_by_label(bay["name"], exact=True).last.fill("1'000,5")


@pytest.mark.parametrize("dark, language, width", [(False, "en", 1280), (True, "de", 360)])
def test_a_tenant_moves_in_charges_and_moves_out_and_the_next_one_follows(house, owner, dark, language, width):
    appliance, box = house
    api = appliance.api
    manager = owner(dark=dark, language=language, width=width)
    page, say = manager.page, manager.say
    manager.open("tenants")
    expect(page.get_by_role("heading", name=say("tenant.none"))).to_be_visible()
    add_keller(manager, appliance.bay)
    assert serious(page) == [] and manager.wide() <= 0
    manager.button("action.save").click()
    page.get_by_role("link", name="Keller", exact=True).click()
    expect(page.get_by_role("heading", name=f"2nd floor left · {appliance.bay['name']}")).to_be_visible()
    [tenancy] = api.items("/tenancies")
    assert [(r["event"], r["wh"], r["source"]) for r in tenancy["readings"]] == [("begin", 1_000_500, "entered")]

    tenant = api.items("/tenants")[0]
    api.card("KELLER1", tenant_id=tenant["id"])
    box.charge("KELLER1", start=ago(minutes=40), stop=ago(minutes=10), wh=12_000)
    page.reload()
    manager.button("move-out.title").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("status")).to_contain_text("Keller")
    expect(dialog.locator(".amount")).to_contain_text("6")
    assert dialog.locator(".amount").inner_text().replace(",", ".").startswith("6.00")
    ahead = page.evaluate(
        "[document.querySelector('dialog .amount'), document.querySelector('dialog [type=submit]')]"
        ".map((each) => each.getBoundingClientRect().top)")
    assert ahead[0] < ahead[1], "the amount does not stand before the button"
    manager.label("move-out.next").select_option("+")
    dialog.get_by_label(say("tenant.name"), exact=True).fill("Okafor")
    dialog.get_by_label(appliance.bay["name"], exact=True).fill("1012.5")
    assert serious(page) == [] and manager.wide() <= 0
    manager.button("move-out.action").click()
    expect(dialog).to_have_count(0)
    old, new = api.items("/tenancies")
    assert old["to"] and not new["to"] and new["bays"] == [appliance.bay["id"]] and new["from"] == old["to"]
    assert ("end", 1_012_500) in [(r["event"], r["wh"]) for r in old["readings"]]
    assert api.get("/id-tags/KELLER1").json["status"] == "blocked"
    assert api.items("/bays")[0]["holder"]["name"] == "Okafor"
    assert serious(page) == [] and manager.wide() <= 0


def test_a_bay_that_is_held_is_not_given_twice_and_the_dialog_says_whose_it_is(house, owner):
    appliance, _ = house
    manager = owner()
    add_keller(manager, appliance.bay)
    manager.button("action.save").click()
    expect(manager.page.get_by_role("dialog")).to_have_count(0)
    manager.button("tenant.add").click()
    manager.label("tenant.name").fill("Okafor")
    manager.page.get_by_role("checkbox", name=appliance.bay["name"]).check()
    manager.button("action.save").click()
    expect(manager.page.get_by_role("dialog").get_by_role("alert")).to_contain_text("Keller")
    assert [each["name"] for each in appliance.api.items("/tenants")] == ["Keller"]


@pytest.mark.parametrize("dark, language, width", [(False, "fr", 1280), (True, "en", 360)])
def test_bays_units_and_groups(house, owner, dark, language, width):
    appliance, _ = house
    api = appliance.api
    manager = owner(dark=dark, language=language, width=width)
    page, say = manager.page, manager.say
    manager.open("bays")
    for what, name in (("unit", "1st floor"), ("group", "House A")):
        manager.button(f"{what}.add").click()
        manager.label(f"{what}.new-name").fill(name)
        manager.button("action.save").click()
        expect(page.get_by_role("cell", name=name, exact=True)).to_be_visible()
    page.get_by_role("button", name=say("bay.change-this", name=appliance.bay["name"])).click()
    manager.label("bay.name").fill("Bay 7")
    manager.label("unit.one").select_option(label="1st floor")
    page.get_by_role("checkbox", name="House A").check()
    assert serious(page) == [] and manager.wide() <= 0
    manager.button("action.save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    [bay] = api.items("/bays")
    [unit], [group] = api.items("/units"), api.items("/groups")
    assert (bay["name"], bay["unit_id"], bay["groups"], bay["access"]) \
        == ("Bay 7", unit["id"], [group["id"]], "tenants")
    page.get_by_role("button", name=say("bay.change-this", name="Bay 7")).click()
    page.get_by_role("radio", name=say("bay.access.assigned")).check()
    expect(page.get_by_role("checkbox", name="House A")).to_be_hidden()
    manager.button("action.save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert api.items("/bays")[0]["access"] == "assigned"
    assert serious(page) == [] and manager.wide() <= 0
