"""Work list: partners who are suspended."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from partners.people.models import TenureSuspension
from stations.clock import business_date
from stations.wording import day
from stations.worklists.lists import Entry, WorkList


def suspended_partners(user: Any) -> WorkList:
    """Still suspended, the longest first."""
    rows = TenureSuspension.objects.visible_to(user).filter(ends_at__isnull=True)
    return WorkList(
        title=_("Partners who are suspended"),
        hint=_("They reach no station meanwhile. Let them work again, or part from them."),
        rows=rows.select_related("tenure__partner", "tenure__station").order_by("starts_at", "pk"),
        entry=_entry,
        right="partners.view_tenuresuspension",
        href=f"{reverse('admin:partners_tenuresuspension_changelist')}?running=yes",
    )


def _entry(suspension: TenureSuspension) -> Entry:
    tenure = suspension.tenure
    return Entry(
        title=f"{tenure.partner} · {tenure.station}",
        note=suspension.reason,
        href=reverse("admin:partners_tenuresuspension_change", args=[suspension.pk]),
        value=_("since %(day)s") % {"day": day(business_date(suspension.starts_at))},
    )
