from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import F, Q

from stations.scope import ScopedQuerySet


class CashDayQuerySet(ScopedQuerySet):
    """Reads of the days of drawers."""

    def open_before(self, day: dt.date) -> Self:
        """Days before this one that nobody has closed, the oldest first."""
        return self.filter(closed_at__isnull=True, day__lt=day).order_by("day", "pk")

    def with_a_difference(self) -> Self:
        """Closed days whose cash or parcels were not what they should have been."""
        # It has a reason (a constraint says so), which is how the index finds it.
        return self.filter(~Q(reason=""), closed_at__isnull=False).exclude(
            counted=F("expected"), parcels_counted=F("parcels_expected")
        )
