"""A month is closed: one statement per partner, for ever.

A closing is a row, split into ranges of partners; each range is closed exactly once, by a
worker or a command, whoever locks it first. Nothing is lost by a crash: what is not done is
still there, and the clock looks every hour (`close_due_month`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.income.awarding.giving import give_subsidies
from partners.income.models import ClosingRange, Earning, MonthClosing
from partners.income.pricing import price_activity
from partners.income.settling import settle_range
from partners.people.models import Partner
from stations.clock import month_end, month_of, next_month, today
from stations.refusals import Refused

log = structlog.get_logger(__name__)

PARTNERS_A_RANGE = 2_000


@dataclass(frozen=True, slots=True)
class RangeDone:
    """What closing a range added, how far its closing is, and which month waits next."""

    month: dt.date
    statements: int
    lines: int
    done: int
    parts: int
    next_month: dt.date | None = None


def check_over(month: dt.date) -> None:
    """Raises Refused while a month is not over."""
    if today() <= month_end(month):
        raise Refused(
            _("%(month)s is not over yet: it can be closed from %(day)s on.")
            % {"month": f"{month:%Y-%m}", "day": next_month(month)},
            code="not_over",
            field="month",
        )


def request_closing(*, month: dt.date, actor: Any = None) -> MonthClosing:
    """Enters that a month is to be closed, and returns its run: a new one, or the one that is there.

    Raises Refused while the month is not over. The work is done by whoever calls `close_month`
    or rings the task.
    """
    check_over(month)
    closing, _new = MonthClosing.objects.get_or_create(month=month, defaults={"requested_by": actor})
    return closing


def close_month(
    *, month: dt.date, actor: Any = None, progress: Callable[[RangeDone], None] = lambda done: None
) -> list[MonthClosing]:
    """Closes a month here and now, range after range; returns the months that were closed.

    Everything pending is priced first. Earlier months in which lines wait for a statement are
    closed before it, so that each line stands in the month in which it was earned, or in the
    first one after it that is not closed. A month that is closed stays as it is: a second run
    adds nothing, and what comes late waits for the next closing. Raises Refused while the month
    is not over. Two at once share the work.
    """
    if request_closing(month=month, actor=actor).finished_at is not None:
        return []
    closed = []
    for closing in begin(up_to=month):
        for part in open_ranges(closing):
            progress(close_range(range_id=part))
        closed.append(closing)
    return closed


def request_due() -> dt.date | None:
    """Enters the months that are over and wait for their closing, and those a crash left unfinished.

    Returns the last of them; None when nothing waits. What the clock asks for.
    """
    last_over = month_of(month_of(today()) - dt.timedelta(days=1))
    for month in open_months(up_to=last_over):
        request_closing(month=month)
    waiting = MonthClosing.objects.unfinished().order_by("month").last()
    return waiting.month if waiting else None


def begin(*, up_to: dt.date) -> Iterator[MonthClosing]:
    """Prices and gives what is pending; then the closings that wait up to a month, split, the oldest first.

    Each is yielded when it is its turn: the months are closed one after another.
    """
    price_activity(wait=True)
    give_subsidies(wait=True)
    for month in open_months(up_to=up_to):
        request_closing(month=month)
    for closing in MonthClosing.objects.unfinished().filter(month__lte=up_to).order_by("month"):
        split(closing)
        if open_ranges(closing):
            yield closing
        else:  # a crash came between the last range and the end
            _finish(closing)


def open_months(*, up_to: dt.date) -> list[dt.date]:
    """Months up to `up_to` that earned lines wait for.

    That is the month in which a line was earned or, where it is closed, the first one after it
    that is not. A month in which nobody earned anything is closed only when it is asked for.
    """
    closed = set(MonthClosing.objects.filter(finished_at__isnull=False).values_list("month", flat=True))
    earned = (
        Earning.objects.unsettled()
        .earned_by(month_end(up_to))
        .order_by()
        .annotate(month=TruncMonth("earned_on"))
        .values_list("month", flat=True)
        .distinct()
    )
    waiting = {_first_open(month, closed) for month in earned}
    return sorted(month for month in waiting if month <= up_to)


def _first_open(month: dt.date, closed: set[dt.date]) -> dt.date:
    while month in closed:
        month = next_month(month)
    return month


def split(closing: MonthClosing, *, size: int = PARTNERS_A_RANGE) -> None:
    """Splits a closing into ranges of partners, once. Locks the closing."""
    with transaction.atomic():
        closing = MonthClosing.objects.select_for_update(of=("self",)).get(pk=closing.pk)
        if closing.ranges.exists():
            return
        # From zero to the open end, so that nobody who joins meanwhile falls between.
        firsts = [0, *Partner.objects.order_by("pk").values_list("pk", flat=True)[size::size]]
        ClosingRange.objects.bulk_create(
            ClosingRange(closing=closing, from_id=first, to_id=after)
            for first, after in zip(firsts, [*firsts[1:], None], strict=True)
        )


def open_ranges(closing: MonthClosing) -> list[int]:
    """The ids of the ranges that are not closed yet."""
    return list(closing.ranges.filter(done_at__isnull=True).order_by("from_id").values_list("pk", flat=True))


def close_range(*, range_id: int) -> RangeDone:
    """Writes the statements of one range; the last one finishes the closing.

    Locks the range and its partners. A range that is closed adds nothing.
    """
    with transaction.atomic():
        part = ClosingRange.objects.select_for_update(of=("self",)).select_related("closing").get(pk=range_id)
        closing, added = part.closing, (0, 0)
        if part.done_at is None:
            added = settle_range(month=closing.month, from_id=part.from_id, to_id=part.to_id)
            part.statements, part.lines = added
            part.done_at = timezone.now()
            part.save(update_fields=["statements", "lines", "done_at"])
    # In a transaction of its own: only there the other ranges of the same moment are seen.
    finished = _finish(closing)
    parts: Any = MonthClosing.objects.with_progress().get(pk=closing.pk)
    waiting = MonthClosing.objects.unfinished().order_by("month").first() if finished else None
    return RangeDone(
        month=closing.month,
        statements=added[0],
        lines=added[1],
        done=parts.parts_done,
        parts=parts.parts,
        next_month=waiting.month if waiting else None,
    )


def _finish(closing: MonthClosing) -> bool:
    open_parts = ClosingRange.objects.filter(closing=OuterRef("pk"), done_at__isnull=True)
    finished = (
        MonthClosing.objects.unfinished()
        .filter(~Exists(open_parts), pk=closing.pk)
        .update(finished_at=timezone.now())
    )
    if finished:
        log.info("month_closed", month=f"{closing.month:%Y-%m}")
    return bool(finished)
