"""A tenant, and the bay of a wallbox."""

from .wait import until


def bay_of(site, identity, connector=1):
    """The bay that the connector of a wallbox got."""
    def found():
        return next((bay for bay in site.api.items("/bays")
                     if (bay["charge_point"], bay["connector"]) == (identity, connector)), None)
    return until(found, what=f"a bay for {identity}")


def moved_in(site, name, *bays, card=None):
    """A tenant who holds these bays since long ago."""
    tenant = site.api.post("/tenants", {"name": name}).json
    if card:
        site.api.card(card, tenant_id=tenant["id"])
    if bays:
        made = site.api.post("/tenancies", {
            "tenant_id": tenant["id"], "bays": [bay["id"] for bay in bays], "from": "2020-01-01T00:00:00Z"})
        assert made.status == 201, made
    return tenant
