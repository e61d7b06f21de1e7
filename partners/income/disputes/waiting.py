"""Work list: disputes that wait for the county."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from partners.income.disputes.models import Dispute
from stations.wording import day
from stations.worklists.lists import Entry, WorkList


def disputes_waiting(user: Any) -> WorkList:
    """Not answered, the most urgent first."""
    rows = Dispute.objects.visible_to(user).open().select_related("earning__partner")
    return WorkList(
        title=_("Disputes to be answered"),
        hint=_("A partner says that a line of a statement is wrong; it keeps the month from being approved."),
        rows=rows.order_by("due_on", "pk"),
        entry=_entry,
        right="partners.view_dispute",
        href=f"{reverse('admin:partners_dispute_changelist')}?answered_or_not=no",
    )


def _entry(dispute: Dispute) -> Entry:
    return Entry(
        title=dispute.text,
        note=str(dispute.earning.partner),
        href=reverse("admin:partners_dispute_change", args=[dispute.pk]),
        value=_("due %(day)s") % {"day": day(dispute.due_on)},
    )
