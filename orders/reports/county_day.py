"""The day so far of a county, or of all of them: what the desk sees first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder
from orders.festivals.measures import NOTHING_SOLD, Turnovers
from orders.festivals.models import CenterHour, StationDay
from orders.festivals.snapshot import one_snapshot
from partners.journal.kinds import Business
from partners.people.models import Tenure
from stations.centers.models import CountyCenter
from stations.clock import SHANGHAI, business_date, day_end, day_start
from stations.money import ZERO
from stations.network.models import Station
from stations.replica import reads_replica
from stations.scope import scope_of

ARRIVING = (OrderStatus.SHIPPED, OrderStatus.AT_COUNTY, OrderStatus.AT_STATION)


@dataclass(frozen=True, slots=True)
class PlaceDay:
    """One county (for who sees several) or one station, on the day."""

    pk: int
    code: str
    name: str
    turnovers: Turnovers


@dataclass(frozen=True, slots=True)
class SoldToday:
    """Agent orders within the reader's scope; turnover as rolled up, in yuan (`pending` rows still wait).

    Read from a replica it is as of `behind` ago. `selling`: stations in service with a paid order today.
    """

    day: dt.date
    as_of: dt.datetime
    behind: dt.timedelta
    pending: int
    turnovers: Turnovers
    in_service: int
    selling: int
    partners: int
    hours: list[tuple[int, Decimal]]
    by_county: bool
    places: list[PlaceDay]

    @property
    def without_sale(self) -> int:
        return self.in_service - self.selling


@dataclass(frozen=True, slots=True)
class CountyDay:
    """What was sold today, and where orders are.

    `statuses`: today's orders by where they are now. `arriving`: goods on their way, whenever
    they were placed.
    """

    sold: SoldToday
    statuses: dict[str, int]
    unpaid: int
    unpaid_amount: Decimal
    arriving: dict[str, int]


def county_day(user: object) -> CountyDay:
    """The business day of now. Reads only what `user` may see.

    What was sold is one snapshot, of a replica where there is one. Orders are counted on the
    primary: who has just moved some at the desk sees them moved.
    """
    sold = _sold(user)
    orders = AgentOrder.objects.visible_to(user).order_by()
    today = orders.filter(placed_at__gte=day_start(sold.day), placed_at__lt=day_end(sold.day))
    unpaid = orders.waiting_for_money().aggregate(count=Count("pk"), amount=Sum("amount"))
    return CountyDay(
        sold=sold,
        statuses=dict(today.values_list("status").annotate(count=Count("pk"))),
        unpaid=unpaid["count"],
        unpaid_amount=unpaid["amount"] or ZERO,
        arriving=dict(orders.filter(status__in=ARRIVING).values_list("status").annotate(count=Count("pk"))),
    )


@reads_replica
def _sold(user: object) -> SoldToday:
    with one_snapshot() as moment:
        day = business_date(moment.as_of)
        stations = _stations(user, day)
        in_service = set(Station.objects.visible_to(user).in_service_on(day).values_list("pk", flat=True))
        selling = {pk for pk, turnovers in stations.items() if turnovers.paid_orders}
        by_county = scope_of(user).everything
        return SoldToday(
            day=day,
            as_of=moment.as_of,
            behind=moment.behind,
            pending=moment.pending,
            turnovers=sum(stations.values(), NOTHING_SOLD),
            in_service=len(in_service),
            selling=len(in_service & selling),
            partners=Tenure.objects.visible_to(user).covering(day).values("partner").distinct().count(),
            hours=_hours(user, moment.as_of),
            by_county=by_county,
            places=_counties(user, day) if by_county else _named_stations(user, in_service, stations),
        )


def _stations(user: object, day: dt.date) -> dict[int, Turnovers]:
    rows = StationDay.objects.visible_to(user).filter(day=day, business=Business.AGENT_ORDER)
    return _by(rows.summed_by("station_id"))


def _by(sums: Any) -> dict[Any, Turnovers]:
    """Sums by their one key."""
    return {key: Turnovers(*measures) for key, *measures in sums}


def _named_stations(user: object, in_service: set[int], sold: dict[int, Turnovers]) -> list[PlaceDay]:
    """Stations in service, the ones without a sale among them; those that sold most first."""
    rows = Station.objects.visible_to(user).filter(pk__in=in_service | set(sold))
    places = [
        PlaceDay(row.pk, row.code, row.name, sold.get(row.pk, NOTHING_SOLD)) for row in rows.order_by("code")
    ]
    return sorted(places, key=lambda place: -place.turnovers.paid_amount)


def _counties(user: object, day: dt.date) -> list[PlaceDay]:
    rows = StationDay.objects.visible_to(user).filter(day=day, business=Business.AGENT_ORDER)
    sold = _by(rows.summed_by("center_id"))
    centers = CountyCenter.objects.visible_to(user).order_by("code")
    places = [PlaceDay(row.pk, row.code, row.name, sold.get(row.pk, NOTHING_SOLD)) for row in centers]
    return sorted(places, key=lambda place: -place.turnovers.paid_amount)


def _hours(user: object, as_of: dt.datetime) -> list[tuple[int, Decimal]]:
    """Yuan paid in each hour of the day in Asia/Shanghai, up to the one that runs."""
    day = business_date(as_of)
    rows = CenterHour.objects.visible_to(user).filter(
        hour__gte=day_start(day), hour__lt=day_end(day), business=Business.AGENT_ORDER
    )
    sold = {moment.astimezone(SHANGHAI).hour: paid for moment, paid in _by(rows.summed_by("hour")).items()}
    return [
        (hour, sold.get(hour, NOTHING_SOLD).paid_amount)
        for hour in range(as_of.astimezone(SHANGHAI).hour + 1)
    ]
