from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import Q

from stations.scope import ScopedQuerySet


class TenureQuerySet(ScopedQuerySet):
    """Reads of who runs what."""

    def covering(self, day: dt.date) -> Self:
        """Tenures in force on a business date."""
        return self.overlapping(day, day)

    def overlapping(self, first: dt.date, last: dt.date) -> Self:
        """Tenures in force on any day from `first` to `last`, both included."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first), starts_on__lte=last)
