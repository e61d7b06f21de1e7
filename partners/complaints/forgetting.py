"""Who complained is forgotten, on request or when it was kept long enough; that somebody did stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from partners.complaints.models import Complaint
from partners.complaints.queries import ComplaintQuerySet

AT_ONCE = 1_000
NO_WORDS = "—"


def complaints_of(phone: str) -> ComplaintQuerySet:
    """What the person with this number complained of or asked."""
    rows: ComplaintQuerySet = (
        Complaint.objects.filter(phone=phone).select_related("station", "kind").order_by("pk")
    )
    return rows


def forget_complaints(rows: QuerySet[Any]) -> int:
    """Empties name, number and text of these; returns how many. In the caller's transaction."""
    return rows.update(name="", phone=None, text="", subject=NO_WORDS, forgotten_at=timezone.now())


def forget_long_kept(until: dt.datetime) -> int:
    """Forgets who sent what was answered before `until`, chunk by chunk; returns how many.

    May be killed, run twice, or run beside itself: each run takes other rows.
    """
    forgotten = 0
    while True:
        with transaction.atomic():
            due = Complaint.objects.forgettable(until).select_for_update(skip_locked=True, of=("self",))
            taken = [row.pk for row in due.order_by("pk").only("pk")[:AT_ONCE]]
            forget_complaints(Complaint.objects.filter(pk__in=taken))
        forgotten += len(taken)
        if len(taken) < AT_ONCE:
            return forgotten
