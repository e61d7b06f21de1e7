"""The day of a station on one sheet: cash, float, parcels, orders, and what is not finished."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from orders.agent_orders.models import AgentOrder
from orders.cash.kinds import FOUND, CashKind
from orders.cash.models import CashDay, CashMovement, Drawer
from orders.counter.lifecycle import DUE, ServiceStatus
from orders.counter.models import CounterService
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel
from partners.accounts.permissions import may
from partners.ledger.models import Balance
from stations.clock import day_end, day_start
from stations.money import ZERO
from stations.network.models import Station


@dataclass(frozen=True, slots=True)
class CashLine:
    """What one kind of movement did to the drawer on the day: how often, and signed yuan."""

    kind: CashKind
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class DaySheet:
    """A station's day. Amounts in yuan.

    `opening` is what the drawer held when the day began, the first cash ever among it; `expected`
    what it should hold at its end, before differences that its own count has found. `since` moved
    on later days. `floating` is None for readers who may not see a float. Parcels and unfinished
    services are those of now.
    """

    station: Station
    day: dt.date
    row: CashDay | None
    opening: Decimal
    lines: list[CashLine]
    cash_in: Decimal
    cash_out: Decimal
    expected: Decimal
    since: Decimal
    promised: Decimal
    floating: Decimal | None
    parcels: int
    orders: int
    orders_cash: Decimal
    orders_account: Decimal
    handed_over: int
    to_give_back: int
    being_checked: int
    not_closed: list[dt.date]

    @property
    def closed(self) -> bool:
        return self.row is not None and self.row.closed_at is not None

    @property
    def opening_can_be_counted(self) -> bool:
        """Before the day's first movement, once."""
        return not self.lines and (self.row is None or self.row.opened_at is None)

    @property
    def now(self) -> Decimal:
        """What should lie in the drawer at this moment."""
        return self.expected + self.since


def day_sheet(*, station: Station, day: dt.date, reader: Any) -> DaySheet:
    """The sheet of a station's day, as `reader` may see it; the station is within the reader's reach."""
    drawer = Drawer.objects.filter(station=station).first()
    row = CashDay.objects.filter(station=station, day=day).select_related("closed_by", "opened_by").first()
    moved = CashMovement.objects.filter(station=station)
    own_count = f"cash-day:{row.pk}:closing" if row else ""
    by_kind = (
        moved.filter(business_date=day)
        .exclude(source_key=own_count)
        # The first cash ever is what the day opens with, and nothing that the day has taken.
        .exclude(source_key=f"cash-day:{row.pk if row else 0}:opening", kind=CashKind.PUT_IN)
        .values("kind")
        .annotate(count=Count("pk"), sum=Sum("amount"))
    )
    lines = sorted(
        (CashLine(CashKind(one["kind"]), one["count"], one["sum"]) for one in by_kind),
        key=lambda line: list(CashKind).index(line.kind),
    )
    since = sum_of(moved.filter(business_date__gt=day))
    found_at_close = sum_of(moved.filter(source_key=own_count)) if own_count else ZERO
    expected = (drawer.amount if drawer else ZERO) - since - found_at_close
    orders = AgentOrder.objects.filter(station=station)
    paid = _paid(orders, day)
    services = CounterService.objects.filter(station=station)
    return DaySheet(
        station=station,
        day=day,
        row=row,
        opening=expected - sum((line.amount for line in lines), ZERO),
        lines=lines,
        cash_in=sum((one.amount for one in lines if one.amount > 0 and one.kind not in FOUND), ZERO),
        cash_out=sum((one.amount for one in lines if one.amount < 0 and one.kind not in FOUND), ZERO),
        expected=expected,
        since=since,
        promised=drawer.promised if drawer else ZERO,
        floating=_float_of(station, reader),
        parcels=parcels_at(station),
        orders=sum(one["count"] for one in paid.values()),
        orders_cash=paid.get(AgentOrder.PayHow.CASH, {}).get("sum", ZERO),
        orders_account=paid.get(AgentOrder.PayHow.OWN_ACCOUNT, {}).get("sum", ZERO),
        handed_over=orders.filter(
            handed_over_at__gte=day_start(day), handed_over_at__lt=day_end(day)
        ).count(),
        to_give_back=services.filter(status=ServiceStatus.FAILED).count(),
        being_checked=services.filter(status__in=DUE).count(),
        not_closed=list(
            CashDay.objects.filter(station=station).open_before(day).values_list("day", flat=True)
        ),
    )


def parcels_at(station: Station) -> int:
    """How many parcels lie at the station now, whichever way they go."""
    return Parcel.objects.filter(station=station, status=ParcelStatus.AT_STATION).count()


def sum_of(movements: Any) -> Decimal:
    """Signed yuan of some movements."""
    return movements.aggregate(sum=Sum("amount"))["sum"] or ZERO


def _paid(orders: Any, day: dt.date) -> dict[str, dict[str, Any]]:
    """Count and yuan of the orders paid on a day, by how they were paid."""
    rows = orders.filter(paid_at__gte=day_start(day), paid_at__lt=day_end(day)).values("pay_how")
    return {one["pay_how"]: one for one in rows.annotate(count=Count("pk"), sum=Sum("amount"))}


def _float_of(station: Station, reader: Any) -> Decimal | None:
    if not (reader.is_superuser or may(reader.role, "partners.view_account")):
        return None
    balance = Balance.objects.filter(account__station=station).first()
    return balance.amount if balance else ZERO
