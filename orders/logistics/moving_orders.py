"""An agent order goes where the last of its parcels is, through the order's own verbs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from orders.agent_orders.changing import lock_orders
from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.telling import tell_arrived
from orders.agent_orders.travelling import receive_at_county, receive_at_station, ship_orders
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel

_UNSHIPPED = (OrderStatus.PLACED, OrderStatus.PAID)
# How far a parcel has come. What is lost, damaged or returned is waited for no longer.
_FAR = {
    ParcelStatus.EXPECTED: 0,
    ParcelStatus.AT_COUNTY: 1,
    ParcelStatus.ON_MANIFEST: 1,
    ParcelStatus.AT_STATION: 2,
    ParcelStatus.HANDED_OVER: 2,
}


def move_orders(order_ids: Iterable[int | None], *, actor: Any, at: dt.datetime, live: bool = False) -> None:
    """Moves orders forward to where all their parcels have come; never back, and not those that are over.

    The parcels are written, and the caller holds the locks of the orders. Where it happens now
    (`live`), the villagers are told that their goods are here.
    """
    wanted = {pk for pk in order_ids if pk is not None}
    if not wanted:
        return
    far: dict[int, int] = {}
    for order_id, status in Parcel.objects.filter(order_id__in=wanted, returning=False).values_list(
        "order_id", "status"
    ):
        if order_id is not None and status in _FAR:
            far[order_id] = min(far.get(order_id, 9), _FAR[ParcelStatus(status)])
    orders = lock_orders(far)
    shipped = [order for order in orders.values() if order.status in _UNSHIPPED]
    orders |= {order.pk: order for order in ship_orders(actor=actor, orders=shipped, at=at)}
    county = [order for pk, order in orders.items() if order.status == OrderStatus.SHIPPED and far[pk] == 1]
    receive_at_county(actor=actor, orders=county, at=at)
    station = [
        order
        for pk, order in orders.items()
        if order.status in (OrderStatus.SHIPPED, OrderStatus.AT_COUNTY) and far[pk] == 2
    ]
    arrived = receive_at_station(actor=actor, orders=station, at=at)
    if live:
        tell_arrived(arrived, at=at)
