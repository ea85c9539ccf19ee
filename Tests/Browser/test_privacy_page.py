"""The page about privacy: what is announced, how long records are kept, and the papers to print."""

import os

from visitor import Visitor


def shot(visitor, name):
    if folder := os.environ.get("SHOTS"):
        visitor.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_an_erasure_is_announced_and_taken_back_with_a_reason(owner, appliance):
    appliance.api.post("/tenants", {"name": "Keller, 2. OG"})
    office = owner()
    office.open("privacy")
    office.button("privacy.erase").click()
    office.button("privacy.erase-action").click()
    row = office.page.get_by_role("row").filter(has_text="Keller, 2. OG")
    row.wait_for()
    shot(office, "privacy-1280")
    row.get_by_role("button").click()
    dialog = office.page.get_by_role("dialog")
    dialog.get_by_role("button", name=office.say("privacy.cancel"), exact=True).click()
    dialog.get_by_text(office.say("privacy.reason-missing")).first.wait_for()
    dialog.get_by_label(office.say("privacy.cancel-reason")).fill("a bill is open")
    dialog.get_by_role("button", name=office.say("privacy.cancel"), exact=True).click()
    row.get_by_text("a bill is open").wait_for()
    assert appliance.api.items("/erasures")[0]["cancel_reason"] == "a bill is open"


def test_how_long_records_are_kept_is_set_on_the_page(owner, appliance):
    office = owner(width=360, dark=True, language="de")
    office.open("privacy")
    days = office.label("records.guests")
    days.fill("0")
    office.button("action.save").click()
    office.page.locator("[aria-invalid]").wait_for()
    days.fill("77")
    office.button("action.save").click()
    office.page.get_by_text(office.say("privacy.saved")).wait_for()
    assert appliance.api.get("/settings").json["keep_guests_days"] == "77"
    assert office.wide() <= 0
    shot(office, "privacy-360")


def test_the_papers_tell_what_is_set(owner, visit, appliance):
    office = owner(language="fr")
    appliance.api.patch("/settings", {"controller_name": "Gérance Dupont", "keep_charges_days": "4000"})
    office.page.goto("/#/privacy/record")
    office.page.get_by_text("Gérance Dupont").wait_for()
    assert office.page.get_by_text("4000 jours").count() == 1
    shot(office, "record")
    anyone: Visitor = visit(appliance, width=360, language="it")
    anyone.page.goto("/privacy")
    assert anyone.page.get_by_role("heading", level=1).inner_text() == "Informativa sui dati personali"
    assert anyone.page.get_by_text("Gérance Dupont").count() == 1 and anyone.wide() <= 0
    shot(anyone, "notice-360")
