"""Claiming the site, signing in, and what tenants see."""

import json
import stat

import pytest
from harness import phone
from harness.api import API
from harness.appliance import run
from harness.events import Events
from harness.times import ago
from harness.wait import until

ME = {"name": "Hausverwaltung", "password": "long enough to remember", "country": "DE"}


def cookie_of(answer):
    return answer.headers["set-cookie"].split(";")[0]


def code_of(appliance):
    return (appliance.data / "claim-code").read_text().strip()


def claim(appliance, **more):
    return appliance.anonymous().post("/claim", {"code": code_of(appliance), **ME, **more})


def signed_in(appliance, answer):
    return API(appliance.host, appliance.port, cookie=cookie_of(answer))


def test_the_code_lies_in_a_file_only_the_owner_reads_and_on_stderr(fresh):
    assert stat.S_IMODE((fresh.data / "claim-code").stat().st_mode) == 0o600
    until(lambda: code_of(fresh) in fresh.stderr(), what="the code on stderr")


def test_who_has_the_code_claims_the_site_once(fresh):
    code = code_of(fresh)
    answer = claim(fresh)
    assert answer.status in (200, 201), answer
    assert "HttpOnly" in answer.headers["set-cookie"] and "SameSite" in answer.headers["set-cookie"]
    assert signed_in(fresh, answer).get("/settings").status == 200
    assert not (fresh.data / "claim-code").exists()
    again = fresh.anonymous().post("/claim", {"code": code, **ME})
    assert again.status in (403, 409, 422)


@pytest.mark.parametrize("spelling", [str.lower, lambda c: c.replace("-", ""), lambda c: f" {c} "])
def test_the_code_is_taken_in_any_spelling(fresh, spelling):
    assert claim(fresh, code=spelling(code_of(fresh))).status in (200, 201)


def test_after_five_wrong_codes_even_the_right_one_fails_until_a_new_one_is_made(fresh):
    for _ in range(5):
        assert claim(fresh, code="AAAA-AAAA").status in (403, 422, 429)
    assert claim(fresh).status in (403, 422, 429)
    made = run("claim", "--data", fresh.data)
    assert made.returncode == 0 and made.stdout.count("\n") == 1
    assert claim(fresh, code=made.stdout.strip()).status in (200, 201)


def test_a_new_code_ends_the_old_one(fresh):
    old = code_of(fresh)
    new = run("claim", "--data", fresh.data).stdout.strip()
    assert old != new
    assert claim(fresh, code=old).status not in (200, 201)
    assert claim(fresh, code=new).status in (200, 201)


@pytest.mark.parametrize("country, currency, zone", [
    ("DE", "EUR", "Europe/Berlin"), ("CH", "CHF", "Europe/Zurich"), ("AT", "EUR", "Europe/Vienna"),
    ("FR", "EUR", "Europe/Paris")])
def test_the_country_presets_the_rest(fresh, country, currency, zone):
    answer = claim(fresh, country=country)
    settings = signed_in(fresh, answer).get("/settings").json
    assert (settings["country"], settings["currency"], settings["time_zone"]) == (country, currency, zone)


@pytest.mark.parametrize("change, field", [
    ({"name": ""}, "name"), ({"password": "short"}, "password"), ({"country": "Atlantis"}, "country")])
def test_a_claim_with_a_bad_field_is_refused_and_the_code_still_counts(fresh, change, field):
    refused = claim(fresh, **change)
    assert refused.status == 422 and field in refused.text
    assert claim(fresh).status in (200, 201)


def test_tokens_work_before_the_claim(fresh):
    assert fresh.api.get("/settings").status == 200


def test_signing_in_and_out(fresh):
    claim(fresh)
    answer = fresh.anonymous().post("/sign-in", {"name": ME["name"], "password": ME["password"]})
    assert answer.status in (200, 201, 204)
    me = signed_in(fresh, answer)
    assert me.get("/settings").status == 200
    assert me.post("/sign-out").status in (200, 204)
    assert me.get("/settings").status == 401


def test_a_change_with_a_cookie_from_another_site_is_refused(fresh):
    me = signed_in(fresh, claim(fresh))
    evil = me.post("/tenants", {"name": "Mallory"}, headers={
        "Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"})
    assert evil.status == 403
    assert me.items("/tenants") == []


def test_guessing_a_password_is_slowed_down(fresh):
    claim(fresh)
    statuses = [fresh.anonymous().post("/sign-in", {"name": ME["name"], "password": f"guess {n}"}).status
                for n in range(12)]
    assert statuses[0] in (401, 403, 422) and 429 in statuses
    held = fresh.anonymous().post("/sign-in", {"name": ME["name"], "password": "guess"})
    assert held.status == 429 and int(held.headers["retry-after"]) > 0


def test_an_unknown_name_is_told_from_a_wrong_password_by_nobody(fresh):
    claim(fresh)
    bodies = [fresh.anonymous().post("/sign-in", {"name": name, "password": "wrong password"})
              for name in (ME["name"], "nobody")]
    assert bodies[0].status == bodies[1].status
    assert bodies[0].json["type"] == bodies[1].json["type"]


# Tenants

def tenant_with_card(site, name, id_tag):
    tenant = site.api.post("/tenants", {"name": name}).json
    site.api.card(id_tag, tenant_id=tenant["id"])
    return tenant


def new_link(site, tenant):
    answer = site.api.post(f"/tenants/{tenant['id']}/links")
    assert answer.status == 201, answer
    return answer.json


def open_link(site, link):
    """What the page behind the link does."""
    return phone.open_link(site, link)[0]


def test_a_link_signs_a_tenant_in_once(site):
    tenant = tenant_with_card(site, "Keller", "KELLER")
    link = new_link(site, tenant)
    opened = open_link(site, link)
    assert opened.status in (200, 201), opened
    assert signed_in(site, opened).get("/transactions").status == 200
    assert open_link(site, link).status in (403, 404, 409, 410)
    assert link["url"].split("#")[1] not in site.api.get("/tenants").text


def test_a_revoked_link_opens_nothing(site):
    tenant = tenant_with_card(site, "Okafor", "OKAFOR")
    link = new_link(site, tenant)
    assert site.api.delete(f"/tenants/{tenant['id']}/links/{link['id']}").status in (200, 204)
    assert open_link(site, link).status in (403, 404, 409, 410)


def test_revoking_a_used_link_signs_the_tenant_out(site):
    tenant = tenant_with_card(site, "Brandt", "BRANDT")
    link = new_link(site, tenant)
    me = signed_in(site, open_link(site, link))
    site.api.delete(f"/tenants/{tenant['id']}/links/{link['id']}")
    assert me.get("/transactions").status == 401


def test_a_new_link_works_beside_an_old_one(site):
    tenant = tenant_with_card(site, "Rossi", "ROSSI")
    first = signed_in(site, open_link(site, new_link(site, tenant)))
    second = signed_in(site, open_link(site, new_link(site, tenant)))
    assert second.get("/transactions").status == 200
    assert first.get("/transactions").status in (200, 401)


def test_a_guessed_secret_opens_nothing(site):
    tenant = tenant_with_card(site, "Meyer", "MEYER")
    link = new_link(site, tenant)
    wrong = {**link, "url": link["url"].split("#")[0] + "#" + "A" * 26}
    assert open_link(site, wrong).status in (401, 403, 404, 410)
    assert open_link(site, link).status in (200, 201)


def test_a_tenant_sees_only_what_is_theirs(site, wallbox):
    mine = tenant_with_card(site, "Anna", "ANNA")
    tenant_with_card(site, "Bert", "BERT")
    own = wallbox.charge("ANNA", start=ago(hours=4), stop=ago(hours=3))
    other = wallbox.charge("BERT", start=ago(hours=2), stop=ago(hours=1))
    me = signed_in(site, open_link(site, new_link(site, mine)))
    assert [t["transaction_id"] for t in me.items("/transactions")] == [own]
    assert me.get(f"/transactions/{own}").status == 200
    assert me.get(f"/transactions/{other}").status in (403, 404)
    assert me.get(f"/transactions/{other}/readings").status in (403, 404)
    for path in ("/tenants", "/id-tags", "/settings", "/charge-points"):
        answer = me.get(path)
        assert answer.status in (403, 404) or "Bert" not in answer.text and "BERT" not in answer.text
    assert me.patch("/settings", {"language": "fr"}).status in (403, 404)


def test_a_tenants_stream_shows_only_their_charges(site, wallbox):
    mine = tenant_with_card(site, "Carla", "CARLA")
    tenant_with_card(site, "Dora", "DORA")
    me = signed_in(site, open_link(site, new_link(site, mine)))
    events = Events(me)
    assert events.response.status == 200
    other = wallbox.charge("DORA", start=ago(hours=4), stop=ago(hours=3))
    own = wallbox.charge("CARLA", start=ago(hours=2), stop=ago(hours=1))
    seen = []
    events.next("transaction", lambda t: seen.append(t) or (t["transaction_id"] == own and t["stopped_at"]))
    assert other not in [t["transaction_id"] for t in seen] and "DORA" not in json.dumps(seen)
    events.close()
