from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import F, Q

from stations.scope import ScopedQuerySet


class CommissionRateQuerySet(ScopedQuerySet):
    """Reads of the rates."""

    def in_force_on(self, day: dt.date) -> Self:
        """Rates valid on a business date."""
        return self.overlapping(day, day)

    def overlapping(self, first: dt.date, last: dt.date | None) -> Self:
        """Rates valid on any day from `first` to `last`, both included; no `last` means for ever."""
        rows = self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first))
        return rows if last is None else rows.filter(valid_from__lte=last)

    def of(self, *, business: str, category: str, center_id: int | None) -> Self:
        """The versions of one rate: a county's own, or the national one."""
        return self.filter(business=business, category=category, center_id=center_id)

    def applying_in(self, center_id: int) -> Self:
        """What may apply in a county, its own rates before the national ones."""
        return self.filter(Q(center_id=center_id) | Q(center_id__isnull=True)).order_by(
            F("center_id").asc(nulls_last=True)
        )
