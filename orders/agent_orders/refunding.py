"""Money goes back to the villager, line by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.agent_orders.cash import give_cash_back
from orders.agent_orders.changing import lines_of, lock_orders, save_steps, step
from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder, AgentOrderChange, AgentOrderLine, OrderRefund
from orders.agent_orders.recording import refund_rows
from orders.agent_orders.telling import withdraw_arrivals
from partners.journal.models import Activity
from partners.journal.posting import payments_of, post_many
from stations.bulk import insert_many, update_many
from stations.money import to_fen
from stations.refusals import Refused

_OVER = (OrderStatus.CANCELLED, OrderStatus.REFUNDED)
_FETCHED = (OrderStatus.HANDED_OVER, OrderStatus.PARTLY_REFUNDED)


@dataclass(frozen=True, slots=True)
class NewRefund:
    """What goes back for one order line, in yuan."""

    line_id: int
    amount: Decimal
    at: dt.datetime | None = None


def refund_lines(*, actor: Any, order: AgentOrder, amounts: Mapping[int, Decimal], reason: str) -> AgentOrder:
    """Refunds amounts by line id, now. Locks the order.

    Raises Refused: nothing to refund, not paid, more than was paid, no reason, order over.
    """
    refunds = [NewRefund(line_id, amount) for line_id, amount in amounts.items()]
    return refund_orders(actor=actor, refunds={order.pk: refunds}, reason=reason)[0]


def refund_orders(
    *, actor: Any, refunds: Mapping[int, Sequence[NewRefund]], reason: str, reported: bool = False
) -> list[AgentOrder]:
    """Refunds lines of many orders in one transaction, all or nothing. Locks the orders.

    Goods that were fetched: the status tells what came back. Goods on the way: the status
    stays until nothing is left. `reported` by the platform, it is not refused for a drawer that
    holds too little. Raises Refused as `refund_lines`.
    """
    with transaction.atomic():
        orders = lock_orders(refunds)
        lines = lines_of(orders)
        given: dict[int, list[OrderRefund]] = {}
        changes: list[AgentOrderChange] = []
        for pk, order in orders.items():
            given[pk] = give_back(order, lines[pk], refunds[pk], actor=actor, reason=reason)
            after = _status_after(order)
            if after != order.status:
                changes.append(step(order, after, actor=actor, at=given[pk][-1].at, reason=reason))
        write_refunds(orders, lines, given, changes, actor=actor, reported=reported)
    return list(orders.values())


def give_back(
    order: AgentOrder,
    lines: Sequence[AgentOrderLine],
    refunds: Sequence[NewRefund],
    *,
    actor: Any,
    reason: str,
) -> list[OrderRefund]:
    """Takes refunds off a locked order and its lines in memory; returns the rows to be written.

    Raises Refused for the first that makes no sense. The caller holds the order's lock.
    """
    if order.paid_at is None or order.status in _OVER:
        raise Refused(
            _("Order %(number)s has nothing that could be refunded.") % {"number": order.number},
            code="nothing_paid",
            conflict=True,
        )
    if not reason.strip():
        raise Refused(_("Say why the money goes back."), code="reason", field="reason")
    if not refunds:
        raise Refused(_("Say how much goes back."), code="amount", field="amount")
    by_id = {line.pk: line for line in lines}
    rows = []
    for refund in refunds:
        line, amount = by_id.get(refund.line_id), to_fen(refund.amount)
        if line is None:
            raise Refused(_("This line is not part of the order."), code="line", field="line")
        left = line.amount - line.refunded
        if not 0 < amount <= left:
            raise Refused(
                _("At most %(left)s yuan can go back for “%(title)s”.") % {"left": left, "title": line.title},
                code="amount",
                field="amount",
            )
        at = refund.at or timezone.now()
        if at < order.paid_at:
            raise Refused(_("Money does not go back before it came."), code="at", field="refunded_at")
        line.refunded += amount
        order.refunded += amount
        rows.append(OrderRefund(line=line, amount=amount, reason=reason.strip(), at=at, actor=actor))
    return rows


def write_refunds(
    orders: Mapping[int, AgentOrder],
    lines: Mapping[int, Sequence[AgentOrderLine]],
    refunds: Mapping[int, Sequence[OrderRefund]],
    changes: list[AgentOrderChange],
    *,
    actor: Any,
    reported: bool = False,
) -> None:
    """Writes refunds of locked orders, their new state, the journal, and what drawers and floats do.

    In the caller's transaction; locks drawers and floats of orders that were paid in cash.
    """
    rows = [refund for own in refunds.values() for refund in own]
    insert_many(rows)
    touched = {refund.line.pk: refund.line for refund in rows}
    update_many(list(touched.values()), ["refunded"])
    save_steps(list(orders.values()), changes, ["refunded"])
    withdraw_arrivals(change.order for change in changes)
    payments = payments_of(orders[pk].subject for pk in refunds if refunds[pk])
    journal: list[Activity] = []
    for pk, own in refunds.items():
        if own:
            journal += refund_rows(own, order=orders[pk], lines=lines[pk], payments=payments)
    post_many(journal)
    give_cash_back(actor=actor, orders=orders, refunds=refunds, reported=reported)


def _status_after(order: AgentOrder) -> OrderStatus:
    if order.refunded == order.amount:
        return OrderStatus.REFUNDED
    if order.status in _FETCHED:
        return OrderStatus.PARTLY_REFUNDED
    return OrderStatus(order.status)
