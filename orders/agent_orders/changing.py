"""How an order's status changes: locked, read again, checked against the table, logged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from orders.agent_orders import followers
from orders.agent_orders.lifecycle import ORDER_LIFECYCLE, OrderStatus
from orders.agent_orders.models import AgentOrder, AgentOrderChange, AgentOrderLine
from stations.bulk import insert_many, update_many
from stations.refusals import Refused


def lock_orders(pks: Iterable[int]) -> dict[int, AgentOrder]:
    """Locks orders in the order of their ids and reads them again, with station and center.

    Every verb that changes an order holds this lock; it must run in a transaction.
    """
    orders = (
        AgentOrder.objects.select_for_update(of=("self",))
        .filter(pk__in=list(pks))
        .select_related("station")
        .order_by("pk")
    )
    return {order.pk: order for order in orders}


def lock_order(order: AgentOrder) -> AgentOrder:
    """Locks one order and reads it again."""
    return lock_orders([order.pk])[order.pk]


def lines_of(pks: Iterable[int]) -> dict[int, list[AgentOrderLine]]:
    """The lines of some orders by order id, in their order."""
    lines: dict[int, list[AgentOrderLine]] = {pk: [] for pk in pks}
    for line in AgentOrderLine.objects.filter(order_id__in=list(lines)).order_by("order_id", "line_no"):
        lines[line.order_id].append(line)
    return lines


def check_step(order: AgentOrder, after: OrderStatus) -> None:
    """Raises Refused unless the table allows the step. The caller holds the order's lock."""
    if not ORDER_LIFECYCLE.allows(order.status, after):
        raise Refused(
            _("Order %(number)s is “%(before)s”: it cannot become “%(after)s”.")
            % {"number": order.number, "before": order.get_status_display(), "after": after.label},
            code="transition",
            conflict=True,
        )


def step(
    order: AgentOrder, after: OrderStatus, *, actor: Any, at: dt.datetime, reason: str = ""
) -> AgentOrderChange:
    """Changes the status in memory and returns the log row; the caller holds the lock and saves both.

    Raises Refused when the table does not allow the step.
    """
    check_step(order, after)
    change = AgentOrderChange(
        order=order, before=order.status, after=after, actor=actor, at=at, reason=reason
    )
    order.status = after
    return change


def save_steps(orders: list[AgentOrder], changes: list[AgentOrderChange], fields: list[str]) -> None:
    """Writes the new state of locked orders and their log, and tells those who follow; no own transaction."""
    update_many(orders, ["status", *fields])
    insert_many(changes)
    followers.tell(changes)
