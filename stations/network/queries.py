from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import Exists, OuterRef, Q

from stations.clock import day_end, day_start
from stations.network.suspension import StationSuspension
from stations.scope import ScopedQuerySet


class StationQuerySet(ScopedQuerySet):
    """Reads of the network of stations."""

    def in_service_on(self, day: dt.date) -> Self:
        """Opened on or before the day, not closed before it, not suspended for all of it."""
        return self.in_service_between(day, day)

    def in_service_between(self, first: dt.date, last: dt.date) -> Self:
        """In service on any day from `first` to `last`, both included."""
        days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
        on_any = Q(pk__in=[])
        for day in days:
            on_any |= self._on(day)
        return self.filter(on_any)

    def _on(self, day: dt.date) -> Q:
        suspended_all_day = StationSuspension.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gte=day_end(day)),
            station=OuterRef("pk"),
            starts_at__lte=day_start(day),
        )
        return (
            Q(opened_on__lte=day)
            & (Q(closed_on__isnull=True) | Q(closed_on__gte=day))
            & ~Q(Exists(suspended_all_day))
        )
