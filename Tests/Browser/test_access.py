"""Pages for everyone: axe-core finds nothing serious, the keyboard is enough, nothing runs out of the window."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from visitor import NAME, PASSWORD, claim_code
from harness.charge_point import ChargePoint
from harness.times import ago
from playwright.sync_api import expect

TABS = ["board", "charges", "wallboxes", "load", "cards", "tenants", "prices", "to-check", "settings"]
LOOKS = [(False, "en", 1280), (True, "de", 1280), (True, "en", 360), (False, "de", 360)]


def serious(page):
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"][:3]])
            for one in found if one["impact"] in ("serious", "critical")]


@pytest.fixture
def furnished(appliance):
    """Something of everything."""
    api = appliance.api
    api.tariff("0.50", valid_from=ago(days=9), tax_included="YES")
    tenant = api.post("/tenants", {"name": "Keller, 2nd floor left"}).json
    api.card("04A1B2C3", tenant_id=tenant["id"])
    boxes = []
    for number, status in enumerate(["Available", "Charging", "SuspendedEV", "Faulted"]):
        api.accept(f"CP{number}")
        boxes.append(ChargePoint(appliance.ws, f"CP{number}"))
        boxes[-1].boot()
        boxes[-1].status(status, errorCode="GroundFailure" if status == "Faulted" else "NoError")
    boxes[0].charge("04A1B2C3", start=ago(hours=5), stop=ago(hours=4))
    boxes[2].charge("UNKNOWN", start=ago(hours=5), stop=ago(hours=4))
    running = boxes[1].start("04A1B2C3", ago(minutes=30), 100)["transactionId"]
    boxes[1].sample(running, ago(minutes=1), 4_000)
    boxes.append(ChargePoint(appliance.ws, "NEW"))
    boxes[-1].boot()
    appliance.link = api.post(f"/tenants/{tenant['id']}/links").json["url"]
    yield appliance
    for box in boxes:
        box.close()


@pytest.mark.parametrize("dark, language, width", LOOKS)
def test_the_managers_pages(furnished, owner, dark, language, width):
    manager = owner(dark=dark, language=language, width=width)
    manager.page.goto("/")
    for tab in TABS:
        manager.open(tab)
        expect(manager.page.locator("main#content h1")).to_have_text(manager.say(f"tab.{tab}"))
        manager.page.wait_for_load_state("load")
        assert serious(manager.page) == [], tab
        assert manager.wide() <= 0, f"{tab} is wider than the window"


@pytest.mark.parametrize("dark, language, width", LOOKS)
def test_every_part_of_a_wallboxs_page(furnished, owner, dark, language, width):
    manager = owner(dark=dark, language=language, width=width)
    manager.page.goto("/#/wallboxes/CP1")
    parts = manager.page.locator("details.section")
    expect(parts.first).to_be_visible()
    for number in range(parts.count()):
        parts.nth(number).locator("> summary").click()
        body = parts.nth(number).locator(".section-body")
        expect(body).not_to_have_text(manager.say("shell.loading"))
        expect(body.get_by_role("alert")).to_have_count(0)
    assert serious(manager.page) == []
    assert manager.wide() <= 0


@pytest.mark.parametrize("dark, language, width", LOOKS)
def test_the_tenants_pages(furnished, owner, visit, dark, language, width):
    phone = visit(furnished, dark=dark, language=language, width=width)
    phone.page.goto(furnished.link)
    phone.page.wait_for_url("**/t")
    phone.page.goto(f"/t?language={language}")
    expect(phone.page.get_by_role("heading", level=1)).to_be_visible()
    assert serious(phone.page) == []
    assert phone.wide() <= 0


@pytest.mark.parametrize("dark, language, width", LOOKS)
def test_claim_and_sign_in(appliance, visit, dark, language, width):
    visitor = visit(appliance, dark=dark, language=language, width=width)
    visitor.page.goto("/")
    expect(visitor.label("claim.code")).to_be_visible()
    assert serious(visitor.page) == [] and visitor.wide() <= 0
    appliance.anonymous().post("/claim", {
        "code": claim_code(appliance), "name": NAME, "password": PASSWORD, "country": "DE"})
    visitor.page.reload()
    expect(visitor.label("sign-in.name")).to_be_visible()
    assert serious(visitor.page) == [] and visitor.wide() <= 0


def test_the_keyboard_is_enough_to_claim_the_site(appliance, visit):
    visitor = visit(appliance)
    page = visitor.page
    page.goto("/")
    expect(visitor.label("claim.code")).to_be_visible()

    def reach(locator):
        for _ in range(25):
            if locator.evaluate("element => element === document.activeElement"):
                outline = locator.evaluate(
                    "e => getComputedStyle(e).outlineStyle + getComputedStyle(e).boxShadow"
                    " + getComputedStyle(e.closest('.box') ?? e).outlineStyle")
                assert outline.replace("none", ""), "the focus cannot be seen"
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{locator} cannot be reached")

    for key, text in [("claim.code", claim_code(appliance)), ("claim.name", NAME),
                      ("claim.password", PASSWORD)]:
        reach(visitor.label(key))
        page.keyboard.type(text)
    reach(visitor.label("claim.country"))
    reach(visitor.button("claim.action"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=visitor.say("tab.board"))).to_be_visible()


def test_a_hidden_tab_asks_again_when_shown(furnished, owner):
    manager = owner()
    manager.open("board")
    with manager.page.expect_request("**/api/v1/events"):
        manager.page.evaluate(
            "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
            "document.dispatchEvent(new Event('visibilitychange'));"
            "Object.defineProperty(document, 'hidden', {value: false, configurable: true});"
            "document.dispatchEvent(new Event('visibilitychange'))")
