"""The growth report: what there is against what was planned, within the reader's scope."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, When
from django.db.models.functions import TruncMonth

from orders.agent_orders.models import AgentOrder
from orders.festivals.snapshot import one_snapshot
from orders.reports.growth.stages import Stage, stages
from orders.reports.growth.timeline import Day, timeline
from orders.villagers.models import Villager
from stations.centers.models import CountyCenter
from stations.clock import month_of, today
from stations.network.models import Station
from stations.pipeline.models import OpeningPlan, ProgrammeTarget
from stations.regions.models import Region
from stations.replica import reads_replica
from stations.scope import scope_of
from stations.surveying.models import VillageSurvey


@dataclass(frozen=True, slots=True)
class PlannedMonth:
    """Stations that a county meant to open in a month, and those that did."""

    center: str
    name: str
    month: dt.date
    planned: int
    opened: int


@dataclass(frozen=True, slots=True)
class Province:
    """Centers that opened and stations in service on the day; planned: to be opened by then."""

    code: str
    name: str
    counties: int
    stations: int
    planned: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Households that bought: villagers with a paid order, each taken for a household of their own, over
    the households of the last survey, of stations in service that were surveyed.
    """

    stations: int
    households: int
    bought: int

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.bought) / self.households if self.households else None


@dataclass(frozen=True)
class GrowthReport:
    """As of the end of `day`; `days` are those on which something changed. What was recorded in the last
    `behind` is missing when it was read from a replica.
    """

    day: dt.date
    national: bool
    in_service: int
    target: ProgrammeTarget | None
    days: list[Day]
    stages: list[Stage]
    months: list[PlannedMonth]
    provinces: list[Province]
    reach: Reach
    behind: dt.timedelta = dt.timedelta()

    @cached_property
    def now(self) -> Day:
        """What there is on the day."""
        return self.days[-1] if self.days else Day(self.day, 0, 0, 0, 0, 0, 0)

    @cached_property
    def peak(self) -> Day | None:
        """The day with most openings, the first of several."""
        return max(self.days, key=lambda one: one.opened, default=None)

    @property
    def planned(self) -> int:
        """Stations planned to open up to the month of the day."""
        return sum(one.planned for one in self.months)

    @property
    def opened_as_planned(self) -> int:
        """Stations that opened in the counties and months that have a plan."""
        return sum(one.opened for one in self.months if one.planned)


@reads_replica
def growth_report(user: object, day: dt.date | None = None) -> GrowthReport:
    """Reads only what `user` may see, in one snapshot and a number of queries that does not grow."""
    day = day or today()
    with one_snapshot() as moment:
        in_service = Station.objects.visible_to(user).in_service_on(day)
        months = _months(user, day)
        return GrowthReport(
            day=day,
            national=scope_of(user).everything,
            in_service=in_service.count(),
            target=_target(day),
            days=timeline(user, day),
            stages=stages(user),
            months=months,
            provinces=_provinces(user, in_service, day, months),
            reach=_reach(in_service),
            behind=moment.behind,
        )


def _target(day: dt.date) -> ProgrammeTarget | None:
    """The next one that is due; when all are over, the last: the programme is held to it still."""
    to_come = Case(When(due_on__gte=day, then=F("due_on")))
    return ProgrammeTarget.objects.order_by(to_come.asc(nulls_last=True), "-due_on").first()


def _months(user: object, day: dt.date) -> list[PlannedMonth]:
    """By county and month, where something was planned or opened; the latest month first."""
    plans = OpeningPlan.objects.visible_to(user).filter(month__lte=month_of(day))
    planned = {
        (center, month): count for center, month, count in plans.values_list("center", "month", "stations")
    }
    stations = Station.objects.visible_to(user).filter(opened_on__lte=day).order_by()
    rows = stations.annotate(month=TruncMonth("opened_on")).values_list("center", "month")
    opened = {(center, month): count for center, month, count in rows.annotate(count=Count("pk"))}
    names = {
        row[0]: row[1:] for row in CountyCenter.objects.visible_to(user).values_list("pk", "code", "name")
    }
    return [
        PlannedMonth(*names[center], month, planned.get((center, month), 0), opened.get((center, month), 0))
        for center, month in sorted(
            {*planned, *opened}, key=lambda key: (-key[1].toordinal(), names[key[0]][0])
        )
    ]


def _provinces(user: object, in_service: Any, day: dt.date, months: list[PlannedMonth]) -> list[Province]:
    """By the province of the center; those with most stations first."""
    centers = CountyCenter.objects.visible_to(user)
    of = {code: county[:2] for code, county in centers.values_list("code", "county")}
    opened = centers.filter(opening_date__lte=day).values_list("county", flat=True)
    counties = Counter(county[:2] for county in opened)
    planned: dict[str, int] = defaultdict(int)
    for one in months:
        planned[of[one.center]] += one.planned
    stations: dict[str, int] = defaultdict(int)
    per_center = in_service.order_by().values_list("center__county")
    for county, count in per_center.annotate(count=Count("pk")):
        stations[county[:2]] += count
    names = dict(Region.objects.filter(code__in=set(of.values())).values_list("code", "name"))
    rows = [Province(code, names[code], counties[code], stations[code], planned[code]) for code in names]
    return sorted(rows, key=lambda row: (-row.stations, row.code))


def _reach(in_service: Any) -> Reach:
    last = VillageSurvey.objects.filter(station__in=in_service).order_by("station", "-surveyed_on", "-pk")
    surveyed = dict(last.distinct("station").values_list("station", "households"))
    paid = AgentOrder.objects.filter(villager=OuterRef("pk"), paid_at__isnull=False)
    bought = Villager.objects.filter(Exists(paid), station__in=list(surveyed)).count() if surveyed else 0
    return Reach(len(surveyed), sum(surveyed.values()), bought)
