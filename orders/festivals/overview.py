"""The report as its pages show it: every figure, and of the stations only those that are on the page.

Reading all 9,278 stations cost more than everything else about them. So the database counts and ranks
them and answers with those that a page names. A test holds this beside the whole report.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connections
from django.db.models import BooleanField, ExpressionWrapper

from orders.festivals.measures import NOTHING_SOLD
from orders.festivals.models import Festival
from orders.festivals.places import (
    Counts,
    OfScope,
    Place,
    Reader,
    added_up,
    ranked,
    sales_of_stations,
    share_of,
)
from orders.festivals.report import (
    FestivalFigures,
    FestivalTotals,
    figures_of,
    sold_by_hour,
    totals_of,
    whole_of,
)
from orders.festivals.snapshot import Moment, one_snapshot
from stations.money import ZERO, to_fen
from stations.network.models import Station
from stations.network.queries import serving_between
from stations.replica import reads_replica, source
from stations.scope import Scope

# Every station in service on a day of the festival, and whoever else sold something. Yuan and orders paid
# are all that ranks and counts: adding up the other four measures as well took as long again.
LISTED = """
WITH listed AS MATERIALIZED (
    SELECT known.id, known.code, known.county, known.in_service,
           known.in_service AND coalesce(sold.orders, 0) > 0 AS selling, coalesce(sold.paid, 0) AS paid
      FROM ({known}) AS known (id, code, county, in_service)
      LEFT JOIN (SELECT id, sum(paid) AS paid, sum(orders) AS orders
                   FROM ({sales}) AS sales (id, paid, orders) GROUP BY id) AS sold ON sold.id = known.id
     WHERE known.in_service OR sold.id IS NOT NULL
)"""

SILENT = "WHERE in_service AND NOT selling"
# Codes in the order of their letters, as in Python, whatever the language of the database.
BY_PAID = 'ORDER BY paid DESC, code COLLATE "C"'
BY_CODE = 'ORDER BY code COLLATE "C"'
SOME = """
SELECT (SELECT json_agg(json_build_array(id, few.code, station.name, county, region.name,
                                         in_service::int, selling::int))
          FROM (SELECT * FROM listed {which} LIMIT %s OFFSET %s) AS few
          JOIN stations_station AS station USING (id)
          JOIN stations_region AS region ON region.code = county)"""

# The median is the mean of the two in the middle, or of the one.
COUNTED = """, serving AS (
    SELECT paid, row_number() OVER (ORDER BY paid) AS place, count(*) OVER () AS number
      FROM listed WHERE in_service
)
SELECT (SELECT count(*) FROM listed), paid, median,
       (SELECT json_object_agg(county, json_build_array(in_service, selling))
          FROM (SELECT county, count(*) FILTER (WHERE in_service) AS in_service,
                       count(*) FILTER (WHERE selling) AS selling
                  FROM listed GROUP BY county) AS counts),
       ({some})
  FROM (SELECT sum(paid) AS paid,
               avg(paid) FILTER (WHERE place BETWEEN (number + 1) / 2 AND (number + 2) / 2) AS median
          FROM serving) AS of_serving"""


@dataclass(frozen=True, slots=True)
class FestivalOverview(FestivalFigures):
    """The report, of its stations the first few; `stations_listed` is how many there are."""

    first_stations: tuple[Place, ...]
    stations_listed: int


@dataclass(frozen=True, slots=True)
class StationsPage:
    """A page of the stations in their ranking, or of those without a sale by their code."""

    totals: FestivalTotals
    rows: Page[Place]


def overview_at(festival: Festival, reader: Reader, moment: Moment, *, first: int) -> FestivalOverview:
    """The figures of `festival_report`, of the stations the `first` so many of their ranking.

    Inside `one_snapshot`, whose moment is given. Pages come by `keeping.py`.
    """
    hours = sold_by_hour(festival, reader)
    whole = whole_of(hours)
    listed = _Listed(festival, reader)
    counted = listed.counted(first)
    figures = figures_of(festival, reader, moment, hours, counted.by_county)
    stations = listed.places(counted.first, whole.paid_amount)
    return FestivalOverview(
        **figures,
        stations_in_service=counted.in_service,
        stations_selling=sum(one.selling for one in counted.by_county.values()),
        mean_per_station=to_fen(counted.paid / counted.in_service) if counted.in_service else None,
        median_per_station=None if counted.median is None else to_fen(counted.median),
        first_stations=ranked(stations),
        stations_listed=counted.listed,
    )


@reads_replica
def festival_stations(
    festival: Festival, user: object | None, *, page: str | None, per_page: int, silent: bool = False
) -> StationsPage:
    """One page of the stations; a number that is none, or beyond them, leads to one that is there."""
    reader = Reader(user)
    with one_snapshot() as moment:
        totals = totals_of(festival, reader, moment)
        ranking: Any = _Ranking(_Listed(festival, reader), totals.turnovers.paid_amount, silent)
        rows: Page[Place] = Paginator(ranking, per_page).get_page(page)
    return StationsPage(totals, rows)


# --- asking the database -------------------------------------------------------------


# Id, code, name, county, its name, in service, selling.
Rows = list[tuple[int, str, str, str, str, int, int]]


@dataclass(frozen=True, slots=True)
class _Counted:
    """How many are listed; yuan paid and median of those in service; the first of them."""

    listed: int
    paid: Decimal
    median: Decimal | None
    by_county: dict[str, Counts]
    first: Rows

    @property
    def in_service(self) -> int:
        return sum(one.in_service for one in self.by_county.values())


@dataclass(frozen=True, slots=True)
class _Listed:
    """The stations of a reader in a festival; each question is one statement."""

    festival: Festival
    reader: Reader

    def counted(self, first: int) -> _Counted:
        row = self._ask(COUNTED.format(some=SOME.format(which=BY_PAID)), first, 0)
        if row is None:
            return _Counted(0, ZERO, None, {}, [])
        listed, paid, median, by_county, rows = row
        counts = {county: Counts(*numbers) for county, numbers in (by_county or {}).items()}
        return _Counted(listed, paid or ZERO, median, counts, rows or [])

    def number(self, *, silent: bool) -> int:
        row = self._ask(f"SELECT count(*) FROM listed {SILENT if silent else ''}")
        return row[0] if row else 0

    def some(self, limit: int, offset: int, *, silent: bool) -> Rows:
        which = f"{SILENT} {BY_CODE}" if silent else BY_PAID
        row = self._ask(SOME.format(which=which), limit, offset)
        return (row and row[0]) or []

    def places(self, rows: Rows, everything: Decimal) -> list[Place]:
        """The same with what each sold; `everything` is what was paid in all, in yuan."""
        ids = [row[0] for row in rows]
        sales = [one.filter(station__in=ids) for one in sales_of_stations(self.festival, self.reader)]
        sold = added_up(sales)
        return [
            Place(code, name, county, county_name, own, share_of(own, everything), in_service, selling)
            for pk, code, name, county, county_name, in_service, selling in rows
            for own in [sold.get(pk, NOTHING_SOLD)]
        ]

    def _ask(self, question: str, *numbers: int) -> tuple[Any, ...] | None:
        """The one row of the answer; None for a reader who sees nothing at all."""
        listed = _listed(self.festival.starts_at, self.festival.ends_at, self.reader.scope)
        if listed is None:
            return None
        sql, params = listed
        with connections[source().alias].cursor() as cursor:
            # Begins with SELECT, so that nothing of the history of changes is sent along.
            cursor.execute(f"SELECT * FROM ({sql}{question}) AS answer", [*params, *numbers])
            answer: tuple[Any, ...] = cursor.fetchone()
        return answer


@lru_cache(maxsize=200)
def _listed(starts_at: dt.datetime, ends_at: dt.datetime, scope: Scope) -> tuple[str, tuple[Any, ...]] | None:
    """`LISTED` with its parameters, the same for each reader of a scope; None where nothing can be seen."""
    festival, reader = Festival(starts_at=starts_at, ends_at=ends_at), Reader(OfScope(scope))
    serving = ExpressionWrapper(serving_between(festival.first_day, festival.last_day), BooleanField())
    stations = reader.rows(Station).order_by().annotate(in_service=serving)
    known = stations.values_list("pk", "code", "center__county_id", "in_service")
    sales = [
        rows.values_list("station_id", "paid_amount", "paid_orders")
        for rows in sales_of_stations(festival, reader)
    ]
    try:
        parts = [rows.query.sql_with_params() for rows in (known, *sales)]
    except EmptyResultSet:
        return None
    sqls = [sql for sql, _params in parts]
    sql = LISTED.format(known=sqls[0], sales=" UNION ALL ".join(sqls[1:]))
    return sql, tuple(param for _sql, params in parts for param in params)


@dataclass(frozen=True, slots=True)
class _Ranking:
    """The stations as a list that a paginator cuts: it asks for their number, and for one slice."""

    listed: _Listed
    everything: Decimal
    silent: bool

    def count(self) -> int:
        return self.listed.number(silent=self.silent)

    def __getitem__(self, cut: slice) -> tuple[Place, ...]:
        rows = self.listed.some(cut.stop - cut.start, cut.start, silent=self.silent)
        places = self.listed.places(rows, self.everything)
        return tuple(sorted(places, key=lambda row: row.code)) if self.silent else ranked(places)
