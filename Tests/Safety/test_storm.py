"""Hundreds of power cuts under twenty busy wallboxes; afterwards the books must agree to the last reading."""

import asyncio
import os
import random
import sqlite3
import time
from decimal import ROUND_HALF_UP, Decimal

from wallboxes import Wallbox

KILLS = int(os.environ.get("WATTKEEPER_STORM_KILLS", "200"))
WALLBOXES = 20
CENT = Decimal("0.01")


def moment(dice):
    """Where the power fails: a plan for killer.c, or None for anywhere at all."""
    side = dice.choice(["before", "after"])
    return dice.choice([
        None, None, f"sync {side} {dice.randrange(1, 60)}", f"send {side} {dice.randrange(1, 300)} [3,"])


async def cut_the_power(site, dice):
    """Lets it work for a moment, kills it, starts it again."""
    plan = moment(dice)
    if plan:
        site.die_at(plan)
    until = time.monotonic() + (dice.uniform(0.02, 0.6) if plan is None else 0.8)
    while site.running and time.monotonic() < until:
        await asyncio.sleep(0.005)
    planned = not site.running
    site.kill()
    await asyncio.to_thread(site.start)
    return planned


async def storm(site, boxes, dice):
    tasks = [asyncio.create_task(box.run()) for box in boxes]
    planned = 0
    for done in range(KILLS):
        planned += await cut_the_power(site, dice)
        failed = [task.exception() for task in tasks if task.done()]
        assert not failed, failed
        if done % 25 == 24:
            print(f"{done + 1} cuts, {sum(box.answered for box in boxes)} answers", flush=True)
    for box in boxes:
        box.enough = True
    await asyncio.wait_for(asyncio.gather(*tasks), 60)
    for box in boxes:
        await box.close()
    return planned


def expected_cost(charge):
    """0.40 a kWh and 19 % on it, rounded half up once each."""
    net = (Decimal(charge.stop[1] - charge.meter_start) / 1000 * Decimal("0.40")).quantize(CENT, ROUND_HALF_UP)
    vat = (net * Decimal("0.19")).quantize(CENT, ROUND_HALF_UP)
    return {"net": str(net), "vat": str(vat), "gross": str(net + vat)}


def audit(site, box):
    """What differs between the wallbox's own books and the appliance's."""
    faults = list(box.faults)
    kept = {t["transaction_id"]: t for t in site.api.items(f"/transactions?charge_point={box.identity}&limit=500")}
    wanted = [charge.transaction for charge in box.charges]
    if sorted(wanted) != sorted(kept):
        faults.append(f"{box.identity}: acknowledged {sorted(wanted)}, kept {sorted(kept)}")
    for charge in box.charges:
        row = kept.get(charge.transaction)
        if row is None:
            continue
        seen = [(reading["at"], reading["wh"]) for reading in site.api.readings(charge.transaction)]
        sent = [(charge.started_at, charge.meter_start), *((s[0], s[1]) for s in charge.samples), charge.stop]
        if sorted(seen) != sorted(sent):
            faults.append(f"{box.identity} {charge.transaction}: sent {sorted(sent)}, kept {sorted(seen)}")
        if row["energy_wh"] != charge.stop[1] - charge.meter_start or row["flags"]:
            faults.append(f"{box.identity} {charge.transaction}: {charge} became {row}")
        cost = {name: row["cost"][name] for name in ("net", "vat", "gross")}
        if row["cost"]["state"] != "final" or cost != expected_cost(charge):
            faults.append(f"{box.identity} {charge.transaction}: {expected_cost(charge)} became {row['cost']}")
    return faults


def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice_in_a_storm_of_power_cuts(mortal):
    seed = os.environ.get("WATTKEEPER_STORM_SEED") or str(random.SystemRandom().randrange(10**9))
    print(f"WATTKEEPER_STORM_SEED={seed} WATTKEEPER_STORM_KILLS={KILLS}", flush=True)
    mortal.start()
    mortal.api.card("GOOD")
    mortal.api.tariff(valid_from="2020-01-01T00:00:00Z")
    boxes = [Wallbox(f"CP{n:02}", mortal.port, seed) for n in range(WALLBOXES)]
    for box in boxes:
        mortal.api.accept(box.identity)
    planned = asyncio.run(storm(mortal, boxes, random.Random(seed)))
    charges = sum(len(box.charges) for box in boxes)
    print(f"{charges} charges, {sum(box.sent for box in boxes)} messages sent, {planned} cuts at a planned "
          f"moment, {sum(box.connections for box in boxes)} connections", flush=True)
    assert charges > WALLBOXES, "too little happened to mean anything"
    faults = [fault for box in boxes for fault in audit(mortal, box)]
    assert faults == [], "\n".join(faults[:20])
    mortal.stop()
    database = sqlite3.connect(f"file:{mortal.data}/wattkeeper.db?mode=ro", uri=True)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()
