"""A tenant's phone: 360 px, day and night, with and without JavaScript, and no heavier than it must be."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from harness.charge_point import ChargePoint
from harness.phone import Phone, phone_of, sign_in
from harness.tenant import bay_of, moved_in
from harness.times import ago
from harness.wait import until
from playwright.sync_api import expect

MOST_BYTES = 60_000
PIN = "407193"


class Wallbox(ChargePoint):
    """One that agrees to whatever it is asked."""

    def __init__(self, *arguments, **more):
        agreed = {"status": "Accepted"}
        super().__init__(*arguments, **more, answers={
            "RemoteStartTransaction": agreed, "RemoteStopTransaction": agreed,
            "TriggerMessage": {"status": "Rejected"}})


@pytest.fixture
def house(appliance, owner):
    """A price, two bays and a tenant with charges; the second bay is nobody's."""
    api = appliance.api
    api.tariff("0.50", valid_from=ago(days=90), tax_included="YES")
    boxes = []
    for name in ("CP1", "CP2"):
        api.accept(name)
        boxes.append(Wallbox(appliance.ws, name))
        boxes[-1].boot()
        boxes[-1].status("Available")
    bays = [bay_of(appliance, name) for name in ("CP1", "CP2")]
    tenant = moved_in(appliance, "Keller, 2nd floor", bays[0], card="04A1B2C3")
    for days in (0, 40):
        boxes[0].charge("04A1B2C3", wh=12_480, start=ago(days=days, hours=2), stop=ago(days=days, hours=1))
    yield appliance, boxes, bays, tenant
    for box in boxes:
        box.close()
        assert box.invalid == []


@pytest.fixture
def phone(house, visit):
    """The tenant's phone, signed in with an invitation; without scripts: one whose scripts were switched off."""
    appliance, _, _, tenant = house

    def make(pin=None, **more):
        visitor = visit(appliance, width=360, height=740, **more)
        first = visitor if more.get("scripts", True) else visit(appliance, width=360)
        first.enter(appliance.api.post(f"/tenants/{tenant['id']}/links").json, pin)
        if first is not visitor:
            visitor.context.add_cookies(first.context.cookies())
            first.page.close()
        return visitor

    return make


@pytest.fixture
def keyless(house, visit):
    """The tenant's phone, signed in with code and PIN by the form: it has no key."""
    appliance, _, _, tenant = house

    def make(path="/t"):
        code = phone_of(appliance, tenant).choose_pin(PIN).json["code"]
        visitor = visit(appliance, width=360, height=740, scripts=False)
        visitor.page.goto(path)
        visitor.label("enter.code").fill(code)
        visitor.label("enter.pin").fill(PIN)
        visitor.button("enter.action").click()
        return visitor

    return make


def ready(visitor, path):
    visitor.page.goto(path)
    visitor.page.wait_for_selector("html[data-ready]")


def weight(visitor, path):
    """What Chromium loads for a page, headers and all."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    loaded = []
    session.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    visitor.page.goto(path)
    visitor.page.wait_for_selector("html[data-ready]")
    visitor.page.wait_for_timeout(500)  # whatever else it may want
    assert len(loaded) > 2
    return sum(loaded)


def test_every_page_weighs_less_than_60_kb(house, phone, visit):
    appliance, _, bays, _ = house
    signed_in = phone()
    for path in ("/t", "/t/charges", "/t/mine", f"/c/{bays[0]['id']}"):
        assert weight(signed_in, path) <= MOST_BYTES, path
    assert weight(visit(appliance, width=360), f"/C/{bays[1]['id']}") <= MOST_BYTES


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_axe_finds_nothing_and_nothing_is_too_wide(house, phone, visit, dark):
    appliance, boxes, bays, _ = house
    signed_in, out = phone(dark=dark), visit(appliance, width=360, dark=dark)
    charge = appliance.api.items("/transactions")[0]["transaction_id"]
    places = [(signed_in, path) for path in (
        "/t", "/t/charges", f"/t/charges/{charge}", "/t/mine", f"/c/{bays[1]['id']}")]
    for visitor, path in [*places, (out, f"/c/{bays[0]['id']}")]:
        ready(visitor, path)
        for summary in visitor.page.locator("details > summary").all():
            summary.click()
        found = Axe().run(visitor.page).response["violations"]
        assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == [], path
        assert visitor.wide() <= 0, path
        small = visitor.page.evaluate("""[...document.querySelectorAll("main .button, main summary, nav a")]
            .filter((each) => each.getBoundingClientRect().height < 48).map((each) => each.outerHTML)""")
        assert small == [], path


@pytest.mark.parametrize("language", ["de", "fr", "it"])
def test_every_language_fits(house, phone, language):
    signed_in = phone(language=language)
    for path in ("/t", "/t/charges", "/t/mine"):
        ready(signed_in, f"{path}?language={language}")
        assert signed_in.wide() <= 0, path
        assert signed_in.page.locator("html").get_attribute("lang") == language


def test_arming_starting_and_stopping(house, phone):
    appliance, (box, _), _, tenant = house
    signed_in = phone()
    page = signed_in.page
    ready(signed_in, "/t")
    signed_in.button("tenant.arm").click()
    expect(signed_in.button("tenant.disarm")).to_be_visible()
    expect(signed_in.button("tenant.start")).to_be_hidden()
    signed_in.button("tenant.disarm").click()
    expect(page.get_by_text(signed_in.say("told.disarm"))).to_be_visible()

    signed_in.button("tenant.start").click()
    expect(page.get_by_text(signed_in.say("tenant.waiting-car", bay="CP1"))).to_be_visible()
    card = box.next_call("RemoteStartTransaction")[1]["idTag"]
    box.status("Preparing")
    began = box.start(card, ago(seconds=0), 1_000)["transactionId"]
    box.status("Charging")
    box.sample(began, ago(seconds=0), 1_800)
    expect(page.locator(".hero")).to_contain_text("0.80", timeout=3_000)
    expect(page.locator(".amount")).to_contain_text("0.40")
    expect(page.get_by_text(signed_in.say("tenant.waiting-car", bay="CP1"))).to_be_hidden()

    # One question before it stops, which no news takes away.
    page.locator("summary", has_text=signed_in.say("stop.short")).click()
    box.sample(began, ago(seconds=0), 1_900)
    expect(page.locator(".hero")).to_contain_text("0.90", timeout=3_000)
    signed_in.button("stop.action").click()
    assert box.next_call("RemoteStopTransaction")[1] == {"transactionId": began}
    box.stop(began, ago(seconds=0), 1_960)
    box.status("Available")
    expect(page.get_by_role("heading", name=signed_in.say("tenant.last"))).to_be_visible()
    expect(page.locator("#last")).to_contain_text("0.48")


def test_a_refusal_is_told_and_stays(house, phone):
    _, (box, _), _, _ = house
    box.answers["RemoteStartTransaction"] = {"status": "Rejected"}
    signed_in = phone()
    ready(signed_in, "/t")
    signed_in.button("tenant.start").click()
    refusal = signed_in.page.get_by_text(signed_in.say("outcome.Rejected"))
    expect(refusal).to_be_visible()
    box.status("Available", errorCode="ReaderFailure")
    expect(signed_in.page.get_by_text(signed_in.say("why.reader"))).to_be_visible()
    expect(refusal).to_be_visible()
    expect(signed_in.button("tenant.start")).to_be_enabled()


def test_a_wallbox_that_does_not_answer_leaves_nobody_without_words(house, phone):
    _, (box, _), _, _ = house
    box.answers["RemoteStartTransaction"] = None
    signed_in = phone()
    signed_in.page.clock.install()
    ready(signed_in, "/t")
    signed_in.button("tenant.start").click()
    box.next_call("RemoteStartTransaction")
    expect(signed_in.page.get_by_text(signed_in.say("tenant.asking"))).to_be_visible()
    signed_in.page.clock.run_for(20_000)
    expect(signed_in.page.get_by_text(signed_in.say("tenant.slow"))).to_be_visible()


def test_questioning_a_charge(house, phone, owner):
    appliance, _, _, _ = house
    signed_in = phone()
    page = signed_in.page
    ready(signed_in, "/t/charges")
    page.locator("details.past summary").first.click()
    page.get_by_role("link", name=signed_in.say("dispute.open")).click()
    signed_in.label("dispute.reason.not_mine").check()
    signed_in.label("dispute.text").fill("I was on holiday.")
    signed_in.button("dispute.send").click()
    expect(page.get_by_text(signed_in.say("told.dispute"))).to_be_visible()
    expect(page.get_by_text(signed_in.say("dispute.mark"), exact=True)).to_be_visible()

    manager = owner()
    manager.open("to-check")
    expect(manager.page.get_by_text("I was on holiday.")).to_be_visible()
    manager.button("dispute.answer").click()
    manager.label("dispute.answer-label").fill("Your card was used.")
    manager.button("dispute.answer-send").click()
    expect(manager.page.get_by_text(manager.say("dispute.answered-done"))).to_be_visible()
    assert appliance.api.to_check(kind="dispute") == []

    ready(signed_in, "/t/charges")
    page.locator("details.past summary").first.click()
    expect(page.get_by_text("Your card was used.")).to_be_visible()


def test_blocking_a_card_and_signing_out(house, phone):
    appliance, _, _, _ = house
    signed_in, other = phone(), phone()
    ready(signed_in, "/t/mine")
    signed_in.page.locator("summary", has_text=signed_in.say("mine.lost")).click()
    signed_in.button("mine.block").click()
    expect(signed_in.page.get_by_text(signed_in.say("told.block"))).to_be_visible()
    assert appliance.api.get("/id-tags/04A1B2C3").json["status"] == "blocked"
    theirs = signed_in.page.locator("#phones ~ .thing", has_not_text=signed_in.say("mine.this-phone"))
    theirs.locator("summary").click()
    theirs.get_by_role("button").click()
    expect(signed_in.page.get_by_text(signed_in.say("told.sign-out"))).to_be_visible()
    assert other.page.goto("/t").status == 401


def push(visitor, key, pin=PIN, summary=None):
    """A button of a page without scripts, after the PIN of its form."""
    if summary:
        visitor.page.locator("summary", has_text=visitor.say(summary)).last.click()
    button = visitor.button(key).last
    visitor.page.locator("form", has=button).get_by_label(visitor.say("mine.pin")).fill(pin)
    button.click()


@pytest.mark.parametrize("has_key", [True, False], ids=["its scripts are off", "it has no key"])
def test_without_javascript_everything_works_with_the_pin(house, phone, keyless, has_key):
    appliance, (box, _), _, _ = house
    plain = phone(pin=PIN, scripts=False) if has_key else keyless()
    page, say = plain.page, plain.say
    page.goto("/t")
    assert plain.wide() <= 0
    expect(page.get_by_text("0.50")).to_be_visible()
    push(plain, "tenant.start", pin="407194")
    expect(page.get_by_text(say("problem.wrong-pin.none"))).to_be_visible()
    push(plain, "tenant.arm")
    push(plain, "tenant.disarm")
    expect(page.get_by_text(say("told.disarm"))).to_be_visible()
    push(plain, "tenant.start")
    card = box.next_call("RemoteStartTransaction")[1]["idTag"]
    expect(page.get_by_text(say("tenant.waiting-car", bay="CP1"))).to_be_visible()
    began = box.start(card, ago(seconds=0), 1_000)["transactionId"]
    box.status("Charging")
    box.sample(began, ago(seconds=0), 1_800)
    until(lambda: appliance.api.transaction(began)["energy_wh"] == 800)
    page.get_by_role("link", name=say("tabs.charge"), exact=True).click()
    expect(page.locator(".hero")).to_contain_text("0.80")
    expect(page.get_by_role("link", name=say("tenant.update"))).to_be_visible()
    push(plain, "stop.action", summary="stop.short")
    assert box.next_call("RemoteStopTransaction")[1] == {"transactionId": began}
    box.stop(began, ago(seconds=0), 1_960)

    page.goto("/t/charges")
    page.locator("details.past summary").first.click()
    page.get_by_role("link", name=say("dispute.open")).first.click()
    plain.label("dispute.reason.energy").check()
    push(plain, "dispute.send")
    expect(page.get_by_text(say("told.dispute"))).to_be_visible()
    page.goto("/t/mine")
    push(plain, "mine.block", summary="mine.lost")
    expect(page.get_by_text(say("told.block"))).to_be_visible()
    assert appliance.api.get("/id-tags/04A1B2C3").json["status"] == "blocked"
    ours = page.locator(".thing", has_text=say("mine.this-phone"))
    ours.locator("summary").click()
    ours.get_by_label(say("mine.pin")).fill(PIN)
    ours.get_by_role("button").click()
    expect(plain.button("enter.action")).to_be_visible()


def test_without_javascript_a_bay_shows_its_state(house, visit):
    appliance, _, bays, _ = house
    out = visit(appliance, width=360, scripts=False)
    out.page.goto(f"/c/{bays[1]['id']}")
    expect(out.page.get_by_role("heading", name="CP2")).to_be_visible()
    expect(out.page.get_by_text(out.say("state.free"))).to_be_visible()


def test_a_phone_that_lost_its_key_is_asked_for_its_pin(house, phone):
    signed_in = phone(pin=PIN)
    page = signed_in.page
    ready(signed_in, "/t")
    expect(signed_in.label("mine.pin")).to_have_count(0)
    page.evaluate("localStorage.removeItem('signing')")
    ready(signed_in, "/t")
    push(signed_in, "tenant.arm")
    expect(signed_in.button("tenant.disarm")).to_be_visible()


def test_a_request_that_another_tab_overtakes_is_sent_once_more(house, phone):
    appliance, _, bays, _ = house
    signed_in = phone()
    page = signed_in.page
    cookies = {each["name"]: each["value"] for each in signed_in.context.cookies()}
    key = page.evaluate("JSON.parse(localStorage.getItem('signing')).key")
    other = Phone(appliance.anonymous(), f"wattkeeper_tenant={cookies['wattkeeper_tenant']}", bytes.fromhex(key))
    sent = []

    def overtake(route):
        counter = int(route.request.headers["wattkeeper-signature"].split(".")[0])
        sent.append(counter)
        if len(sent) == 1:
            other.counter = counter
            assert other.delete(f"/tenant/arm/{bays[0]['id']}").status == 404  # the signature passed
        route.continue_()

    page.route("**/t/arm", overtake)
    ready(signed_in, "/t")
    signed_in.button("tenant.arm").click()
    expect(signed_in.button("tenant.disarm")).to_be_visible()
    assert len(sent) == 2 and sent[1] > sent[0] + 1


@pytest.mark.parametrize("scripts", [True, False])
def test_who_signs_in_at_a_bay_comes_back_to_it(house, visit, scripts):
    appliance, _, bays, tenant = house
    code = phone_of(appliance, tenant).choose_pin(PIN).json["code"]
    visitor = visit(appliance, width=360, scripts=scripts)
    visitor.page.goto(f"/c/{bays[1]['id'].lower()}")
    visitor.page.get_by_role("link", name=visitor.say("bay.sign-in")).click()
    visitor.page.get_by_role("link", name="English").click()
    if scripts:
        visitor.page.wait_for_selector("form[data-live]")
    visitor.label("enter.code").fill(code)
    visitor.label("enter.pin").fill(PIN)
    visitor.button("enter.action").click()
    visitor.page.wait_for_url(f"**/c/{bays[1]['id']}")
    expect(visitor.button("tenant.start")).to_be_visible()


def test_budgets_show_what_is_used(house, phone):
    appliance, (box, _), _, tenant = house
    budgets = f"/tenants/{tenant['id']}/budgets"
    assert appliance.api.request("PUT", budgets, {"items": [
        {"period": "month", "energy_wh": 50_000, "amount": "40.00"}]}).status == 200
    signed_in = phone()
    ready(signed_in, "/t/mine")
    budget = signed_in.page.locator(".budget")
    expect(budget).to_contain_text("12.5 of 50.0 kWh")
    expect(budget).to_contain_text("6.24 of 40.00 EUR")
    assert budget.locator("progress").get_attribute("value") == "24"
    ready(signed_in, "/t")
    expect(budget).to_have_count(0)
    assert appliance.api.request("PUT", budgets, {"items": [
        {"period": "total", "energy_wh": 30_000}]}).status == 200
    ready(signed_in, "/t")
    expect(budget).to_contain_text(signed_in.say("mine.budget-nearly"))
    expect(signed_in.button("tenant.start")).to_be_visible()
    assert appliance.api.request("PUT", budgets, {"items": [
        {"period": "total", "energy_wh": 20_000}]}).status == 200
    ready(signed_in, "/t")
    expect(budget).to_contain_text(signed_in.say("mine.budget-ended"))
    expect(signed_in.page.get_by_text(signed_in.say("said.refused-budget-used"))).to_be_visible()
    expect(signed_in.button("tenant.start")).to_have_count(0)


def test_my_data_is_there_to_take_along_and_to_have_erased(house, phone):
    appliance, _, _, tenant = house
    assert appliance.api.patch("/settings", {"wifi_ssid": "Garage"}).status == 200
    signed_in = phone()
    page, say = signed_in.page, signed_in.say
    ready(signed_in, "/t/mine")
    expect(page.get_by_text(say("bay.wifi", name="Garage"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=say("mine.download")).click()
    told = json.loads(open(download.value.path()).read())
    assert "Keller, 2nd floor" in json.dumps(told)
    page.locator("summary", has_text=say("mine.erase")).click()
    expect(page.get_by_text(say("mine.erase-kept"))).to_be_visible()
    signed_in.button("mine.erase-action").click()
    expect(page.get_by_text(say("told.erasure"))).to_be_visible()
    expect(page.get_by_text("is announced for")).to_be_visible()
    erasure, = appliance.api.items("/erasures")
    assert (erasure["tenant_id"], erasure["reason"]) == (tenant["id"], "request")
    page.get_by_role("link", name=say("mine.privacy")).click()
    expect(page.get_by_role("heading", name=say("notice.title"))).to_be_visible()


def test_a_phone_chooses_another_pin(house, phone):
    appliance, _, _, tenant = house
    signed_in = phone(pin=PIN)
    ready(signed_in, "/t/mine")
    code = appliance.api.get(f"/tenants/{tenant['id']}/pin").json["code"]
    expect(signed_in.page.get_by_text(code)).to_be_visible()
    signed_in.page.get_by_role("link", name=signed_in.say("mine.pin-change")).click()
    signed_in.label("pin.new").fill("862504")
    signed_in.label("pin.again").fill("862504")
    signed_in.button("pin.action").click()
    expect(signed_in.page.get_by_role("heading", name=signed_in.say("pin.done"))).to_be_visible()
    assert sign_in(appliance, code, "862504")[0].status == 201


def test_all_other_phones_are_signed_out_at_once(house, phone):
    signed_in, *others = phone(), phone(), phone()
    ready(signed_in, "/t/mine")
    signed_in.page.locator("summary", has_text=signed_in.say("mine.others")).click()
    signed_in.button("mine.others-action").click()
    expect(signed_in.page.get_by_text(signed_in.say("told.sign-out-others"))).to_be_visible()
    expect(signed_in.page.locator("summary", has_text=signed_in.say("mine.others"))).to_have_count(0)
    for other in others:
        assert other.page.goto("/t").status == 401
    assert signed_in.page.goto("/t").status == 200
