"""What real meters send, and what is billed of it: the registers at start and stop, never the samples."""

import pytest
from harness.times import ago
from harness.wait import until


def sample(box, transaction, at, *values, connector=1):
    """One MeterValues message; `values` are numbers (a plain register) or whole sampled values."""
    payload = {"connectorId": connector, "meterValue": [{"timestamp": at, "sampledValue": [
        value if isinstance(value, dict) else {"value": str(value)} for value in values]}]}
    if transaction is not None:
        payload["transactionId"] = transaction
    assert box.call("MeterValues", payload) == {}


def ended(site, transaction):
    found = site.api.transaction(transaction)
    return found["energy_wh"], found["flags"], found["cost"]["state"]


def test_a_value_without_measurand_unit_and_context_is_the_register_in_wh(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=2), 0)["transactionId"]
    sample(wallbox, started, ago(hours=1), {"value": "700"}, {"value": "3.2", "measurand": "Voltage"},
           {"value": "4000", "measurand": "Power.Active.Import"})
    reading = site.api.readings(started)[1]
    assert (reading["wh"], reading["source"]) == (700, "sample")
    assert site.api.get(f"/charge-points/{wallbox.identity}").json["connectors"][0]["power_w"] == 4000
    wallbox.stop(started, ago(minutes=1), 2_000)
    assert ended(site, started) == (2_000, [], "final")


@pytest.mark.parametrize("begin", [0, 5_000_000], ids=["restarts", "goes on"])
def test_a_register_may_restart_with_every_charge_or_go_on(site, wallbox, begin):
    first = wallbox.charge("GOOD", wh=4_000, meter_start=5_000_000, start=ago(hours=5), stop=ago(hours=4))
    second = wallbox.charge("GOOD", wh=6_000, meter_start=begin, start=ago(hours=3), stop=ago(hours=2))
    assert ended(site, first) == (4_000, [], "final")
    assert ended(site, second) == (6_000, [], "final")


def test_samples_that_count_from_zero_do_not_spoil_a_lifetime_register(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=3), 4_076_000)["transactionId"]
    for hours, wh in [(2.5, 0), (2, 3_000), (1, 9_000)]:
        sample(wallbox, started, ago(hours=hours), wh)
    wallbox.stop(started, ago(minutes=30), 4_086_000)
    assert ended(site, started) == (10_000, [], "final")
    assert [reading["wh"] for reading in site.api.readings(started)] == [
        4_076_000, 0, 3_000, 9_000, 4_086_000]


def test_a_placeholder_0_at_the_start_is_not_billed_silently(site, wallbox):
    """A start at 0 and an odometer afterwards would be 910 kWh for a kettle's worth."""
    started = wallbox.start("GOOD", ago(hours=1), 0)["transactionId"]
    sample(wallbox, started, ago(minutes=50), 910_000)
    wallbox.stop(started, ago(minutes=40), 910_083)
    energy, flags, state = ended(site, started)
    assert energy == 910_083 and flags and state == "to_check"
    assert until(lambda: site.api.to_check(transaction_id=started))


def test_one_sample_that_drops_to_zero_changes_nothing(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=3), 10_000)["transactionId"]
    for hours, wh in [(2.5, 12_000), (2, 0), (1.5, 16_000), (1, 18_000)]:
        sample(wallbox, started, ago(hours=hours), wh)
    wallbox.stop(started, ago(minutes=30), 20_000)
    assert ended(site, started)[0] == 10_000
    assert 0 in [reading["wh"] for reading in site.api.readings(started)]


def test_a_start_equal_to_its_stop_is_a_charge_of_nothing(site, wallbox):
    assert ended(site, wallbox.charge("GOOD", wh=0)) == (0, [], "final")


def test_a_little_more_after_the_stop_and_a_little_less_at_the_next_start_are_no_error(site, wallbox):
    first = wallbox.charge("GOOD", wh=4_000, meter_start=1_000, start=ago(hours=5), stop=ago(hours=4))
    sample(wallbox, first, ago(hours=4), 5_004)
    second = wallbox.charge("GOOD", wh=1_000, meter_start=4_998, start=ago(hours=3), stop=ago(hours=2))
    assert ended(site, first)[0] == 4_000 and ended(site, first)[2] == "final"
    assert ended(site, second) == (1_000, [], "final")


def test_a_begin_and_a_sample_in_one_message_are_two_readings(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=2), 100)["transactionId"]
    wallbox.call("MeterValues", {"connectorId": 1, "transactionId": started, "meterValue": [
        {"timestamp": ago(hours=1), "sampledValue": [
            {"value": "100", "context": "Transaction.Begin", "measurand": "Energy.Active.Import.Register"},
            {"value": "900", "context": "Sample.Periodic", "measurand": "Energy.Active.Import.Register"},
            {"value": "900", "context": "Sample.Periodic", "measurand": "Energy.Active.Import.Register"}]}]})
    found = [(reading["source"], reading["wh"]) for reading in site.api.readings(started)]
    assert ("sample", 900) in found
    wallbox.stop(started, ago(minutes=1), 2_000)
    assert ended(site, started) == (1_900, [], "final")


@pytest.mark.parametrize("phases", [["L1", "L2", "L3"], ["L1-N", "L2-N", "L3-N"]])
def test_power_per_phase_adds_up_and_energy_per_phase_is_not_added_to_the_total(site, wallbox, phases):
    started = wallbox.start("GOOD", ago(hours=2), 0)["transactionId"]
    power = [{"value": "2.3", "unit": "kW", "measurand": "Power.Active.Import", "phase": phase}
             for phase in phases]
    energy = [{"value": "300", "measurand": "Energy.Active.Import.Register", "phase": phase}
              for phase in phases]
    sample(wallbox, started, ago(hours=1), {"value": "900"}, *energy, *power,
           {"value": "400", "measurand": "Voltage", "phase": "L1-L2"})
    assert site.api.readings(started)[1]["wh"] == 900
    assert site.api.get(f"/charge-points/{wallbox.identity}").json["connectors"][0]["power_w"] == 6_900
    wallbox.stop(started, ago(minutes=1), 1_000)
    assert ended(site, started) == (1_000, [], "final")


@pytest.mark.parametrize("value", ["", "NaN", "n/a", "--"])
def test_a_value_that_is_no_number_is_kept_as_it_came_and_not_used(site, wallbox, value):
    started = wallbox.start("GOOD", ago(hours=2), 0)["transactionId"]
    sample(wallbox, started, ago(hours=1), {"value": value})
    wallbox.stop(started, ago(minutes=1), 1_000)
    assert ended(site, started) == (1_000, [], "final")
    found = site.api.readings(started)
    assert [(reading["wh"], reading["text"]) for reading in found] == [(0, "0"), (None, value), (1_000, "1000")]


def test_the_meter_of_the_whole_wallbox_is_nobodys_charge(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=2), 0)["transactionId"]
    sample(wallbox, None, ago(hours=1), 77_000_000, connector=0)
    wallbox.stop(started, ago(minutes=1), 1_000)
    assert ended(site, started) == (1_000, [], "final")
    assert 77_000_000 not in [reading["wh"] for reading in site.api.readings(started)]


def test_signed_data_in_a_value_is_kept_to_the_letter_and_is_no_number(site, wallbox):
    signed = 'OCMF|{"FV":"1.0","RD":[{"RV":12.5,"RU":"kWh"}]}|{"SA":"ECDSA-secp256r1-SHA256","SD":"30"}'
    started = wallbox.start("GOOD", ago(hours=2), 0)["transactionId"]
    sample(wallbox, started, ago(hours=1), {"value": signed, "format": "SignedData"})
    wallbox.stop(started, ago(minutes=1), 1_000)
    assert ended(site, started) == (1_000, [], "final")
    kept = [str(reading["measurands"]) for reading in site.api.readings(started)]
    assert any(signed in text for text in kept), kept


def test_kwh_that_are_called_wh_everywhere_show_by_the_power(site, wallbox):
    """11 kW for two hours, and a register that says 22: held, with the correction that would fit."""
    started = wallbox.start("GOOD", ago(hours=3), 4_000)["transactionId"]
    for minutes, wh in [(170, 4_002), (140, 4_007), (110, 4_013), (80, 4_018)]:
        sample(wallbox, started, ago(minutes=minutes), wh,
               {"value": "11000", "unit": "W", "measurand": "Power.Active.Import"})
    wallbox.stop(started, ago(minutes=60), 4_022)
    assert ended(site, started) == (22, ["samples_disagree"], "to_check")
    line = until(lambda: site.api.to_check(transaction_id=started))[0]
    assert line["details"]["factor"] == "times_1000"


def test_a_full_car_that_draws_full_power_for_a_moment_is_no_doubt(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=10), 4_000)["transactionId"]
    for minutes, wh, watts in [(599, 4_000, 11_000), (598, 4_060, 0), (300, 4_060, 0), (60, 4_060, 0)]:
        sample(wallbox, started, ago(minutes=minutes), wh,
               {"value": str(watts), "unit": "W", "measurand": "Power.Active.Import"})
    wallbox.stop(started, ago(minutes=30), 4_060)
    assert ended(site, started) == (60, [], "final")


def test_an_hour_between_samples_is_enough(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=6), 1_000)["transactionId"]
    for hours, wh in [(5, 9_000), (4, 17_000), (3, 25_000)]:
        sample(wallbox, started, ago(hours=hours), wh)
    wallbox.stop(started, ago(hours=2, minutes=30), 28_000)
    assert ended(site, started) == (27_000, [], "final")


def test_readings_after_the_stop_do_not_reopen_the_charge(site, wallbox):
    charge = wallbox.charge("GOOD", wh=4_000, meter_start=1_000, start=ago(hours=5), stop=ago(hours=4))
    sample(wallbox, charge, ago(hours=3), 5_000)
    found = site.api.transaction(charge)
    assert found["cost"]["state"] == "final" and "late" in found["flags"]
    assert site.api.get(f"/charge-points/{wallbox.identity}").json["connectors"][0]["transaction_id"] is None


def test_kwh_that_are_called_wh_are_found_and_can_be_put_right(site, wallbox):
    """Twelve "Wh" from start to stop, and samples that say twelve kWh."""
    doubtful = wallbox.start("GOOD", ago(hours=5), 1_000)["transactionId"]
    for quarter in (1, 2, 3):
        sample(wallbox, doubtful, ago(hours=5 - quarter / 4), {"value": str(1_000 + 3 * quarter), "unit": "kWh"})
    wallbox.stop(doubtful, ago(hours=4), 1_012)
    assert ended(site, doubtful) == (12, ["samples_disagree"], "to_check")
    assert [line["details"]["factor"] for line in site.api.to_check(transaction_id=doubtful)] == ["times_1000"]
    path = f"/charge-points/{wallbox.identity}"
    assert site.api.patch(path, {"energy_correction": "times_1000"}).status == 200
    right = wallbox.start("GOOD", ago(hours=3), 1_012)["transactionId"]
    sample(wallbox, right, ago(hours=2.5), 1_018)
    wallbox.stop(right, ago(hours=2), 1_024)
    assert ended(site, right) == (12_000, [], "final")
    assert [(reading["wh"], reading["text"]) for reading in site.api.readings(right)] == [
        (1_012_000, "1012"), (1_018_000, "1018"), (1_024_000, "1024")]


def test_power_in_a_unit_of_energy_is_still_power(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=2), 0)["transactionId"]
    sample(wallbox, started, ago(hours=1), {"value": "700"},
           {"value": "3600", "measurand": "Power.Active.Import", "unit": "Wh"})
    assert [reading["wh"] for reading in site.api.readings(started)] == [0, 700]
    wallbox.stop(started, ago(minutes=1), 2_000)
    assert ended(site, started) == (2_000, [], "final")


def test_a_register_that_stands_still_for_a_while_is_no_doubt(site, wallbox):
    started = wallbox.start("GOOD", ago(hours=5), 1_000)["transactionId"]
    for hours in (4.5, 4, 3.5, 3):
        sample(wallbox, started, ago(hours=hours), 4_000)
    wallbox.stop(started, ago(hours=2), 9_000)
    assert ended(site, started) == (8_000, [], "final")
