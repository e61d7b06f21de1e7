"""The villager gets the goods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.agent_orders.changing import lock_order, lock_orders, save_steps, step
from orders.agent_orders.codes import check_code
from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder, AgentOrderChange
from orders.agent_orders.placing import check_moments
from orders.agent_orders.recording import hand_over_row
from orders.agent_orders.telling import tell_handed_over, withdraw_arrivals
from partners.journal.posting import payments_of, post_many
from stations.refusals import Refused


def hand_over_order(*, actor: Any, order: AgentOrder, code: str) -> AgentOrder:
    """Hands the goods to whoever shows the pick-up code (核销), and tells the villager. Locks the order.

    An edge calls `prove_code` first, which counts wrong codes. Raises Refused: the goods are not at
    the station, the money is missing, the code is wrong or was tried too often.
    """
    with transaction.atomic():
        order = lock_order(order)
        check_hand_over(order, code)
        now = timezone.now()
        handed_over = hand_over_orders(actor=actor, handed_over_at={order.pk: now})
        tell_handed_over(handed_over, at=now)
    return handed_over[0]


def check_hand_over(order: AgentOrder, code: str) -> None:
    """Raises Refused unless the order may be handed over with this code. The caller holds its lock."""
    if order.status != OrderStatus.AT_STATION:
        raise Refused(
            _("Order %(number)s is “%(status)s”: it cannot be handed over now.")
            % {"number": order.number, "status": order.get_status_display()},
            code="transition",
            conflict=True,
        )
    if order.paid_at is None:
        raise Refused(
            _("Take the money first: order %(number)s is not paid.") % {"number": order.number},
            code="unpaid",
            conflict=True,
        )
    check_code(order, code)


def hand_over_orders(*, actor: Any, handed_over_at: Mapping[int, dt.datetime]) -> list[AgentOrder]:
    """Records hand-overs by order id, each at its own moment, without a code: for what a platform reports.

    One transaction, all or nothing. Nobody is told: it is over, and they come by the thousand; an
    arrival that still waits to be told is withdrawn. Locks the orders. Raises Refused for the first
    that is not paid or cannot be handed over.
    """
    with transaction.atomic():
        orders = lock_orders(handed_over_at)
        changes = []
        for order in orders.values():
            changes.append(give_goods(order, actor=actor, at=handed_over_at[order.pk]))
        save_steps(list(orders.values()), changes, ["handed_over_at"])
        withdraw_arrivals(orders.values())
        pks = {order.subject: order.pk for order in orders.values()}
        post_many(
            [
                hand_over_row(payment, at=handed_over_at[pks[subject]])
                for (subject, _category), payment in payments_of(pks).items()
            ]
        )
    return list(orders.values())


def give_goods(order: AgentOrder, *, actor: Any, at: dt.datetime) -> AgentOrderChange:
    """Hands a locked order over in memory; returns the log row to be written.

    Raises Refused unless it was paid by then and the table allows the step.
    """
    check_moments(order.placed_at, order.paid_at, at)
    change = step(order, OrderStatus.HANDED_OVER, actor=actor, at=at)
    order.handed_over_at = at
    return change
