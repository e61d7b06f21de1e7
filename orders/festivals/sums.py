"""What was rolled up, summed for one festival and one reader.

The sums of counties, hours, minutes and categories are kept in Redis under the version of the
roll-up that made them, so that a page adds them up once for each roll-up and not for each reader. A
version is drawn anew by every roll-up and read in the report's own snapshot: what is found under it is
what would be added up again. Without Redis it is added up again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches

from orders.festivals.models import (
    CenterCategoryHour,
    CenterHour,
    CenterMinute,
    Festival,
    StationDay,
    StationTurnover,
)
from orders.festivals.snapshot import Moment
from partners.journal.kinds import Business
from stations.clock import business_date, day_start
from stations.network.models import Station
from stations.scope import scope_of

COUNTED = Business.AGENT_ORDER
OPENING = dt.timedelta(hours=1)
KEPT = 60 * 60  # seconds

# A key and the six measures in their order.
Sums = tuple[tuple[Any, ...], ...]


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

    @property
    def reach(self) -> str:
        """The same text for readers who see the same rows."""
        return "nation" if self.national else repr(scope_of(self.user))


@dataclass(frozen=True, slots=True)
class RolledUp:
    """Rows of a key and the six measures: counties by code, hours and first minutes, categories."""

    counties: Sums
    hours: Sums
    minutes: Sums
    categories: Sums


def rolled_up_sums(festival: Festival, reader: Reader, moment: Moment) -> RolledUp:
    """The sums as of the snapshot."""
    if moment.version is None:
        return _add_up(festival, reader)
    asked = (moment.version, festival.starts_at, festival.ends_at, reader.reach)
    key = f"festival:{hashlib.sha256(repr(asked).encode()).hexdigest()}"
    kept: RolledUp | None = caches["redis"].get(key)
    if kept is None:
        kept = _add_up(festival, reader)
        caches["redis"].set(key, kept, KEPT)
    return kept


def _add_up(festival: Festival, reader: Reader) -> RolledUp:
    hours = during(reader.rows(CenterHour), "hour", festival)
    categories = during(reader.rows(CenterCategoryHour), "hour", festival)
    begin, end = festival.starts_at, min(festival.starts_at + OPENING, festival.ends_at)
    minutes = reader.rows(CenterMinute).filter(business=COUNTED, minute__gte=begin, minute__lt=end)
    return RolledUp(
        counties=tuple(hours.summed_by("center__county_id")),
        hours=tuple(hours.summed_by("hour")),
        minutes=tuple(minutes.summed_by("minute")),
        categories=tuple(categories.summed_by("category")),
    )


def during(rows: Any, column: str, festival: Festival) -> Any:
    """Those of agent orders that fall into a festival."""
    return rows.filter(
        business=COUNTED, **{f"{column}__gte": festival.starts_at, f"{column}__lt": festival.ends_at}
    )


def serving_stations(festival: Festival, reader: Reader) -> Any:
    """Stations in service on any day of the festival."""
    return reader.rows(Station).in_service_between(festival.first_day, festival.last_day).order_by()


def sold_by_station(festival: Festival, reader: Reader) -> Iterator[Any]:
    """Sums by station id, in parts that add up.

    Whole days from the table of days; the hours of a day that the festival cuts, hour by hour.
    """
    first, after_last = festival.first_day, business_date(festival.ends_at)
    if day_start(first) < festival.starts_at:
        first += dt.timedelta(days=1)
    if first < after_last:
        days = reader.rows(StationDay).filter(business=COUNTED, day__gte=first, day__lt=after_last)
        yield days.summed_by("station_id")
        cut = [(festival.starts_at, day_start(first)), (day_start(after_last), festival.ends_at)]
    else:
        cut = [(festival.starts_at, festival.ends_at)]
    for begin, end in cut:
        if begin < end:
            hours = reader.rows(StationTurnover).filter(business=COUNTED, hour__gte=begin, hour__lt=end)
            yield hours.summed_by("station_id")
