"""The table of roles and rights; docs/permissions.md tells it in words.

A right is Django's: `app.action_model`. Rights say what a role may do; which rows it may do
it to is the scope rule's (`stations.scope`).
"""

from __future__ import annotations

# At the counter: agent orders from the first word to the hand-over, refunds included.
COUNTER = frozenset(
    {
        "stations.view_station",
        "orders.view_villager",
        "orders.add_agentorder",
        "orders.change_agentorder",
        "orders.view_agentorder",
        "orders.view_agentorderline",
        "orders.view_agentorderchange",
        "orders.view_orderrefund",
        # Produce to the city.
        "orders.view_farmer",
        "orders.change_farmer",
        "orders.add_producelot",
        "orders.change_producelot",
        "orders.view_producelot",
        "orders.change_parcel",
        "orders.view_parcel",
        "orders.view_parcelevent",
        "orders.change_manifest",
        "orders.view_manifest",
        "orders.view_manifestline",
        "orders.add_counterservice",
        "orders.change_counterservice",
        "orders.view_counterservice",
        "orders.view_serviceevent",
    }
)

# The float is the partner's to look at; a helper works the counter and sees no money of theirs.
PARTNER = COUNTER | {"partners.view_account", "partners.view_transfer"}

# County staff keep their county: places, people and orders. Money that is settled is looked at.
COUNTY_STAFF = frozenset(
    {
        "stations.view_region",
        "stations.view_countycenter",
        "stations.view_centerstatuschange",
        "stations.add_station",
        "stations.change_station",
        "stations.export_station",
        "stations.view_station",
        "stations.view_stationsuspension",
        "stations.view_stationstatuschange",
        "stations.change_notification",
        "stations.view_notification",
        "stations.view_noticechange",
        "partners.add_user",
        "partners.change_user",
        "partners.view_user",
        "partners.view_passwordcode",
        "partners.add_partner",
        "partners.change_partner",
        "partners.view_partner",
        "partners.add_tenure",
        "partners.change_tenure",
        "partners.view_tenure",
        "partners.view_activity",
        "partners.view_commissionrate",
        "partners.view_earning",
        "partners.view_statement",
        # Tops floats up, pays them out, and proposes or confirms credit lines.
        "partners.change_account",
        "partners.view_account",
        "partners.add_transfer",
        "partners.view_transfer",
        "partners.add_creditline",
        "partners.change_creditline",
        "partners.view_creditline",
        "orders.change_villager",
        "orders.view_villager",
        "orders.add_agentorder",
        "orders.change_agentorder",
        "orders.view_agentorder",
        "orders.view_agentorderline",
        "orders.view_agentorderchange",
        "orders.view_orderrefund",
        # Shipped by the seller, received at the county center: seen there, not at a station.
        "orders.dispatch_agentorder",
        "orders.export_agentorder",
        "orders.add_orderimport",
        "orders.view_orderimport",
        "orders.view_festival",
        "orders.view_farmer",
        "orders.change_farmer",
        "orders.change_producelot",
        "orders.view_producelot",
        "orders.view_lotchange",
        "orders.view_lotevent",
        "orders.view_lotphoto",
        # The second leg: parcels, manifests, what does not tally, large appliances.
        "orders.view_carrier",
        "orders.add_parcel",
        "orders.change_parcel",
        "orders.view_parcel",
        "orders.view_parcelevent",
        "orders.change_manifest",
        "orders.view_manifest",
        "orders.view_manifestline",
        "orders.change_parcelcase",
        "orders.view_parcelcase",
        "orders.view_homedelivery",
        "orders.change_counterservice",
        "orders.view_counterservice",
        "orders.view_serviceevent",
        "orders.add_serviceswitch",
        "orders.change_serviceswitch",
        "orders.view_serviceswitch",
        "orders.view_servicefee",
        "orders.view_gatewaycallback",
        "orders.change_discrepancy",
        "orders.view_discrepancy",
    }
)

# Ops keep what is the same everywhere: centers, rates, festivals. They also correct what a county
# recorded wrongly in a float: whoever records money does not take it back alone.
OPS = COUNTY_STAFF | {
    "stations.add_countycenter",
    "stations.change_countycenter",
    "partners.add_commissionrate",
    "partners.add_monthclosing",
    "partners.change_commissionrate",
    "partners.change_transfer",
    "partners.view_monthclosing",
    "orders.add_carrier",
    "orders.change_carrier",
    "orders.add_festival",
    "orders.add_servicefee",
    "orders.change_gatewaystate",
    "orders.view_gatewaystate",
    "orders.change_reconciliation",
    "orders.view_reconciliation",
    "orders.change_festival",
}

RIGHTS = {"partner": PARTNER, "helper": COUNTER, "county_staff": COUNTY_STAFF, "ops": OPS}


def may(role: str, right: str) -> bool:
    """Whether a role has a right; `app.*` asks for any right in an app."""
    rights = RIGHTS.get(role, frozenset())
    if right.endswith(".*"):
        return any(one.startswith(right[:-1]) for one in rights)
    return right in rights
