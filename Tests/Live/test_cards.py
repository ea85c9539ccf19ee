"""Cards that are not what they seem: made up, mangled, shown in two places, unknown."""

import itertools

import pytest
from harness.api import API
from harness.appliance import Appliance
from harness.times import ago
from harness.wait import until


def usable(box):
    assert "currentTime" in box.call("Heartbeat", {})


def bay(site, wallbox, connector=1):
    return next(c for c in site.api.get("/board").json["connectors"]
                if (c["charge_point"], c["connector"]) == (wallbox.identity, connector))


def remote_start(site, wallbox, id_tag, connector=1):
    wallbox.answers["RemoteStartTransaction"] = {"status": "Accepted"}
    answer = site.api.post(
        f"/charge-points/{wallbox.identity}/start", {"connector": connector, "id_tag": id_tag})
    assert answer.status == 200, answer


def phone_of(site, tenant):
    """A phone that has opened the tenant's link."""
    link = site.api.post(f"/tenants/{tenant['id']}/links").json
    place, secret = link["url"].rsplit("/i/", 1)[1].split("#")
    opened = site.anonymous().post(f"/links/{place}/open", {"secret": secret})
    return API(site.host, site.port, cookie=opened.headers["set-cookie"].split(";")[0])


def test_a_wallbox_that_starts_by_itself_charges_for_the_card_that_was_named(site, wallbox):
    path = f"/charge-points/{wallbox.identity}"
    assert wallbox.start("ABCD1234", ago(minutes=9), 1)["idTagInfo"]["status"] == "Invalid"
    assert site.api.get(path).json["auto_start"] is None
    wanted = {"presented": "ABCD1234", "id_tag": "GOOD"}
    assert site.api.patch(path, {"auto_start": wanted}).json["auto_start"] == wanted
    answer = wallbox.start("abcd 1234", ago(minutes=8), 2)
    assert answer["idTagInfo"]["status"] == "Accepted"
    assert wallbox.call("Authorize", {"idTag": "ABCD1234"})["idTagInfo"]["status"] == "Accepted"
    kept = site.api.transaction(answer["transactionId"])
    assert kept["id_tag"] == "GOOD" and kept["presented_id_tag"] == "abcd 1234" and kept["flags"] == []
    assert site.api.patch(path, {"auto_start": None}).json["auto_start"] is None
    assert wallbox.start("ABCD1234", ago(minutes=7), 3)["idTagInfo"]["status"] == "Invalid"
    usable(wallbox)


def test_a_start_from_afar_is_shown_until_the_charge_begins(site, wallbox):
    wallbox.status("Available")
    assert bay(site, wallbox)["remote_start"] is None
    remote_start(site, wallbox, "GOOD")
    shown = bay(site, wallbox)["remote_start"]
    assert (shown["id_tag"], shown["label"], shown["expired"]) == ("GOOD", "GOOD", False)
    installer = site.api_as("installer").get("/board").json["connectors"]
    hidden = next(c for c in installer if c["charge_point"] == wallbox.identity)["remote_start"]
    assert hidden["id_tag"] is None and hidden["label"] is None
    answer = wallbox.start("GOOD", ago(seconds=0), 1)
    assert answer["idTagInfo"]["status"] == "Accepted"
    assert bay(site, wallbox)["remote_start"] is None
    assert site.api.transaction(answer["transactionId"])["flags"] == []


def test_a_tenant_who_comes_back_to_the_page_is_told_to_plug_in(site, wallbox):
    wallbox.status("Available")
    wallbox.answers["RemoteStartTransaction"] = {"status": "Accepted"}
    tenant = site.api.post("/tenants", {"name": "Keller"}).json
    phone = phone_of(site, tenant)
    assert phone.get("/tenant").json["remote_start"] is None
    started = phone.post("/tenant/start", {"charge_point": wallbox.identity, "connector": 1})
    assert started.status == 200, started
    shown = phone.get("/tenant").json["remote_start"]
    assert (shown["charge_point"], shown["expired"]) == (wallbox.identity, False)
    assert "Waiting for the car" in phone.get("//t?language=en").text
    other = site.api.post("/tenants", {"name": "Brandt"}).json
    assert phone_of(site, other).get("/tenant").json["remote_start"] is None
    wallbox.start(site.api.items(f"/id-tags?tenant_id={tenant['id']}")[0]["id_tag"], ago(seconds=0), 1)
    assert phone.get("/tenant").json["remote_start"] is None


def test_a_start_from_afar_that_the_wallbox_refuses_is_not_waited_for(site, wallbox):
    wallbox.status("Available")
    wallbox.answers["RemoteStartTransaction"] = {"status": "Rejected"}
    site.api.post(f"/charge-points/{wallbox.identity}/start", {"connector": 1, "id_tag": "GOOD"})
    assert bay(site, wallbox)["remote_start"] is None


def test_a_start_from_afar_to_which_nobody_comes_expires(tmp_path, plug):
    site = Appliance(
        tmp_path / "quick", ["--clock-start", "2026-03-02T10:00:00Z", "--clock-rate", "60"]).start()
    try:
        site.api.accept("CP")
        box = plug(site, "CP")
        box.boot()
        box.status("Available")
        site.api.card("LATE")
        remote_start(site, box, "LATE")
        assert bay(site, box)["remote_start"]["expired"] is False
        until(lambda: bay(site, box)["remote_start"]["expired"], timeout=15)
        until(lambda: bay(site, box)["remote_start"] is None, timeout=15)
        usable(box)
    finally:
        site.kill()


@pytest.mark.parametrize("presented", ["04A1B2", "��#"])
def test_a_mangled_card_of_a_start_from_afar_is_recognised_and_held(site, wallbox, presented):
    if not site.api.get("/id-tags/04A1B2C3D4E5F6").status == 200:
        site.api.card("04A1B2C3D4E5F6")
    wallbox.status("Available")
    remote_start(site, wallbox, "04A1B2C3D4E5F6")
    answer = wallbox.start(presented, ago(seconds=0), 1_000)
    assert answer["idTagInfo"]["status"] == "Accepted"
    wallbox.stop(answer["transactionId"], ago(seconds=0), 1_500)
    kept = site.api.transaction(answer["transactionId"])
    assert kept["id_tag"] == "04A1B2C3D4E5F6" and kept["presented_id_tag"] == presented
    assert kept["flags"] == ["id_tag_differs"] and kept["cost"]["state"] == "to_check"
    line, = site.api.to_check(transaction_id=answer["transactionId"])
    assert line["details"] == {"id_tag": presented, "requested": "04A1B2C3D4E5F6"}
    assert site.api.patch(f"/to-check/{line['to_check_id']}", {"resolution": "accept"}).status == 200
    assert site.api.transaction(answer["transactionId"])["cost"]["state"] == "final"
    usable(wallbox)


def test_a_start_out_of_the_queue_answers_no_start_from_afar(site, wallbox):
    wallbox.status("Available")
    remote_start(site, wallbox, "GOOD")
    answer = wallbox.start("MANGLED", ago(hours=1), 1_000)
    assert answer["idTagInfo"]["status"] == "Invalid"
    assert bay(site, wallbox)["remote_start"] is not None


def test_one_card_in_two_places_is_refused_where_the_site_says_so(fresh, plug):
    fresh.api.card("GOOD")
    boxes = []
    for identity in ("HERE", "THERE"):
        fresh.api.accept(identity)
        boxes.append(plug(fresh, identity))
        boxes[-1].boot()
    here, there = boxes
    assert fresh.api.get("/settings").json["concurrent_charges"] == "allow"
    assert fresh.api.patch("/settings", {"concurrent_charges": "maybe"}).status == 422
    assert fresh.api.patch("/settings", {"concurrent_charges": "refuse"}).status == 200
    at = ago(seconds=1)
    assert here.start("GOOD", at, 1)["idTagInfo"]["status"] == "Accepted"
    refused = there.start("GOOD", at, 2)
    assert refused["idTagInfo"] == {"status": "ConcurrentTx"} and refused["transactionId"] > 0
    assert there.start("GOOD", at, 2) == refused
    assert there.call("Authorize", {"idTag": "GOOD"})["idTagInfo"]["status"] == "ConcurrentTx"
    assert here.call("Authorize", {"idTag": "GOOD"})["idTagInfo"]["status"] == "Accepted"
    assert here.start("GOOD", at, 3, connector=2)["idTagInfo"]["status"] == "Accepted"
    assert there.start("GOOD", ago(hours=1), 4, connector=2)["idTagInfo"]["status"] == "Accepted"
    there.stop(refused["transactionId"], ago(seconds=0), 500)
    kept = fresh.api.transaction(refused["transactionId"])
    assert kept["flags"] == ["concurrent_tx"] and kept["cost"]["state"] == "to_check"
    assert kept["authorization"] == "ConcurrentTx" and kept["energy_wh"] == 498
    usable(there)


def test_a_refused_unknown_card_is_listed_so_that_it_can_be_added(site, wallbox):
    for presented in ("04:55:66", "04 55 66"):
        assert wallbox.call("Authorize", {"idTag": presented})["idTagInfo"]["status"] == "Invalid"
    line = until(lambda: [found for found in site.api.to_check(
        kind="unknown_card", charge_point=wallbox.identity) if found["count"] == 2])[0]
    assert line["details"] == {"id_tag": "04 55 66"} and line["transaction_id"] is None
    answer = site.api.patch(f"/to-check/{line['to_check_id']}", {"resolution": "dismiss"})
    assert answer.status == 200 and answer.json["resolved_at"]
    usable(wallbox)


def test_cards_at_random_fill_neither_the_list_nor_the_disk(fresh, plug):
    fresh.api.accept("CP")
    box = plug(fresh, "CP")
    box.boot()
    numbers = itertools.count(1)

    def show_cards(most):
        for _ in range(most):
            assert box.call("Authorize", {"idTag": f"R{next(numbers)}"})["idTagInfo"]["status"] == "Invalid"
        return len(fresh.api.to_check(kind="unknown_card")) >= 100

    until(lambda: show_cards(40), timeout=20)
    show_cards(60)
    box.start("R0", ago(seconds=0))
    assert len(fresh.api.to_check(kind="unknown_card")) == 100
    usable(box)
