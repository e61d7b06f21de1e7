"""What a deposit moves, in drawer and ledger: the one place where its rows and keys are made.

A cash deposit goes the way of a cash order: into the drawer, out of the float, to the platform. It
comes back the same way, in two steps where the villager is not there: the float has it with the
decision, the drawer gives it when the villager comes. What is forfeited stays in the drawer, since
the float has paid for it, and leaves the platform's account for that of the sellers. A deposit
paid by the villager's own account moves nothing here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from orders.agent_orders.models import AgentOrder
from orders.cash.kinds import CashKind
from orders.cash.moving import NewMovement, move_cash
from partners.ledger.accounts import FORFEITED, PLATFORM, AccountName, float_of
from partners.ledger.kinds import TransferKind
from partners.ledger.posting import NewTransfer, post_transfers


def take_deposit(*, actor: Any, order: AgentOrder, at: dt.datetime) -> None:
    """A deposit comes in. In the caller's transaction; locks drawer, then float.

    Raises Refused beside `pay_how` where the float does not suffice.
    """
    if not in_cash(order):
        return
    move_cash(actor=actor, movements=[_movement(order, CashKind.PRESALE_DEPOSIT, at)])
    transfer = _transfer(order, float_of(order.station_id), PLATFORM, TransferKind.PRESALE_DEPOSIT, at)
    post_transfers(actor=actor, transfers=[transfer], field="pay_how")


def give_deposit_back(
    *, actor: Any, drawers: Sequence[AgentOrder], floats: Sequence[AgentOrder], at: dt.datetime
) -> None:
    """Deposits go back: out of the drawers to the villagers who are there, and into the floats.

    In the caller's transaction; locks drawers, then floats. Raises Refused where a drawer does not
    hold what goes out.
    """
    movements = [_movement(order, CashKind.PRESALE_BACK, at) for order in drawers if in_cash(order)]
    move_cash(actor=actor, movements=movements)
    transfers = [
        _transfer(order, PLATFORM, float_of(order.station_id), TransferKind.PRESALE_BACK, at)
        for order in floats
        if in_cash(order)
    ]
    post_transfers(actor=actor, transfers=transfers)


def keep_deposits(*, actor: Any, orders: Sequence[AgentOrder], at: dt.datetime) -> None:
    """Deposits are forfeited: nobody's turnover, the sellers' money. In the caller's transaction."""
    transfers = [
        _transfer(order, PLATFORM, FORFEITED, TransferKind.PRESALE_KEPT, at)
        for order in orders
        if in_cash(order)
    ]
    post_transfers(actor=actor, transfers=transfers)


def in_cash(order: AgentOrder) -> bool:
    return order.pay_how == AgentOrder.PayHow.CASH


_KEYS: dict[str, str] = {
    CashKind.PRESALE_DEPOSIT: "deposit",
    CashKind.PRESALE_BACK: "deposit-back",
    TransferKind.PRESALE_KEPT: "deposit-kept",
}


def _movement(order: AgentOrder, kind: CashKind, at: dt.datetime) -> NewMovement:
    return NewMovement(
        station_id=order.station_id,
        kind=kind,
        amount=order.deposit if kind == CashKind.PRESALE_DEPOSIT else -order.deposit,
        source_key=f"{order.subject}:{_KEYS[kind]}",
        occurred_at=at,
        subject=order.subject,
    )


def _transfer(
    order: AgentOrder, source: AccountName, target: AccountName, kind: TransferKind, at: dt.datetime
) -> NewTransfer:
    return NewTransfer(
        from_account=source,
        to_account=target,
        amount=order.deposit,
        kind=kind,
        source_key=f"{order.subject}:{_KEYS[kind]}",
        occurred_at=at,
        subject=order.subject,
    )
