from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Self

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext_lazy as _

from stations.clock import month_end
from stations.scope import ScopedQuerySet

PENDING, ON_HOLD, EARNED, SETTLED = "pending", "on_hold", "earned", "settled"
STATES = {
    PENDING: _("pending"),
    ON_HOLD: _("on hold"),
    EARNED: _("earned"),
    SETTLED: _("settled"),
}
STATE_CHOICES = list(STATES.items())


class EarningQuerySet(ScopedQuerySet):
    """Reads of income."""

    def with_state(self, day: dt.date) -> Self:
        """Adds `state` as of a day. No job moves a line from hold to earned: its date does."""
        return self.annotate(
            state=Case(
                When(statement__isnull=False, then=Value(SETTLED)),
                When(earned_on__isnull=True, then=Value(PENDING)),
                When(earned_on__gt=day, then=Value(ON_HOLD)),
                default=Value(EARNED),
                output_field=CharField(),
            )
        )

    def in_state(self, state: str, day: dt.date) -> Self:
        """Lines in one state as of a day."""
        waits = Q(statement__isnull=True)
        return self.with_state(day).filter(
            {
                SETTLED: ~waits,
                PENDING: waits & Q(earned_on__isnull=True),
                ON_HOLD: waits & Q(earned_on__gt=day),
                EARNED: waits & Q(earned_on__lte=day),
            }[state]
        )

    def sums_by_state(self, day: dt.date) -> QuerySet:
        """`state` and `total` in yuan, as of a day."""
        return self.with_state(day).order_by().values("state").annotate(total=Sum("amount"))

    def unsettled(self) -> Self:
        """In no statement yet."""
        return self.filter(statement__isnull=True)

    def earned_by(self, day: dt.date) -> Self:
        """Earned on a day or before it."""
        return self.filter(earned_on__lte=day)

    def of_month(self, month: dt.date) -> Self:
        """Lines whose payment or refund happened in the month that begins on this day.

        A line has that day from the start and keeps it; the day on which it is earned comes later.
        """
        return self.filter(activity__business_date__range=(month, month_end(month)))

    def months(self) -> list[dt.date]:
        """The months of payments and refunds, by their first days, the newest first."""
        months = self.order_by().values_list(TruncMonth("activity__business_date"), flat=True).distinct()
        return sorted(months, reverse=True)

    def of_line(self, *, subject: str, category: str) -> Self:
        """A payment and what its refunds took back, in the order they came."""
        return self.filter(subject=subject, category=category).order_by("activity_id")


class StatementQuerySet(ScopedQuerySet):
    """Reads of closed months."""

    def of_month(self, month: dt.date) -> Self:
        return self.filter(month=month)

    def current(self) -> Self:
        """The versions that are in force: nothing supersedes them."""
        return self.filter(superseded_by__isnull=True)

    def with_balance(self) -> Self:
        """Adds `balance` in yuan: all that was owed after the closing, below zero where a debt was left."""
        return self.annotate(balance=F("earned") + F("adjusted") - F("deducted") + F("brought_forward"))

    def with_subsidies(self) -> Self:
        """Adds `subsidies` in yuan: what of the earned came by rules of subsidies, parcels left out."""
        lines: Any = self.model._meta.get_field("earnings").related_model
        lines = lines.objects.order_by()
        mine = lines.filter(statement=OuterRef("pk"), business="subsidy").values("statement")
        # A join would add every line of every statement up before a page of fifty is cut off.
        total = Subquery(mine.annotate(total=Sum("amount")).values("total"))
        return self.annotate(subsidies=Coalesce(total, Decimal(0)))

    def telling(self) -> Self:
        """Those that say something: lines, adjustments, or an amount that is carried over."""
        return self.filter(Q(lines__gt=0) | ~Q(adjusted=0) | Q(deducted__gt=0) | ~Q(brought_forward=0))


class MonthClosingQuerySet(ScopedQuerySet):
    """Reads of the runs that close months."""

    def unfinished(self) -> Self:
        return self.filter(finished_at__isnull=True)

    def with_progress(self) -> Self:
        """Adds what the ranges count: `parts`, `parts_done`, `statements` and `settled_lines`."""
        return self.annotate(
            parts=Count("ranges"),
            parts_done=Count("ranges__done_at"),
            statements=Sum("ranges__statements", default=0),
            settled_lines=Sum("ranges__lines", default=0),
        )
