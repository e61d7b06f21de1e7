from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import OuterRef, Subquery, Sum

from stations.scope import ScopedQuerySet

MEASURES = ("placed_amount", "placed_orders", "paid_amount", "paid_orders", "net_amount", "net_orders")


class FestivalQuerySet(ScopedQuerySet):
    """Reads of festivals."""

    def running(self, moment: dt.datetime) -> Self:
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)

    def with_paid(self, hours: TurnoverQuerySet) -> Self:
        """Adds `paid`: yuan paid in the given county hours that fall into the festival, None if none."""
        paid = (
            hours.filter(hour__gte=OuterRef("starts_at"), hour__lt=OuterRef("ends_at"))
            .order_by()
            .values("business")
            .annotate(paid=Sum("paid_amount"))
            .values("paid")
        )
        return self.annotate(paid=Subquery(paid))


class TurnoverQuerySet(ScopedQuerySet):
    """Reads of what was rolled up."""

    def summed_by(self, *keys: str) -> Self:
        """One row for each value of the keys: the keys, then the six measures in their order."""
        sums = [Sum(name) for name in MEASURES]
        summed: Self = self.order_by().values_list(*keys).annotate(*sums)
        return summed
