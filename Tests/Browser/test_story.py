"""From an empty box to a paid charge, with a manager's and a tenant's browser and a wallbox of Python."""

import re
import threading
import time

import pytest
from visitor import NAME, PASSWORD, claim_code
from harness.charge_point import ChargePoint
from harness.times import ago
from harness.wait import until
from playwright.sync_api import expect


class Wallbox(ChargePoint):
    """One that does what it is asked: starts, charges and stops."""

    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **more)
        self.transaction = None
        self.answers["RemoteStartTransaction"] = self._asked_to_start
        self.answers["RemoteStopTransaction"] = self._asked_to_stop
        self.answers["TriggerMessage"] = {"status": "Rejected"}

    def _later(self, work):
        threading.Thread(target=work, daemon=True).start()

    def _asked_to_start(self, payload):
        def start():
            self.status("Preparing")
            answer = self.start(payload["idTag"], ago(seconds=0), 1_000)
            assert answer["idTagInfo"]["status"] == "Accepted"
            self.status("Charging")
            self.transaction = answer["transactionId"]
        self._later(start)
        return {"status": "Accepted"}

    def _asked_to_stop(self, payload):
        def stop():
            self.stop(payload["transactionId"], ago(seconds=0), 1_960, reason="Remote")
            self.status("Available")
        self._later(stop)
        return {"status": "Accepted"}


def amount(text):
    """A number with the point or comma of any country."""
    return re.compile(re.escape(text).replace(r"\.", "[.,]"))


@pytest.fixture
def wallbox(appliance):
    connected = []

    def connect(identity="CP1"):
        connected.append(Wallbox(appliance.ws, identity))
        connected[-1].boot()
        connected[-1].status("Available")
        return connected[-1]

    yield connect
    for box in connected:
        box.close()
        assert box.invalid == []


def test_from_an_empty_box_to_a_paid_charge(appliance, visit, wallbox):
    manager = visit(appliance)
    page, say = manager.page, manager.say
    page.goto("/")

    # The code makes it ours.
    manager.label("claim.code").fill(claim_code(appliance).lower().replace("-", ""))
    manager.label("claim.name").fill(NAME)
    manager.label("claim.password").fill(PASSWORD)
    manager.label("claim.country").select_option("DE")
    manager.button("claim.action").click()
    expect(page.get_by_role("link", name=say("tab.board"))).to_be_visible()

    # A price.
    manager.open("prices")
    manager.label("price.ENERGY").fill("0.50")
    manager.button("price.save").click()
    expect(page.get_by_text(say("price.saved"))).to_be_visible()

    # A wallbox knocks and is let in.
    manager.open("board")
    box = wallbox()
    manager.button("pending.accept").click()
    expect(page.get_by_text(say("pending.accepted", name="CP1"))).to_be_visible()
    until(lambda: box.boot()["status"] == "Accepted")
    box.status("Available")
    expect(page.get_by_role("cell", name="CP1", exact=True)).to_be_visible()

    # A tenant, a card, and a link for the tenant's phone.
    manager.open("tenants")
    manager.button("tenant.add").click()
    manager.label("tenant.name").fill("Keller, 2nd floor")
    manager.button("action.save").click()
    expect(page.get_by_role("cell", name="Keller, 2nd floor", exact=True)).to_be_visible()
    manager.open("cards")
    manager.button("card.add").click()
    manager.label("card.number").fill("04A1B2C3")
    manager.label("card.label").fill("blue fob")
    manager.label("card.tenant").select_option(label="Keller, 2nd floor")
    manager.button("action.save").click()
    expect(page.get_by_role("cell", name="blue fob", exact=True)).to_be_visible()
    manager.open("tenants")
    page.get_by_role("button", name=say("tenant.invite-this", name="Keller, 2nd floor")).click()
    manager.button("link.make").click()
    url = page.locator("code.address", has_text="/i/").inner_text()
    manager.button("link.done").click()
    manager.open("board")

    # The tenant's phone.
    tenant = visit(appliance, width=360, height=740)
    phone = tenant.page
    tenant.enter(url)
    expect(phone.get_by_role("heading", name="CP1")).to_be_visible()
    expect(phone.get_by_text(amount("0.50"))).to_be_visible()
    assert tenant.wide() <= 0
    phone.wait_for_selector("html[data-ready]")
    tenant.button("tenant.start").click()
    until(lambda: box.transaction, timeout=10)
    short = phone.locator("summary", has_text=say("stop.short"))
    expect(short).to_be_visible(timeout=5_000)

    # Energy and cost arrive while one looks.
    box.sample(box.transaction, ago(seconds=0), 1_800)
    began = time.monotonic()
    expect(phone.locator(".hero.number")).to_contain_text(amount("0.80"), timeout=3_000)
    expect(phone.locator(".amount.number").first).to_contain_text(amount("0.40"), timeout=3_000)
    assert time.monotonic() - began < 2
    expect(page.get_by_role("row", name="Keller")).to_contain_text(amount("0.40"))
    assert tenant.wide() <= 0

    # Stopped from the phone, settled.
    short.click()
    tenant.button("stop.action").click()
    expect(phone.get_by_text(amount("0.48"))).to_be_visible(timeout=5_000)  # 0.960 kWh at 0.50, VAT in it
    cost = appliance.api.transaction(box.transaction)["cost"]
    assert (cost["state"], cost["gross"], cost["net"], cost["vat"]) == ("final", "0.48", "0.40", "0.08")

    # The same without JavaScript.
    plain = visit(appliance, width=360, scripts=False)
    plain.context.add_cookies(tenant.context.cookies())
    plain.page.goto("/t/charges")
    expect(plain.page.locator(".past")).to_contain_text(amount("0.48"))
    expect(plain.page.locator(".past")).to_contain_text(amount("0.960"))


def test_a_charge_without_javascript(appliance, owner, visit, wallbox):
    api = appliance.api
    api.tariff("0.50", valid_from=ago(days=1), tax_included="YES")
    api.accept("CP1")
    box = wallbox()
    tenant = api.post("/tenants", {"name": "Okafor"}).json
    api.card("OKAFOR", tenant_id=tenant["id"])
    link = api.post(f"/tenants/{tenant['id']}/links").json
    phone = visit(appliance, width=360)
    phone.enter(link, pin="407193")
    plain = visit(appliance, width=360, scripts=False)
    plain.context.add_cookies(phone.context.cookies())
    phone.page.close()

    plain.page.goto("/t")
    plain.label("mine.pin").fill("407193")
    plain.button("tenant.start").click()
    until(lambda: box.transaction, timeout=10)
    box.sample(box.transaction, ago(seconds=0), 1_800)
    plain.page.goto("/t")
    expect(plain.page.get_by_text(amount("0.40"))).to_be_visible()
    plain.page.get_by_text(plain.say("stop.short"), exact=True).click()
    plain.label("mine.pin").fill("407193")
    plain.button("stop.action").click()
    until(lambda: api.transaction(box.transaction)["stopped_at"])
    plain.page.goto("/t")
    expect(plain.page.get_by_text(amount("0.48"))).to_be_visible()


def test_a_used_link_says_what_to_do(appliance, owner, visit):
    tenant = appliance.api.post("/tenants", {"name": "Okafor"}).json
    link = appliance.api.post(f"/tenants/{tenant['id']}/links").json
    first = visit(appliance, width=360)
    first.enter(link)
    second = visit(appliance, width=360)
    second.page.goto(link["url"])
    expect(second.page.get_by_text(second.say("problem.invitation-used"))).to_be_visible()


def test_what_is_refused_stands_beside_its_field(appliance, visit):
    manager = visit(appliance)
    manager.page.goto("/")
    manager.label("claim.code").fill("AAAA-AAAA")
    manager.label("claim.name").fill(NAME)
    manager.label("claim.password").fill(PASSWORD)
    manager.button("claim.action").click()
    expect(manager.page.get_by_role("alert")).to_contain_text(manager.say("problem.wrong-claim-code")[:30])
    expect(manager.label("claim.name")).to_have_value(NAME)


def test_a_name_that_is_code_is_shown_as_a_name(appliance, owner):
    evil = "<img src=x onerror=alert(1)>"
    appliance.api.post("/tenants", {"name": evil})
    manager = owner()
    manager.page.on("dialog", lambda dialog: manager.errors.append("an alert opened"))
    manager.open("tenants")
    expect(manager.page.get_by_text(evil)).to_be_visible()
