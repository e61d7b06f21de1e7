"""Names, numbers and addresses on parcels go; where each parcel was, and when, stays."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from orders.logistics.lifecycle import OPEN
from orders.logistics.models import HomeDelivery, Parcel


def parcels_with(phone: str) -> QuerySet[Parcel]:
    """Parcels with a mobile number on their label."""
    rows: QuerySet[Parcel] = Parcel.objects.filter(phone=phone).select_related("station", "carrier")
    return rows.order_by("pk")


def forget_parcels(parcels: QuerySet[Parcel]) -> int:
    """Empties what tells whose parcels these are, in the caller's transaction; returns how many."""
    pks = list(parcels.order_by().values_list("pk", flat=True))
    HomeDelivery.objects.filter(parcel_id__in=pks).update(address="")
    return Parcel.objects.filter(pk__in=pks).update(recipient="", phone="")


def long_kept(until: dt.datetime) -> QuerySet[Parcel]:
    """Parcels that are over and came into the house before a moment, with a name or number still on them."""
    rows: QuerySet[Parcel] = Parcel.objects.filter(announced_at__lt=until).exclude(status__in=OPEN)
    return rows.exclude(recipient="", phone="")
