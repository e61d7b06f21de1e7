"""What cash for an order moves in the ledger: the one place where its transfers and keys are made.

The villager's money stays in the station's drawer, the platform is paid out of the float; a
refund goes the same way back. An order paid by the villager's own account moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from orders.agent_orders.models import AgentOrder, OrderRefund
from partners.ledger.accounts import PLATFORM, float_of
from partners.ledger.kinds import TransferKind
from partners.ledger.posting import NewTransfer, post_transfers


def pay_platform(*, actor: Any, orders: Iterable[AgentOrder]) -> None:
    """Moves what was paid in cash from the floats to the platform, in the caller's transaction.

    The caller holds the orders' locks or has just made them; locks the floats. Raises Refused
    beside `pay_how` where a float does not suffice.
    """
    transfers = [
        NewTransfer(
            from_account=float_of(order.station_id),
            to_account=PLATFORM,
            amount=order.amount,
            kind=TransferKind.ORDER_PAID,
            source_key=f"{order.subject}:paid",
            occurred_at=order.paid_at,
            subject=order.subject,
        )
        for order in orders
        if order.paid_at is not None and order.pay_how == AgentOrder.PayHow.CASH
    ]
    post_transfers(actor=actor, transfers=transfers, field="pay_how")


def refill_float(
    *, actor: Any, orders: Mapping[int, AgentOrder], refunds: Mapping[int, Sequence[OrderRefund]]
) -> None:
    """Moves refunds of cash orders from the platform back to the floats; both by order id.

    In the caller's transaction, whose orders are locked; locks the floats.
    """
    transfers = [
        NewTransfer(
            from_account=PLATFORM,
            to_account=float_of(orders[pk].station_id),
            amount=refund.amount,
            kind=TransferKind.ORDER_REFUNDED,
            source_key=f"refund:{refund.pk}",
            occurred_at=refund.at,
            subject=orders[pk].subject,
        )
        for pk, own in refunds.items()
        if orders[pk].pay_how == AgentOrder.PayHow.CASH
        for refund in own
    ]
    post_transfers(actor=actor, transfers=transfers)
