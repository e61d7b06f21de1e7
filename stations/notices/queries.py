from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import Q

from stations.notices.lifecycle import NoticeState
from stations.scope import ScopedQuerySet


class NotificationQuerySet(ScopedQuerySet):
    """Reads of notices."""

    def due(self, at: dt.datetime) -> Self:
        """What somebody has to look at by now: to send it, to ask about it, or to give it up as lost."""
        return self.filter(due_at__lte=at)

    def only_late(self, at: dt.datetime) -> Self:
        """Waiting beyond their time."""
        return self.filter(state=NoticeState.WAITING, expires_at__lte=at)

    def about(self, *subjects: str) -> Self:
        return self.filter(subject__in=subjects)

    def forgettable(self, until: dt.datetime) -> Self:
        """Old enough, still with a number, and nobody at work on them."""
        busy = Q(state__in=[NoticeState.WAITING, NoticeState.SENDING])
        return self.filter(~busy, phone__isnull=False, created_at__lt=until)
