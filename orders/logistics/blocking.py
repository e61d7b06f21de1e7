"""What parcels say against the end of a station, and of a tenure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import connection
from django.utils.translation import ngettext

from orders.logistics.changing import lock_parcels
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel
from partners.people.checks import Blocker, at_the_desk
from partners.people.stock import Stock
from stations.clock import today

if TYPE_CHECKING:
    from partners.people.models import Tenure
    from stations.network.models import Station


def not_fetched(station: Station) -> Iterator[str]:
    """Parcels that somebody still waits for: handed over or sent back first."""
    count = Parcel.objects.filter(station=station).on_the_way().count()
    if count:
        yield (
            ngettext(
                "%(count)d parcel is not handed over yet.",
                "%(count)d parcels are not handed over yet.",
                count,
            )
            % {"count": count}
        )


def left_behind(tenure: Tenure, last_day: dt.date) -> list[Blocker]:
    """Parcels in the hands of a partner who leaves by today: the next one has not counted them."""
    if last_day > today():
        return []
    count = Parcel.objects.filter(station=tenure.station_id, status=ParcelStatus.AT_STATION).count()
    if not count:
        return []
    text = ngettext("%(count)d parcel lies at the station.", "%(count)d parcels lie at the station.", count)
    page = at_the_desk(
        "orders_parcel", station__id__exact=tenure.station_id, status__exact=ParcelStatus.AT_STATION
    )
    return [Blocker(text % {"count": count}, page, "parcels")]


def at_the_station(station: Station) -> Stock:
    """The parcels that lie at a station, by their numbers; in a transaction they stay there until its end."""
    lying = Parcel.objects.filter(station=station, status=ParcelStatus.AT_STATION).order_by("pk")
    if connection.in_atomic_block:
        lock_parcels(lying.values_list("pk", flat=True))  # then they are read again
    numbers = tuple(lying.values_list("tracking_number", flat=True))
    return Stock(Decimal(len(numbers)), numbers)
