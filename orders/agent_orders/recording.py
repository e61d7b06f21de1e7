"""What an order writes into the journal: the one place where its rows and keys are made.

One row per event and category. The count of orders stands on one row of an event only, so
that an order of two categories is one order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from orders.agent_orders.models import AgentOrder, AgentOrderLine, OrderRefund
from partners.journal.kinds import Business, Kind
from partners.journal.models import Activity
from partners.people.incumbents import Incumbents
from stations.clock import business_date
from stations.money import ZERO
from stations.network.whereabouts import Whereabouts


def by_category(lines: Iterable[AgentOrderLine]) -> dict[str, Decimal]:
    """Yuan per category, in the order of the lines."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.category] = sums.get(line.category, ZERO) + line.amount
    return sums


class Belonging:
    """To whom and where the events of some orders belong; read once, for many questions."""

    def __init__(self, orders: Collection[AgentOrder]) -> None:
        self._incumbents = Incumbents(order.station_id for order in orders)
        self._whereabouts = Whereabouts(order.station for order in orders)

    def of(self, order: AgentOrder, at: dt.datetime) -> tuple[int | None, int]:
        """The partner who ran the station at a moment, and the county center it was under then."""
        partner = self._incumbents.on(order.station_id, business_date(at))
        return partner, self._whereabouts.center_of(order.station, at)


def event_rows(
    order: AgentOrder, lines: Sequence[AgentOrderLine], *, kind: Kind, at: dt.datetime, belonging: Belonging
) -> list[Activity]:
    """Rows for `placed` and `paid`: one per category; partner and center are those of the moment."""
    partner_id, center_id = belonging.of(order, at)
    return [
        Activity(
            partner_id=partner_id,
            station_id=order.station_id,
            center_id=center_id,
            business=Business.AGENT_ORDER,
            kind=kind,
            category=category,
            amount=amount,
            orders=1 if position == 0 else 0,
            category_orders=1,
            occurred_at=at,
            turnover_at=at,
            subject=order.subject,
            source_key=f"{order.subject}:{kind}:{category}",
        )
        for position, (category, amount) in enumerate(by_category(lines).items())
    ]


def hand_over_row(payment: Activity, *, at: dt.datetime) -> Activity:
    """The hand-over starts the hold of what the payment earned."""
    return _following(
        payment,
        kind=Kind.HANDED_OVER,
        amount=ZERO,
        at=at,
        source_key=f"{payment.subject}:{Kind.HANDED_OVER}:{payment.category}",
    )


def refund_rows(
    refunds: Sequence[OrderRefund],
    *,
    order: AgentOrder,
    lines: Sequence[AgentOrderLine],
    payments: Mapping[tuple[str, str], Activity],
) -> list[Activity]:
    """Rows for refunds of one order, in the hour of the payment they undo.

    `order` and `lines` hold the refunds already: what is empty now leaves the count of net
    orders, on the last row that touched it.
    """
    left = by_category(lines)
    for line in lines:
        left[line.category] -= line.refunded
    rows = []
    emptied: set[str] = set()
    for refund in reversed(refunds):
        category = refund.line.category
        row = _following(
            payments[order.subject, category],
            kind=Kind.REFUND,
            amount=-refund.amount,
            at=refund.at,
            source_key=f"refund:{refund.pk}",
        )
        if left[category] == 0 and category not in emptied:
            emptied.add(category)
            row.category_orders = -1
        rows.append(row)
    rows.reverse()
    if order.refunded == order.amount:
        rows[-1].orders = -1
    return rows


def _following(
    payment: Activity, *, kind: Kind, amount: Decimal, at: dt.datetime, source_key: str
) -> Activity:
    return Activity(
        partner_id=payment.partner_id,
        station_id=payment.station_id,
        center_id=payment.center_id,
        business=payment.business,
        kind=kind,
        category=payment.category,
        amount=amount,
        occurred_at=at,
        turnover_at=payment.turnover_at,
        subject=payment.subject,
        source_key=source_key,
    )
