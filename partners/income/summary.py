"""A person's income at a glance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from partners.income.queries import EarningQuerySet
from stations.clock import month_of
from stations.money import ZERO


@dataclass(frozen=True, slots=True)
class Summary:
    """Yuan before tax, as of a day.

    `earned` was earned in the month so far; `open` is earned, of whatever month, and in no
    statement yet: it comes into the next one. `paid` is what payouts have paid: nothing, as long
    as there are none.
    """

    day: dt.date
    pending: Decimal
    on_hold: Decimal
    earned: Decimal
    open: Decimal
    paid: Decimal = ZERO


def summarise(*, lines: EarningQuerySet, day: dt.date) -> Summary:
    """The sums over some lines, as a rule those of one person, in one query."""
    sums = lines.order_by().aggregate(
        pending=Sum("amount", filter=Q(earned_on__isnull=True)),
        on_hold=Sum("amount", filter=Q(earned_on__gt=day)),
        earned=Sum("amount", filter=Q(earned_on__gte=month_of(day), earned_on__lte=day)),
        open=Sum("amount", filter=Q(earned_on__lte=day, statement__isnull=True)),
    )
    return Summary(day=day, **{name: total or ZERO for name, total in sums.items()})
