"""Work list: findings that should have been settled."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stations.clock import today
from stations.visits.models import FindingStatus, VisitFinding
from stations.wording import day
from stations.worklists.lists import Entry, WorkList


def late_findings(user: Any) -> WorkList:
    """Open after their day."""
    rows = VisitFinding.objects.visible_to(user).filter(status=FindingStatus.OPEN, due_on__lt=today())
    return WorkList(
        title=_("Findings to be settled"),
        hint=_("What a visit found, and its day is over."),
        rows=rows.select_related("visit__station").order_by("due_on", "pk"),
        entry=_entry,
        right="stations.view_visitfinding",
        href=f"{reverse('admin:stations_visitfinding_changelist')}?status__exact={FindingStatus.OPEN}",
    )


def _entry(finding: VisitFinding) -> Entry:
    return Entry(
        title=finding.words,
        note=str(finding.visit.station),
        href=reverse("admin:stations_visitfinding_change", args=[finding.pk]),
        value=_("due %(day)s") % {"day": day(finding.due_on)},
    )
