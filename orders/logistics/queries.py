from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import Count, Q
from django.utils import timezone

from orders.agent_orders.lifecycle import ON_THE_WAY
from orders.logistics.lifecycle import HOLDS_NUMBER, OPEN, ManifestStatus, ParcelStatus
from stations.scope import ScopedQuerySet

# After so many days at the station a parcel is called overdue (an assumption: the platform's usual time).
OVERDUE_DAYS = 7


class ParcelQuerySet(ScopedQuerySet):
    """Reads of parcels."""

    def on_the_way(self) -> Self:
        """Neither fetched nor given up."""
        return self.filter(status__in=OPEN)

    def holding_number(self) -> Self:
        """Whose tracking number no other parcel of the carrier may have now."""
        return self.filter(status__in=HOLDS_NUMBER)

    def waiting_for_pickup(self) -> Self:
        """At the station, for the villager to fetch."""
        return self.filter(status=ParcelStatus.AT_STATION, direction="down", returning=False)

    def waiting_longer_than(self, days: int) -> Self:
        """Waiting for the villager for more than so many days, the longest first."""
        since = timezone.now() - dt.timedelta(days=days)
        return self.waiting_for_pickup().filter(arrived_at__lt=since).order_by("arrived_at", "pk")

    def coming(self) -> Self:
        """On their way to the station."""
        return self.filter(
            status__in=(ParcelStatus.EXPECTED, ParcelStatus.AT_COUNTY, ParcelStatus.ON_MANIFEST),
            direction="down",
            returning=False,
        )

    def to_send(self) -> Self:
        """At the station, to go up to the county: a villager's parcel, or one that nobody fetched."""
        return self.filter(status=ParcelStatus.AT_STATION).filter(Q(direction="up") | Q(returning=True))

    def to_sort(self) -> Self:
        """At the county center, to go down to a station; what is delivered to the house goes its own way."""
        return self.filter(
            status=ParcelStatus.AT_COUNTY, direction="down", returning=False, to_the_house=False
        )

    def going_out(self) -> Self:
        """At the county center, to be given to the carrier."""
        return self.filter(status=ParcelStatus.AT_COUNTY).filter(Q(direction="up") | Q(returning=True))

    def search(self, text: str) -> Self:
        """By tracking number or pick-up code; else by how the villager's name or phone begins.

        By its code only what waits at a station, which reads the codes of it anyway: to those who
        deliver to the house a search would tell which code fits. Each question has its index; joined
        by OR they would read every parcel.
        """
        text = text.replace("\0", "").strip()
        here = self.filter(status=ParcelStatus.AT_STATION)
        for found in (
            self.filter(tracking_number=text.upper()),
            here.filter(pickup_code=text),
            here.filter(order__pickup_code=text, order__status__in=ON_THE_WAY),
        ):
            if text and found.exists():
                return found
        begins = "phone" if text[:1].isdigit() else "recipient"
        return self.filter(**{f"{begins}__startswith": text})


class ManifestQuerySet(ScopedQuerySet):
    """Reads of manifests."""

    def with_counts(self) -> Self:
        """Adds `parcels` and `scanned`: on the list, and received at the other end."""
        return self.annotate(
            parcels=Count("lines"), scanned=Count("lines", filter=Q(lines__received_at__isnull=False))
        )

    def not_received(self) -> Self:
        return self.exclude(status=ManifestStatus.RECEIVED)


class CaseQuerySet(ScopedQuerySet):
    """Reads of cases."""

    def open(self) -> Self:
        return self.filter(settled_at__isnull=True)
