from __future__ import annotations

from typing import Self

from django.db.models import F, Q

from orders.produce.sales.lifecycle import ON_THE_WAY, UNSETTLED, ListingStatus, SaleStatus
from stations.scope import ScopedQuerySet


class ListingQuerySet(ScopedQuerySet):
    """Reads of listings."""

    def still_open(self) -> Self:
        """On sale or paused: what they hold is set aside."""
        return self.exclude(status=ListingStatus.ENDED)


class SaleQuerySet(ScopedQuerySet):
    """Reads of sales."""

    def to_pack(self) -> Self:
        """Sold, and still at the station."""
        return self.filter(status=SaleStatus.SOLD)

    def on_the_way(self) -> Self:
        """Packed, and not with the buyer yet."""
        return self.filter(status__in=ON_THE_WAY)

    def to_settle(self) -> Self:
        """With the buyer: the farmer may have the money."""
        return self.filter(status=SaleStatus.RECEIVED)

    def unsettled(self) -> Self:
        """The farmer still waits for money of it."""
        return self.filter(status__in=UNSETTLED)

    def with_goods(self) -> Self:
        """With what a row of a list says."""
        return self.select_related("station", "buyer_city__parent", "listing__lot__farmer__villager")

    def search(self, text: str) -> Self:
        """By sale number, platform number, or how the product's or the farmer's name begins."""
        text = text.replace("\0", "").strip()
        found = (
            Q(platform_order_no=text)
            | Q(listing__lot__product__startswith=text)
            | Q(listing__lot__farmer__villager__name__startswith=text)
        )
        digits = text.upper().removeprefix("SX")
        if digits.isascii() and digits.isdigit() and len(digits) < 16:
            found |= Q(pk=int(digits))
        return self.filter(found)


class ClaimQuerySet(ScopedQuerySet):
    """Reads of claims on farmers."""

    def still_open(self) -> Self:
        """Neither taken off a settlement nor waived in full."""
        return self.filter(closed__lt=F("amount"))
