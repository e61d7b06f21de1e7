"""What cash for an order moves, in drawer and ledger: the one place where its rows and keys are made.

The villager's money stays in the station's drawer, the platform is paid out of the float; a
refund goes the same way back. An order paid by the villager's own account moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from orders.agent_orders.models import AgentOrder, OrderRefund
from orders.cash.kinds import CashKind
from orders.cash.moving import NewMovement, move_cash
from partners.ledger.accounts import PLATFORM, float_of
from partners.ledger.kinds import TransferKind
from partners.ledger.posting import NewTransfer, post_transfers


def take_cash(*, actor: Any, orders: Iterable[AgentOrder]) -> None:
    """Puts what was paid in cash into the drawers and pays the platform from the floats.

    Of a presale that is the balance: its deposit went the same way before.
    In the caller's transaction, which holds the orders' locks or has just made them; locks the
    drawers, then the floats. Raises Refused beside `pay_how` where a float does not suffice.
    """
    paid = [
        (order, order.paid_at)
        for order in orders
        if order.paid_at is not None and order.pay_how == AgentOrder.PayHow.CASH
    ]
    movements = [
        NewMovement(
            station_id=order.station_id,
            kind=CashKind.ORDER_PAID,
            amount=order.balance,
            source_key=f"{order.subject}:paid",
            occurred_at=paid_at,
            subject=order.subject,
        )
        for order, paid_at in paid
    ]
    transfers = [
        NewTransfer(
            from_account=float_of(order.station_id),
            to_account=PLATFORM,
            amount=order.balance,
            kind=TransferKind.ORDER_PAID,
            source_key=f"{order.subject}:paid",
            occurred_at=paid_at,
            subject=order.subject,
        )
        for order, paid_at in paid
    ]
    move_cash(actor=actor, movements=movements)
    post_transfers(actor=actor, transfers=transfers, field="pay_how")


def give_cash_back(
    *,
    actor: Any,
    orders: Mapping[int, AgentOrder],
    refunds: Mapping[int, Sequence[OrderRefund]],
    reported: bool = False,
) -> None:
    """Gives refunds of cash orders out of the drawers and fills the floats; both by order id.

    In the caller's transaction, whose orders are locked; locks the drawers, then the floats.
    Raises Refused beside `amount` where a drawer does not hold what the villager gets; what a
    platform has `reported` has happened, and the partner's own cash makes up for it.
    """
    cash = [
        (orders[pk], refund)
        for pk, own in refunds.items()
        if orders[pk].pay_how == AgentOrder.PayHow.CASH
        for refund in own
    ]
    movements = [
        NewMovement(
            station_id=order.station_id,
            kind=CashKind.ORDER_REFUNDED,
            amount=-refund.amount,
            source_key=f"refund:{refund.pk}",
            occurred_at=refund.at,
            subject=order.subject,
        )
        for order, refund in cash
    ]
    transfers = [
        NewTransfer(
            from_account=PLATFORM,
            to_account=float_of(order.station_id),
            amount=refund.amount,
            kind=TransferKind.ORDER_REFUNDED,
            source_key=f"refund:{refund.pk}",
            occurred_at=refund.at,
            subject=order.subject,
        )
        for order, refund in cash
    ]
    move_cash(actor=actor, movements=movements, field="amount", fill=reported)
    post_transfers(actor=actor, transfers=transfers)
