"""Work list: parcels that nobody fetches."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from orders.logistics.models import Parcel
from orders.logistics.queries import OVERDUE_DAYS
from stations.wording import day
from stations.worklists.lists import Entry, WorkList


def overdue_parcels(user: Any) -> WorkList:
    """At the station for longer than a parcel should lie there."""
    rows = Parcel.objects.visible_to(user).waiting_longer_than(OVERDUE_DAYS)
    return WorkList(
        title=_("Overdue parcels"),
        hint=_("At the station for more than %(days)s days: the partner calls, or sends them back.")
        % {"days": OVERDUE_DAYS},
        rows=rows.select_related("station", "carrier"),
        entry=_entry,
        right="orders.view_parcel",
        href=f"{reverse('admin:orders_parcel_changelist')}?waits=overdue",
    )


def _entry(parcel: Parcel) -> Entry:
    return Entry(
        title=f"{parcel.carrier} {parcel.tracking_number}",
        note=str(parcel.station),
        href=reverse("admin:orders_parcel_change", args=[parcel.pk]),
        value=_("since %(day)s") % {"day": day(parcel.arrived_at)},
    )
