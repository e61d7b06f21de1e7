"""Provinces, counties and stations with their turnover in a festival, within a reader's scope.

County figures use the center stored with the row, station rows follow the station, and what
a reader sees follows today's center: so after a move between counties the rows of a county's
stations need not add up to the county's own figure. Nationally they always do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple

from orders.festivals.measures import NOTHING_SOLD, Turnovers
from orders.festivals.models import CenterHour, Festival, StationDay, StationTurnover
from partners.journal.kinds import Business
from stations.centers.models import CountyCenter
from stations.clock import business_date, day_start
from stations.money import ZERO, to_fen
from stations.network.models import Station
from stations.scope import Scope, scope_of

COUNTED = Business.AGENT_ORDER


def during(rows: Any, festival: Festival) -> Any:
    """Agent orders of the festival's hours."""
    return rows.filter(business=COUNTED, hour__gte=festival.starts_at, hour__lt=festival.ends_at)


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


class Counts(NamedTuple):
    """Stations of a place: in service, and with a paid order."""

    in_service: int
    selling: int


NONE = Counts(0, 0)


@dataclass(frozen=True, slots=True)
class OfScope:
    """Reads what everybody with this scope does."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose report it is; None is the house itself (command, job).

    With `remembers` what hours hold may come from memory (`remembering.py`): for pages, not for what is kept.
    """

    user: object | None
    remembers: bool = False

    def rows(self, model: Any) -> Any:
        rows = model.objects.all()
        return rows if self.user is None else rows.visible_to(self.user)

    @property
    def scope(self) -> Scope:
        return Scope(everything=True) if self.user is None else scope_of(self.user)

    @property
    def national(self) -> bool:
        return self.scope.everything


def of_stations(stations: Sequence[Place]) -> dict[str, Any]:
    """How many stations are in service and how many of them sell, mean and median of what they were paid."""
    paid = [row.turnovers.paid_amount for row in stations if row.in_service]
    return {
        "stations_in_service": len(paid),
        "stations_selling": sum(row.selling for row in stations),
        "mean_per_station": to_fen(sum(paid, ZERO) / len(paid)) if paid else None,
        "median_per_station": to_fen(Decimal(median(paid))) if paid else None,
    }


def stations_of(festival: Festival, reader: Reader, everything: Decimal) -> list[Place]:
    """Every station in service on any day of the festival, and whoever else sold something; in no order.

    `everything` is what was paid in all, in yuan.
    """
    visible = reader.rows(Station).order_by()
    sold = added_up(sales_of_stations(festival, reader))
    columns = ("pk", "code", "name", "center__county_id", "center__county__name")
    serving = list(visible.in_service_between(festival.first_day, festival.last_day).values_list(*columns))
    others = sold.keys() - {row[0] for row in serving}
    also = list(visible.filter(pk__in=others).values_list(*columns)) if others else []
    places = []
    for found, in_service in ((serving, 1), (also, 0)):
        for pk, code, name, county, county_name in found:
            own = sold.get(pk, NOTHING_SOLD)
            selling = in_service if own.paid_orders > 0 else 0
            share = share_of(own, everything)
            places.append(Place(code, name, county, county_name, own, share, in_service, selling))
    return places


def sales_of_stations(festival: Festival, reader: Reader) -> list[Any]:
    """The rows of a festival's sales by station, each sale in one of them.

    Whole days from the table of days; the hours of a day that the festival cuts, hour by hour.
    """
    first, after_last = festival.first_day, business_date(festival.ends_at)
    if day_start(first) < festival.starts_at:
        first += dt.timedelta(days=1)
    days: list[Any] = []
    cut = [(festival.starts_at, festival.ends_at)]
    if first < after_last:
        days = [reader.rows(StationDay).filter(business=COUNTED, day__gte=first, day__lt=after_last)]
        cut = [(festival.starts_at, day_start(first)), (day_start(after_last), festival.ends_at)]
    return days + [
        reader.rows(StationTurnover).filter(business=COUNTED, hour__gte=begin, hour__lt=end)
        for begin, end in cut
        if begin < end
    ]


def added_up(rows: Iterable[Any]) -> dict[int, Turnovers]:
    """What each station sold in all of these."""
    sold: dict[int, Turnovers] = {}
    for one in rows:
        for pk, *sums in one.summed_by("station_id"):
            sold[pk] = sold.get(pk, NOTHING_SOLD) + Turnovers(*sums)
    return sold


def counties_of(
    festival: Festival, reader: Reader, counts: Mapping[str, Counts], everything: Decimal
) -> list[Place]:
    """Every county with a station in service or with turnover, by the center stored with the row."""
    rows = during(reader.rows(CenterHour), festival).summed_by("center__county_id")
    sold = {county: Turnovers(*sums) for county, *sums in rows}
    columns = ("county_id", "county__name", "county__parent__parent__name")
    places = []
    for code, name, province in reader.rows(CountyCenter).order_by().values_list(*columns):
        in_service, selling = counts.get(code, NONE)
        if code in sold or in_service:
            own = sold.get(code, NOTHING_SOLD)
            share = share_of(own, everything)
            places.append(Place(code, name, code[:2], province, own, share, in_service, selling))
    return places


def counted(places: Iterable[Place]) -> dict[str, Counts]:
    """Stations in service and stations selling, by the place above."""
    counts: dict[str, Counts] = {}
    for place in places:
        in_service, selling = counts.get(place.within, NONE)
        counts[place.within] = Counts(in_service + place.in_service, selling + place.selling)
    return counts


def provinces_of(counties: Sequence[Place], everything: Decimal) -> list[Place]:
    counts = counted(counties)
    names: dict[str, str] = {}
    sold: dict[str, Turnovers] = {}
    for county in counties:
        names[county.within] = county.within_name
        sold[county.within] = sold.get(county.within, NOTHING_SOLD) + county.turnovers
    return [
        Place(code, names[code], "", "", own, share_of(own, everything), *counts[code])
        for code, own in sold.items()
    ]


def ranked(places: Iterable[Place]) -> tuple[Place, ...]:
    """By what was paid; between equals the code decides."""
    return tuple(sorted(places, key=lambda place: (-place.turnovers.paid_amount, place.code)))


def share_of(sold: Turnovers, everything: Decimal) -> Decimal | None:
    return sold.paid_amount / everything if everything else None
