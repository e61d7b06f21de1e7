from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db.models import Aggregate, BooleanField, F, Func, Q, QuerySet, Value

from stations.clock import day_end, day_start
from stations.network.suspension import StationSuspension
from stations.regions.models import Region
from stations.scope import ScopedQuerySet


class StationQuerySet(ScopedQuerySet):
    """Reads of the network of stations."""

    def in_service_on(self, day: dt.date) -> Self:
        """Opened on or before the day, not closed before it, not suspended for all of it."""
        return self.in_service_between(day, day)

    def in_service_between(self, first: dt.date, last: dt.date) -> Self:
        """In service on any day from `first` to `last`, both included."""
        return self.filter(serving_between(first, last))

    def search(self, text: str) -> Self:
        """By the beginning of the code or of the village's name, or by any part of the station's name."""
        text = text.strip()
        if not text:
            return self
        # Not as a join, and not by any part of it: the whole register would be read.
        named_so = Q(village__in=Region.objects.filter(name__startswith=text))
        return self.filter(Q(code__startswith=text.upper()) | Q(name__contains=text) | named_so)


def serving_between(first: dt.date, last: dt.date) -> Q:
    """Whether a station is in service on any day from `first` to `last`, both included."""
    on_any = Q(pk__in=[])
    for day in (first + dt.timedelta(days=n) for n in range((last - first).days + 1)):
        on_any |= (
            Q(opened_on__lte=day)
            & (Q(closed_on__isnull=True) | Q(closed_on__gte=day))
            & ~Q(pk__in=suspended_all_of(day))
        )
    return on_any


def suspended_all_of(day: dt.date) -> QuerySet[Any, Any]:
    """Ids of stations that were suspended from the first moment of a day to its last.

    Suspensions that follow each other without a gap count as one. It does not look at the
    outer row, so PostgreSQL runs it once a day asked for, not once a station.
    """
    start, end = day_start(day), day_end(day)
    suspended = Aggregate(
        Func(F("starts_at"), F("ends_at"), function="tstzrange"),
        function="range_agg",
        output_field=BooleanField(),  # never read: only what follows is
    )
    all_of_it = Func(
        suspended,
        Func(Value(start), Value(end), function="tstzrange"),
        template="%(expressions)s",
        arg_joiner=" @> ",
        output_field=BooleanField(),
    )
    return (
        StationSuspension.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=start), starts_at__lt=end)
        .order_by()
        .values("station")
        .annotate(all_of_it=all_of_it)
        .filter(all_of_it=True)
        .values("station")
    )
