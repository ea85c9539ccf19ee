"""Every address as everybody: who may, who may not, and what an installer must never read."""

import json
import pathlib
import re

import pytest
from harness.events import Events
from harness.people import member
from harness.phone import open_link
from harness.times import ago
from harness.wait import until

DESCRIBED = json.loads((pathlib.Path(__file__).parents[2] / "Web/openapi.json").read_text())
ROUTES = sorted((method.upper(), path) for path, methods in DESCRIBED["paths"].items()
                for method in methods if path.startswith("/api/v1/"))
STAFF = ("owner", "manager", "accountant", "installer")
ROLES = (None, *STAFF, "tenant")

# Who may, as a person would say it; the first line that fits counts. What no line names belongs to managers.
RULES = [(re.compile(pattern), set(who)) for pattern, who in [
    (r"GET /(site|countries)$|POST /(claim|sign-in|recover)$|POST /(account-)?links/\S+/(use|open)$", ROLES),
    (r"GET /links/\S+/challenge$|POST /tenant-sign-in", ROLES),
    (r"POST /(claim-codes|account-links)$", ()),
    (r"\S+ /(accounts|tokens)", ("owner",)),
    (r"\S+ /tenant(/|$)", ("tenant",)),
    (r"GET /transactions", ("owner", "manager", "accountant", "tenant")),
    (r"GET /(me|events)$|POST /sign-out$", (*STAFF, "tenant")),
    (r"\S+ /(me/|sign-ins)|GET /(board|health|settings|load|reservations|charging-profiles)$", STAFF),
    (r"GET /charge-points/\S+/messages", ("owner", "manager", "installer")),
    (r"GET /charge-points/\S+/unassigned", ("owner", "manager", "accountant")),
    (r"GET /(charge-points|bays)", STAFF),
    (r"\S+ /(charge-points|load-)|POST /transactions/\S+/stop", ("owner", "manager", "installer")),
    (r"GET /(addresses|stickers)|POST /stickers/printed", ("owner", "manager", "installer")),
    (r"GET /(audit|jobs)|GET /tenants/\S+/(pin|data)$", ("owner", "manager")),
    (r"GET ", ("owner", "manager", "accountant")),
    (r"", ("owner", "manager")),
]]


def may(role, method, path):
    line = f"{method} {path.removeprefix('/api/v1')}"
    return role in next(who for pattern, who in RULES if pattern.match(line))


def ask(api, method, path):
    """The status alone: with places that nothing stands at and a body that nothing takes, nobody changes
    anything."""
    address = re.sub(r"\{\w+\}", "0", path)
    return api.request(method, address, {"nonsense": 1} if method != "GET" else None,
                       headers={"Connection": "close"}).status


@pytest.fixture(scope="module")
def everybody(tmp_path_factory):
    from harness.appliance import Appliance
    from harness.people import claimed
    appliance = Appliance(tmp_path_factory.mktemp("roles")).start()
    owner = claimed(appliance)
    people = {"owner": owner, None: appliance.anonymous()}
    for role in STAFF[1:]:
        people[role] = member(appliance, owner, f"A {role}", role)[1]
    tenant = owner.post("/tenants", {"name": "Someone"}).json
    link = owner.post(f"/tenants/{tenant['id']}/links").json
    people["tenant"] = open_link(appliance, link)[1]
    yield appliance, people, {role: appliance.api_as(role) for role in ROLES if role}
    appliance.kill()


@pytest.mark.parametrize("role", ROLES)
def test_every_route_lets_in_whom_it_should_and_nobody_else(everybody, role):
    appliance, people, tokens = everybody
    wrong = []
    for method, path in ROUTES:
        if path in ("/api/v1/events", "/api/v1/sign-out") or method + path == "DELETE/api/v1/me/sign-ins":
            continue  # they answer without end, or end the sign-in that asks
        refused = 401 if role is None else 403
        for kind, api in [("cookie", people[role]), ("token", tokens.get(role))]:
            if api is None:
                continue
            status = ask(api, method, path)
            is_own = kind == "token" and (path.startswith("/api/v1/me/") or path == "/api/v1/tenant/pin")
            is_own = is_own and method + path != "GET/api/v1/tenant/pin"
            if (status in (401, 403)) != (not may(role, method, path) or is_own):
                wrong.append((kind, method, path, status))
            if not may(role, method, path) and path not in (
                    "/api/v1/claim-codes", "/api/v1/account-links") and status != refused:
                wrong.append((kind, method, path, status))
    assert not wrong, wrong


def test_every_role_can_sign_out_and_follow_events(everybody):
    appliance, _, tokens = everybody
    for role, api in tokens.items():
        assert api.request("HEAD", "/events").status == 200, role
        assert api.post("/sign-out").status == 204, role


CARD, PARENT = "04A1B2C3D4E5F6", "04FFEEDDCCBBAA"
SECRETS = ["Zenobia", CARD, PARENT, CARD.lower(), "Her label"]


def test_an_installer_reads_nothing_about_tenants_or_cards_anywhere(fresh, plug):
    owner = fresh.api
    owner.accept("CP1")
    tenant = owner.post("/tenants", {"name": "Zenobia"}).json["id"]
    owner.card(CARD, tenant_id=tenant)
    owner.patch(f"/id-tags/{CARD}", {"label": "Her label"})
    owner.tariff(valid_from="2020-01-01T00:00:00Z")
    owner.patch("/charge-points/CP1", {"auto_start": {"presented": CARD, "id_tag": CARD}})
    installer = fresh.api_as("installer")
    stream = Events(installer)
    box = plug(fresh, "CP1")
    box.boot()
    box.status("Available", info=f"card {CARD}")
    box.call("Authorize", {"idTag": CARD})
    box.call("DataTransfer", {"vendorId": "x", "data": f"seen {CARD.lower()} and {PARENT}"})
    box.call("DataTransfer", {"vendorId": "x", "data": json.dumps({"idTag": CARD})})
    running = box.start(CARD, ago(minutes=5), 1000)["transactionId"]
    box.status("Charging", info=f"for {CARD}")
    box.sample(running, ago(minutes=1), 2000)
    box.stop(box.start("STRANGER", ago(minutes=4), connector=2)["transactionId"], ago(minutes=3), 10,
             idTag=CARD)
    owner.patch("/charge-points/CP1/local-list", {"enabled": True})
    for action, payload in [
            ("ReserveNow", {"connectorId": 2, "expiryDate": "2099-01-01T00:00:00Z", "idTag": CARD,
                            "parentIdTag": PARENT, "reservationId": 1}),
            ("DataTransfer", {"vendorId": "x", "data": f"card={CARD}"})]:
        owner.post("/charge-points/CP1/operations", {"action": action, "payload": payload, "timeout_ms": 300})
    owner.post("/charge-points/CP1/start", {"connector": 2, "id_tag": CARD}, timeout=60)
    box.status("Finishing", info=f"of {CARD}")
    until(lambda: "Finishing" in str(list(stream.events.queue)), what="the last event")
    heard = str(list(stream.events.queue))
    stream.close()
    read = {"events": heard}
    places = {"id": "CP1", "charge_point": "CP1", "connector": "1", "id_tag": CARD}
    for method, path in ROUTES:
        if method != "GET" or path == "/api/v1/events":
            continue
        address = re.sub(r"\{(\w+)\}", lambda place: places[place.group(1)], path)
        if "/transactions/" in path:
            address = address.replace("CP1", str(running))
        answer = installer.get(address)
        assert answer.status in (200, 403, 404), (path, answer)
        if answer.status == 200:
            read[path] = answer.text
    assert {"/api/v1/board", "/api/v1/charge-points/{id}/messages", "/api/v1/charge-points/{id}/notices"} <= set(read)
    found = {(path, secret) for path, text in read.items() for secret in SECRETS if secret in text}
    assert not found, found
    assert "Zenobia" in owner.get("/tenants").text and CARD in owner.get("/charge-points/CP1").text
