"""Work list: counties that opened fewer stations than planned."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _

from stations.clock import month_of, today
from stations.network.models import Station
from stations.pipeline.models import OpeningPlan
from stations.wording import month
from stations.worklists.lists import Entry, WorkList

_ONE_DAY = dt.timedelta(days=1)
MONTHS = 3  # back; what was missed before that is history, and in the growth report


def late_openings(user: Any) -> WorkList:
    """Months that are over, of the last three, in which fewer stations opened than were planned."""
    until = month_of(today())
    since = until
    for _month in range(MONTHS):
        since = month_of(since - _ONE_DAY)
    opened = Station.objects.filter(center=OuterRef("center")).order_by()
    opened = opened.annotate(in_month=TruncMonth("opened_on")).filter(in_month=OuterRef("month"))
    count = opened.values("center").annotate(count=Count("pk")).values("count")
    plans = OpeningPlan.objects.visible_to(user).filter(month__gte=since, month__lt=until)
    rows = plans.annotate(opened=Coalesce(Subquery(count), 0)).filter(opened__lt=F("stations"))
    return WorkList(
        title=_("Openings that are late"),
        hint=_("Months of the last three in which fewer stations opened than were planned."),
        rows=rows.select_related("center").order_by("month", "center__code"),
        entry=_entry,
        right="stations.view_openingplan",
        href=reverse("pipeline"),
    )


def _entry(plan: Any) -> Entry:
    return Entry(
        title=plan.center.name,
        note=month(plan.month),
        href=reverse("admin:stations_openingplan_change", args=[plan.pk]),
        value=_("%(opened)s of %(planned)s") % {"opened": plan.opened, "planned": plan.stations},
    )
