"""The pages of a tenant's phone, as they arrive without JavaScript."""

import base64
import hashlib
import html
import re
import urllib.parse

import pytest
from harness.phone import phone_of
from harness.tenant import bay_of, moved_in
from harness.times import ago


def page(api, path, **headers):
    answer = api.get("/" + path, headers=headers)
    assert answer.status == 200, answer
    return html.unescape(answer.text)


def send(phone, action, **fields):
    """Sends a form as the page would; returns the page it leads to."""
    token = re.search(r'name="csrf" value="([^"]+)"', phone.get("//t/mine").text)[1]
    answer = phone.post(f"//t/{action}", urllib.parse.urlencode({"csrf": token, **fields}).encode(),
                        headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status == 303, answer
    return page(phone, answer.headers["location"], **{"Accept-Language": "en"})


@pytest.fixture
def bay(site, wallbox):
    wallbox.status("Available")
    return bay_of(site, wallbox.identity)


@pytest.fixture
def english(site):
    def read(api, path):
        return page(api, path, **{"Accept-Language": "en"})
    return read


@pytest.mark.parametrize("spelling", ["/c/{}", "/C/{}"])
@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_the_code_on_a_bay_opens_its_page_for_everyone(site, wallbox, bay, english, spelling, case):
    site.api.patch(f"/bays/{bay['id']}", {"name": "Bay <7>"})
    told = english(site.anonymous(), spelling.format(case(bay["id"])))
    assert "Bay <7>" in told and "free" in told and "0.476" in told  # 0.40 and 19 % VAT
    assert "incl. VAT" in told and "house Wi-Fi" in told


def test_the_page_of_a_bay_names_whom_to_call(fresh, plug, english):
    fresh.api.accept("CP1")
    box = plug(fresh, "CP1")
    box.boot()
    box.status("Available")
    bay = bay_of(fresh, "CP1")
    assert "tel:" not in english(fresh.anonymous(), f"/c/{bay['id']}")
    assert fresh.api.patch("/settings", {"help_phone": "+41 44 000 00 00"}).status == 200
    assert 'href="tel:+41 44 000 00 00"' in english(fresh.anonymous(), f"/c/{bay['id']}")


def test_the_page_of_a_bay_tells_nothing_of_anyone(site, wallbox, bay, english, identity):
    moved_in(site, "Ms Visible", bay, card=f"CARD{identity}")
    running = wallbox.start(f"CARD{identity}", ago(hours=1), 1_000)
    wallbox.status("Charging")
    wallbox.sample(running["transactionId"], ago(seconds=1), 4_711)
    other = phone_of(site, moved_in(site, "Neighbour"))
    for reader in (site.anonymous(), other):
        told = english(reader, f"/c/{bay['id']}")
        assert "charging" in told
        assert not re.search(r"Visible|CARD|3[.,]71|4[.,]711", told)
    assert "Visible" not in english(other, "/t")
    wallbox.stop(running["transactionId"], ago(seconds=0), 5_000)


def test_an_unknown_code_says_so(site):
    assert site.anonymous().get("//c/ABCDEFGH").status == 404
    assert site.anonymous().get("//c/0").status == 404


def test_the_style_in_the_page_is_the_one_its_policy_allows(site, bay):
    answer = site.anonymous().get(f"//c/{bay['id']}")
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)[1]
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["content-security-policy"]
    assert f"style-src 'self' 'sha256-{allowed}'" in policy and "unsafe" not in policy


def test_the_first_view_fits_into_one_round_trip(site, bay):
    tenant = moved_in(site, "Keller", bay, card="ROUNDTRIP")
    phone, other = phone_of(site, tenant), phone_of(site, tenant)
    budgets = {"items": [{"period": "month", "energy_wh": 1000, "amount": "100.00"}]}
    assert site.api.request("PUT", f"/tenants/{tenant['id']}/budgets", budgets).status == 200
    for reader, path in ((site.anonymous(), f"/c/{bay['id']}"), (phone, "/t"), (other, "/t/mine")):
        answer = reader.get("/" + path)
        whole = len(answer.body) + sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
        assert whole < 10 * 1460, path  # the initial window of RFC 6928


@pytest.mark.parametrize("status, error, sentence", [
    ("Faulted", "GroundFailure", "ground fault"), ("Faulted", "OtherError", "reports a fault"),
    ("Unavailable", "NoError", "out of use"), ("Finishing", "NoError", "Unplug before"),
    ("Available", "ReaderFailure", "card reader")])
def test_the_page_says_why_a_bay_does_not_charge(site, wallbox, bay, english, status, error, sentence):
    wallbox.status(status, errorCode=error)
    assert sentence in english(site.anonymous(), f"/c/{bay['id']}")


@pytest.mark.parametrize("status, sentence", [
    ("SuspendedEV", "it is full"), ("SuspendedEVSE", "gives no power")])
def test_the_page_says_why_a_charge_stands_still(site, wallbox, bay, english, identity, status, sentence):
    phone = phone_of(site, moved_in(site, "Keller", bay, card=f"CARD{identity}"))
    wallbox.start(f"CARD{identity}", ago(minutes=1), 1_000)
    wallbox.status(status)
    assert sentence in english(phone, "/t")


def test_a_wallbox_that_is_gone_is_told(site, wallbox, bay, english, identity):
    phone = phone_of(site, moved_in(site, "Keller", bay, card=f"CARD{identity}"))
    wallbox.close()
    assert "not connected" in english(phone, f"/c/{bay['id']}")


def test_a_card_that_was_refused_is_told_to_its_tenant_only(site, wallbox, bay, english, identity):
    tenant = moved_in(site, "Keller", bay, card=f"CARD{identity}")
    site.api.patch(f"/id-tags/CARD{identity}", {"status": "blocked"})
    wallbox.call("Authorize", {"idTag": f"CARD{identity}"})
    assert "was refused here" in english(phone_of(site, tenant), f"/c/{bay['id']}")
    assert "was refused here" not in english(phone_of(site, moved_in(site, "Other")), f"/c/{bay['id']}")
    assert "was refused here" not in english(site.anonymous(), f"/c/{bay['id']}")


def test_the_next_price_is_announced(fresh, plug, english):
    fresh.api.tariff("0.40", valid_from=ago(days=1))
    fresh.api.tariff("0.50", valid_from=ago(days=-2))
    fresh.api.accept("CP1")
    box = plug(fresh, "CP1")
    box.boot()
    box.status("Available")
    bay = bay_of(fresh, "CP1")
    told = english(fresh.anonymous(), f"/c/{bay['id']}")
    assert "0.476" in told and re.search(r"From .*: 0\.595 EUR / kWh", told)
    price = phone_of(fresh, moved_in(fresh, "Keller")).get("/tenant").json["price"]
    assert (price["energy_per_kwh"], price["next"]["energy_per_kwh"]) == ("0.476", "0.595")


def test_a_month_shows_its_charges_and_their_sum(site, wallbox, bay, english, identity):
    phone = phone_of(site, moved_in(site, "Keller", bay, card=f"CARD{identity}"))
    for day in (3, 9):
        wallbox.charge(f"CARD{identity}", wh=10_000, start=f"2026-03-{day:02}T10:00:00Z",
                       stop=f"2026-03-{day:02}T11:00:00Z")
    wallbox.charge(f"CARD{identity}", wh=5_000, start="2026-01-09T10:00:00Z", stop="2026-01-09T11:00:00Z")
    told = english(phone, "/t/charges?month=2026-03")
    assert "March 2026" in told and "20.00" in told and "9.52" in told
    assert told.count('class="past"') == 2 and "month=2026-01" in told and "month=2026-04" in told
    assert "5.000" in english(phone, "/t/charges?month=2026-01")


def test_a_lost_card_is_blocked_by_its_tenant(site, wallbox, identity):
    tenant = moved_in(site, "Keller", card=f"CARD{identity}")
    phone = phone_of(site, tenant)
    assert phone.post(f"/tenant/cards/CARD{identity}/block").status == 200
    refused = wallbox.call("Authorize", {"idTag": f"CARD{identity}"})
    assert refused["idTagInfo"]["status"] == "Blocked"
    other = phone_of(site, moved_in(site, "Other", card=f"OTHER{identity}"))
    assert other.post(f"/tenant/cards/CARD{identity}/block").status == 404


def test_a_charge_with_a_lost_card_ends_when_its_tenant_blocks_it(site, wallbox, identity):
    tenant = moved_in(site, "Keller", card=f"CARD{identity}")
    running = wallbox.start(f"CARD{identity}", ago(minutes=5), 1_000)["transactionId"]
    wallbox.answers["RemoteStopTransaction"] = {"status": "Accepted"}
    blocked = phone_of(site, tenant).post(f"/tenant/cards/CARD{identity}/block")
    assert blocked.json["status"] == "blocked" and blocked.json["blocked_at"], blocked
    assert wallbox.next_call("RemoteStopTransaction")[1] == {"transactionId": running}
    wallbox.stop(running, ago(seconds=0), 2_000)


def test_a_tenant_signs_all_its_other_phones_out_at_once(site):
    tenant = moved_in(site, "Keller")
    own, *others = [phone_of(site, tenant) for _ in range(3)]
    stranger = phone_of(site, moved_in(site, "Other"))
    assert own.delete("/tenant/sign-ins").status == 204
    assert [other.get("/tenant").status for other in others] == [401, 401]
    assert (own.get("/tenant").status, stranger.get("/tenant").status) == (200, 200)


def test_a_tenant_signs_its_other_phone_out_and_nobody_elses(site):
    tenant = moved_in(site, "Keller")
    first, second = phone_of(site, tenant), phone_of(site, tenant)
    mine = first.get("/tenant/sign-ins").json["items"]
    other, = [each for each in mine if not each["current"]]
    stranger = phone_of(site, moved_in(site, "Other"))
    assert stranger.delete(f"/tenant/sign-ins/{other['id']}").status == 404
    assert first.delete(f"/tenant/sign-ins/{other['id']}").status == 204
    assert second.get("/tenant").status == 401 and first.get("/tenant").status == 200


def test_the_forms_do_what_the_calls_do(site, wallbox, bay, identity):
    wallbox.answers["RemoteStartTransaction"] = {"status": "Rejected"}
    phone = phone_of(site, moved_in(site, "Keller", bay, card=f"CARD{identity}"))
    assert "refused" in send(phone, "start", bay=f"{wallbox.identity}/1")
    assert "Waiting for your car" in send(phone, "arm", bay_id=bay["id"])
    assert "waits no longer" in send(phone, "disarm", bay_id=bay["id"])
    charge = wallbox.charge(f"CARD{identity}", start=ago(hours=2), stop=ago(hours=1))
    thanked = send(phone, "dispute", transaction_id=charge, reason="time", text="two\r\nlines",
                   **{"from": f"/t/charges"})
    assert "Thank you" in thanked and "two lines" in thanked
    assert "is blocked" in send(phone, "block", id_tag=f"CARD{identity}", **{"from": "/t/mine"})


def test_a_form_leads_back_to_pages_of_this_house_only(site, bay):
    phone = phone_of(site, moved_in(site, "Keller"))
    token = re.search(r'name="csrf" value="([^"]+)"', phone.get("//t/mine").text)[1]
    for place in ("//evil.example", "/t/../x", "https://evil.example/t"):
        answer = phone.post("//t/disarm", urllib.parse.urlencode({"csrf": token, "from": place, "bay_id": "x"}).encode(),
                            headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert answer.headers["location"].startswith("/t?notice="), answer


def test_a_form_of_another_page_is_refused(site, bay):
    phone = phone_of(site, moved_in(site, "Keller"))
    answer = phone.post("//t/arm", urllib.parse.urlencode({"csrf": "guess", "bay_id": bay["id"]}).encode(),
                        headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status == 403


def test_a_card_blocked_by_its_tenant_was_right_until_then(site, wallbox, identity):
    wallbox.answers["RemoteStopTransaction"] = {"status": "Accepted"}
    phone = phone_of(site, moved_in(site, "Keller", card=f"CARD{identity}"))
    running = wallbox.start(f"CARD{identity}", ago(minutes=1), 0)["transactionId"]
    assert phone.post(f"/tenant/cards/CARD{identity}/block").status == 200
    assert wallbox.next_call("RemoteStopTransaction")[1] == {"transactionId": running}
    wallbox.stop(running, ago(seconds=0), 10)
    late = wallbox.charge(f"CARD{identity}", start=ago(hours=2), stop=ago(hours=1))
    assert site.api.transaction(late)["flags"] == []


def test_a_card_that_was_handed_on_tells_its_former_tenant_nothing_new(site, wallbox, identity, english):
    card = f"CARD{identity}"
    former, next_one = moved_in(site, "Keller", card=card), moved_in(site, "Other")
    charge = wallbox.charge(card, start="2026-03-02T10:00:00Z", stop="2026-03-02T11:00:00Z")
    assert site.api.patch(f"/id-tags/{card}", {"label": "Own card"}).status == 200
    phone = phone_of(site, former)
    assert phone.get(f"/transactions/{charge}").json["label"] == "Own card"
    changed = site.api.patch(f"/id-tags/{card}", {"label": "Secret Other", "tenant_id": next_one["id"]})
    assert changed.status == 200
    for path in (f"/transactions/{charge}", "/transactions", "/tenant"):
        answer = phone.get(path)
        assert answer.status == 200 and "Secret Other" not in answer.text, path
    assert "Secret Other" not in english(phone, "/t/charges?month=2026-03")
    assert site.api.transaction(charge)["label"] == "Secret Other"


def test_a_host_reads_charges_of_a_guest_and_not_what_the_guest_wrote(site, wallbox):
    host = moved_in(site, "Keller")
    guest = site.api.post("/guests", {
        "name": "Visitor", "host_tenant_id": host["id"], "valid_until": "2999-01-01T00:00:00Z",
        "id_tag": "04FF0A01"}).json
    charge = wallbox.charge("04FF0A01", start=ago(hours=2), stop=ago(hours=1))
    visitor, keller = phone_of(site, guest), phone_of(site, host)
    said = visitor.post("/tenant/disputes", {
        "transaction_id": charge, "reason": "other", "text": "between us"})
    assert said.status == 201, said
    assert visitor.get(f"/transactions/{charge}").json["disputes"][0]["text"] == "between us"
    assert keller.get(f"/transactions/{charge}").json["disputes"] == []
