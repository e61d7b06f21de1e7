"""Gathers the rooms' admins for Django."""

from orders.agent_orders import admin as agent_orders
from orders.agent_orders.importing import admin as importing
from orders.cash.closing import admin as cash
from orders.counter import admin as counter
from orders.counter.reconciling import admin as reconciling
from orders.festivals import admin as festivals
from orders.festivals.freezing import admin as snapshots
from orders.festivals.standstills import admin as standstills
from orders.festivals.targets import admin as festival_targets
from orders.logistics import admin as logistics
from orders.logistics import fee_admin as parcel_fees
from orders.presale import admin as presale
from orders.produce import admin as produce
from orders.produce.sales import admin as produce_sales
from orders.produce.sales import admin_settling as produce_settling
from orders.produce.sales.importing import admin as sale_importing
from orders.reports.levels import admin as levels
from orders.villagers import admin as villagers

__all__ = [
    "agent_orders",
    "cash",
    "counter",
    "festival_targets",
    "festivals",
    "importing",
    "levels",
    "logistics",
    "parcel_fees",
    "presale",
    "produce",
    "produce_sales",
    "produce_settling",
    "reconciling",
    "sale_importing",
    "snapshots",
    "standstills",
    "villagers",
]
