"""A tenant questions a charge, the staff answers, and the charge stays as it is."""

import pytest
from harness.phone import phone_of
from harness.tenant import moved_in
from harness.times import ago


@pytest.fixture
def charged(site, wallbox, identity):
    """A tenant's phone and its charge."""
    tenant = moved_in(site, "Keller", card=f"CARD{identity}")
    charge = wallbox.charge(f"CARD{identity}", start=ago(hours=2), stop=ago(hours=1))
    return phone_of(site, tenant), charge


def question(phone, charge, **more):
    return phone.post("/tenant/disputes", {"transaction_id": charge, "reason": "energy", **more})


def test_a_question_is_seen_answered_and_told(site, charged):
    phone, charge = charged
    before = site.api.transaction(charge)
    opened = question(phone, charge, text="I was on holiday.")
    assert opened.status == 201 and opened.json["state"] == "open", opened
    dispute = opened.json["id"]
    line, = site.api.to_check(kind="dispute", transaction_id=charge)
    assert line["details"]["dispute"] == dispute
    staff = site.api.get(f"/disputes/{dispute}").json
    assert (staff["text"], staff["tenant_name"]) == ("I was on holiday.", "Keller")
    answered = site.api.post(f"/disputes/{dispute}/answer", {"answer": "The blue card was used."})
    assert answered.status == 200 and answered.json["state"] == "answered"
    told, = phone.get("/tenant/disputes").json["items"]
    assert (told["state"], told["answer"]) == ("answered", "The blue card was used.")
    assert site.api.to_check(kind="dispute", transaction_id=charge) == []
    after = site.api.transaction(charge)
    assert [each["id"] for each in after.pop("disputes")] == [dispute]
    before.pop("disputes")
    assert after == before


def test_a_charge_has_one_open_question_and_may_be_questioned_again(site, charged):
    phone, charge = charged
    dispute = question(phone, charge).json["id"]
    assert question(phone, charge).status == 409
    assert site.api.post(f"/disputes/{dispute}/answer", {"answer": "No."}).status == 200
    assert site.api.post(f"/disputes/{dispute}/answer", {"answer": "Yes."}).status == 409
    assert question(phone, charge, reason="price").status == 201


def test_nobody_questions_or_sees_what_is_anothers(site, charged):
    phone, charge = charged
    question(phone, charge, text="a secret")
    other = phone_of(site, moved_in(site, "Okafor"))
    assert question(other, charge).status == 404
    assert other.get("/tenant/disputes").json["items"] == []
    assert "a secret" not in other.get(f"//t/charges/{charge}").text
    assert other.get("/disputes").status == 403
    assert site.api_as("installer").get("/disputes").status == 403


def test_a_question_is_answered_not_dismissed(site, charged):
    phone, charge = charged
    question(phone, charge)
    line, = site.api.to_check(kind="dispute", transaction_id=charge)
    assert site.api.patch(f"/to-check/{line['to_check_id']}", {"resolution": "dismiss"}).status == 409
    assert site.api.to_check(kind="dispute", transaction_id=charge)


@pytest.mark.parametrize("change, field", [
    ({"reason": "boredom"}, "reason"), ({"text": "x" * 1001}, "text"), ({"transaction_id": 0}, "transaction_id")])
def test_a_question_with_a_bad_field_is_refused(charged, change, field):
    phone, charge = charged
    refused = phone.post("/tenant/disputes", {"transaction_id": charge, "reason": "energy", **change})
    assert refused.status == 422 and field in refused.text
