"""A festival beside its basis, place by place: from the turnover tables only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value

from orders.festivals.comparing.basis import Basis, Middle, Span
from orders.festivals.measures import NOTHING_SOLD, Turnovers
from orders.festivals.models import CenterCategoryHour, CenterHour, Festival, StationDay, StationTurnover
from orders.festivals.places import COUNTED, Reader
from orders.festivals.queries import MEASURES
from orders.festivals.snapshot import one_snapshot
from partners.journal.kinds import Category
from stations.centers.models import CountyCenter
from stations.money import ZERO, to_fen
from stations.network.models import Station
from stations.regions.models import Region


class Standing(StrEnum):
    """Whether a place was there at both times."""

    BOTH = "both"
    NEW = "new"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure now and then; `then` is None where there was nothing to measure."""

    now: Decimal
    then: Decimal | None
    comparable: bool = True

    @property
    def difference(self) -> Decimal | None:
        return None if self.then is None else self.now - self.then

    @property
    def ratio(self) -> Decimal | None:
        """Now as a multiple of then; nothing is divided by nothing."""
        return self.now / self.then if self.comparable and self.then else None


@dataclass(frozen=True, slots=True)
class Row:
    """A place or category, with a figure for each of the six measures in their order."""

    code: str
    name: str
    within_name: str
    standing: Standing
    figures: tuple[Figure, ...]

    def figure(self, measure: str) -> Figure:
        return self.figures[MEASURES.index(measure)]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything side by side; places by what was paid now, the largest first."""

    festival: Festival
    as_of: dt.datetime
    pending: int
    national: bool
    basis: Basis
    whole: Row
    provinces: tuple[Row, ...]
    counties: tuple[Row, ...]
    stations: tuple[Row, ...]
    categories: tuple[Row, ...]

    def count(self, standing: Standing) -> int:
        """How many stations are new, closed, or were there at both times."""
        return sum(row.standing == standing for row in self.stations)


# By key: what was sold in each of the spans, the last of which is now.
Sold = dict[Any, dict[int, Turnovers]]


def compare(
    festival: Festival, basis_of: Callable[[dt.datetime], Basis], user: object | None = None
) -> Comparison:
    """What `user` may see, or everything; one snapshot. `basis_of` is asked with its moment.

    Raises Refused as the basis does.
    """
    read = Reader(user)
    with one_snapshot() as moment:
        basis = basis_of(moment.as_of)
        spans = (*basis.then, basis.now)
        by_station = _sold_by_station(read.rows, spans)
        by_county = _sold(read.rows(CenterHour), "hour", "center__county_id", spans)
        by_category = _sold(read.rows(CenterCategoryHour), "hour", "category", spans)
        known = _known_stations(read.rows(Station), spans)
        centers = list(read.rows(CountyCenter).order_by().values_list("county_id", "county__name"))
        provinces = dict(Region.objects.provinces().values_list("code", "name"))
    sides = _Sides(basis, len(spans))
    presence: dict[str, set[int]] = defaultdict(set)
    stations = []
    for pk, (code, name, county, county_name, there) in known.items():
        presence[county] |= there
        if there or pk in by_station:
            stations.append(sides.row(code, name, county_name, by_station[pk], there))
    counties = [
        sides.row(code, name, provinces[code[:2]], by_county[code], presence[code])
        for code, name in centers
        if code in by_county or presence[code]
    ]
    return Comparison(
        festival=festival,
        as_of=moment.as_of,
        pending=moment.pending,
        national=read.national,
        basis=basis,
        whole=sides.row("", "", "", _together(by_county.values()), sides.always),
        provinces=_ranked(_provinces(sides, by_county, presence, provinces)),
        counties=_ranked(counties),
        stations=_ranked(stations),
        categories=_ranked(
            sides.row(code, str(Category(code).label), "", sold, sides.always)
            for code, sold in by_category.items()
        ),
    )


@dataclass(frozen=True, slots=True)
class _Sides:
    """Makes the two sides of a row out of what was sold in each span."""

    basis: Basis
    spans: int

    @property
    def always(self) -> set[int]:
        return set(range(1, self.spans + 1))

    def row(self, code: str, name: str, within: str, sold: dict[int, Turnovers], there: set[int]) -> Row:
        """`there`: the spans in which it was there; one in which it sold it was there as well."""
        was = sorted((there | sold.keys()) - {self.spans})
        is_now = self.spans in there or self.spans in sold
        standing = Standing.NEW if not was else Standing.BOTH if is_now else Standing.CLOSED
        now = sold.get(self.spans, NOTHING_SOLD)
        then = [sold.get(span, NOTHING_SOLD) for span in was]
        return Row(
            code,
            name,
            within,
            standing,
            tuple(
                Figure(
                    Decimal(getattr(now, measure)),
                    self._middle([Decimal(getattr(one, measure)) for one in then]) if then else None,
                    standing == Standing.BOTH,
                )
                for measure in MEASURES
            ),
        )

    def _middle(self, values: Sequence[Decimal]) -> Decimal:
        if len(values) == 1:
            return values[0]
        middle = median(values) if self.basis.middle == Middle.MEDIAN else sum(values, ZERO) / len(values)
        return to_fen(Decimal(middle))


# --- reading -------------------------------------------------------------------------


def _sold_by_station(rows: Callable[[Any], Any], spans: Sequence[Span]) -> Sold:
    """From the table of days where the spans are whole days; else hour by hour."""
    if all(span.is_whole_days for span in spans):
        return _sold(rows(StationDay), "day", "station_id", spans)
    return _sold(rows(StationTurnover), "hour", "station_id", spans)


def _sold(rows: Any, column: str, key: str, spans: Sequence[Span]) -> Sold:
    """One query for all spans: the database says which of them a row falls into."""
    days = column == "day"
    during = Q(pk__in=[])
    for span in spans:
        first, last = (span.first_day, span.last_day) if days else (span.starts_at, span.ends_at)
        during |= Q(**{f"{column}__gte": first, f"{column}__{'lte' if days else 'lt'}": last})
    of = models.DateField() if days else models.DateTimeField()
    starts = [span.first_day if days else span.starts_at for span in spans]
    which = Func(
        F(column),
        Value(starts, ArrayField(of)),
        function="width_bucket",
        output_field=models.IntegerField(),
    )
    sold: Sold = defaultdict(dict)
    found = rows.filter(during, business=COUNTED).annotate(span=which).summed_by(key, "span")
    for of_key, span, *sums in found:
        sold[of_key][span] = Turnovers(*sums)
    return sold


def _known_stations(stations: Any, spans: Sequence[Span]) -> dict[int, tuple[str, str, str, str, set[int]]]:
    """Every station that ever opened: code, name, county of today, and the spans in which it was there."""
    columns = ("pk", "code", "name", "center__county_id", "center__county__name", "opened_on", "closed_on")
    known = {}
    for pk, *place, opened, closed in (
        stations.filter(opened_on__isnull=False).order_by().values_list(*columns)
    ):
        there = {
            number
            for number, span in enumerate(spans, start=1)
            if opened <= span.last_day and (closed is None or closed >= span.first_day)
        }
        known[pk] = (*place, there)
    return known


def _provinces(
    sides: _Sides, by_county: Sold, presence: dict[str, set[int]], names: dict[str, str]
) -> list[Row]:
    counties = by_county.keys() | {code for code, there in presence.items() if there}
    rows = []
    for province in {code[:2] for code in counties}:
        inside = [code for code in counties if code[:2] == province]
        there = set().union(*(presence[code] for code in inside))
        sold = _together(by_county[code] for code in inside if code in by_county)
        rows.append(sides.row(province, names[province], "", sold, there))
    return rows


def _together(parts: Iterable[dict[int, Turnovers]]) -> dict[int, Turnovers]:
    total: dict[int, Turnovers] = {}
    for part in parts:
        for span, sold in part.items():
            total[span] = total.get(span, NOTHING_SOLD) + sold
    return total


def _ranked(rows: Iterable[Row]) -> tuple[Row, ...]:
    paid = MEASURES.index("paid_amount")
    return tuple(sorted(rows, key=lambda row: (-row.figures[paid].now, row.code)))
