"""The rights of those who work the counter: the first rows of the table in `permissions.py`."""

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
        # Presale: orders before a festival, their deposits and balances.
        "orders.view_presalegood",
        "orders.add_presaleorder",
        "orders.change_presaleorder",
        "orders.view_presaleorder",
        # Produce to the city.
        "orders.view_farmer",
        "orders.change_farmer",
        "orders.add_producelot",
        "orders.change_producelot",
        "orders.view_producelot",
        "orders.add_producelisting",
        "orders.change_producelisting",
        "orders.view_producelisting",
        "orders.add_producesale",
        "orders.change_producesale",
        "orders.view_producesale",
        "orders.add_farmersettlement",
        "orders.view_farmersettlement",
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
        # Cash is taken and given with the above; here it is looked at.
        "orders.view_cashday",
        "orders.view_cashmovement",
        "orders.view_drawer",
    }
)

# The float is the partner's to look at; a helper works the counter and sees no money of theirs. Who
# answers for the drawer counts it, closes its day, and puts own cash in or takes it out.
PARTNER = COUNTER | {
    "partners.view_account",
    "partners.view_transfer",
    # Asks the county, and sees what is said of the own stations.
    "partners.add_complaint",
    "partners.view_complaint",
    "orders.view_stationlevel",
    "partners.view_contract",
    # Says when a line of a statement is wrong.
    "partners.add_dispute",
    "partners.view_dispute",
    "partners.view_depositentry",
    "partners.view_certificate",
    "partners.view_enrolment",
    "orders.add_cashmovement",
    "orders.change_cashday",
}
