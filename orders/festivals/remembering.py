"""What an hour holds, read once and not again until the hour's sums move.

The mix of categories of a national day stands in fifty thousand rows, its first hour in twelve thousand.
Rows that are counted are only ever added, and none is nothing: placed and paid are above zero, a refund is
below (constraints of the journal). So an hour whose three sums are the ones they were holds the rows that it
held, and what was read of it stands, to the fen. The sums themselves are read anew for each page, in its own
snapshot; while a festival runs, one hour of it is read again.

In the memory of the process, by scope: what is lost is only read again. Why not otherwise:
docs/decisions/0179-a-page-that-still-stands.md.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Q

from orders.festivals.measures import NOTHING_SOLD, Turnovers
from stations.clock import hour_start
from stations.scope import Scope

HOUR = dt.timedelta(hours=1)

# Hours: a month of the nation's, and a day of a hundred counties beside it; a few kilobytes each.
MOST = 3_000

# By minute, or by category.
Sold = dict[Any, Turnovers]


class HourSums(NamedTuple):
    """What was sold in an hour, and the newest of its rows: a rebuild writes all rows anew."""

    sold: Turnovers
    newest: int


Hours = Mapping[dt.datetime, HourSums]
Hour = tuple[Scope, dt.datetime]


@dataclass(slots=True)
class Remembered:
    """What was read of hours, each with the sums it was read under. One for all threads of a process."""

    _hours: OrderedDict[Hour, tuple[HourSums, Sold]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(
        self, scope: Scope, hours: Hours, read: Callable[[list[dt.datetime]], Mapping[dt.datetime, Sold]]
    ) -> list[Sold]:
        """What these hours of a scope hold; `read` is asked for those that are not known with these sums."""
        known = self._known(scope, hours)
        missing = [hour for hour in hours if hour not in known]
        if missing:
            fresh = read(missing)
            known |= {hour: fresh.get(hour, {}) for hour in missing}
            self._keep({(scope, hour): (hours[hour], known[hour]) for hour in missing})
        return list(known.values())

    def forget(self) -> None:
        with self._lock:
            self._hours.clear()

    def _known(self, scope: Scope, hours: Hours) -> dict[dt.datetime, Sold]:
        known = {}
        with self._lock:
            for hour, sums in hours.items():
                kept = self._hours.get((scope, hour))
                if kept and kept[0] == sums:
                    self._hours.move_to_end((scope, hour))
                    known[hour] = kept[1]
        return known

    def _keep(self, read: dict[Hour, tuple[HourSums, Sold]]) -> None:
        with self._lock:
            for hour, kept in read.items():
                self._hours[hour] = kept
                self._hours.move_to_end(hour)
            while len(self._hours) > MOST:
                self._hours.popitem(last=False)


CATEGORIES, MINUTES = Remembered(), Remembered()


def categories_of(scope: Scope, hours: Hours, rows: Any) -> Sold:
    """What was sold of each category in these hours.

    `rows` are the `CenterCategoryHour` of the scope that count, `hours` the sums of its `CenterHour` that
    count, both of one snapshot.
    """

    def read(missing: list[dt.datetime]) -> Mapping[dt.datetime, Sold]:
        found: dict[dt.datetime, Sold] = defaultdict(dict)
        for hour, category, *sums in rows.filter(hour__in=missing).summed_by("hour", "category"):
            found[hour][category] = Turnovers(*sums)
        return found

    sold: Sold = {}
    for of_hour in CATEGORIES.of(scope, hours, read):
        for category, own in of_hour.items():
            sold[category] = sold.get(category, NOTHING_SOLD) + own
    return sold


def minutes_of(scope: Scope, hours: Hours, rows: Any) -> Sold:
    """What was sold in each minute of these hours that has something.

    `rows` are the `CenterMinute` of the scope that count.
    """

    def read(missing: list[dt.datetime]) -> Mapping[dt.datetime, Sold]:
        spans = reduce(or_, (Q(minute__gte=hour, minute__lt=hour + HOUR) for hour in missing))
        found: dict[dt.datetime, Sold] = defaultdict(dict)
        for minute, *sums in rows.filter(spans).summed_by("minute"):
            found[hour_start(minute)][minute] = Turnovers(*sums)
        return found

    return {minute: sums for of_hour in MINUTES.of(scope, hours, read) for minute, sums in of_hour.items()}
