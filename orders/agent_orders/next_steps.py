"""What may be done next with an order, by its status and its money. Pages and API read it alike."""

from __future__ import annotations

from enum import StrEnum

from orders.agent_orders.lifecycle import ORDER_LIFECYCLE, OrderStatus
from orders.agent_orders.models import AgentOrder


class NextStep(StrEnum):
    PLACE = "place"
    PAY = "pay"
    RECEIVE = "receive"
    HAND_OVER = "hand_over"
    REFUND = "refund"
    CANCEL = "cancel"


def next_steps(order: AgentOrder) -> list[NextStep]:
    """What the station may do now, the most likely first. The verbs check again under the lock.

    An order whose deposit is held is paid and given up with the presale orders.
    """
    steps = []
    if order.status == OrderStatus.DRAFT:
        steps.append(NextStep.PLACE)
    presale = bool(order.deposit) and order.open_money
    if order.open_money and not presale:
        steps.append(NextStep.PAY)
    if order.status == OrderStatus.AT_STATION and order.paid_at is not None:
        steps.append(NextStep.HAND_OVER)
    if ORDER_LIFECYCLE.allows(order.status, OrderStatus.AT_STATION):
        steps.append(NextStep.RECEIVE)
    if (
        order.paid_at is not None
        and order.refunded < order.amount
        and (ORDER_LIFECYCLE.allows(order.status, OrderStatus.REFUNDED))
    ):
        steps.append(NextStep.REFUND)
    if ORDER_LIFECYCLE.allows(order.status, OrderStatus.CANCELLED) and not presale:
        steps.append(NextStep.CANCEL)
    return steps
