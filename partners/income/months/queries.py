from __future__ import annotations

from typing import Self

from django.db.models import Count, F, OuterRef, Subquery, Sum

from partners.income.models import Statement
from stations.scope import ScopedQuerySet


class CountyMonthQuerySet(ScopedQuerySet):
    """Reads of counties' months."""

    def with_totals(self) -> Self:
        """Adds `number` of the statements in force, and `total`: what they add to what is owed, in yuan."""
        current = Statement.objects.current().filter(center=OuterRef("center"), month=OuterRef("month"))
        totals = current.order_by().values("center")
        return self.annotate(
            number=Subquery(totals.annotate(one=Count("pk")).values("one")),
            total=Subquery(
                totals.annotate(one=Sum(F("earned") + F("adjusted") - F("deducted"))).values("one")
            ),
        )
