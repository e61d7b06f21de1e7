"""The festival report: one frozen object that the page, the API and the files print.

County figures use the center stored with the row, station rows follow the station, and what
a reader sees follows today's center: so after a move between counties the rows of a county's
stations need not add up to the county's own figure. Nationally they always do.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import Any

from orders.festivals.measures import NOTHING_SOLD, Turnovers
from orders.festivals.models import (
    CenterCategoryHour,
    CenterHour,
    CenterMinute,
    Festival,
    StationDay,
    StationTurnover,
)
from orders.festivals.snapshot import Moment, one_snapshot
from partners.journal.kinds import Business, Category
from stations.centers.models import CountyCenter
from stations.clock import SHANGHAI, business_date, day_end, day_start
from stations.money import ZERO, to_fen
from stations.network.models import Station
from stations.regions.models import Region
from stations.replica import reads_replica
from stations.scope import scope_of

COUNTED = Business.AGENT_ORDER
OPENING = dt.timedelta(hours=1)
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A province, county or station with its turnover.

    `within` is the code of the place above, `share` its part of all that was paid. A station that
    sold without being in service that day (closed before, suspended all day) is listed and summed,
    and counted nowhere: its `in_service` is 0.
    """

    code: str
    name: str
    within: str
    within_name: str
    turnovers: Turnovers
    share: Decimal | None
    in_service: int
    selling: int


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
class FestivalReport(FestivalTotals):
    """Everything about a festival as of one moment. Places are ranked by what was paid.

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
    stations: tuple[Place, ...]

    @property
    def stations_without_a_sale(self) -> tuple[Place, ...]:
        """In service and not one paid order; by code, as one would call them."""
        silent = (row for row in self.stations if row.in_service and not row.selling)
        return tuple(sorted(silent, key=lambda row: row.code))


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose report it is; None is the house itself (command, job)."""

    user: object | None

    def rows(self, model: Any) -> Any:
        rows = model.objects.all()
        return rows if self.user is None else rows.visible_to(self.user)

    @property
    def national(self) -> bool:
        return self.user is None or scope_of(self.user).everything


@reads_replica
def festival_totals(festival: Festival, user: object | None = None) -> FestivalTotals:
    """The three turnovers only: what a page asks for every few seconds."""
    reader = Reader(user)
    with one_snapshot() as moment:
        return _totals(festival, reader, moment)


@reads_replica
def festival_report(festival: Festival, user: object | None = None) -> FestivalReport:
    """The report of what `user` may see, or of everything; one snapshot, so that its parts agree."""
    reader = Reader(user)
    with one_snapshot() as moment:
        totals = _totals(festival, reader, moment)
        everything = totals.turnovers.paid_amount
        stations = _stations(festival, reader, everything)
        counties = _counties(festival, reader, stations, everything)
        hours = _stretches(reader, CenterHour, "hour", HOUR, festival.starts_at, festival.ends_at, moment)
        opening_ends = min(festival.starts_at + OPENING, festival.ends_at)
        opening = _stretches(reader, CenterMinute, "minute", MINUTE, festival.starts_at, opening_ends, moment)
        categories = _categories(festival, reader, everything)
        provinces = _provinces(counties, everything)
    base = {one.name: getattr(totals, one.name) for one in dataclasses.fields(FestivalTotals)}
    return FestivalReport(
        **base,
        **of_stations(stations),
        hours=hours,
        opening=opening,
        categories=categories,
        provinces=ranked(provinces),
        counties=ranked(counties),
        stations=ranked(stations),
    )


def of_stations(stations: Sequence[Place]) -> dict[str, Any]:
    """How many stations are in service and how many of them sell, mean and median of what they were paid."""
    paid = [row.turnovers.paid_amount for row in stations if row.in_service]
    return {
        "stations_in_service": len(paid),
        "stations_selling": sum(row.selling for row in stations),
        "mean_per_station": to_fen(sum(paid, ZERO) / len(paid)) if paid else None,
        "median_per_station": to_fen(Decimal(median(paid))) if paid else None,
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


def _totals(festival: Festival, reader: Reader, moment: Moment) -> FestivalTotals:
    rows = _during(reader.rows(CenterHour), "hour", festival).summed_by("business")
    sums = next((Turnovers(*row[1:]) for row in rows), NOTHING_SOLD)
    return FestivalTotals(festival, moment.as_of, moment.pending, reader.national, sums, behind=moment.behind)


def _during(rows: Any, column: str, festival: Festival) -> Any:
    return rows.filter(
        business=COUNTED, **{f"{column}__gte": festival.starts_at, f"{column}__lt": festival.ends_at}
    )


def _stretches(
    reader: Reader,
    model: Any,
    column: str,
    step: dt.timedelta,
    begin: dt.datetime,
    end: dt.datetime,
    moment: Moment,
) -> tuple[Stretch, ...]:
    rows = reader.rows(model).filter(business=COUNTED, **{f"{column}__gte": begin, f"{column}__lt": end})
    sold = {start.astimezone(SHANGHAI): Turnovers(*sums) for start, *sums in rows.summed_by(column)}
    return stretched(sold, begin, end, step, moment.as_of)


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


def _categories(festival: Festival, reader: Reader, everything: Decimal) -> tuple[Kind, ...]:
    rows = _during(reader.rows(CenterCategoryHour), "hour", festival).summed_by("category")
    kinds = [
        Kind(Category(category), sold, share_of(sold, everything))
        for category, *sums in rows
        for sold in [Turnovers(*sums)]
    ]
    return tuple(sorted(kinds, key=lambda kind: (-kind.turnovers.paid_amount, kind.category)))


def _stations(festival: Festival, reader: Reader, everything: Decimal) -> list[Place]:
    """Every station in service on any day of the festival, and whoever else sold something."""
    sold = _sold_by_station(festival, reader)
    visible = reader.rows(Station)
    columns = ("pk", "code", "name", "center__county_id", "center__county__name")
    serving = list(
        visible.in_service_between(festival.first_day, festival.last_day).order_by().values_list(*columns)
    )
    others = sold.keys() - {row[0] for row in serving}
    also = list(visible.filter(pk__in=others).order_by().values_list(*columns)) if others else []
    places = []
    for rows, in_service in ((serving, 1), (also, 0)):
        for pk, code, name, county, county_name in rows:
            own = sold.get(pk, NOTHING_SOLD)
            selling = in_service if own.paid_orders > 0 else 0
            share = share_of(own, everything)
            places.append(Place(code, name, county, county_name, own, share, in_service, selling))
    return places


def _sold_by_station(festival: Festival, reader: Reader) -> dict[int, Turnovers]:
    """Whole days from the table of days; the hours of a day that the festival cuts, hour by hour."""
    first, after_last = festival.first_day, business_date(festival.ends_at)
    if day_start(first) < festival.starts_at:
        first += dt.timedelta(days=1)
    sold: dict[int, Turnovers] = {}
    if first < after_last:
        days = reader.rows(StationDay).filter(business=COUNTED, day__gte=first, day__lt=after_last)
        sold = {pk: Turnovers(*sums) for pk, *sums in days.summed_by("station_id")}
        cut = [(festival.starts_at, day_start(first)), (day_start(after_last), festival.ends_at)]
    else:
        cut = [(festival.starts_at, festival.ends_at)]
    for begin, end in cut:
        if begin < end:
            hours = reader.rows(StationTurnover).filter(business=COUNTED, hour__gte=begin, hour__lt=end)
            for pk, *sums in hours.summed_by("station_id"):
                sold[pk] = sold.get(pk, NOTHING_SOLD) + Turnovers(*sums)
    return sold


def _counties(
    festival: Festival, reader: Reader, stations: Iterable[Place], everything: Decimal
) -> list[Place]:
    """Every county with a station in service or with turnover, by the center stored with the row."""
    rows = _during(reader.rows(CenterHour), "hour", festival).summed_by("center__county_id")
    sold = {county: Turnovers(*sums) for county, *sums in rows}
    in_service, selling = _counted(stations)
    centers = reader.rows(CountyCenter).order_by().values_list("county_id", "county__name")
    provinces = dict(Region.objects.filter(level=Region.Level.PROVINCE).values_list("code", "name"))
    places = []
    for code, name in centers:
        if code in sold or in_service[code]:
            own = sold.get(code, NOTHING_SOLD)
            above, share = code[:2], share_of(own, everything)
            places.append(
                Place(code, name, above, provinces[above], own, share, in_service[code], selling[code])
            )
    return places


def _counted(places: Iterable[Place]) -> tuple[Counter[str], Counter[str]]:
    """Stations in service and stations selling, by the place above."""
    in_service: Counter[str] = Counter()
    selling: Counter[str] = Counter()
    for place in places:
        in_service[place.within] += place.in_service
        selling[place.within] += place.selling
    return in_service, selling


def _provinces(counties: Sequence[Place], everything: Decimal) -> list[Place]:
    in_service, selling = _counted(counties)
    names = {county.within: county.within_name for county in counties}
    places = []
    for code, name in names.items():
        own = sum((county.turnovers for county in counties if county.within == code), NOTHING_SOLD)
        share = share_of(own, everything)
        places.append(Place(code, name, "", "", own, share, in_service[code], selling[code]))
    return places


def ranked(places: Iterable[Place]) -> tuple[Place, ...]:
    """By what was paid; between equals the code decides."""
    return tuple(sorted(places, key=lambda place: (-place.turnovers.paid_amount, place.code)))


def share_of(sold: Turnovers, everything: Decimal) -> Decimal | None:
    return sold.paid_amount / everything if everything else None
