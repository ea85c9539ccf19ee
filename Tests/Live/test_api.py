"""The HTTP API: who may ask, what comes back, and that its description tells the truth."""

import json
import re

import pytest
from harness.times import ago


def test_health_is_open_to_all(site):
    for path in ("/healthz", "/readyz"):
        assert site.anonymous().get(path).status == 200


def test_metrics_are_open_on_loopback(site):
    assert "\n" in site.anonymous().get("/metrics").text


READS = ["/charge-points", "/id-tags", "/transactions", "/tariffs", "/tenants", "/settings", "/reservations",
         "/charging-profiles", "/events"]


@pytest.mark.parametrize("path", READS)
def test_without_a_token_nothing_is_told(site, path):
    answer = site.anonymous().get(path)
    assert answer.status == 401
    problem(answer)


@pytest.mark.parametrize("token", ["", "x", "A" * 5_000, "Ünïcode"])
def test_a_wrong_token_is_no_token(site, token):
    answer = site.anonymous().get("/settings", headers={"Authorization": b"Bearer " + token.encode()})
    assert answer.status == 401


@pytest.mark.parametrize("path", READS[:8])
def test_an_owner_may_read_everything(site, path):
    answer = site.api.get(path)
    assert answer.status == 200
    if path != "/settings":
        assert set(answer.json) >= {"items", "next_cursor"}


WRITES = [("/charge-points", {"id": "ROLE1"}), ("/id-tags", {"id_tag": "ROLE1", "label": "x"}),
          ("/tariffs", {"name": "x", "tariff": {"currency": "EUR", "elements": []}}),
          ("/tenants", {"name": "x"}), ("/charge-points/NOBODY/operations", {"action": "ClearCache"})]


@pytest.mark.parametrize("path, body", WRITES)
def test_a_tenant_token_changes_nothing(site, path, body):
    answer = site.api_as("tenant").post(path, body)
    assert answer.status == 403
    problem(answer)


@pytest.mark.parametrize("path", ["/charge-points", "/id-tags", "/tariffs", "/tenants"])
def test_an_accountant_changes_nothing_on_the_wall(site, path):
    if path in ("/charge-points",):
        assert site.api_as("accountant").post(path, {"id": "ROLE2"}).status == 403


def test_an_installer_sets_up_wallboxes_and_no_prices(site):
    installer = site.api_as("installer")
    assert installer.post("/charge-points", {"id": "BY-INSTALLER"}).status == 201
    assert installer.post("/tariffs", {"name": "x", "tariff": {
        "currency": "EUR", "elements": [{"price_components": [
            {"type": "ENERGY", "price": "0.1", "step_size": 1}]}]}}).status == 403


def problem(answer):
    """RFC 9457 with our sentence."""
    assert answer.headers["content-type"].startswith("application/problem+json")
    body = answer.json
    assert body["status"] == answer.status and body["type"] and body["title"] and body["fix"]
    return body


@pytest.mark.parametrize("method, path, status", [
    ("GET", "/nothing", 404), ("GET", "/charge-points/NOBODY", 404), ("GET", "/transactions/123456", 404),
    ("GET", "/transactions/abc", 404), ("PATCH", "/id-tags/NOBODY", 404), ("PUT", "/settings", 405),
    ("DELETE", "/settings", 405)])
def test_what_is_not_there_is_said_as_a_problem(site, method, path, status):
    answer = site.api.request(method, path, {} if method in ("PATCH", "PUT") else None)
    assert answer.status == status
    problem(answer)


@pytest.mark.parametrize("method, path, body, field", [
    ("POST", "/charge-points", {}, "id"),
    ("POST", "/charge-points", {"id": ""}, "id"),
    ("POST", "/charge-points", {"id": 5}, "id"),
    ("POST", "/charge-points", {"id": "X1", "state": "gone"}, "state"),
    ("POST", "/charge-points", {"id": "X1", "password_hex": "xyz"}, "password_hex"),
    ("POST", "/id-tags", {"label": "x"}, "id_tag"),
    ("POST", "/id-tags", {"id_tag": "X2", "status": "maybe"}, "status"),
    ("POST", "/id-tags", {"id_tag": "X2", "expires_at": "soon"}, "expires_at"),
    ("POST", "/id-tags", {"id_tag": "X2", "tenant_id": "nobody"}, "tenant_id"),
    ("POST", "/tenants", {"name": ""}, "name"),
    ("POST", "/tariffs", {"name": "x"}, "tariff"),
    ("PATCH", "/settings", {"accept_new_charge_points": "sometimes"}, "accept_new_charge_points"),
    ("PATCH", "/settings", {"time_zone": "Mars/Base"}, "time_zone"),
    ("PATCH", "/settings", {"currency": "EURO"}, "currency"),
])
def test_a_bad_field_is_named(site, method, path, body, field):
    answer = site.api.request(method, path, body)
    assert answer.status == 422
    assert field in json.dumps(problem(answer))


@pytest.mark.parametrize("body", ["", "{", "nonsense", '{"id":"A","id":"B"}', "[" * 2_000, b"\xff\xfe"])
def test_a_body_that_is_not_json_is_refused(site, body):
    answer = site.api.request("POST", "/charge-points", body, {"Content-Type": "application/json"})
    assert answer.status in (400, 422)
    problem(answer)


def test_a_charge_point_through_its_life(site):
    api = site.api
    made = api.post("/charge-points", {"id": "LIFE 1", "name": "Bay 1"})
    assert made.status == 201
    assert {"id", "name", "state", "online", "last_seen_at", "vendor", "model", "connectors"} <= set(made.json)
    assert made.json["state"] == "accepted" and made.json["online"] is False
    changed = api.patch("/charge-points/LIFE%201", {"name": "Bay 2"})
    assert changed.status == 200 and (changed.json["name"], changed.json["id"]) == ("Bay 2", "LIFE 1")
    assert api.post("/charge-points", {"id": "LIFE 1"}).status in (409, 422), "an id is there once"
    assert api.delete("/charge-points/LIFE%201").status in (200, 204)
    assert "LIFE 1" not in [p["id"] for p in api.items("/charge-points")]


def test_a_card_through_its_life(site):
    api = site.api
    tenant = api.post("/tenants", {"name": "Keller"}).json
    made = api.post("/id-tags", {"id_tag": "04:A1:B2", "label": "Keller's card", "tenant_id": tenant["id"],
                                 "status": "accepted", "expires_at": "2030-01-01T00:00:00Z"})
    assert made.status == 201 and made.json["tenant_id"] == tenant["id"]
    changed = api.patch("/id-tags/04:A1:B2", {"status": "blocked"})
    assert changed.status == 200
    assert (changed.json["status"], changed.json["label"]) == ("blocked", "Keller's card")
    assert changed.json["expires_at"] == "2030-01-01T00:00:00Z"
    assert api.post("/id-tags", {"id_tag": "04a1b2", "label": "twin"}).status in (409, 422)


def test_a_charge_belongs_to_the_tenant_of_the_card(site, wallbox):
    tenant = site.api.post("/tenants", {"name": "Okafor"}).json
    site.api.card("OKAFOR", tenant_id=tenant["id"])
    started = wallbox.charge("ok-af-or", start=ago(hours=2), stop=ago(hours=1))
    kept = site.api.transaction(started)
    assert (kept["tenant_id"], kept["id_tag"]) == (tenant["id"], "OKAFOR")


def test_a_transaction_tells_what_the_interface_promises(site, wallbox):
    started = wallbox.charge("GOOD", start=ago(hours=2), stop=ago(hours=1))
    kept = site.api.transaction(started)
    assert {"transaction_id", "charge_point", "connector", "id_tag", "tenant_id", "started_at", "stopped_at",
            "meter_start_wh", "meter_stop_wh", "energy_wh", "stop_reason", "flags", "cost"} <= set(kept)
    assert {"state", "currency", "net", "vat", "gross", "tariff_id", "tariff_version"} <= set(kept["cost"])
    assert type(kept["transaction_id"]) is int and type(kept["connector"]) is int
    reading = site.api.readings(started)[0]
    assert {"at", "wh", "source", "measurands"} <= set(reading)
    assert reading["source"] == "transaction_begin"


def test_lists_are_filtered(site, wallbox):
    first = wallbox.charge("GOOD", start="2026-01-01T10:00:00Z", stop="2026-01-01T11:00:00Z")
    second = wallbox.charge("OTHER", start="2026-01-02T10:00:00Z", stop="2026-01-02T11:00:00Z")
    running = wallbox.start("GOOD", "2026-01-03T10:00:00Z")["transactionId"]

    def ids(query):
        return {t["transaction_id"] for t in
                site.api.items(f"/transactions?charge_point={wallbox.identity}&{query}")}

    assert ids("") == {first, second, running}
    assert ids("id_tag=OTHER") == {second}
    assert ids("open=true") == {running}
    assert ids("open=false") == {first, second}
    assert ids("from=2026-01-02T10:00:00Z") == {second, running}
    assert ids("to=2026-01-02T10:00:00Z") == {first}
    assert ids("from=2026-01-01T10:00:00Z&to=2026-01-01T10:00:01Z") == {first}


def test_long_lists_come_in_pages_without_gaps_or_doubles(site, wallbox):
    made = set()
    for n in range(120):
        hour, minute = divmod(n, 60)
        made.add(wallbox.charge("GOOD", start=f"2025-05-01T{hour:02}:{minute:02}:00Z",
                                stop=f"2025-05-01T{hour:02}:{minute:02}:30Z", wh=1))
    path = f"/transactions?charge_point={wallbox.identity}&limit=50"
    first = site.api.get(path).json
    assert first["next_cursor"] and len(first["items"]) == 50
    everything = [t["transaction_id"] for t in site.api.items(path)]
    assert len(everything) == 120 and set(everything) == made


@pytest.mark.parametrize("query", ["cursor=nonsense", "from=yesterday", "limit=-1", "open=perhaps"])
def test_a_bad_question_is_refused(site, query):
    assert site.api.get(f"/transactions?{query}").status in (400, 422)


def test_settings_merge(site):
    before = site.api.get("/settings").json
    assert {"accept_new_charge_points", "country", "time_zone", "currency", "language"} <= set(before)
    after = site.api.patch("/settings", {"language": "de"})
    assert after.status == 200 and after.json == {**before, "language": "de"}
    site.api.patch("/settings", {"language": before["language"]})


def test_a_change_survives_a_kill(fresh):
    fresh.api.post("/tenants", {"name": "Keller"})
    fresh.kill()
    fresh.start()
    assert [t["name"] for t in fresh.api.items("/tenants")] == ["Keller"]


# The description

def description(site):
    answer = site.anonymous().get("/api/openapi.json")
    assert answer.status == 200
    return answer.json


def base_of(document):
    """What stands before each path."""
    url = (document.get("servers") or [{"url": ""}])[0]["url"]
    return re.sub(r"^https?://[^/]*", "", url).rstrip("/")


def full(document, path):
    return path if path.startswith(("/api/", "/healthz", "/readyz", "/metrics", "/i/")) else base_of(
        document) + path


def test_every_route_of_the_description_is_there(site):
    document = description(site)
    assert document["openapi"].startswith("3.")
    missing = []
    for path, methods in document["paths"].items():
        for method in methods:
            if method not in ("get", "post", "patch", "put", "delete"):
                continue
            target = full(document, re.sub(r"\{[^}]*\}", "1", path))
            answer = site.anonymous().request(method.upper(), target, b"" if method != "get" else None)
            not_routed = answer.status == 405 or (
                answer.status == 404 and "/api/" in target and "{" not in path)
            if not_routed:
                missing.append((method, path, answer.status))
    assert missing == []


PROMISED = [
    "post /claim", "post /sign-in", "post /sign-out", "post /charge-points", "get /charge-points",
    "get /charge-points/{id}", "patch /charge-points/{id}", "delete /charge-points/{id}",
    "post /charge-points/{id}/operations", "post /id-tags", "get /id-tags", "patch /id-tags/{id_tag}",
    "get /transactions", "get /transactions/{id}", "get /transactions/{id}/readings", "post /tariffs",
    "get /tariffs", "post /tenants", "get /tenants", "post /tenants/{id}/links",
    "delete /tenants/{id}/links/{link_id}", "get /reservations", "get /charging-profiles", "get /settings",
    "patch /settings", "get /events"]


def test_the_description_names_every_promised_route(site):
    document = description(site)

    def plain(path):
        return re.sub(r"\{[^}]*\}", "{}", path)

    named = {f"{method} {plain(full(document, path))}" for path, methods in document["paths"].items()
             for method in methods}
    wanted = {f"{line.split()[0]} /api/v1{plain(line.split()[1])}" for line in PROMISED}
    assert wanted - named == set()


def test_every_answer_of_the_description_says_what_it_means(site):
    for path, methods in description(site)["paths"].items():
        for method, call in methods.items():
            if method in ("get", "post", "patch", "delete"):
                assert call.get("summary") and call.get("responses"), (method, path)


@pytest.mark.parametrize("path", ["/api/v1/charge-pointz", "/api/v2/charge-points", "/api/v1/invoices/1/x",
                                  "/api/v1/charge-points/A/B/C"])
def test_a_route_outside_the_description_is_not_there(site, path):
    assert site.api.get(path).status == 404
