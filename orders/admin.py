"""Gathers the rooms' admins for Django."""

from orders.agent_orders import admin as agent_orders
from orders.villagers import admin as villagers

__all__ = ["agent_orders", "villagers"]
