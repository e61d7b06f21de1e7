"""From the rows of some orders to what the verbs shall do, and to what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from orders.agent_orders.changing import lines_of
from orders.agent_orders.handing_over import give_goods
from orders.agent_orders.importing.format import FORMAT
from orders.agent_orders.importing.parsing import Row
from orders.agent_orders.importing.report import ImportReport
from orders.agent_orders.importing.staging import Group
from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder, AgentOrderLine
from orders.agent_orders.paying import take_money
from orders.agent_orders.refunding import NewRefund, give_back
from stations.clock import business_date
from stations.network.models import Station
from stations.refusals import Refused

# What every row of an order says alike.
_SHARED = ("station", "villager", "phone", "placed_at", "paid_at", "handed_over_at")
_GOODS = ("title", "category", "quantity", "unit_price", "amount")


@dataclass(slots=True)
class Plan:
    """What is to be done for some orders; payments, hand-overs and refunds by order id."""

    new: list[tuple[Station, Group]] = field(default_factory=list)
    payments: dict[int, dt.datetime] = field(default_factory=dict)
    hand_overs: dict[int, dt.datetime] = field(default_factory=dict)
    refunds: dict[int, list[NewRefund]] = field(default_factory=dict)


def refund_reason() -> str:
    """What a refund says that the platform reported."""
    return _("Reported by the platform.")


class Planner:
    """Judges orders against what is on record; counts and refusals go into the report.

    With `lock` the orders on record are locked first: the plan still holds when it is carried out.
    """

    def __init__(self, *, actor: Any, report: ImportReport) -> None:
        stations = Station.objects.all() if actor is None else Station.objects.visible_to(actor)
        self._stations: Mapping[str, Station] = {station.code: station for station in stations}
        self._visible = {station.pk for station in self._stations.values()}
        self._actor = actor
        self._report = report

    def plan(self, groups: Sequence[Group], *, lock: bool) -> Plan:
        plan = Plan()
        on_record = self._on_record([group.key for group in groups], lock=lock)
        lines = lines_of(order.pk for order in on_record.values())
        for group in groups:
            try:
                if self._refuse_broken(group):
                    continue
                station = self._station(group)
                order = on_record.get(group.key)
                if order is None:
                    self._plan_new(plan, group, station)
                else:
                    self._plan_known(plan, group, order, lines[order.pk])
            except Refused as refused:
                for line in group.lines:
                    self._report.refuse(line, str(refused))
        return plan

    def _on_record(self, keys: Sequence[tuple[str, str]], *, lock: bool) -> dict[tuple[str, str], AgentOrder]:
        orders = (
            AgentOrder.objects.filter(
                platform__in={platform for platform, _number in keys},
                platform_order_no__in=[number for _platform, number in keys],
            )
            .exclude(platform_order_no="")
            .select_related("station", "villager")
            .order_by("pk")
        )
        if lock:
            orders = orders.select_for_update(of=("self",))
        return {(order.platform, order.platform_order_no): order for order in orders}

    def _refuse_broken(self, group: Group) -> bool:
        """Whether rows of the group cannot be used or contradict each other; then all are refused."""
        reasons = {bad.line: bad.reason for bad in group.bad}
        if group.rows:
            reasons |= _contradictions(group.rows)
        if not reasons:
            return False
        broken = ", ".join(str(line) for line in sorted(reasons)[:10])
        for line in group.lines:
            reasons.setdefault(
                line, _("Refused together with line %(lines)s: same order.") % {"lines": broken}
            )
        for line, reason in reasons.items():
            self._report.refuse(line, reason)
        return True

    def _station(self, group: Group) -> Station:
        code = group.rows[0].station
        station = self._stations.get(code)
        if station is None:
            # One out of reach is no other than one that does not exist.
            raise Refused(_("station: there is no station %(code)s.") % {"code": code})
        return station

    def _plan_new(self, plan: Plan, group: Group, station: Station) -> None:
        day = business_date(group.rows[0].placed_at)
        if station.opened_on is None or day < station.opened_on:
            raise Refused(_("placed_at: station %(code)s was not open yet.") % {"code": station.code})
        if station.closed_on is not None and station.closed_on < day:
            raise Refused(_("placed_at: station %(code)s was closed by then.") % {"code": station.code})
        plan.new.append((station, group))
        self._report.accepted += len(group.rows)
        self._report.orders_added += 1

    def _plan_known(
        self, plan: Plan, group: Group, order: AgentOrder, lines: Sequence[AgentOrderLine]
    ) -> None:
        if order.station_id not in self._visible:
            raise Refused(_("This platform order number cannot be used."))
        self._check_same(group, order, lines)
        first, refunds = group.rows[0], _open_refunds(group.rows, lines)
        pays = first.paid_at if order.paid_at is None else None
        fetched = first.handed_over_at if order.handed_over_at is None else None
        # The verbs' own steps, on this copy in memory: what they refuse is refused here, with its line.
        if pays is not None:
            take_money(order, actor=self._actor, at=pays)
        if fetched is not None:
            give_goods(order, actor=self._actor, at=fetched)
        if refunds:
            give_back(order, lines, refunds, actor=self._actor, reason=refund_reason())
        if pays is not None:
            plan.payments[order.pk] = pays
        if fetched is not None:
            plan.hand_overs[order.pk] = fetched
        if refunds:
            plan.refunds[order.pk] = refunds
        moved = pays is not None or fetched is not None
        advanced = len(group.rows) if moved else len(refunds)
        self._report.advanced += advanced
        self._report.known += len(group.rows) - advanced
        self._report.orders_advanced += bool(advanced)

    def _check_same(self, group: Group, order: AgentOrder, lines: Sequence[AgentOrderLine]) -> None:
        """Raises Refused unless the rows say what is on record; moments on record stay as they are."""
        if order.status == OrderStatus.DRAFT:
            raise Refused(_("Order %(number)s is still a draft.") % {"number": order.number})
        by_number = {line.line_no: line for line in lines}
        differing = set()
        if order.station.code != group.rows[0].station:
            differing.add("station")
        if order.villager.erased_at is None and order.villager.phone != group.rows[0].phone:
            differing.add("phone")
        for row in group.rows:
            line = by_number.get(row.line_no)
            if line is None:
                differing.add("line_no")
                continue
            differing |= {name for name in _GOODS if getattr(line, name) != getattr(row, name)}
        if differing:
            raise Refused(
                _("Order %(number)s is on record with a different %(columns)s.")
                % {"number": order.number, "columns": ", ".join(map(FORMAT.word, sorted(differing)))}
            )


def _contradictions(rows: Sequence[Row]) -> dict[int, str]:
    """Reasons by line: a line number twice, or values that differ from the first row of the order."""
    reasons: dict[int, str] = {}
    seen: dict[int, int] = {}
    first = rows[0]
    for row in rows:
        if row.line_no in seen:
            reasons[row.line] = _("line_no: line %(line)s of the file has this order and line already.") % {
                "line": seen[row.line_no]
            }
            continue
        seen[row.line_no] = row.line
        differing = [name for name in _SHARED if getattr(row, name) != getattr(first, name)]
        if differing:
            reasons[row.line] = _("%(columns)s: not the same as in line %(line)s, of the same order.") % {
                "columns": ", ".join(map(FORMAT.word, differing)),
                "line": first.line,
            }
    return reasons


def _open_refunds(rows: Sequence[Row], lines: Sequence[AgentOrderLine]) -> list[NewRefund]:
    """What the platform has given back and we have not; its amounts are the sums so far."""
    by_number = {line.line_no: line for line in lines}
    return [
        NewRefund(by_number[row.line_no].pk, row.refunded - by_number[row.line_no].refunded, row.refunded_at)
        for row in rows
        if row.refunded > by_number[row.line_no].refunded
    ]
