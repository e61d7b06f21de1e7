"""Number and text of a notice go when they were kept long enough, or when somebody asks; its life stays."""

from __future__ import annotations

import datetime as dt

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from stations.notices.changing import step
from stations.notices.lifecycle import NoticeState, Problem
from stations.notices.models import Notification

log = structlog.get_logger(__name__)

AT_ONCE = 5_000


def forget_old_notices() -> int:
    """Empties number and text of notices older than `NOTICES_KEPT_DAYS`; returns how many.

    Commits chunk by chunk; may be killed, run twice, or run beside itself: each takes other rows.
    """
    until = timezone.now() - dt.timedelta(days=settings.NOTICES_KEPT_DAYS)
    forgotten = 0
    while True:
        with transaction.atomic():
            old = Notification.objects.forgettable(until).select_for_update(skip_locked=True).order_by("pk")
            taken = list(old.values_list("pk", flat=True)[:AT_ONCE])
            _forget(taken)
        forgotten += len(taken)
        if len(taken) < AT_ONCE:
            break
    if forgotten:
        log.info("notices_forgotten", notices=forgotten)
    return forgotten


def forget_notices_to(phone: str) -> int:
    """Empties what was told to a number, whatever its age, in the caller's transaction; returns how many.

    What waits is given up first. Locks the notices.
    """
    at = timezone.now()
    with transaction.atomic():
        known = list(Notification.objects.filter(phone=phone).select_for_update(of=("self",)).order_by("pk"))
        for notice in known:
            if notice.state == NoticeState.WAITING:
                step(notice, NoticeState.FAILED, at=at, problem=Problem.FORGOTTEN)
        _forget([notice.pk for notice in known])
    return len(known)


def _forget(pks: list[int]) -> None:
    Notification.objects.filter(pk__in=pks).update(phone=None, text="")
