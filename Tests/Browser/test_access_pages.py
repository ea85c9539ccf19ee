"""Pages about people with access and about people's data: the main thing on each, on every screen, for everyone."""

import os

import pyotp
import pytest
from playwright.sync_api import expect
from test_access import serious
from visitor import PASSWORD

LOOKS = [(False, "en", 1280), (True, "de", 1280), (True, "fr", 360), (False, "it", 360)]
looks = pytest.mark.parametrize("dark, language, width", LOOKS)


def calm(visitor, name):
    """Nothing that axe objects to, and nothing that runs out of the window."""
    if folder := os.environ.get("SHOTS"):
        shade = "dark" if visitor.dark else "light"
        path = f"{folder}/{name}-{visitor.page.viewport_size['width']}-{shade}.png"
        visitor.page.screenshot(path=path, full_page=True)
    assert serious(visitor.page) == [], name
    assert visitor.wide() <= 0, f"{name} is wider than the window"


@pytest.fixture
def office(owner, dark, language, width):
    visitor = owner(dark=dark, language=language, width=width)
    visitor.dark = dark
    return visitor


@looks
def test_someone_is_given_access_and_shut_out(office, appliance):
    office.open("users")
    office.button("users.add").click()
    office.label("sign-in.name").fill("Accounting, Müller & Partner")
    office.label("users.role").select_option("accountant")
    calm(office, "users-add")
    office.button("users.invite").click()
    expect(office.page.get_by_text(office.say("users.link-once"))).to_be_visible()
    calm(office, "users-link")
    office.button("link.done").click()
    row = office.page.get_by_role("row").filter(has_text="Accounting, Müller & Partner")
    expect(row).to_contain_text(office.say("users.invited"))
    calm(office, "users")
    row.get_by_role("button").click()
    office.page.get_by_role("checkbox", name=office.say("users.disable")).check()
    calm(office, "users-change")
    office.button("action.save").click()
    expect(row).to_contain_text(office.say("users.disabled"))


@looks
def test_the_second_factor_is_set_up_with_the_code_that_is_drawn(office, appliance):
    office.open("account")
    calm(office, "account")
    with office.page.expect_response("**/api/v1/me/totp") as answered:
        office.button("account.factor-add").click()
    offer = answered.value.json()
    dialog = office.page.get_by_role("dialog")
    drawn = dialog.get_by_role("img", name=office.say("account.factor-qr"))
    expect(drawn).to_be_visible()
    assert drawn.locator("path").get_attribute("d") == offer["qr"]["path"]
    calm(office, "account-factor")
    dialog.get_by_label(office.say("sign-in.code"), exact=True).fill(pyotp.parse_uri(offer["uri"]).now())
    dialog.get_by_label(office.say("account.password-now"), exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name=office.say("account.factor-add"), exact=True).click()
    expect(office.page.get_by_text(office.say("account.codes-once"))).to_be_visible()
    calm(office, "account-codes")
    office.button("link.done").click()
    expect(office.page.get_by_text(office.say("account.factor-on"))).to_be_visible()


@looks
def test_the_audit_tells_who_did_what_and_that_its_chain_is_whole(office, appliance):
    tenant = appliance.api.post("/tenants", {"name": "Keller"}).json["id"]
    appliance.api.patch(f"/tenants/{tenant}", {"name": "Keller-Brönnimann, Attikawohnung rechts"})
    appliance.api.post("/tenancies", {"tenant_id": tenant, "bays": [], "from": "2026-01-01T00:00:00Z"})
    office.open("audit")
    # Who did it, what, and before and after; the words are the language's own.
    verb = office.say("audit.verb.tenancy.begin")
    expect(office.page.get_by_role("row").filter(has_text=verb)).to_have_count(1)
    calm(office, "audit")
    office.label("audit.what").select_option("tenant")
    office.button("audit.filter").click()
    expect(office.page.get_by_role("row").filter(has_text=verb)).to_have_count(0)
    expect(office.page.get_by_role("row").filter(has_text="Attikawohnung")).to_have_count(1)
    office.button("audit.check").click()
    office.page.locator(".note.good").wait_for()
    calm(office, "audit-checked")


@looks
def test_an_erasure_is_announced_and_the_papers_are_read(office, appliance):
    appliance.api.post("/tenants", {"name": "Keller"})
    office.open("privacy")
    office.button("privacy.erase").click()
    calm(office, "privacy-erase")
    office.button("privacy.erase-action").click()
    expect(office.page.get_by_role("row").filter(has_text="Keller")).to_be_visible()
    calm(office, "privacy")
    office.page.get_by_role("link", name=office.say("privacy.record"), exact=True).click()
    expect(office.page.get_by_role("heading", name=office.say("record.purpose"))).to_be_visible()
    calm(office, "record")
    office.page.goto("/privacy")
    expect(office.page.get_by_role("heading", level=1)).to_be_visible()
    calm(office, "notice")


@looks
def test_a_tenants_page_has_its_code_phones_budgets_file_and_end(office, appliance, visit):
    api = appliance.api
    tenant = api.post("/tenants", {"name": "Keller, 2. OG links"}).json
    path = f"/tenants/{tenant['id']}"
    phone = visit(appliance, width=360)
    phone.enter(api.post(f"{path}/links").json, pin="407193")
    code = api.get(f"{path}/pin").json["code"]
    page, say = office.page, office.say
    page.goto(f"/#{path}")
    access = page.get_by_role("region", name=say("person.phone-state"), exact=True)
    expect(access).to_contain_text(code)
    calm(office, "tenant")

    access.get_by_role("button", name=say("account.end")).click()
    expect(access).to_contain_text(say("person.no-phones"))
    phone.page.goto("/t")
    expect(phone.page.locator("form[action='/t/sign-in']")).to_be_visible()

    access.get_by_role("button", name=say("person.pin-reset")).click()
    calm(office, "tenant-pin")
    page.get_by_role("dialog").get_by_role("button", name=say("person.pin-reset"), exact=True).click()
    expect(access).to_contain_text(say("person.pin-none"))
    expect(access).not_to_contain_text(code)

    page.get_by_role("button", name=say("budget.of", name=tenant["name"])).click()
    page.get_by_role("dialog").get_by_label(say("budget.energy"), exact=True).last.fill("200")
    office.button("action.save").click()
    expect(page.get_by_role("region", name=say("budget.title"), exact=True)).to_contain_text("200")

    file = page.get_by_role("region", name=say("tab.privacy"), exact=True)
    with page.expect_download() as download:
        file.get_by_role("link", name=say("privacy.download")).click()
    assert tenant["name"] in download.value.path().read_text()
    file.get_by_role("button", name=say("person.erase"), exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(say("person.erase-kept", n=api.get("/settings").json["keep_charges_days"]))
    calm(office, "tenant-erase")
    office.button("privacy.erase-action").click()
    expect(file).to_contain_text(say("person.erasure"))
    assert api.items("/erasures")[0]["tenant_id"] == tenant["id"]
    calm(office, "tenant-erased")
