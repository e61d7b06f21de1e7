"""Work list: complaints and questions that are to be answered by today."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from partners.complaints.models import Complaint
from stations.clock import today
from stations.wording import day
from stations.worklists.lists import Entry, WorkList


def complaints_due(user: Any) -> WorkList:
    """Open, due today or before."""
    rows = Complaint.objects.visible_to(user).due_by(today())
    return WorkList(
        title=_("Complaints and questions due"),
        hint=_("To be answered today, or late already."),
        rows=rows.select_related("station", "kind"),
        entry=_entry,
        right="partners.view_complaint",
        href=f"{reverse('admin:partners_complaint_changelist')}?due=today",
    )


def _entry(complaint: Complaint) -> Entry:
    return Entry(
        title=complaint.subject,
        note=f"{complaint.number} · {complaint.kind} · {complaint.station}",
        href=reverse("admin:partners_complaint_change", args=[complaint.pk]),
        value=_("due %(day)s") % {"day": day(complaint.due_on)},
    )
