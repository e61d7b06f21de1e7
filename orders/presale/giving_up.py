"""A presale order ends without its balance; a rule says whose the deposit is then."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.agent_orders.cancelling import give_up_orders
from orders.presale.changing import lock_presales, save_steps, step
from orders.presale.lifecycle import DepositState, Ending, Outcome
from orders.presale.models import PresaleOrder
from orders.presale.money import give_deposit_back, in_cash, keep_deposits
from orders.presale.rules import Rules
from orders.presale.telling import tell_deposits_back, withdraw_balance_notices
from stations.clock import business_date
from stations.refusals import Refused


def give_up(*, actor: Any, presale: PresaleOrder, reason: str, at: dt.datetime | None = None) -> PresaleOrder:
    """The villager, at the counter, does not want it any more.

    By rule the deposit goes out of the drawer to them, or is forfeited. Locks the order, then
    drawer and float. Raises Refused: no reason, the deposit is not held any more, the drawer does
    not hold it.
    """
    if not reason.strip():
        raise Refused(_("Say why the order is given up."), code="reason", field="reason")
    with transaction.atomic():
        row = lock_presales([presale.pk])[0]
        now = at or timezone.now()
        end_presales(
            actor=actor, rows=[row], ending=ending_now(row, now), at=now, reason=reason.strip(), here=True
        )
    return row


def call_off_order(*, actor: Any, presale: PresaleOrder, reason: str) -> PresaleOrder:
    """Seller or platform does not deliver this one order; the villager is told where a deposit waits.

    Locks the order, then the float. Raises Refused: no reason, the deposit is not held any more.
    """
    if not reason.strip():
        raise Refused(_("Say why it is called off."), code="reason", field="reason")
    with transaction.atomic():
        row = lock_presales([presale.pk])[0]
        end_presales(
            actor=actor, rows=[row], ending=Ending.CALLED_OFF, at=timezone.now(), reason=reason.strip()
        )
    return row


def give_back(*, actor: Any, presale: PresaleOrder, at: dt.datetime | None = None) -> PresaleOrder:
    """The villager has come for a deposit that is theirs again: it leaves the drawer.

    Locks the order, then the drawer. Raises Refused: nothing is to be given back, the drawer does
    not hold it.
    """
    with transaction.atomic():
        row = lock_presales([presale.pk])[0]
        now = at or timezone.now()
        change = step(row, DepositState.RETURNED, actor=actor, at=now)
        if change.before != DepositState.OWED:
            raise Refused(
                _("Nothing is to be given back for %(number)s.") % {"number": row.order.number},
                code="nothing_owed",
                conflict=True,
            )
        save_steps([row], [change])
        give_deposit_back(actor=actor, drawers=[row.order], floats=[], at=now)
    return row


def ending_now(row: PresaleOrder, now: dt.datetime) -> Ending:
    """How an order ends that ends at this moment."""
    if row.good.called_off_at is not None:
        return Ending.CALLED_OFF
    if now < row.good.balance_from:
        return Ending.EARLY
    return Ending.LATE if now < row.good.balance_until else Ending.OVERDUE


def end_presales(
    *,
    actor: Any,
    rows: list[PresaleOrder],
    ending: Ending,
    at: dt.datetime,
    reason: str,
    here: bool = False,
    rules: Rules | None = None,
) -> None:
    """Ends locked presale orders: orders, deposits, drawer, ledger; statements, however many rows.

    `here`: the villager stands at the counter, and what is theirs leaves the drawer at once. Else
    the float has it back, and the drawer owes it to the villager, who is told. In the caller's
    transaction; locks drawers, then floats. Raises Refused for the first that is not held any more.
    """
    rules = rules or Rules()
    back: list[PresaleOrder] = []
    kept: list[PresaleOrder] = []
    changes = []
    for row in rows:
        outcome = rules.outcome(ending, business_date(row.order.placed_at or at))
        after = DepositState.FORFEITED
        if outcome == Outcome.RETURNED:
            # What came by the villager's own account goes back there by the platform.
            after = DepositState.RETURNED if here or not in_cash(row.order) else DepositState.OWED
        changes.append(step(row, after, actor=actor, at=at, reason=reason))
        row.ending = ending
        (kept if after == DepositState.FORFEITED else back).append(row)
    orders = {row.pk: row.order for row in rows}
    give_up_orders(actor=actor, orders=orders, at=at, reason=reason)
    save_steps(rows, changes)
    withdraw_balance_notices(orders.values(), at=at)
    tell_deposits_back([row.order for row in back if row.state == DepositState.OWED], at=at)
    leaves = [row.order for row in back if row.state == DepositState.RETURNED]
    give_deposit_back(actor=actor, drawers=leaves, floats=[row.order for row in back], at=at)
    keep_deposits(actor=actor, orders=[row.order for row in kept], at=at)
