"""The minutes of the night: what was paid in each, read once and not again while nothing was added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, Sum

from orders.festivals.measures import Turnovers
from orders.festivals.models import Festival
from orders.festivals.report import HOUR, MINUTE
from stations.money import FEN

# A longer festival is drawn by the hour: forty thousand minutes fit on no wall.
BY_MINUTE = dt.timedelta(hours=48)
MINUTES = 60

# From an hour (seconds of the epoch, as text: it is kept as JSON) to [fen of the hour, [fen by minute]].
Known = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Curve:
    """Fen paid in each step from the festival's start to now, also in the empty ones."""

    starts_at: dt.datetime
    step: dt.timedelta
    fen: tuple[int, ...]

    @property
    def peak(self) -> tuple[dt.datetime, Decimal] | None:
        """The best step and its yuan; None before the first payment."""
        best = max(self.fen, default=0)
        return (self.starts_at + self.step * self.fen.index(best), best * FEN) if best else None


class MinuteBook:
    """What was paid by hour and, for the hours that are asked about, by minute.

    An hour whose sum is the one that is known has the minutes that are known: rows of the kind "paid" are
    all above zero (a constraint of the journal) and none is taken away, so a minute cannot change without
    its hour.
    """

    def __init__(
        self,
        minutes: Any,
        hours: Mapping[dt.datetime, Turnovers],
        *,
        known: Known,
        festival: Festival,
        until: dt.datetime | None,
    ) -> None:
        self._minutes = minutes
        self._festival = festival
        self._until = until
        self.hours = {hour: _fen(sold.paid_amount) for hour, sold in sorted(hours.items())}
        self._given = known
        self._read_here: dict[dt.datetime, list[int]] = {}

    def of_hours(self, hours: list[dt.datetime]) -> dict[dt.datetime, list[int]]:
        """Fen by minute of these hours. One query for those that are new or have grown."""
        missing = []
        for hour in hours:
            kept = self._given.get(_key(hour))
            if hour in self._read_here:
                continue
            if kept is not None and kept[0] == self.hours.get(hour):
                self._read_here[hour] = kept[1]
            else:
                missing.append(hour)
        self._read_here |= self._read(missing)
        return {hour: self._read_here[hour] for hour in hours}

    @property
    def known(self) -> Known:
        """What need not be read again; nothing of a night that is only looked at up to a minute."""
        if self._until is not None:
            return {}
        return {_key(hour): [self.hours[hour], minutes] for hour, minutes in self._read_here.items()}

    def curve(self, now: dt.datetime) -> Curve:
        """By the minute up to now; a long festival by the hour."""
        begin, end = self._festival.starts_at, self._festival.ends_at
        # What a clock ahead of ours dated is part of the picture too.
        ahead = max(self.hours, default=begin)
        until = min(self._until or max(now, ahead + MINUTE), end)
        if until <= begin:
            return Curve(begin, MINUTE, ())
        starts = [begin + HOUR * n for n in range(-((begin - until) // HOUR))]
        if end - begin > BY_MINUTE:
            return Curve(begin, HOUR, tuple(self.hours.get(hour, 0) for hour in starts))
        minutes = self.of_hours([hour for hour in starts if self.hours.get(hour)])
        every = [fen for hour in starts for fen in minutes.get(hour, [0] * MINUTES)]
        begun = -((begin - until) // MINUTE)
        dated = max((n + 1 for n, fen in enumerate(every) if fen), default=0)
        return Curve(begin, MINUTE, tuple(every[: max(begun, dated)]))

    def _read(self, hours: list[dt.datetime]) -> dict[dt.datetime, list[int]]:
        found = {hour: [0] * MINUTES for hour in hours}
        if not hours:
            return found
        spans = reduce(or_, (Q(minute__gte=hour, minute__lt=hour + HOUR) for hour in hours))
        rows = self._minutes.filter(spans)
        if self._until is not None:
            rows = rows.filter(minute__lt=self._until)
        by_minute = rows.order_by().values_list("minute").annotate(paid=Sum("paid_amount"))
        for minute, paid in by_minute:
            hour = minute.replace(minute=0)
            found[hour][minute.minute] = _fen(paid)
        return found


def _key(hour: dt.datetime) -> str:
    return str(int(hour.timestamp()))


def _fen(yuan: Decimal) -> int:
    return int(yuan / FEN)
