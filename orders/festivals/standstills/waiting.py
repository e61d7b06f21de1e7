"""Work list: stations that stand still in a festival that runs, to be called."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from orders.festivals.standstills.models import Standstill
from stations.wording import moment
from stations.worklists.lists import Entry, WorkList


def standing_still(user: Any) -> WorkList:
    """Open standstills; those where most is missed first."""
    rows = Standstill.objects.visible_to(user).open_at()
    return WorkList(
        title=_("Stations that stand still"),
        hint=_(
            "A festival runs, and they have no order where their own past says that they should: call them."
        ),
        rows=rows.select_related("station", "festival").order_by("-expected", "station__code"),
        entry=_entry,
        right="orders.view_standstill",
        href=f"{reverse('admin:orders_standstill_changelist')}?state=open",
    )


def _entry(row: Standstill) -> Entry:
    return Entry(
        title=str(row.station),
        note=_("%(festival)s: about %(count)s orders expected")
        % {"festival": row.festival, "count": row.expected},
        href=reverse("admin:stations_station_change", args=[row.station_id]),
        value=_("since %(moment)s") % {"moment": moment(row.stood_since)},
    )
