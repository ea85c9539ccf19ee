"""A tenant's phones: the first opens the invitation and chooses a PIN, the second signs in with it."""

import re

import pytest
import srp
from axe_playwright_python.sync_playwright import Axe
from harness.phone import invite, phone_of
from harness.wait import until
from playwright.sync_api import expect

PIN = "407193"
SMALL = {"width": 360, "height": 740}
LOOKS = [(False, "en", 360), (True, "de", 360), (False, "fr", 1280), (True, "it", 1280)]

srp.rfc5054_enable()


@pytest.fixture
def tenant(appliance):
    return appliance.api.post("/tenants", {"name": "Keller"}).json


def fine(visitor):
    found = Axe().run(visitor.page).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []
    assert visitor.wide() <= 0


def choose(phone, pin, again=None):
    phone.label("pin.new").fill(pin)
    phone.label("pin.again").fill(again or pin)
    phone.button("pin.action").click()


def sign_in(phone, code, pin):
    phone.label("enter.code").fill(code)
    phone.label("enter.pin").fill(pin)
    phone.button("enter.action").click()


def heading(phone, key, **values):
    return phone.page.get_by_role("heading", name=phone.say(key, **values))


def is_in(phone):
    expect(phone.page.get_by_role("link", name=phone.say("tabs.charges"))).to_be_visible()


def ready(phone):
    phone.page.wait_for_selector("form[data-live]")


def test_an_invitation_a_pin_and_a_second_phone(appliance, visit, tenant):
    link = invite(appliance, tenant)
    first = visit(appliance, **SMALL)
    sent = []
    first.context.on("request", lambda request: sent.append((request.url, request.post_data or "")))
    first.page.goto(link["url"])
    expect(first.page.get_by_text(link["code"])).to_be_visible()
    choose(first, PIN, "407194")
    expect(first.page.get_by_role("alert")).to_have_text(first.say("pin.differs"))
    choose(first, "123456")
    expect(first.page.get_by_role("alert")).to_have_text(first.say("problem.weak-pin"))
    choose(first, PIN)
    first.page.get_by_role("link", name=first.say("pin.go")).click()
    is_in(first)

    # The same link on another phone, then code and PIN, first a wrong one.
    second = visit(appliance, **SMALL)
    second.context.on("request", lambda request: sent.append((request.url, request.post_data or "")))
    second.page.goto(link["url"])
    expect(second.page.get_by_text(second.say("problem.invitation-used"))).to_be_visible()
    expect(second.page.get_by_text(second.say("invite.next"))).to_be_visible()
    second.page.get_by_role("link", name=second.say("enter.instead")).click()
    ready(second)
    sign_in(second, link["code"].lower(), "407194")
    expect(second.page.get_by_text(second.say("problem.wrong-pin.other", n=4))).to_be_visible()
    sign_in(second, link["code"].lower(), PIN)
    is_in(second)

    secret = link["url"].split("#")[1]
    assert not any(secret in part or PIN in part for request in sent for part in request), "it travelled"


def test_wrong_pins_count_down_while_the_first_phone_goes_on(appliance, visit, tenant):
    link = invite(appliance, tenant)
    first = visit(appliance, **SMALL)
    first.page.goto(link["url"])
    choose(first, PIN)
    expect(heading(first, "pin.done")).to_be_visible()
    second = visit(appliance, **SMALL)
    second.page.goto("/t")
    ready(second)
    alert = second.page.get_by_role("alert")
    for left in ["4 more", "3 more", "2 more", "One more", "0:"]:
        sign_in(second, link["code"], "407194")
        expect(alert).to_contain_text(left)
    expect(second.button("enter.action")).to_be_disabled()
    shown = alert.text_content()
    until(lambda: alert.text_content() != shown, what="the countdown")
    assert re.search(r"possible in 0:5\d", alert.text_content())
    first.page.goto("/t")
    is_in(first)


def test_the_first_phone_comes_back_to_its_used_invitation(appliance, visit, tenant):
    link = invite(appliance, tenant)
    phone = visit(appliance, **SMALL)
    phone.page.goto(link["url"])
    choose(phone, PIN)
    expect(heading(phone, "pin.done")).to_be_visible()
    phone.page.goto("/t")
    is_in(phone)
    phone.page.goto(link["url"])
    phone.page.wait_for_url("**/t")
    is_in(phone)


def test_without_a_script_the_form_signs_in(appliance, visit, tenant):
    other = phone_of(appliance, tenant)
    code = other.choose_pin(PIN).json["code"]
    plain = visit(appliance, scripts=False, **SMALL)
    plain.page.goto("/t")
    sign_in(plain, code, "407194")
    expect(plain.page.get_by_role("alert")).to_contain_text("4 more tries")
    assert plain.label("enter.code").input_value() == code
    sign_in(plain, code, PIN)
    is_in(plain)


def test_the_phones_sums_agree_with_those_of_another_program(appliance, visit):
    """The page's half of SRP-6a against the server of the package srp."""
    phone = visit(appliance)
    phone.page.goto("/t")
    phone.page.evaluate("""async () => {
        window.own = (await import("/assets/srp.js")).agreement("K7QM4X", "407193")
        window.hex = (await import("/assets/signing.js")).hex
    }""")
    a = phone.page.evaluate("own.a")
    for pin, agrees in [(PIN, True), ("407194", False)]:
        salt, verifier = b"", b""
        while len(salt) < 16:  # the package forgets leading zeros
            salt, verifier = srp.create_salted_verification_key(
                "K7QM4X", pin, hash_alg=srp.SHA256, ng_type=srp.NG_2048, salt_len=16)
        server = srp.Verifier("K7QM4X", salt, verifier, bytes.fromhex(a), hash_alg=srp.SHA256, ng_type=srp.NG_2048)
        s, b = server.get_challenge()
        proved = phone.page.evaluate("""challenge => {
            const { m1, m2, key } = own.prove(challenge)
            return { m1, m2, key: hex(key) }
        }""", {"salt": s.hex(), "b": b.hex()})
        m2 = server.verify_session(bytes.fromhex(proved["m1"]))
        assert (m2 is not None) == agrees
        if agrees:
            assert (m2.hex(), server.get_session_key().hex()) == (proved["m2"], proved["key"])


@pytest.mark.parametrize("dark, language, width", LOOKS)
def test_everyone_can_read_the_pages_of_an_invitation(appliance, visit, tenant, dark, language, width):
    link = invite(appliance, tenant)
    phone = visit(appliance, dark=dark, language=language, width=width)
    phone.page.goto(link["url"])
    expect(phone.page.get_by_text(link["code"])).to_be_visible()
    fine(phone)
    choose(phone, PIN, "1")
    fine(phone)
    choose(phone, PIN)
    expect(heading(phone, "pin.done")).to_be_visible()
    fine(phone)
    other = visit(appliance, dark=dark, language=language, width=width)
    other.page.goto(link["url"])
    expect(other.page.get_by_role("link", name=other.say("enter.instead"))).to_be_visible()
    fine(other)
    other.page.goto("/t")
    ready(other)
    fine(other)
    sign_in(other, link["code"], "407194")
    expect(other.page.get_by_role("alert")).to_be_visible()
    fine(other)
