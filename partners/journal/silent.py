"""Work list: stations where nothing happens."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.journal.models import Activity
from stations.clock import today
from stations.network.models import Station
from stations.wording import day
from stations.worklists.lists import Entry, WorkList

# Assumption: stations rest on Sundays at most.
SILENT_WORKING_DAYS = 3
SUNDAY = 6


def working_day_before(last: dt.date, days: int) -> dt.date:
    """The day that lies so many working days before `last`; Sundays are none."""
    found = last
    while days:
        found -= dt.timedelta(days=1)
        days -= found.weekday() != SUNDAY
    return found


def silent_stations(user: Any) -> WorkList:
    """In service today, open for longer than that, and without a row in the journal for so long."""
    since = working_day_before(today(), SILENT_WORKING_DAYS)
    latest = Activity.objects.filter(station=OuterRef("pk")).order_by("-business_date")
    rows = Station.objects.visible_to(user).in_service_on(today()).filter(opened_on__lt=since)
    rows = rows.annotate(last_day=Subquery(latest.values("business_date")[:1]))
    return WorkList(
        title=_("Silent stations"),
        hint=_("Open, and no order, payment or hand-over for %(days)s working days.")
        % {"days": SILENT_WORKING_DAYS},
        rows=rows.filter(Q(last_day__isnull=True) | Q(last_day__lt=since))
        .select_related("center")
        .order_by(F("last_day").asc(nulls_first=True), "code"),
        entry=_entry,
        right="stations.view_station",
    )


def _entry(station: Any) -> Entry:
    return Entry(
        title=str(station),
        note=station.center.name,
        href=reverse("admin:stations_station_change", args=[station.pk]),
        value=_("last on %(day)s") % {"day": day(station.last_day)} if station.last_day else _("never"),
    )
