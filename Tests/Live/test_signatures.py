"""What a tenant's phone changes is signed: the cookie, which anyone on the network can read, changes nothing."""

import base64
import hashlib
import hmac
import json
import urllib.parse

import pytest
from harness.api import API
from harness.appliance import Appliance
from harness.phone import mac, phone_of

PATH = "/api/v1/tenant/start"
BODY = json.dumps({"charge_point": "NONE", "connector": 1}).encode()


@pytest.fixture
def phone(site):
    return phone_of(site, site.api.post("/tenants", {"name": "Keller"}).json)


def send(phone, headers, method="POST", path=PATH, body=BODY):
    """With the phone's cookie and these headers only."""
    return API.request(phone, method, path, body, {"Content-Type": "application/json", **headers})


def passed(answer):
    """Past the signature: the wallbox does not exist."""
    return answer.status == 404 and answer.json["type"] == "/problems/not-found"


def refused(answer, name="unsigned"):
    return answer.status == 403 and answer.json["type"] == f"/problems/{name}" and bool(answer.json["fix"])


def test_a_signed_request_passes(phone):
    assert passed(send(phone, phone.signature("POST", PATH, BODY)))


def test_the_cookie_alone_changes_nothing_but_reads(phone):
    assert refused(send(phone, {}))
    assert phone.get("/tenant").status == 200


def test_a_request_sent_again_is_refused(phone):
    signed = phone.signature("POST", PATH, BODY)
    assert passed(send(phone, signed))
    assert refused(send(phone, signed), "used-signature")


def test_a_lower_counter_than_the_last_is_refused(phone):
    assert passed(send(phone, phone.signature("POST", PATH, BODY, counter=50)))
    assert refused(send(phone, phone.signature("POST", PATH, BODY, counter=49)), "used-signature")
    assert passed(send(phone, phone.signature("POST", PATH, BODY, counter=51)))


def test_a_counter_is_used_up_for_good(tmp_path):
    site = Appliance(tmp_path / "data").start()
    try:
        phone = phone_of(site, site.api.post("/tenants", {"name": "Keller"}).json)
        signed = phone.signature("POST", PATH, BODY)
        assert passed(send(phone, signed))
        site.kill()
        site.start()
        assert refused(send(phone, signed), "used-signature")
    finally:
        site.kill()


def test_a_signature_is_for_one_body_path_and_method(phone):
    other = BODY.replace(b"1", b"2")
    assert refused(send(phone, phone.signature("POST", PATH, other)))
    assert refused(send(phone, phone.signature("POST", "/api/v1/tenant/stop", BODY)))
    assert refused(send(phone, phone.signature("PUT", PATH, BODY)))


def test_a_refused_signature_uses_no_counter_up(phone):
    wrong = phone.signature("POST", PATH, b"other", counter=1_000_000)
    assert refused(send(phone, wrong))
    assert passed(send(phone, phone.signature("POST", PATH, BODY, counter=2)))


def test_another_phones_key_does_not_count(site, phone):
    other = phone_of(site, site.api.post("/tenants", {"name": "Brandt"}).json)
    assert refused(send(phone, other.signature("POST", PATH, BODY)))


@pytest.mark.parametrize("text", ["", "1", "1.", ".ab", "x.ab", "-1.ab", "1.zz", "99999999999999999999.ab", "1.ab.cd"])
def test_nonsense_is_no_signature(phone, text):
    assert refused(send(phone, {"Wattkeeper-Signature": text}))


def test_signing_out_is_signed_too(phone):
    assert refused(API.request(phone, "POST", "/sign-out", {}))
    assert phone.post("/sign-out").status == 204
    assert phone.get("/tenant").status == 401


def test_the_signature_is_what_the_description_says(site, phone):
    text = f"POST\n{PATH}\n{hashlib.sha256(BODY).hexdigest()}\n7"
    assert passed(send(phone, {"Wattkeeper-Signature": "7." + mac(phone.key, text).hexdigest()}))


def test_a_token_needs_no_signature(site):
    assert site.api.post("/tenants", {"name": "By a script"}).status == 201


def submit(phone, headers=None, **fields):
    """A form as a page without a script sends it; whoever reads the cookie can make up the rest of it."""
    made = hmac.new(phone.cookie.split("=", 1)[1].encode(), b"form", hashlib.sha256).digest()
    fields["csrf"] = base64.urlsafe_b64encode(made).decode().rstrip("=")
    body = urllib.parse.urlencode(fields).encode()
    answer = API.request(phone, "POST", "//t/start", body, {
        "Content-Type": "application/x-www-form-urlencoded", **(headers(body) if headers else {})})
    assert answer.status == 303, answer
    return answer.headers["location"].split("notice=")[1].split("&")[0]


def test_a_form_needs_the_pin_or_a_signature(phone):
    assert submit(phone, bay="NONE/1") == "problem.no-pin"
    assert phone.choose_pin("407193").status == 200
    assert submit(phone, bay="NONE/1") == "problem.pin-missing"
    assert submit(phone, bay="NONE/1", pin="407194") == "problem.wrong-pin.none"
    assert submit(phone, bay="NONE/1", pin="407193") == "problem.not-found"
    assert submit(phone, lambda body: phone.signature("POST", "/t/start", body), bay="NONE/1") == (
        "problem.not-found")


def test_a_form_tells_on_its_page_that_its_signature_is_refused(phone):
    def used(body):
        return phone.signature("POST", "/t/start", body, counter=7)

    assert submit(phone, used, bay="NONE/1") == "problem.not-found"
    assert submit(phone, used, bay="NONE/1") == "problem.used-signature"
    assert submit(phone, lambda body: phone.signature("POST", "/t/stop", body), bay="NONE/1") == (
        "problem.unsigned")
