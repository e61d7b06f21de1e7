"""The overview of a page, kept while nothing that it is made of has changed.

What it is made of is asked of the database each time, as one sum of hashes for each table, in the snapshot
of the page: the reader's hours, what the stations sold, the stations, their suspensions, the names of their
counties. Equal sums mean equal rows, but for one chance in 2^64; so there is no version to raise, and no time
within which a page may be old. What cannot change without an hour is not asked (`remembering.py`). What does
not come from these rows (the moment, what is pending, targets, the festival's name, who reads) is never kept.

In the memory of the process, by festival and scope (docs/decisions/0179-a-page-that-still-stands.md).
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Q
from django.utils.translation import get_language

from orders.festivals.models import CenterHour, Festival
from orders.festivals.overview import FestivalOverview, overview_at
from orders.festivals.places import OfScope, Reader, during, sales_of_stations
from orders.festivals.snapshot import Moment, one_snapshot
from stations.centers.models import CountyCenter
from stations.clock import day_end, day_start
from stations.network.models import Station, StationSuspension
from stations.replica import reads_replica, source
from stations.scope import Scope

# Overviews of a process; each some ten kilobytes, and as much again for each language it was drawn in.
MOST = 200

Version = tuple[Any, ...]
# Festival, scope, how many stations it names.
Key = tuple[int, Scope, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """An overview, and what was drawn of it: by language, once for all who read it."""

    version: Version
    overview: FestivalOverview
    _drawn: dict[str | None, str] = field(default_factory=dict)

    def drawn(self, draw: Callable[[], str]) -> str:
        """What `draw` makes of the overview in the language in use; it may look at nothing else."""
        language = get_language()
        if language not in self._drawn:
            self._drawn[language] = draw()
        return self._drawn[language]


_kept: OrderedDict[Key, Kept] = OrderedDict()
_lock = threading.Lock()


@reads_replica
def overview_for(festival: Festival, user: object | None, *, first: int) -> Kept:
    """What `user` may see, or everything, as of now: as it is kept, or read anew.

    The figures of `festival_report`; of the stations the `first` so many of their ranking.
    """
    reader = Reader(user, remembers=True)
    key = (festival.pk, reader.scope, first)
    with one_snapshot() as moment:
        version = _version(festival, reader.scope, moment)
        with _lock:
            kept = _kept.get(key)
        if kept is None or version is None or kept.version != version:
            kept = Kept(version or (), overview_at(festival, reader, moment, first=first))
    _keep(key, kept)
    overview = replace(
        kept.overview,
        festival=festival,
        as_of=moment.as_of,
        pending=moment.pending,
        behind=moment.behind,
    )
    return replace(kept, overview=overview)


def forget() -> None:
    with _lock:
        _kept.clear()


def _keep(key: Key, kept: Kept) -> None:
    with _lock:
        _kept[key] = kept
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)


def _version(festival: Festival, scope: Scope, moment: Moment) -> Version | None:
    """What an overview is made of, in few words; None for a reader who sees nothing at all.

    Hours and minutes are listed when they have begun, so the minute counts while a festival runs.
    """
    question = _question(festival.starts_at, festival.ends_at, scope)
    if question is None:
        return None
    with connections[source().alias].cursor() as cursor:
        cursor.execute(*question)
        sums = cursor.fetchone()
    begun = min(moment.as_of, festival.ends_at).replace(second=0, microsecond=0)
    return (festival.slug, festival.starts_at, festival.ends_at, begun, *sums)


@lru_cache(maxsize=MOST)
def _question(
    starts_at: dt.datetime, ends_at: dt.datetime, scope: Scope
) -> tuple[str, tuple[Any, ...]] | None:
    """The statement with its parameters. It is the same for each reader of a scope: written once."""
    festival = Festival(starts_at=starts_at, ends_at=ends_at)
    try:
        parts = [rows.query.sql_with_params() for rows in _made_of(festival, Reader(OfScope(scope)))]
    except EmptyResultSet:
        return None
    sums = (f"(SELECT sum(hash_record_extended(part, 0)) FROM ({sql}) AS part)" for sql, _params in parts)
    return f"SELECT {', '.join(sums)}", tuple(param for _sql, params in parts for param in params)


def _made_of(festival: Festival, reader: Reader) -> Iterator[Any]:
    """The rows and columns that an overview is read from.

    Not those that follow from its hours: minutes and categories, of the nation also what its stations sold (a
    county's may have moved there with their sales). No count of orders changes without its yuan.
    """
    sold = ("pk", "placed_amount", "paid_amount", "net_amount")
    yield during(reader.rows(CenterHour), festival).order_by().values_list(*sold)
    if not reader.national:
        for rows in sales_of_stations(festival, reader):
            yield rows.order_by().values_list(*sold)
    stations = reader.rows(Station).order_by()
    yield stations.values_list("pk", "code", "name", "center_id", "opened_on", "closed_on")
    begin, end = day_start(festival.first_day), day_end(festival.last_day)
    suspensions = reader.rows(StationSuspension).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=begin), starts_at__lt=end
    )
    yield suspensions.order_by().values_list("pk", "station_id", "starts_at", "ends_at")
    centers = reader.rows(CountyCenter).order_by()
    yield centers.values_list("pk", "county_id", "county__name", "county__parent__parent__name")
