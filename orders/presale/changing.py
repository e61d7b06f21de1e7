"""How a deposit's state changes: under the order's lock, read again, checked against the table, logged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from orders.agent_orders.changing import lock_orders
from orders.presale.lifecycle import DEPOSIT_LIFECYCLE, DepositState
from orders.presale.models import PresaleChange, PresaleOrder
from stations.bulk import insert_many, update_many


def lock_presales(pks: Iterable[int]) -> list[PresaleOrder]:
    """Locks agent orders in the order of their ids and reads their presale rows again, with the goods.

    Every verb that changes a deposit holds this lock; it must run in a transaction.
    """
    orders = lock_orders(pks)
    rows = list(PresaleOrder.objects.filter(pk__in=orders).select_related("good").order_by("pk"))
    for row in rows:
        row.order = orders[row.pk]
    return rows


def step(
    row: PresaleOrder, after: DepositState, *, actor: Any, at: dt.datetime, reason: str = ""
) -> PresaleChange:
    """Changes the state in memory and returns the log row; the caller holds the lock and saves both.

    Raises Refused when the table does not allow the step.
    """
    DEPOSIT_LIFECYCLE.check(row.state, after, label=row.order.number)
    change = PresaleChange(
        presale=row, before=row.state, after=after, actor=actor, at=at, reason=reason[:200]
    )
    if row.state == DepositState.HELD:
        row.settled_at = at
    if after == DepositState.RETURNED:
        row.returned_at = at
    row.state = after
    return change


def save_steps(rows: list[PresaleOrder], changes: list[PresaleChange]) -> None:
    """Writes the new state of locked rows and their log; no transaction of its own."""
    update_many(rows, ["state", "ending", "settled_at", "returned_at"])
    insert_many(changes)
