"""A tenant's phone: 360 px, day and night, with and without JavaScript, and no heavier than it must be."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from harness.charge_point import ChargePoint
from harness.tenant import bay_of, moved_in
from harness.times import ago
from harness.wait import until
from playwright.sync_api import expect

MOST_BYTES = 60_000


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
    """The tenant's phone, signed in."""
    appliance, _, _, tenant = house

    def make(**more):
        visitor = visit(appliance, width=360, height=740, **more)
        link = appliance.api.post(f"/tenants/{tenant['id']}/links").json
        first = visitor if more.get("scripts", True) else visit(appliance, width=360)
        first.page.goto(link["url"])
        first.page.wait_for_url("**/t")
        visitor.context.add_cookies(first.context.cookies())
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
    theirs = signed_in.page.locator(".thing", has_not_text=signed_in.say("mine.this-phone")).last
    theirs.locator("summary").click()
    theirs.get_by_role("button").click()
    expect(signed_in.page.get_by_text(signed_in.say("told.sign-out"))).to_be_visible()
    assert other.page.goto("/t").status == 401


def test_without_javascript(house, phone, visit):
    appliance, (box, _), bays, _ = house
    plain = phone(scripts=False)
    plain.page.goto("/t")
    expect(plain.page.get_by_text("0.50")).to_be_visible()
    plain.button("tenant.start").click()
    card = box.next_call("RemoteStartTransaction")[1]["idTag"]
    expect(plain.page.get_by_text(plain.say("tenant.waiting-car", bay="CP1"))).to_be_visible()
    began = box.start(card, ago(seconds=0), 1_000)["transactionId"]
    box.status("Charging")
    box.sample(began, ago(seconds=0), 1_800)
    until(lambda: appliance.api.transaction(began)["energy_wh"] == 800)
    plain.page.get_by_role("link", name=plain.say("tab.charge"), exact=True).click()
    expect(plain.page.locator(".hero")).to_contain_text("0.80")
    expect(plain.page.get_by_role("link", name=plain.say("tenant.update"))).to_be_visible()
    plain.page.locator("summary", has_text=plain.say("stop.short")).click()
    plain.button("stop.action").click()
    assert box.next_call("RemoteStopTransaction")[1] == {"transactionId": began}
    out = visit(appliance, width=360, scripts=False)
    out.page.goto(f"/c/{bays[1]['id']}")
    expect(out.page.get_by_role("heading", name="CP2")).to_be_visible()
    expect(out.page.get_by_text(out.say("state.free"))).to_be_visible()
