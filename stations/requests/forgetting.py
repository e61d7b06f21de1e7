"""Old requests and drafts are forgotten; what they did stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from stations.requests.drafts import LIFE
from stations.requests.models import RequestCount, RequestDraft, RequestToken


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows went."""

    requests: int
    drafts: int


def forget_old_requests(*, days: int = 30) -> Forgotten:
    """Deletes request tokens older than `days`, dead drafts, and counts of past minutes.

    A repeat after that is a new request: natural keys (a platform's order number) still refuse it.
    Running twice deletes nothing more; takes no lock but the deleted rows'.
    """
    now = timezone.now()
    requests, _ = RequestToken.objects.filter(created_at__lt=now - dt.timedelta(days=days)).delete()
    # Nobody counts a past minute any more; an hour is left for whoever looks into a flood.
    RequestCount.objects.filter(minute__lt=int(now.timestamp() // 60) - 60).delete()
    drafts, _ = RequestDraft.objects.filter(created_at__lt=now - LIFE).delete()
    return Forgotten(requests=requests, drafts=drafts)
