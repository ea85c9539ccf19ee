"""A card held to a reader becomes a registered one: within a minute that somebody asked for, or from the list of
unknown ones."""

import pytest
from harness.events import Events
from harness.times import ago
from harness.wait import until


def authorize(box, id_tag):
    return box.call("Authorize", {"idTag": id_tag})["idTagInfo"]["status"]


def learn(site, **body):
    answer = site.api.post("/card-learning", body)
    assert answer.status == 201, answer
    assert answer.json["state"] == "waiting" and answer.json["id_tag"] is None
    return answer.json["id"]


def learning(site, key):
    return site.api.get(f"/card-learning/{key}").json


def end(site, key):
    assert site.api.delete(f"/card-learning/{key}").status == 204


def unknown(site, wallbox):
    return [card for card in site.api.items("/unknown-cards") if card["charge_point"] == wallbox.identity]


def wait_for_unknown(site, wallbox):
    return until(lambda: unknown(site, wallbox))[0]


def test_the_next_unknown_card_is_bound_to_the_tenant_and_may_charge_at_once(site, wallbox):
    tenant = site.api.post("/tenants", {"name": "Keller"}).json["id"]
    key = learn(site, tenant_id=tenant, charge_point=wallbox.identity, label="blue fob")
    assert authorize(wallbox, "GOOD") == "Accepted"
    assert learning(site, key)["state"] == "waiting"
    assert authorize(wallbox, "04:AA:00:01") == "Accepted"
    assert (learning(site, key)["state"], learning(site, key)["id_tag"]) == ("learnt", "04:AA:00:01")
    card = site.api.get("/id-tags/04aa0001").json
    assert (card["label"], card["tenant_id"], card["status"]) == ("blue fob", tenant, "accepted")
    assert authorize(wallbox, "04AA0002") == "Invalid"


def test_a_wallbox_that_starts_without_asking_teaches_its_card_too(site, wallbox):
    key = learn(site, charge_point=wallbox.identity, connector=2)
    assert wallbox.start("04AA0010", ago(seconds=0))["idTagInfo"]["status"] == "Invalid"
    started = wallbox.start("04AA0011", ago(seconds=0), connector=2)
    assert started["idTagInfo"]["status"] == "Accepted"
    assert learning(site, key)["state"] == "learnt"
    kept = site.api.transaction(started["transactionId"])
    assert kept["id_tag"] == "04AA0011" and kept["flags"] == []


def test_a_start_out_of_the_queue_teaches_nothing(site, wallbox):
    key = learn(site, charge_point=wallbox.identity)
    assert wallbox.start("04AA0020", ago(hours=2))["idTagInfo"]["status"] == "Invalid"
    assert learning(site, key)["state"] == "waiting"
    end(site, key)


def test_a_card_at_another_wallbox_teaches_nothing(site, wallbox, plug):
    site.api.accept("ELSEWHERE")
    other = plug(site, "ELSEWHERE")
    other.boot()
    key = learn(site, charge_point=wallbox.identity)
    assert authorize(other, "04AA0030") == "Invalid"
    assert learning(site, key)["state"] == "waiting"
    end(site, key)


def test_learning_that_was_ended_learns_nothing(site, wallbox):
    key = learn(site, charge_point=wallbox.identity)
    end(site, key)
    assert learning(site, key)["state"] == "cancelled"
    assert authorize(wallbox, "04AA0040") == "Invalid"
    assert site.api.get("/id-tags/04AA0040").status == 404


def test_one_reader_learns_one_card_at_a_time(site, wallbox):
    key = learn(site, charge_point=wallbox.identity)
    assert site.api.post("/card-learning", {"charge_point": wallbox.identity, "connector": 1}).status == 409
    assert site.api.post("/card-learning", {}).status == 409
    end(site, key)
    end(site, learn(site, charge_point=wallbox.identity))


def test_two_cards_at_once_are_not_both_learnt(site, wallbox, plug):
    site.api.accept("TWIN")
    twin = plug(site, "TWIN")
    twin.boot()
    key = learn(site)
    asked = [(box, box.begin("Authorize", {"idTag": tag})) for box, tag in
             [(wallbox, "04AA0050"), (twin, "04AA0051")]]
    told = [box.result(message)["idTagInfo"]["status"] for box, message in asked]
    assert sorted(told) == ["Accepted", "Invalid"]
    assert learning(site, key)["state"] == "learnt"


@pytest.mark.parametrize("body, path", [
    ({"tenant_id": "nobody"}, "tenant_id"), ({"charge_point": "NOWHERE"}, "charge_point"),
    ({"connector": 1}, "connector"), ({"minutes": 5}, "minutes")])
def test_what_cannot_be_learnt_is_refused(site, body, path):
    answer = site.api.post("/card-learning", body)
    assert answer.status == 422 and [error["path"] for error in answer.json["errors"]] == [path]


def test_learning_is_told_to_pages_that_follow(site, wallbox):
    events = Events(site.api)
    key = learn(site, charge_point=wallbox.identity)
    authorize(wallbox, "04AA0060")
    _, told, _ = events.next(
        "card_learning", lambda data: data["id"] == key and data["state"] == "learnt")
    events.close()
    assert told["id_tag"] == "04AA0060"


def test_only_managers_teach_cards(site):
    for role in ("accountant", "installer", "tenant"):
        assert site.api_as(role).post("/card-learning").status == 403


def test_an_unknown_card_waits_with_its_place_and_is_assigned(site, wallbox):
    wallbox.status("Available", 1)
    wallbox.status("Preparing", 2)
    authorize(wallbox, "04BB0001")
    authorize(wallbox, "04:bb:00:01")
    card = until(lambda: [each for each in unknown(site, wallbox) if each["count"] == 2])[0]
    assert (card["id_tag"], card["connector"], card["suggestions"]) == ("04:bb:00:01", 2, [])
    assert card["first_at"] <= card["last_at"]
    tenant = site.api.post("/tenants", {"name": "Brandt"}).json["id"]
    answer = site.api.post(f"/unknown-cards/{card['id']}/assign", {"tenant_id": tenant, "label": "key"})
    assert answer.status == 201 and answer.json["tenant_id"] == tenant
    assert unknown(site, wallbox) == [] and authorize(wallbox, "04BB0001") == "Accepted"
    assert site.api.post(f"/unknown-cards/{card['id']}/assign", {}).status == 404


def test_a_start_with_an_unknown_card_is_listed_with_its_connector(site, wallbox):
    wallbox.start("04BB0002", ago(seconds=0), connector=2)
    card = wait_for_unknown(site, wallbox)
    assert (card["id_tag"], card["connector"]) == ("04BB0002", 2)
    assert site.api.delete(f"/unknown-cards/{card['id']}").status == 204
    assert unknown(site, wallbox) == []
    assert site.api.delete(f"/unknown-cards/{card['id']}").status == 404


@pytest.mark.parametrize("presented, why", [
    ("C0DDCC04", "reversed"), ("04CCDD", "truncated"), ("04CCDDC099", "longer"), ("04CCDDC00000", "padded")])
def test_a_card_that_is_alike_is_suggested_and_never_accepted(site, wallbox, presented, why):
    if site.api.get("/id-tags/04CCDDC0").status == 404:
        site.api.card("04CCDDC0", label="Flat 7")
    assert authorize(wallbox, presented) == "Invalid"
    card = wait_for_unknown(site, wallbox)
    assert card["suggestions"] == [{"id_tag": "04CCDDC0", "label": "Flat 7", "tenant_id": None, "why": why}]
    assert authorize(wallbox, presented) == "Invalid"


def test_another_number_of_a_card_is_the_card(site, wallbox):
    site.api.card("04DDEE01")
    assert authorize(wallbox, "01EEDD04") == "Invalid"
    card = wait_for_unknown(site, wallbox)
    answer = site.api.post(f"/unknown-cards/{card['id']}/assign", {"alias_of": "04DDEE01"})
    assert answer.status == 201 and answer.json["aliases"] == ["01EEDD04"]
    assert authorize(wallbox, "01:EE:DD:04") == "Accepted"
    started = wallbox.start("01EEDD04", ago(seconds=0))["transactionId"]
    assert site.api.transaction(started)["id_tag"] == "04DDEE01"
    assert [each["transaction_id"] for each in site.api.items("/transactions?id_tag=01eedd04")] == [started]
    assert site.api.post("/id-tags", {"id_tag": "01eedd04"}).status == 409
    assert site.api.post("/id-tags/GOOD/aliases", {"id_tag": "01EEDD04"}).status == 409
    assert site.api.delete("/id-tags/04DDEE01/aliases/01eedd04").status == 204
    assert authorize(wallbox, "01EEDD04") == "Invalid"
    assert site.api.delete("/id-tags/04DDEE01/aliases/01eedd04").status == 404


def test_a_number_that_is_registered_answers_what_asked_for_it(site, wallbox):
    authorize(wallbox, "04BB0009")
    wait_for_unknown(site, wallbox)
    site.api.card("04-BB-00-09", printed_number="No. 17")
    assert unknown(site, wallbox) == []
    assert site.api.get("/id-tags/04BB0009").json["printed_number"] == "No. 17"
    assert site.api.patch("/id-tags/04BB0009", {"printed_number": ""}).json["printed_number"] == ""
