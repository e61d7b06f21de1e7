from __future__ import annotations

from typing import Self

from django.db.models import Q

from orders.produce.lifecycle import OPEN
from stations.scope import ScopedQuerySet


class FarmerQuerySet(ScopedQuerySet):
    """Reads of farmers."""

    def on_file(self) -> Self:
        """Those whose villager's data were not erased."""
        return self.filter(villager__erased_at__isnull=True)


class ProduceLotQuerySet(ScopedQuerySet):
    """Reads of lots."""

    def published(self) -> Self:
        """Offered at some time: their public page is there, also when they were withdrawn since."""
        return self.filter(published_at__isnull=False)

    def still_open(self) -> Self:
        """Recorded or offered, neither sold out nor withdrawn."""
        return self.filter(status__in=OPEN)

    def search(self, text: str) -> Self:
        """By how the product's or the farmer's name begins, or by the code on the label."""
        text = text.replace("\0", "").strip()
        code = text.upper().replace("-", "").replace(" ", "")
        return self.filter(
            Q(product__startswith=text) | Q(farmer__villager__name__startswith=text) | Q(code=code)
        )

    def for_a_page(self) -> Self:
        """With all that the page of one lot shows."""
        return self.select_related("station__center", "village", "farmer__villager").prefetch_related(
            "photos", "events__actor", "changes__actor"
        )
