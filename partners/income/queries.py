from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import Case, CharField, QuerySet, Sum, Value, When
from django.utils.translation import gettext_lazy as _

from stations.scope import ScopedQuerySet

PENDING, ON_HOLD, EARNED = "pending", "on_hold", "earned"
STATES = {PENDING: _("pending"), ON_HOLD: _("on hold"), EARNED: _("earned")}


class EarningQuerySet(ScopedQuerySet):
    """Reads of income."""

    def with_state(self, day: dt.date) -> Self:
        """Adds `state` as of a day: pending, on hold, earned. No job moves a line: its date does."""
        return self.annotate(
            state=Case(
                When(earned_on__isnull=True, then=Value(PENDING)),
                When(earned_on__gt=day, then=Value(ON_HOLD)),
                default=Value(EARNED),
                output_field=CharField(),
            )
        )

    def sums_by_state(self, day: dt.date) -> QuerySet:
        """`state` and `total` in yuan, as of a day."""
        return self.with_state(day).order_by().values("state").annotate(total=Sum("amount"))
