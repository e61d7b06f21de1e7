"""Day by day: what opened, and how much there was in the evening."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from partners.people.models import Tenure
from stations.centers.models import CountyCenter
from stations.network.models import Station


@dataclass(frozen=True, slots=True)
class Day:
    """Openings of a day, and what there is at its end: stations not closed, counties and provinces with a
    center that opened, people who run a station.
    """

    day: dt.date
    opened: int
    closed: int
    stations: int
    counties: int
    provinces: int
    partners: int


def timeline(user: object, until: dt.date) -> list[Day]:
    """The days on which something changed, up to and with `until`; four queries."""
    stations = Station.objects.visible_to(user).order_by()
    opened = _by_day(stations.filter(opened_on__lte=until), "opened_on")
    # A station that closed without having opened was none.
    closed = _by_day(stations.filter(opened_on__isnull=False, closed_on__lte=until), "closed_on")
    counties, provinces = _counties(user, until)
    partners = _partners(user, until)
    days, sums = [], [0, 0, 0, 0]
    for day in sorted({*opened, *closed, *counties, *partners}):
        gained = (opened[day] - closed[day], counties[day], provinces[day], partners[day])
        sums = [sofar + more for sofar, more in zip(sums, gained, strict=True)]
        days.append(Day(day, opened[day], closed[day], *sums))
    return days


def _by_day(rows: Any, field: str) -> Counter[dt.date]:
    return Counter(dict(rows.values_list(field).annotate(count=Count("pk"))))


def _counties(user: object, until: dt.date) -> tuple[Counter[dt.date], Counter[dt.date]]:
    """Centers by the day they opened, and provinces by the day of their first one."""
    rows = CountyCenter.objects.visible_to(user).filter(opening_date__lte=until).order_by("opening_date")
    counties, provinces, seen = Counter[dt.date](), Counter[dt.date](), set[str]()
    for day, county in rows.values_list("opening_date", "county"):
        assert day is not None
        counties[day] += 1
        if county[:2] not in seen:
            seen.add(county[:2])
            provinces[day] += 1
    return counties, provinces


def _partners(user: object, until: dt.date) -> Counter[dt.date]:
    """How many people more or fewer run a station; one with two stations counts once."""
    tenures: dict[int, list[tuple[dt.date, int]]] = defaultdict(list)
    rows = Tenure.objects.visible_to(user).filter(starts_on__lte=until).order_by()
    for partner, starts, ends in rows.values_list("partner", "starts_on", "ends_on"):
        tenures[partner].append((starts, 1))
        if ends is not None and ends < until:
            tenures[partner].append((ends + dt.timedelta(days=1), -1))
    changes = Counter[dt.date]()
    for events in tenures.values():
        for day, change in _from_none(sorted(events)):
            changes[day] += change
    return changes


def _from_none(events: Iterable[tuple[dt.date, int]]) -> Iterator[tuple[dt.date, int]]:
    """Only the steps between none and some; what ends and begins on one day is no step."""
    by_day: dict[dt.date, int] = defaultdict(int)
    for day, change in events:
        by_day[day] += change
    running = 0
    for day, change in by_day.items():
        before, running = running, running + change
        if (before > 0) != (running > 0):
            yield day, 1 if running else -1
