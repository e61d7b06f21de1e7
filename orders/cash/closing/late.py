"""Work list: days of drawers that nobody has closed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from orders.cash.models import CashDay
from stations.clock import today
from stations.wording import day
from stations.worklists.lists import Entry, WorkList


def days_not_closed(user: Any) -> WorkList:
    """Days before today that are still open, the oldest first."""
    return WorkList(
        title=_("Open cash days"),
        hint=_("The day is over, and nobody has counted cash and parcels."),
        rows=CashDay.objects.visible_to(user).open_before(today()).select_related("station"),
        entry=_entry,
        right="orders.view_cashday",
        href=f"{reverse('admin:orders_cashday_changelist')}?is_closed=late",
    )


def _entry(row: CashDay) -> Entry:
    return Entry(
        title=str(row.station),
        note=_("cash day"),
        href=reverse("admin:orders_cashday_change", args=[row.pk]),
        value=day(row.day),
    )
