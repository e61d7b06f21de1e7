"""An order's goods travel: shipped by the seller, received in the county, received at the station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from orders.agent_orders.changing import lock_orders, save_steps, step
from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.telling import tell_arrived


def ship_orders(
    *, actor: Any, orders: Iterable[AgentOrder], at: dt.datetime | None = None
) -> list[AgentOrder]:
    """The sellers have sent the goods. Locks them; raises Refused for the first that cannot be shipped."""
    return _move(actor=actor, orders=orders, after=OrderStatus.SHIPPED, at=at or timezone.now())


def receive_at_county(
    *, actor: Any, orders: Iterable[AgentOrder], at: dt.datetime | None = None
) -> list[AgentOrder]:
    """The goods are at the county center. Locks the orders; raises Refused as above."""
    return _move(actor=actor, orders=orders, after=OrderStatus.AT_COUNTY, at=at or timezone.now())


def receive_at_station(
    *, actor: Any, orders: Iterable[AgentOrder], at: dt.datetime | None = None
) -> list[AgentOrder]:
    """The goods are at the station, to be fetched, and the villagers are told. Locks the orders.

    A moment that is given is a report of what was: it tells nobody. Raises Refused as above.
    """
    now = timezone.now()
    with transaction.atomic():
        moved = _move(actor=actor, orders=orders, after=OrderStatus.AT_STATION, at=at or now)
        if at is None:
            tell_arrived(moved, at=now)
    return moved


def _move(
    *, actor: Any, orders: Iterable[AgentOrder], after: OrderStatus, at: dt.datetime
) -> list[AgentOrder]:
    with transaction.atomic():
        locked = list(lock_orders(order.pk for order in orders).values())
        changes = [step(order, after, actor=actor, at=at) for order in locked]
        fields = []
        if after == OrderStatus.AT_STATION:
            fields.append("arrived_at")
            for order in locked:
                order.arrived_at = at
        save_steps(locked, changes, fields)
    return locked
