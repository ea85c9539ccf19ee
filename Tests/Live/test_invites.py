"""Invitations: a phone proves that it has the secret, once, and is in."""

import hashlib

import pytest
from harness.appliance import Appliance
from harness.phone import invite, mac, open_link, parts_of
from harness.wait import until


@pytest.fixture
def tenant(site):
    return site.api.post("/tenants", {"name": "Keller"}).json


def test_an_invitation_opens_the_page_without_telling_its_secret(site, tenant):
    link = invite(site, tenant)
    answer, phone = open_link(site, link)
    assert answer.status == 201 and answer.json["id"] == tenant["id"]
    assert phone.get("/tenant").status == 200
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert len(parts_of(link)[1]) == 26


def test_the_secret_itself_opens_nothing(site, tenant):
    place, secret = parts_of(invite(site, tenant))
    assert site.anonymous().post(f"/links/{place}/open", {"secret": secret}).status == 422


def test_a_second_phone_is_told_that_the_invitation_was_used_and_what_to_do(site, tenant):
    link = invite(site, tenant)
    _, first = open_link(site, link)
    answer, second = open_link(site, link)
    assert (answer.status, second) == (410, None)
    assert answer.json["type"] == "/problems/invitation-used" and "new invitation" in answer.json["fix"]
    assert first.get("/tenant").status == 200


def test_a_withdrawn_invitation_says_so(site, tenant):
    link = invite(site, tenant)
    site.api.delete(f"/tenants/{tenant['id']}/links/{link['id']}")
    answer, _ = open_link(site, link)
    assert answer.json["type"] == "/problems/invitation-revoked"


def test_only_who_has_the_secret_learns_what_became_of_an_invitation(site, tenant):
    link = invite(site, tenant)
    open_link(site, link)
    answer, _ = open_link(site, {"url": link["url"].split("#")[0] + "#" + "A" * 26})
    assert answer.status == 404


def test_a_proof_for_one_word_does_not_fit_another(site, tenant):
    place, secret = parts_of(invite(site, tenant))
    other, _ = parts_of(invite(site, tenant))
    key = hashlib.sha256(secret.encode()).digest()
    client = site.anonymous()
    foreign = client.get(f"/links/{other}/challenge").json["nonce"]
    made_up = "00" * 40
    for nonce in (foreign, made_up):
        proof = mac(key, f"open\n{place}\n{nonce}").hexdigest()
        assert client.post(f"/links/{place}/open", {"nonce": nonce, "proof": proof}).status == 404
    assert open_link(site, {"url": f"/i/{place}#{secret}"})[1]


def test_an_invitation_tells_the_account_code_for_the_letter(site, tenant):
    first, second = invite(site, tenant), invite(site, tenant)
    assert first["code"] == second["code"] and len(first["code"]) == 6
    _, phone = open_link(site, first)
    assert phone.get("/tenant/pin").json == {"code": first["code"], "set_at": None}


def test_a_challenge_tells_nobody_which_invitations_there_are(site):
    answer = site.anonymous().get("/links/NOSUCHLINK/challenge")
    assert answer.status == 200 and len(answer.json["nonce"]) == 80


def test_what_a_phone_was_given_still_counts_after_a_restart(tmp_path):
    site = Appliance(tmp_path / "data").start()
    try:
        _, phone = open_link(site, invite(site, site.api.post("/tenants", {"name": "Okafor"}).json))
        site.kill()
        site.start()
        assert until(lambda: phone.choose_pin("407193")).status == 200
    finally:
        site.kill()
