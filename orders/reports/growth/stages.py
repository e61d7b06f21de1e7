"""Where stations stand, and how long they stood in each stage before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import ceil

from django.db.models import Count

from stations import wording
from stations.network.lifecycle import StationStatus
from stations.network.models import Station, StationStatusChange

TIMED = (StationStatus.APPLIED, StationStatus.APPROVED, StationStatus.FITTING_OUT)
DAY = dt.timedelta(days=1)
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Stage:
    """Stations in a stage now; of those that left it, days in it: median and nine in ten."""

    status: StationStatus
    stations: int
    passed: int
    median: Decimal | None
    p90: Decimal | None


def stages(user: object) -> list[Stage]:
    """Every stage of a station's life; times only of those before the opening. Two queries."""
    rows = Station.objects.visible_to(user).order_by()
    found: dict[str, int] = dict(rows.values_list("status").annotate(count=Count("pk")))
    times = _times(user)
    return [
        Stage(status, found.get(status, 0), len(times[status]), *_of(sorted(times[status])))
        for status in StationStatus
    ]


def _times(user: object) -> dict[str, list[dt.timedelta]]:
    """From step to step of each station's log."""
    changes = StationStatusChange.objects.visible_to(user).order_by("station", "at", "pk")
    times: dict[str, list[dt.timedelta]] = defaultdict(list)
    steps = changes.values_list("station", "after", "at")
    for (station, stage, since), (following, _after, until) in pairwise(steps.iterator(chunk_size=10_000)):
        if station == following and stage in TIMED:
            times[stage].append(until - since)
    return times


def _of(times: list[dt.timedelta]) -> tuple[Decimal | None, Decimal | None]:
    """Median and nearest-rank 90th percentile, in days with one place."""
    if not times:
        return None, None
    middle = len(times) // 2
    median = times[middle] if len(times) % 2 else (times[middle - 1] + times[middle]) / 2
    return _days(median), _days(times[ceil(len(times) * 0.9) - 1])


def _days(time: dt.timedelta) -> Decimal:
    return wording.rounded(Decimal(time // dt.timedelta(seconds=1)) / (DAY // dt.timedelta(seconds=1)), TENTH)
