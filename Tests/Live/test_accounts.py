"""People with access: their links, roles, passwords, second factors, and where they are signed in."""

import time

import pyotp
import pytest
from harness.appliance import run
from harness.codes import text_of
from harness.people import PASSWORD, by_cookie, invite, member, named, sign_in, signed_in, use
from harness.times import ago, ahead

OTHER = "another one to remember"


def test_who_is_invited_chooses_a_password_once_and_is_in_with_the_role(fresh, owner):
    made = invite(owner, "Mia", "accountant")
    assert not made["has_password"] and sign_in(fresh, "Mia", "").status in (401, 422)
    assert use(fresh, made["link"]["url"], "short").status == 422
    mia = by_cookie(fresh, use(fresh, made["link"]["url"]))
    assert mia.get("/me").json["role"] == "accountant"
    assert mia.get("/tariffs").status == 200 and mia.get("/accounts").status == 403
    assert use(fresh, made["link"]["url"]).status == 410
    assert signed_in(fresh, "mia").get("/me").json["name"] == "Mia"
    assert named(owner, "Mia")["last_sign_in_at"]


def test_a_link_with_a_wrong_secret_or_replaced_by_another_does_not_work(fresh, owner):
    made = invite(owner, "Mia")
    assert use(fresh, made["link"]["url"][:-1] + "_").status == 404
    newer = owner.post(f"/accounts/{made['id']}/link").json
    assert use(fresh, made["link"]["url"]).status == 410
    assert use(fresh, newer["url"]).status == 201


def test_a_name_is_taken_once(owner):
    invite(owner, "Mia")
    assert owner.post("/accounts", {"name": "mia", "role": "manager"}).status == 409
    assert owner.post("/accounts", {"name": "Tim", "role": "tenant"}).status == 422


def test_an_installer_always_ends_and_is_out_when_the_time_is_over(fresh, owner):
    made = invite(owner, "Fix", "installer")
    assert made["expires_at"]
    key, fix = member(fresh, owner, "Fax", "installer", expires_at=ahead(hours=1))
    assert fix.get("/board").status == 200
    owner.patch(f"/accounts/{key}", {"expires_at": ago(seconds=1)})
    assert fix.get("/board").status == 401
    assert sign_in(fresh, "Fax").status == 403
    assert owner.patch(f"/accounts/{key}", {"expires_at": None}).json["expires_at"]


def test_a_disabled_account_is_out_at_once_and_in_again_when_enabled(fresh, owner):
    key, mia = member(fresh, owner, "Mia")
    assert owner.patch(f"/accounts/{key}", {"disabled": True}).json["disabled_at"]
    assert mia.get("/board").status == 401 and sign_in(fresh, "Mia").status == 403
    owner.patch(f"/accounts/{key}", {"disabled": False})
    assert sign_in(fresh, "Mia").status == 201
    assert mia.get("/board").status == 401, "the old sign-in must not come back"


def test_another_role_ends_the_sign_ins_and_counts_from_the_next(fresh, owner):
    key, mia = member(fresh, owner, "Mia")
    owner.patch(f"/accounts/{key}", {"role": "accountant"})
    assert mia.get("/board").status == 401
    assert signed_in(fresh, "Mia").post("/tenants", {"name": "X"}).status == 403


@pytest.mark.parametrize("change", [
    {"role": "manager"}, {"disabled": True}, {"expires_at": "2099-01-01T00:00:00Z"}])
def test_the_last_owner_stays(fresh, owner, change):
    own = named(owner, "Owner")["id"]
    assert owner.patch(f"/accounts/{own}", change).json["key"] == "last-owner"
    made = invite(owner, "Second", "owner")
    assert owner.patch(f"/accounts/{own}", change).status == 409, "one who never came in does not count"
    assert use(fresh, made["link"]["url"]).status == 201
    assert owner.patch(f"/accounts/{own}", change).status == 200


def test_a_new_password_asks_for_the_old_one_and_ends_all_other_sign_ins(fresh, owner):
    elsewhere = signed_in(fresh, "Owner")
    change = {"old_password": "wrong one", "password": OTHER}
    assert owner.request("PUT", "/me/password", change).status == 401
    assert owner.request("PUT", "/me/password", {"old_password": PASSWORD, "password": "short"}).status == 422
    assert owner.request("PUT", "/me/password", {**change, "old_password": PASSWORD}).status == 204
    assert owner.get("/board").status == 200 and elsewhere.get("/board").status == 401
    assert sign_in(fresh, "Owner").status == 401 and sign_in(fresh, "Owner", OTHER).status == 201


def test_sign_ins_are_listed_and_ended_one_by_one_or_all_others(fresh, owner):
    others = [signed_in(fresh, "Owner") for _ in range(3)]
    listed = owner.items("/me/sign-ins")
    assert len(listed) == 4 and [each["current"] for each in listed].count(True) == 1
    theirs = next(each for each in others[0].items("/me/sign-ins") if each["current"])
    assert owner.delete(f"/sign-ins/{theirs['id']}").status == 204
    assert [each.get("/board").status for each in others] == [401, 200, 200]
    assert owner.delete("/me/sign-ins").status == 204
    assert [each.get("/board").status for each in others] == [401, 401, 401]
    assert owner.get("/board").status == 200


def test_only_the_owner_ends_the_sign_ins_of_others(fresh, owner):
    key, mia = member(fresh, owner, "Mia")
    mine = owner.items("/me/sign-ins")[0]["id"]
    assert mia.delete(f"/sign-ins/{mine}").status == 404
    theirs = owner.items(f"/accounts/{key}/sign-ins")[0]["id"]
    assert owner.delete(f"/sign-ins/{theirs}").status == 204 and mia.get("/me").status == 401


def second_factor(person, password=PASSWORD):
    offer = person.post("/me/totp").json
    app = pyotp.parse_uri(offer["uri"])
    assert app.secret == offer["secret"]
    assert text_of(offer["qr"]) == offer["uri"]
    answer = person.post("/me/totp/confirm", {
        "secret": offer["secret"], "code": app.now(), "password": password})
    assert answer.status == 201, answer
    return app, answer.json["recovery_codes"]


def unused(app):
    """The next code, which counts ahead of its time: the one of now was used to confirm."""
    return app.at(time.time() + 30)


def test_a_second_factor_is_asked_for_when_the_password_is_right_and_counts_once(fresh, owner):
    app, _ = second_factor(owner)
    asked = sign_in(fresh, "Owner")
    assert asked.status == 401 and asked.json["type"].endswith("second-factor-needed")
    assert sign_in(fresh, "Owner", "not the password").json["type"].endswith("wrong-password")
    assert sign_in(fresh, "Owner", code="000000").json["type"].endswith("wrong-code")
    code = unused(app)
    assert sign_in(fresh, "Owner", code=code).status == 201
    assert sign_in(fresh, "Owner", code=code).json["type"].endswith("wrong-code")


def test_a_second_factor_is_only_kept_with_a_code_of_it_and_the_password(fresh, owner):
    offer = owner.post("/me/totp").json
    app = pyotp.TOTP(offer["secret"])
    body = {"secret": offer["secret"], "code": app.now(), "password": PASSWORD}
    assert owner.post("/me/totp/confirm", {**body, "code": "123456"}).status == 422
    assert owner.post("/me/totp/confirm", {**body, "password": "wrong"}).status == 401
    assert owner.post("/me/totp/confirm", {**body, "secret": "MZXW6"}).status == 422
    assert sign_in(fresh, "Owner").status == 201
    assert owner.post("/me/totp/confirm", body).status == 201
    assert owner.post("/me/totp").status == 409
    assert owner.delete("/me/totp", body={"password": "wrong"}).status == 401
    assert owner.delete("/me/totp", body={"password": PASSWORD}).status == 204
    assert sign_in(fresh, "Owner").status == 201


def test_a_recovery_code_stands_in_for_the_app_once(fresh, owner):
    _, codes = second_factor(owner)
    assert len(set(codes)) == 10
    assert sign_in(fresh, "Owner", code=codes[0].lower().replace("-", " ")).status == 201
    assert sign_in(fresh, "Owner", code=codes[0]).status == 401
    assert owner.get("/me/account").json["recovery_codes_left"] == 9


def test_a_recovery_code_opens_a_forgotten_account_but_not_past_the_second_factor(fresh, owner):
    codes = owner.post("/me/recovery-codes", {"password": PASSWORD}).json["recovery_codes"]
    body = {"name": "Owner", "recovery_code": codes[0], "password": OTHER}
    assert fresh.anonymous().post("/recover", {**body, "recovery_code": "AAAA-AAAA-AAAA-AAAA"}).status == 401
    assert fresh.anonymous().post("/recover", {**body, "name": "Nobody"}).status == 401
    assert fresh.anonymous().post("/recover", body).status == 201
    assert owner.get("/me").status == 401
    again = fresh.anonymous().post("/recover", body)
    assert again.status == 401
    person = signed_in(fresh, "Owner", OTHER)
    app, codes = second_factor(person, OTHER)
    body = {"name": "Owner", "recovery_code": codes[0], "password": PASSWORD}
    assert fresh.anonymous().post("/recover", body).json["type"].endswith("second-factor-needed")
    assert fresh.anonymous().post("/recover", {**body, "code": codes[1]}).status == 401
    assert fresh.anonymous().post("/recover", {**body, "code": unused(app)}).status == 201


def test_the_owner_removes_the_second_factor_of_someone_who_lost_it(fresh, owner):
    key, mia = member(fresh, owner, "Mia")
    second_factor(mia)
    assert sign_in(fresh, "Mia").status == 401
    assert owner.delete(f"/accounts/{key}/second-factor").status == 204
    assert owner.delete(f"/accounts/{key}/second-factor").status == 404
    assert sign_in(fresh, "Mia").status == 201


def test_a_token_has_no_account_of_its_own(fresh, owner):
    assert fresh.api.get("/me/account").status == 403
    assert fresh.api.request("PUT", "/me/password", {"old_password": "x", "password": OTHER}).status == 403


def test_guessing_a_code_is_slowed_down_like_guessing_a_password(fresh, owner):
    second_factor(owner)
    statuses = [sign_in(fresh, "Owner", code=f"{n:06}").status for n in range(6)]
    assert statuses[-1] == 429, statuses


@pytest.mark.parametrize("running", [True, False])
def test_on_the_machine_there_is_always_a_way_back_in(fresh, owner, running):
    if not running:
        fresh.stop()
    listed = run("user", "list", "--data", fresh.data)
    assert listed.stdout == "Owner\towner\tactive\n", listed
    made = run("user", "reset-password", "owner", "--data", fresh.data)
    assert made.returncode == 0 and made.stdout.startswith("/a/"), made
    unknown = run("user", "reset-password", "nobody", "--data", fresh.data)
    assert unknown.returncode == 1 and "nobody" in unknown.stderr
    if not running:
        fresh.start()
    assert use(fresh, made.stdout.strip(), OTHER).status == 201
    assert sign_in(fresh, "Owner", OTHER).status == 201 and sign_in(fresh, "Owner").status == 401
