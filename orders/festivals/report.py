"""The festival report: one frozen object that the API, the files, paper and snapshots print.

A page shows a part of it and reads that part (`overview.py`), with the same functions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Max

from orders.festivals.measures import NOTHING_SOLD, Turnovers
from orders.festivals.models import CenterCategoryHour, CenterHour, CenterMinute, Festival
from orders.festivals.places import (
    COUNTED,
    Counts,
    Place,
    Reader,
    counted,
    counties_of,
    during,
    of_stations,
    provinces_of,
    ranked,
    share_of,
    stations_of,
)
from orders.festivals.remembering import HourSums, categories_of, minutes_of
from orders.festivals.snapshot import Moment, one_snapshot
from partners.journal.kinds import Category
from stations.centers.models import CountyCenter
from stations.clock import SHANGHAI, day_end, day_start
from stations.money import ZERO
from stations.replica import reads_replica

OPENING = dt.timedelta(hours=1)
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """An hour or a minute of the festival."""

    starts_at: dt.datetime
    turnovers: Turnovers


@dataclass(frozen=True, slots=True)
class Kind:
    """A category of goods; orders are those that hold it, so they add up to more than all orders."""

    category: Category
    turnovers: Turnovers
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class FestivalTotals:
    """The three turnovers of a festival as of a moment, for the part of the nation the reader sees.

    `pending` journal rows had not been added up by then (counted up to a limit). Read from a
    replica, the moment was `behind` ago.
    """

    festival: Festival
    as_of: dt.datetime
    pending: int
    national: bool
    turnovers: Turnovers
    behind: dt.timedelta = field(default=dt.timedelta(), kw_only=True)

    @property
    def running(self) -> bool:
        return self.festival.runs_at(self.as_of)

    @property
    def target(self) -> Decimal | None:
        """Yuan paid to reach; it is the nation's, so a part of the nation has none."""
        return self.festival.sales_target if self.national else None

    @property
    def attainment(self) -> Decimal | None:
        """Paid as a part of the target."""
        return self.turnovers.paid_amount / self.target if self.target else None


@dataclass(frozen=True, slots=True)
class FestivalFigures(FestivalTotals):
    """Everything about a festival as of one moment but its stations. Places are ranked by what was paid.

    Mean and median are yuan paid per station over all stations in service, zeros included; a
    station is selling when it has a paid order.
    """

    stations_in_service: int
    stations_selling: int
    mean_per_station: Decimal | None
    median_per_station: Decimal | None
    hours: tuple[Stretch, ...]
    opening: tuple[Stretch, ...]
    categories: tuple[Kind, ...]
    provinces: tuple[Place, ...]
    counties: tuple[Place, ...]

    @property
    def stations_silent(self) -> int:
        """How many are in service and have not one paid order."""
        return self.stations_in_service - self.stations_selling


@dataclass(frozen=True, slots=True)
class FestivalReport(FestivalFigures):
    """The whole report: what files, paper and snapshots hold. A page reads `overview.py`."""

    stations: tuple[Place, ...]

    @property
    def stations_without_a_sale(self) -> tuple[Place, ...]:
        """In service and not one paid order; by code, as one would call them."""
        silent = (row for row in self.stations if row.in_service and not row.selling)
        return tuple(sorted(silent, key=lambda row: row.code))


@reads_replica
def festival_totals(festival: Festival, user: object | None = None) -> FestivalTotals:
    """The three turnovers only: what a page asks for every few seconds."""
    reader = Reader(user)
    with one_snapshot() as moment:
        return totals_of(festival, reader, moment)


@reads_replica
def festival_report(festival: Festival, user: object | None = None) -> FestivalReport:
    """The report of what `user` may see, or of everything; one snapshot, so that its parts agree."""
    reader = Reader(user)
    with one_snapshot() as moment:
        hours = sold_by_hour(festival, reader)
        stations = stations_of(festival, reader, whole_of(hours).paid_amount)
        figures = figures_of(festival, reader, moment, hours, counted(stations))
    return FestivalReport(**figures, **of_stations(stations), stations=ranked(stations))


def figures_of(
    festival: Festival,
    reader: Reader,
    moment: Moment,
    hours: dict[dt.datetime, HourSums],
    counts: Mapping[str, Counts],
) -> dict[str, Any]:
    """What a report says beside its stations, which are given as counts by county.

    `hours` are those of `sold_by_hour`. Inside `one_snapshot`, whose moment is given.
    """
    begin, end = festival.starts_at, festival.ends_at
    opening_ends = min(begin + OPENING, end)
    whole = whole_of(hours)
    counties = counties_of(festival, reader, counts, whole.paid_amount)
    minutes = _minutes(reader, hours, begin, opening_ends)
    return {
        "festival": festival,
        "as_of": moment.as_of,
        "pending": moment.pending,
        "behind": moment.behind,
        "national": reader.national,
        "turnovers": whole,
        "hours": stretched({hour: one.sold for hour, one in hours.items()}, begin, end, HOUR, moment.as_of),
        "opening": stretched(minutes, begin, opening_ends, MINUTE, moment.as_of),
        "categories": _categories(festival, reader, hours, whole.paid_amount),
        "provinces": ranked(provinces_of(counties, whole.paid_amount)),
        "counties": ranked(counties),
    }


@reads_replica
def turnover_of_day(user: object | None, day: dt.date) -> tuple[Place, ...]:
    """What each county of the reader did on a day, ranked; stations are not counted here."""
    reader = Reader(user)
    rows = reader.rows(CenterHour).filter(business=COUNTED, hour__gte=day_start(day), hour__lt=day_end(day))
    sold = {key: Turnovers(*sums) for key, *sums in rows.summed_by("center_id")}
    everything = sum((one.paid_amount for one in sold.values()), ZERO)
    counties = [
        Place(county_code, name, county_code[:2], "", sold[pk], share_of(sold[pk], everything), 0, 0)
        for pk, county_code, name in reader.rows(CountyCenter)
        .filter(pk__in=sold)
        .values_list("pk", "county_id", "county__name")
    ]
    return ranked(counties)


# --- parts ---------------------------------------------------------------------------


def totals_of(festival: Festival, reader: Reader, moment: Moment) -> FestivalTotals:
    """Inside `one_snapshot`, whose moment is given."""
    rows = during(reader.rows(CenterHour), festival).summed_by("business")
    sums = next((Turnovers(*row[1:]) for row in rows), NOTHING_SOLD)
    return FestivalTotals(festival, moment.as_of, moment.pending, reader.national, sums, behind=moment.behind)


def sold_by_hour(festival: Festival, reader: Reader) -> dict[dt.datetime, HourSums]:
    """What was sold in each hour that has something, by its start in Shanghai."""
    rows = during(reader.rows(CenterHour), festival).summed_by("hour").annotate(newest=Max("pk"))
    return {hour.astimezone(SHANGHAI): HourSums(Turnovers(*sums), newest) for hour, *sums, newest in rows}


def whole_of(hours: Mapping[dt.datetime, HourSums]) -> Turnovers:
    return sum((hour.sold for hour in hours.values()), NOTHING_SOLD)


def _minutes(
    reader: Reader, hours: Mapping[dt.datetime, HourSums], begin: dt.datetime, end: dt.datetime
) -> dict[dt.datetime, Turnovers]:
    """What was sold in each minute from `begin` up to `end` that has something."""
    rows = reader.rows(CenterMinute).filter(business=COUNTED)
    if reader.remembers:
        sold = minutes_of(reader.scope, {hour: sums for hour, sums in hours.items() if hour < end}, rows)
    else:
        minutes = rows.filter(minute__gte=begin, minute__lt=end).summed_by("minute")
        sold = {minute: Turnovers(*sums) for minute, *sums in minutes}
    return {minute.astimezone(SHANGHAI): sums for minute, sums in sold.items()}


def stretched(
    sold: dict[dt.datetime, Turnovers],
    begin: dt.datetime,
    end: dt.datetime,
    step: dt.timedelta,
    as_of: dt.datetime,
) -> tuple[Stretch, ...]:
    """Each hour or minute that has begun, also the empty ones."""
    begun = min(end, max([as_of, *(start + step for start in sold)]))
    starts = []
    start = begin.astimezone(SHANGHAI)
    while start < begun:
        starts.append(start)
        start += step
    return tuple(Stretch(start, sold.get(start, NOTHING_SOLD)) for start in starts)


def _categories(
    festival: Festival, reader: Reader, hours: Mapping[dt.datetime, HourSums], everything: Decimal
) -> tuple[Kind, ...]:
    rows = during(reader.rows(CenterCategoryHour), festival)
    if reader.remembers:
        sold = categories_of(reader.scope, hours, rows)
    else:
        sold = {category: Turnovers(*sums) for category, *sums in rows.summed_by("category")}
    kinds = [Kind(Category(code), own, share_of(own, everything)) for code, own in sold.items()]
    return tuple(sorted(kinds, key=lambda kind: (-kind.turnovers.paid_amount, kind.category)))
