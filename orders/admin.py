"""Gathers the rooms' admins for Django."""

from orders.agent_orders import admin as agent_orders
from orders.agent_orders.importing import admin as importing
from orders.counter import admin as counter
from orders.counter.reconciling import admin as reconciling
from orders.festivals import admin as festivals
from orders.logistics import admin as logistics
from orders.produce import admin as produce
from orders.villagers import admin as villagers

__all__ = [
    "agent_orders",
    "counter",
    "festivals",
    "importing",
    "logistics",
    "produce",
    "reconciling",
    "villagers",
]
