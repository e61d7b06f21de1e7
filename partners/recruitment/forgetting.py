"""Who was refused or withdrew is forgotten after a while; that somebody applied, and when, stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from partners.recruitment.lifecycle import ApplicationStatus
from partners.recruitment.models import NO_NAME, Application
from partners.recruitment.queries import ApplicationQuerySet

log = structlog.get_logger(__name__)

AT_ONCE = 1_000


def applications_with(phone: str) -> ApplicationQuerySet:
    """Everything somebody with this mobile number applied for."""
    rows: ApplicationQuerySet = (
        Application.objects.filter(phone=phone).select_related("vacancy__station").order_by("pk")
    )
    return rows


def forget_applications(applications: ApplicationQuerySet) -> int:
    """Empties what tells who it was, in the caller's transaction; returns how many. Accepted ones stay:
    they are part of a partner's papers.
    """
    ended = applications.exclude(status=ApplicationStatus.ACCEPTED).filter(erased_at__isnull=True)
    return ended.order_by().update(
        name=NO_NAME,
        phone=None,
        identity_number="",
        birth_year=None,
        returning_from="",
        why="",
        erased_at=timezone.now(),
    )


def forget_old_applications() -> int:
    """Erases refused and withdrawn applications after `APPLICATIONS_KEPT_DAYS`; returns how many.

    Commits chunk by chunk; may be killed, run twice, or run beside itself: each takes other rows.
    """
    until = timezone.now() - dt.timedelta(days=settings.APPLICATIONS_KEPT_DAYS)
    forgotten = 0
    while True:
        with transaction.atomic():
            due: Any = Application.objects.forgettable(until).select_for_update(skip_locked=True)
            taken = list(due.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
            forget_applications(Application.objects.filter(pk__in=taken))
        forgotten += len(taken)
        if len(taken) < AT_ONCE:
            break
    if forgotten:
        log.info("applications_forgotten", applications=forgotten)
    return forgotten
