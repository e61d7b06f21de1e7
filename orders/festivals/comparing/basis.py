"""What a festival is measured against: an earlier festival, or an ordinary day. In words, and as data."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orders.festivals.models import Festival
from stations.clock import SHANGHAI, business_date
from stations.refusals import Refused

WEEK = dt.timedelta(days=7)
HOUR = dt.timedelta(hours=1)
WEEKS, MOST_WEEKS = 4, 12


class Middle(StrEnum):
    """Which middle of several days is the usual one."""

    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment up to and without another, in whole hours."""

    starts_at: dt.datetime
    ends_at: dt.datetime

    @property
    def first_day(self) -> dt.date:
        return business_date(self.starts_at)

    @property
    def last_day(self) -> dt.date:
        return business_date(self.ends_at - dt.timedelta(microseconds=1))

    @property
    def is_whole_days(self) -> bool:
        return all(moment.astimezone(SHANGHAI).hour == 0 for moment in (self.starts_at, self.ends_at))

    def meets(self, festival: Festival) -> bool:
        return bool(festival.starts_at < self.ends_at and festival.ends_at > self.starts_at)


@dataclass(frozen=True, slots=True)
class Basis:
    """The hours that are compared, and those they are compared with, the earliest first.

    `other` is the earlier festival; without one it is the `middle` of ordinary days, of which those in
    `left_out` fell into a festival of their own.
    """

    now: Span
    then: tuple[Span, ...]
    other: Festival | None = None
    middle: Middle = Middle.MEAN
    left_out: tuple[Span, ...] = ()
    shortened: bool = False

    @property
    def name(self) -> str:
        return self.other.name if self.other else _("An ordinary day")

    def in_words(self) -> list[str]:
        """The definition, sentence by sentence."""
        said = [_of_festival(self.other)] if self.other else self._of_ordinary_days()
        if self.left_out:
            days = ", ".join(f"{span.first_day:%Y-%m-%d}" for span in self.left_out)
            said.append(_("Left out, because a festival ran then: %(days)s.") % {"days": days})
        if self.shortened:
            said.append(_("Only the hours that both have: %(hours)s.") % {"hours": self._hours()})
        said.append(
            _(
                "A station or county that was not there yet is new, one that is no longer there is closed; "
                "neither has a ratio, and of those that came in between only their own days count."
            )
        )
        return said

    def _of_ordinary_days(self) -> list[str]:
        words = {
            Middle.MEAN: ngettext(
                "The mean of %(count)s span with the same weekdays and hours before the festival: %(days)s.",
                "The mean of %(count)s spans with the same weekdays and hours before the festival: %(days)s.",
                len(self.then),
            ),
            Middle.MEDIAN: ngettext(
                "The median of %(count)s span with the same weekdays and hours before the festival: "
                "%(days)s.",
                "The median of %(count)s spans with the same weekdays and hours before the festival: "
                "%(days)s.",
                len(self.then),
            ),
        }
        days = ", ".join(f"{span.first_day:%Y-%m-%d}" for span in self.then)
        count_and_days = {"count": len(self.then), "days": days}
        return [
            words[self.middle] % count_and_days,
            _("Each place has its own, zeros included, rounded to the fen."),
        ]

    def _hours(self) -> int:
        return int((self.now.ends_at - self.now.starts_at) / HOUR)

    def as_data(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "kind": "festival" if self.other else "ordinary",
            "festival": self.other.slug if self.other else None,
            "middle": None if self.other else self.middle.value,
            "now": _span_data(self.now),
            "then": [_span_data(span) for span in self.then],
            "left_out": [_span_data(span) for span in self.left_out],
            "definition": self.in_words(),
        }


def earlier_festival(festival: Festival, other: Festival, *, as_of: dt.datetime) -> Basis:
    """From the beginning of each, as many hours as both have. Raises Refused for one that is not earlier."""
    if other.starts_at >= festival.starts_at:
        raise Refused(_("Compare with a festival that began earlier."), code="not_earlier", field="against")
    length = min(_elapsed(festival, as_of), other.ends_at - other.starts_at)
    now = Span(festival.starts_at, festival.starts_at + length)
    then = Span(other.starts_at, other.starts_at + length)
    return Basis(now, (then,), other=other, shortened=_is_shorter(length, festival, other))


def ordinary_day(
    festival: Festival,
    *,
    weeks: int = WEEKS,
    middle: Middle = Middle.MEAN,
    as_of: dt.datetime,
    festivals: Iterable[Festival],
) -> Basis:
    """The same weekdays and hours in the weeks before, without those in which one of `festivals` ran.

    A festival of more than a week goes back in steps of as many weeks as it lasts, so that it is never
    compared with itself. Raises Refused: no such number of weeks, and when no ordinary day is left.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise Refused(_("Give 1 to %(most)s weeks.") % {"most": MOST_WEEKS}, code="weeks", field="weeks")
    length = _elapsed(festival, as_of)
    step = WEEK * math.ceil((festival.ends_at - festival.starts_at) / WEEK)
    others = list(festivals)
    kept: list[Span] = []
    left_out: list[Span] = []
    for back in range(weeks, 0, -1):
        start = festival.starts_at - back * step
        span = Span(start, start + length)
        (left_out if any(span.meets(one) for one in others) else kept).append(span)
    if not kept:
        raise Refused(_("A festival ran in each of these weeks."), code="no_ordinary_day", field="weeks")
    now = Span(festival.starts_at, festival.starts_at + length)
    shortened = _is_shorter(length, festival)
    return Basis(now, tuple(kept), middle=middle, left_out=tuple(left_out), shortened=shortened)


def _elapsed(festival: Festival, as_of: dt.datetime) -> dt.timedelta:
    """Its whole hours so far; an hour that is not over would look smaller than the one of then."""
    elapsed: dt.timedelta = min(festival.ends_at, as_of) - festival.starts_at
    if elapsed < HOUR:
        raise Refused(_("It is compared once its first hour is over."), code="not_begun", field="festival")
    return elapsed // HOUR * HOUR


def _is_shorter(length: dt.timedelta, *festivals: Festival) -> bool:
    return any(one.ends_at - one.starts_at != length for one in festivals)


def _of_festival(other: Festival) -> str:
    begun = f"{other.starts_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return _("%(festival)s, which began on %(begun)s, hour by hour from the beginning of each.") % {
        "festival": other.name,
        "begun": begun,
    }


def _span_data(span: Span) -> dict[str, str]:
    begin, end = (moment.astimezone(SHANGHAI).isoformat() for moment in (span.starts_at, span.ends_at))
    return {"starts_at": begin, "ends_at": end}
