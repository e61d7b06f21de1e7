"""The money for an order comes in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.agent_orders.cash import take_cash
from orders.agent_orders.changing import lines_of, lock_orders, save_steps, step
from orders.agent_orders.lifecycle import ON_THE_WAY, OrderStatus
from orders.agent_orders.models import AgentOrder, AgentOrderChange
from orders.agent_orders.placing import check_moments
from orders.agent_orders.recording import Belonging, event_rows
from partners.journal.kinds import Kind
from partners.journal.posting import post_many
from stations.refusals import Refused


def record_payment(*, actor: Any, order: AgentOrder, pay_how: str | None = None) -> AgentOrder:
    """Records that the villager has paid the whole order, now. Locks the order, for cash the float.

    Raises Refused when it is paid already or no longer waits for money, or where the float does
    not suffice for cash.
    """
    return record_payments(actor=actor, paid_at={order.pk: timezone.now()}, pay_how=pay_how)[0]


def record_payments(
    *,
    actor: Any,
    paid_at: Mapping[int, dt.datetime],
    pay_how: str | None = None,
    balance: bool = False,
) -> list[AgentOrder]:
    """Records payments by order id, each at its own moment; one transaction, all or nothing.

    `balance` says that it is the balance of a presale: the presale has looked at its times, and the
    way of the payment is the deposit's.
    """
    with transaction.atomic():
        orders = lock_orders(paid_at)
        changes: list[AgentOrderChange] = []
        for order in orders.values():
            at = paid_at[order.pk]
            order.pay_how = pay_how or order.pay_how
            changes += take_money(order, actor=actor, at=at, balance=balance)
        save_steps(list(orders.values()), changes, ["paid_at", "pay_how"])
        belonging = Belonging(orders.values())
        lines = lines_of(orders)
        post_many(
            [
                row
                for order in orders.values()
                for row in event_rows(
                    order, lines[order.pk], kind=Kind.PAID, at=paid_at[order.pk], belonging=belonging
                )
            ]
        )
        take_cash(actor=actor, orders=orders.values())
    return list(orders.values())


def take_money(
    order: AgentOrder, *, actor: Any, at: dt.datetime, balance: bool = False
) -> list[AgentOrderChange]:
    """Pays a locked order in memory; returns the log to be written.

    Raises Refused unless it waits for money and was placed by then, or where a deposit was put
    down for it and this is not the `balance`.
    """
    if order.paid_at is not None or order.status not in ON_THE_WAY:
        raise Refused(
            _("Order %(number)s does not wait for money: it is “%(status)s”.")
            % {"number": order.number, "status": order.get_status_display()},
            code="not_waiting",
            conflict=True,
        )
    if order.deposit and not balance:
        raise Refused(
            _("A deposit was taken for %(number)s: take its balance with the presale orders.")
            % {"number": order.number},
            code="deposit",
            conflict=True,
        )
    check_moments(order.placed_at, at, None)
    order.paid_at = at
    # Goods that travel already keep their status: it says where they are.
    return [step(order, OrderStatus.PAID, actor=actor, at=at)] if order.status == OrderStatus.PLACED else []
