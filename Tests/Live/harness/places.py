"""Tenants, cards, bays and tenancies as tests need them."""

import itertools

from harness.wait import until

_numbers = itertools.count(1)


def done(answer, status):
    assert answer.status == status, answer
    return answer.json if answer.body else None


def tenant(site, name, *cards, **more):
    """A tenant with cards of its own."""
    added = done(site.api.post("/tenants", {"name": name, **more}), 201)
    for card in cards:
        site.api.card(card, tenant_id=added["id"])
    return added


def bay_of(site, identity, connector=1):
    """The bay that a connector has by itself."""
    def found():
        return next((bay for bay in site.api.items("/bays")
                     if (bay["charge_point"], bay["connector"]) == (identity, connector)), None)
    return until(found)


def change(site, bay, **fields):
    return done(site.api.patch(f"/bays/{bay['id']}", fields), 200)


def hold(site, tenant, *bays, start, **more):
    """A tenancy from an instant on."""
    return done(site.api.post("/tenancies", {
        "tenant_id": tenant["id"], "bays": [bay["id"] for bay in bays], "from": start, **more}), 201)


def unique(prefix="C"):
    return f"{prefix}{next(_numbers):05}"
