"""An order is given up before the goods are fetched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.agent_orders.changing import lines_of, lock_order, save_steps, step
from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder, OrderRefund
from orders.agent_orders.refunding import NewRefund, give_back, write_refunds
from orders.agent_orders.telling import withdraw_arrivals
from stations.refusals import Refused


def cancel_order(*, actor: Any, order: AgentOrder, reason: str) -> AgentOrder:
    """Cancels an order; what was paid and not yet refunded goes back line by line. Locks the order.

    Cancelled before payment it touches neither paid nor net. Raises Refused: no reason, the
    goods were fetched, the order is over, a deposit is held for it.
    """
    if not reason.strip():
        raise Refused(_("Say why the order is cancelled."), code="reason", field="reason")
    with transaction.atomic():
        order = lock_order(order)
        if order.deposit and order.open_money:
            raise Refused(
                _("A deposit was taken for %(number)s: give it up with the presale orders.")
                % {"number": order.number},
                code="deposit",
                conflict=True,
            )
        lines = lines_of([order.pk])[order.pk]
        now = timezone.now()
        change = step(order, OrderStatus.CANCELLED, actor=actor, at=now, reason=reason.strip())
        refunds: list[OrderRefund] = []
        if order.paid_at is not None:
            left = [
                NewRefund(line.pk, line.amount - line.refunded, now)
                for line in lines
                if line.refunded < line.amount
            ]
            # The refunds are checked against the order as it was: it is over only with them.
            order.status = change.before
            refunds = give_back(order, lines, left, actor=actor, reason=reason)
            order.status = change.after
        write_refunds({order.pk: order}, {order.pk: lines}, {order.pk: refunds}, [change], actor=actor)
    return order


def give_up_orders(*, actor: Any, orders: Mapping[int, AgentOrder], at: dt.datetime, reason: str) -> None:
    """Cancels locked orders that nobody has paid; what was put down for them is the caller's matter.

    In the caller's transaction. Raises Refused for the first that is over or paid.
    """
    for order in orders.values():
        if order.paid_at is not None:
            raise Refused(
                _("Order %(number)s is paid.") % {"number": order.number}, code="paid", conflict=True
            )
    changes = [
        step(order, OrderStatus.CANCELLED, actor=actor, at=at, reason=reason) for order in orders.values()
    ]
    save_steps(list(orders.values()), changes, [])
    withdraw_arrivals(orders.values())
