from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import F, Q

from stations.scope import ScopedQuerySet


class SubsidyRuleQuerySet(ScopedQuerySet):
    """Reads of the subsidies."""

    def open(self) -> Self:
        """Proposed, and neither put in force nor withdrawn."""
        return self.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True)

    def confirmed(self) -> Self:
        """Put in force by a second person, whatever their days."""
        return self.filter(confirmed_at__isnull=False)

    def in_force_on(self, day: dt.date) -> Self:
        """Confirmed rules that are valid on a business date."""
        return self.confirmed().overlapping(day, day)

    def overlapping(self, first: dt.date, last: dt.date | None) -> Self:
        """Valid on any day from `first` to `last`, both included; no `last` means for ever."""
        rows = self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first))
        return rows if last is None else rows.filter(valid_from__lte=last)

    def applying_in(self, center_id: int) -> Self:
        """What may apply in a county, its own rules before the national ones."""
        return self.filter(Q(center_id=center_id) | Q(center_id__isnull=True)).order_by(
            F("center_id").asc(nulls_last=True)
        )
