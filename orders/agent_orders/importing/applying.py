"""A plan is carried out by the verbs that everybody else calls too."""

from __future__ import annotations

from typing import Any

from orders.agent_orders.changing import lines_of
from orders.agent_orders.handing_over import hand_over_orders
from orders.agent_orders.importing.planning import Plan, refund_reason
from orders.agent_orders.importing.report import ImportReport
from orders.agent_orders.importing.staging import Group
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.paying import record_payments
from orders.agent_orders.placing import NewLine, NewOrder, place_orders
from orders.agent_orders.refunding import NewRefund, refund_orders
from orders.villagers.enrolling import enrol_reported
from orders.villagers.models import Villager
from stations.network.models import Station


def apply(plan: Plan, *, actor: Any, report: ImportReport) -> None:
    """Writes what was planned, in the caller's transaction. Locks the orders."""
    refunds = {**plan.refunds, **_place(plan, actor=actor, report=report)}
    if plan.payments:
        # What the platform reports as paid it has been paid: the station's float has no part in it.
        record_payments(actor=actor, paid_at=plan.payments, pay_how=AgentOrder.PayHow.OWN_ACCOUNT)
    if plan.hand_overs:
        hand_over_orders(actor=actor, handed_over_at=plan.hand_overs)
    if refunds:
        refund_orders(actor=actor, refunds=refunds, reason=refund_reason(), reported=True)


def _place(plan: Plan, *, actor: Any, report: ImportReport) -> dict[int, list[NewRefund]]:
    """Places the new orders; returns what has gone back of them, by order id."""
    if not plan.new:
        return {}
    people = {(station.pk, group.rows[0].phone): group.rows[0].villager for station, group in plan.new}
    villagers, added = enrol_reported(actor=actor, people=people)
    report.villagers_added += added
    placed = place_orders(
        actor=actor,
        orders=[
            _new_order(station, villagers[station.pk, group.rows[0].phone], group)
            for station, group in plan.new
        ],
    )
    refunded = {
        order.pk: group
        for order, (_station, group) in zip(placed, plan.new, strict=True)
        if any(row.refunded for row in group.rows)
    }
    return {pk: _refunds(refunded[pk], lines) for pk, lines in lines_of(refunded).items()}


def _new_order(station: Station, villager: Villager, group: Group) -> NewOrder:
    first = group.rows[0]
    return NewOrder(
        station=station,
        villager=villager,
        lines=[
            NewLine(row.title, row.category, row.quantity, row.unit_price, row.amount, row.line_no)
            for row in sorted(group.rows, key=lambda row: row.line_no)
        ],
        pay_when=AgentOrder.PayWhen.NOW if first.paid_at else AgentOrder.PayWhen.ON_ARRIVAL,
        pay_how=AgentOrder.PayHow.OWN_ACCOUNT,
        platform=first.platform,
        platform_order_no=first.order_no,
        placed_at=first.placed_at,
        paid_at=first.paid_at,
        handed_over_at=first.handed_over_at,
    )


def _refunds(group: Group, lines: Any) -> list[NewRefund]:
    ids = {line.line_no: line.pk for line in lines}
    return [NewRefund(ids[row.line_no], row.refunded, row.refunded_at) for row in group.rows if row.refunded]
