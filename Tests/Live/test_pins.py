"""Account code and PIN: proved without being told, and guessed by nobody."""

import http.client
import json
import time

import pytest
import srp
from harness.api import API
from harness.appliance import Appliance
from harness.phone import cookie_of, invite, open_link, phone_of, sign_in
from harness.wait import until

PIN = "407193"


@pytest.fixture
def site(tmp_path):
    appliance = Appliance(tmp_path / "data").start()
    yield appliance
    appliance.kill()


@pytest.fixture
def tenant(site):
    return site.api.post("/tenants", {"name": "Keller"}).json


@pytest.fixture
def phone(site, tenant):
    phone = phone_of(site, tenant)
    chosen = phone.choose_pin(PIN)
    assert chosen.status == 200, chosen
    phone.code = chosen.json["code"]
    return phone


def form(client, path, **fields):
    return API.request(client, "POST", "/" + path, "&".join(f"{k}={v}" for k, v in fields.items()), {
        "Content-Type": "application/x-www-form-urlencoded"})


def wrong(site, code, pin="407194"):
    answer, _ = sign_in(site, code, pin)
    return answer


def test_a_second_phone_signs_in_with_code_and_pin_and_signs_with_the_key_of_both(site, phone):
    answer, second = sign_in(site, phone.code, PIN)
    assert second, answer
    assert second.get("/tenant/pin").json["code"] == phone.code
    assert second.choose_pin("860251").status == 200
    assert sign_in(site, phone.code, PIN)[1] is None and sign_in(site, phone.code, "860251")[1]


def test_the_account_code_is_taken_in_any_spelling(site, phone):
    typed = f" {phone.code[:3].lower()}-{phone.code[3:]} ".replace(" ", "%20")
    assert form(site.anonymous(), "/t/sign-in", code=typed, pin=PIN).status == 303


@pytest.mark.parametrize("pin", ["000000", "123456", "654321", "121212", "123123", "112233", "240785", "198412",
                                 "311299", "851224", "012025"])
def test_a_pin_that_is_tried_first_is_refused(site, tenant, pin):
    answer = phone_of(site, tenant).choose_pin(pin)
    assert answer.status == 422 and answer.json["type"] == "/problems/weak-pin", answer


@pytest.mark.parametrize("pin", ["40719x", "\0\0\0\0\0\0"])
def test_a_pin_has_six_digits(site, tenant, pin):
    assert phone_of(site, tenant).choose_pin(pin).status == 422


def test_five_wrong_pins_lock_with_a_countdown_while_the_phone_goes_on(site, phone):
    answers = [wrong(site, phone.code) for _ in range(5)]
    assert [a.status for a in answers] == [401] * 5
    assert [a.json["tries_left"] for a in answers] == [4, 3, 2, 1, 0]
    assert 55 <= answers[4].json["retry_after"] <= 60
    held = wrong(site, phone.code, PIN)
    assert held.status == 429 and 0 < int(held.headers["retry-after"]) <= 60
    assert held.json["retry_after"] == int(held.headers["retry-after"])
    assert phone.get("/tenant").status == 200 and phone.choose_pin("860251").status == 200


def test_a_lock_survives_a_restart(site, phone):
    for _ in range(5):
        wrong(site, phone.code)
    site.kill()
    site.start()
    assert wrong(site, phone.code, PIN).status == 429


def test_the_right_pin_forgets_the_wrong_ones(site, phone):
    for _ in range(4):
        wrong(site, phone.code)
    assert sign_in(site, phone.code, PIN)[1]
    assert wrong(site, phone.code).json["tries_left"] == 4


def test_the_manager_sees_a_lock_and_resets_it(site, tenant, phone):
    for _ in range(5):
        wrong(site, phone.code)
    shown = site.api.get(f"/tenants/{tenant['id']}/pin").json
    assert (shown["code"], shown["failures"], shown["must_be_reset"]) == (phone.code, 5, False)
    assert shown["locked_until"]
    reset = site.api.post(f"/tenants/{tenant['id']}/pin/reset")
    assert reset.status == 200 and reset.json["failures"] == 0 and reset.json["set_at"] is None
    assert reset.json["code"] != phone.code, "whoever guessed knows the old code"
    assert wrong(site, phone.code, PIN).status == 401
    assert phone.choose_pin(PIN).status == 200
    assert sign_in(site, reset.json["code"], PIN)[1]


def test_only_managers_see_and_reset_pins(site, tenant, phone):
    for role in ("accountant", "installer"):
        api = site.api_as(role)
        assert api.get(f"/tenants/{tenant['id']}/pin").status == 403
        assert api.post(f"/tenants/{tenant['id']}/pin/reset").status == 403


def test_codes_that_nobody_has_lock_and_answer_the_same(site, phone):
    def plain(answer):
        shown = {**answer.json, "detail": ""}
        shown.pop("retry_after", None)
        return answer.status, shown
    for _ in range(6):
        assert plain(wrong(site, phone.code)) == plain(wrong(site, "NOBODY"))


def test_codes_that_nobody_has_take_the_same_time(site, phone):
    def seconds(code):
        began = time.monotonic()
        assert wrong(site, code).status == 401
        return time.monotonic() - began
    times = [(seconds(phone.code), seconds("NOBODY")) for _ in range(3)]
    assert min(min(pair) for pair in times) >= 0.3, "a wrong PIN is answered in a time of its own"


def test_a_code_that_nobody_has_keeps_its_salt(site):
    user = srp.User("NOBODY", PIN, hash_alg=srp.SHA256, ng_type=srp.NG_2048)
    a = user.start_authentication()[1].hex()

    def salt():
        return site.anonymous().post("/tenant-sign-in/challenge", {"code": "NOBODY", "a": a}).json["salt"]
    first = salt()
    site.kill()
    site.start()
    assert salt() == first and len(first) == 32


def test_an_agreement_is_good_for_one_proof(site, phone):
    client = site.anonymous()
    a = srp.User(phone.code, PIN, hash_alg=srp.SHA256, ng_type=srp.NG_2048).start_authentication()[1].hex()
    begun = client.post("/tenant-sign-in/challenge", {"code": phone.code, "a": a}).json["id"]
    assert client.post("/tenant-sign-in", {"id": begun, "m1": "00" * 32}).status == 401
    again = client.post("/tenant-sign-in", {"id": begun, "m1": "00" * 32})
    assert again.status == 410 and again.json["fix"]


def test_guesses_side_by_side_count_one_by_one(site, phone):
    """Seven agreements are begun before the first is ended: all the same only five are looked at."""
    client = site.anonymous()
    a = srp.User(phone.code, PIN, hash_alg=srp.SHA256, ng_type=srp.NG_2048).start_authentication()[1].hex()
    begun = [client.post("/tenant-sign-in/challenge", {"code": phone.code, "a": a}).json["id"] for _ in range(7)]
    statuses = [client.post("/tenant-sign-in", {"id": each, "m1": "00" * 32}).status for each in begun]
    assert statuses == [401] * 5 + [429] * 2


@pytest.mark.parametrize("a", ["", "00", "zz", "ff" * 256, "00" * 256])
def test_a_public_key_that_would_make_the_secret_known_is_refused(site, phone, a):
    answer = site.anonymous().post("/tenant-sign-in/challenge", {"code": phone.code, "a": a})
    assert answer.status == 422, answer


def from_address(site, source, path, body):
    connection = http.client.HTTPConnection(site.host, site.port, source_address=(source, 0), timeout=20)
    connection.request("POST", "/api/v1" + path, json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    result = answer.status, json.loads(answer.read())
    connection.close()
    return result


def test_an_address_has_twenty_tries_an_hour_and_a_hundred_of_all_are_slow_and_told(site, phone):
    a = srp.User(phone.code, PIN, hash_alg=srp.SHA256, ng_type=srp.NG_2048).start_authentication()[1].hex()

    def begin(source):
        return from_address(site, source, "/tenant-sign-in/challenge", {"code": "NOBODY", "a": a})
    for last in range(2, 6):
        assert [begin(f"127.0.0.{last}")[0] for _ in range(21)] == [201] * 20 + [429]
    status, refused = begin("127.0.0.2")
    assert status == 429 and refused["retry_after"] > 3_000
    assert site.api.to_check(kind="pin_guessing") == []
    for _ in range(20):
        assert begin("127.0.0.6")[0] == 201
    status, slow = begin("127.0.0.7")
    assert status == 429 and slow["retry_after"] <= 10, "one by one, ten seconds apart"
    until(lambda: len(site.api.to_check(kind="pin_guessing")) == 1, what="the line that tells of it")


# Without a script

def test_a_form_signs_in_and_the_pin_comes_with_every_step(site, phone):
    signed = form(site.anonymous(), "/t/sign-in", code=phone.code, pin=PIN, back="//evil.example")
    assert (signed.status, signed.headers["location"]) == (303, "/t")
    plain = API(site.host, site.port, cookie=cookie_of(signed))
    assert plain.get("/tenant").status == 200
    refused = plain.post("/tenant/stop", {"transaction_id": 1})
    assert refused.status == 403 and refused.json["type"] == "/problems/unsigned"


def test_a_form_with_a_wrong_pin_tells_so_and_counts_down(site, phone):
    answers = [form(site.anonymous(), "/t/sign-in?language=en", code=phone.code, pin="407194") for _ in range(6)]
    assert [a.status for a in answers] == [401] * 5 + [429]
    assert "4 more tries" in answers[0].text and "One more try" in answers[3].text
    assert "The next try is possible in 1:00" in answers[4].text or "in 0:5" in answers[4].text
    assert f'value="{phone.code}"' in answers[0].text


def test_a_page_with_markup_for_a_code_shows_it_as_text(site, phone):
    answer = form(site.anonymous(), "/t/sign-in", code="%22%3E%3Cscript%3E", pin="1")
    assert "<script>" not in answer.text.replace('<script type="module"', "")


def test_who_is_not_signed_in_is_asked_to_in_their_language(site):
    answer = site.anonymous().request("GET", "//t", headers={"Accept-Language": "it"})
    assert answer.status == 401 and "Codice conto" in answer.text and 'action="/t/sign-in"' in answer.text


def test_a_new_invitation_is_a_way_back_in(site, tenant, phone):
    for _ in range(5):
        wrong(site, phone.code)
    answer, other = open_link(site, invite(site, tenant))
    assert other and other.get("/tenant").status == 200, answer


def test_a_manager_sees_a_tenants_phones_and_signs_one_out(site, tenant, phone):
    path = f"/tenants/{tenant['id']}/sign-ins"
    [seen] = site.api.items(path)
    assert not seen["current"] and seen["created_at"]
    other = site.api.post("/tenants", {"name": "Okafor"}).json["id"]
    assert site.api.delete(f"/tenants/{other}/sign-ins/{seen['id']}").status == 404
    assert phone.get("/tenant").status == 200
    assert site.api.delete(f"{path}/{seen['id']}").status == 204
    assert phone.get("/tenant").status == 401 and site.api.items(path) == []
