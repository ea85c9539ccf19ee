"""What a charge costs, seen from outside."""

import json

import pytest
from harness.appliance import run
from harness.times import ago

EXAMPLE = {
    "timezone": "Europe/Berlin",
    "tariff": {"currency": "EUR", "elements": [{"price_components": [
        {"type": "ENERGY", "price": "0.40", "step_size": 1, "vat": "19"}]}]},
    "session": {"start": "2026-03-02T10:00:00Z", "stop": "2026-03-02T11:00:00Z", "readings": [
        {"t": "2026-03-02T10:00:00Z", "wh": 1000}, {"t": "2026-03-02T11:00:00Z", "wh": 13345}]}}


def money(transaction):
    return {name: transaction["cost"][name] for name in ("state", "currency", "net", "vat", "gross")}


EUR_5_88 = {"state": "final", "currency": "EUR", "net": "4.94", "vat": "0.94", "gross": "5.88"}


def test_a_charge_costs_what_the_tariff_says(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=2), 1_000)["transactionId"]
    wallbox.sample(started, ago(hours=1), 9_000)
    wallbox.stop(started, ago(minutes=2), 13_345)
    kept = site.api.transaction(started)
    assert money(kept) == EUR_5_88
    assert kept["cost"]["tariff_id"] and kept["cost"]["tariff_version"] == 1


def test_samples_do_not_change_what_start_and_stop_say(site, wallbox):
    amounts = set()
    for hours, samples in ((10, []), (7, [2_000, 5_000]), (4, [13_344])):
        started = wallbox.start("GOOD", ago(hours=hours), 1_000)["transactionId"]
        for n, wh in enumerate(samples):
            wallbox.sample(started, ago(hours=hours, minutes=-20 * (n + 1)), wh)
        wallbox.stop(started, ago(hours=hours - 2), 13_345)
        amounts.add(json.dumps(money(site.api.transaction(started))))
    assert amounts == {json.dumps(EUR_5_88)}


def test_without_a_tariff_a_charge_is_unpriced_and_never_free(fresh, plug):
    fresh.api.card("GOOD")
    fresh.api.accept("CP")
    started = plug(fresh, "CP").charge("GOOD")
    cost = fresh.api.transaction(started)["cost"]
    assert (cost["state"], cost["net"], cost["gross"]) == ("unpriced", None, None)


def test_the_version_valid_at_the_start_applies(fresh, plug):
    api = fresh.api
    api.card("GOOD")
    api.accept("CP")
    api.tariff("0.40", valid_from=ago(days=10))
    api.tariff("0.60", valid_from=ago(hours=3))
    box = plug(fresh, "CP")
    old = box.charge("GOOD", 10_000, start=ago(hours=4), stop=ago(hours=2))
    new = box.charge("GOOD", 10_000, start=ago(hours=1), stop=ago(minutes=5))
    none = box.charge("GOOD", 10_000, start=ago(days=11), stop=ago(days=10, hours=22))
    assert [api.transaction(t)["cost"]["net"] for t in (old, new, none)] == ["4.00", "6.00", None]
    assert api.transaction(none)["cost"]["state"] == "unpriced"


def test_a_final_amount_stays_whatever_comes_later(fresh, plug):
    api = fresh.api
    api.card("GOOD")
    api.accept("CP")
    api.tariff("0.40", valid_from=ago(days=10))
    box = plug(fresh, "CP")
    started = box.charge("GOOD", 12_345, start=ago(hours=4), stop=ago(hours=2))
    before = api.transaction(started)["cost"]
    api.tariff("0.90", valid_from=ago(days=9))
    box.stop(started, ago(hours=1), 99_000)
    fresh.kill()
    fresh.start()
    assert fresh.api.transaction(started)["cost"] == before


def test_the_currency_is_locked_once_something_was_priced(fresh, plug):
    api = fresh.api
    api.card("GOOD")
    api.accept("CP")
    assert api.patch("/settings", {"currency": "CHF"}).status == 200
    assert api.patch("/settings", {"currency": "EUR"}).status == 200
    api.tariff("0.40", valid_from=ago(days=10))
    plug(fresh, "CP").charge("GOOD", start=ago(hours=4), stop=ago(hours=2))
    refused = api.patch("/settings", {"currency": "CHF"})
    assert refused.status in (409, 422) and refused.json["fix"]
    assert api.get("/settings").json["currency"] == "EUR"


@pytest.mark.parametrize("change, path", [
    ({"currency": "XXX"}, "currency"),
    ({"elements": []}, "elements"),
    ({"elements": [{"price_components": [{"type": "ENERGY", "price": "-1x", "step_size": 1}]}]},
     "elements[0].price_components[0].price"),
])
def test_a_tariff_that_means_nothing_is_refused_with_its_place(site, change, path):
    tariff = {**EXAMPLE["tariff"], **change}
    answer = site.api.post("/tariffs", {"name": "Broken", "tariff": tariff})
    assert answer.status == 422
    assert path in answer.text


def price(document, *, name="-"):
    text = document if isinstance(document, str) else json.dumps(document)
    return run("price", name, stdin=text)


def test_the_command_prices_the_example():
    result = price(EXAMPLE)
    assert result.returncode == 0, result.stderr
    cost = json.loads(result.stdout)
    assert {k: cost[k] for k in ("net", "vat", "gross", "exact_net", "energy_kwh", "limit")} == {
        "net": "4.94", "vat": "0.94", "gross": "5.88", "exact_net": "4.938", "energy_kwh": "12.345",
        "limit": None}
    assert cost["lines"] == [{"dimension": "ENERGY", "billed_quantity": "12.345", "unit": "kWh",
                              "unit_price": "0.40", "vat_percent": "19", "exact_amount": "4.938"}]
    assert cost["vat_groups"] == [{"vat_percent": "19", "net": "4.94", "vat": "0.94", "gross": "5.88"}]
    assert all(isinstance(line, str) and line for line in cost["explanation"])


def test_the_command_reads_a_file(tmp_path):
    (tmp_path / "charge.json").write_text(json.dumps(EXAMPLE))
    assert json.loads(run("price", tmp_path / "charge.json").stdout)["gross"] == "5.88"


def with_tariff(**change):
    return {**EXAMPLE, "tariff": {**EXAMPLE["tariff"], **change}}


def test_a_price_with_tax_included():
    cost = json.loads(price(with_tariff(tax_included="YES")).stdout)
    assert cost["gross"] == "4.94"
    assert cost["lines"][0]["exact_amount"] == "4.938"


def test_a_lowest_price_binds_net_and_gross_each():
    cost = json.loads(price(with_tariff(min_price={"excl_vat": "10.00", "incl_vat": "12.00"})).stdout)
    assert (cost["net"], cost["vat"], cost["gross"], cost["limit"]) == ("10.00", "2.00", "12.00", "min_price")
    assert not cost.get("vat_groups")


def test_a_waived_charge_costs_nothing_and_says_so():
    cost = json.loads(price(with_tariff(waive_if_energy_below_wh=20_000)).stdout)
    assert (cost["net"], cost["gross"]) == ("0.00", "0.00") and "waived" in cost["flags"]


@pytest.mark.parametrize("document, path", [
    ({**EXAMPLE, "timezone": "Mars/Base"}, "timezone"),
    (with_tariff(currency="EURO"), "tariff.currency"),
    (with_tariff(elements=[{"price_components": [{"type": "LOVE", "price": "1", "step_size": 1}]}]),
     "tariff.elements[0].price_components[0].type"),
    ({**EXAMPLE, "session": {**EXAMPLE["session"], "stop": "2026-03-02T09:00:00Z"}}, "session.stop"),
    ({**EXAMPLE, "session": {**EXAMPLE["session"], "readings": [{"t": "never", "wh": 0}]}},
     "session.readings[0].t"),
    ("{", ""), ("", ""), ("[]", ""), ('{"timezone":"UTC","timezone":"UTC"}', ""),
])
def test_invalid_input_ends_with_2_and_names_its_place(document, path):
    result = price(document)
    assert result.returncode == 2 and result.stdout == ""
    assert result.stderr.startswith("wattkeeper: ") and path in result.stderr


def test_a_file_that_is_not_there_is_said(tmp_path):
    result = run("price", tmp_path / "nothing.json")
    assert result.returncode in (1, 2) and "nothing.json" in result.stderr
