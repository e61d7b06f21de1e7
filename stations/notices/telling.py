"""Somebody is to be told something: the notice is written with its event, a drain sends it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from stations.bell import ring
from stations.network.models import Station
from stations.notices.changing import step
from stations.notices.lifecycle import LIFE, NoticeKind, NoticeState
from stations.notices.models import NoticeChange, Notification

DELIVER = "stations.deliver_notices"
# The clock looks every few seconds: a bell that was not heard by then is not needed.
HEARD_WITHIN = 60


@dataclass(frozen=True, slots=True)
class NewNotice:
    """What is to be told to whom. `text` is Chinese, for a villager; `subject` like "agent-order:17"."""

    station: Station
    kind: NoticeKind
    subject: str
    phone: str
    text: str

    @property
    def source_key(self) -> str:
        return f"{self.subject}:{self.kind}"


def tell(notices: Sequence[NewNotice], *, at: dt.datetime | None = None) -> int:
    """Writes notices in the caller's transaction and rings for the drain at its commit; returns how many.

    One that was written before, with the same subject and kind, is passed over: somebody is
    told a thing once for ever. `at` is now unless given; a notice is not sent later than a day
    after it. Takes no lock but the unique keys.
    """
    at = at or timezone.now()
    with transaction.atomic():
        rows = [
            Notification(
                station=new.station,
                kind=new.kind,
                subject=new.subject,
                source_key=new.source_key,
                phone=new.phone,
                text=new.text,
                created_at=at,
                due_at=at,
                expires_at=at + LIFE,
            )
            for new in notices
        ]
        keys = [row.source_key for row in rows]
        known = set(Notification.objects.filter(source_key__in=keys).values_list("source_key", flat=True))
        Notification.objects.bulk_create(rows, ignore_conflicts=True)
        written = Notification.objects.filter(source_key__in=set(keys) - known, changes__isnull=True)
        NoticeChange.objects.bulk_create(
            NoticeChange(notice=row, after=NoticeState.WAITING, at=at) for row in written
        )
        if written:
            ring(DELIVER, expires=HEARD_WITHIN)
    return len(written)


def withdraw(subjects: Iterable[str], kinds: Iterable[NoticeKind], *, at: dt.datetime | None = None) -> None:
    """What waits to be told of these subjects is not told any more, in the caller's transaction.

    What is on its way is not tried again. Locks the notices; the caller holds their orders' locks.
    """
    at = at or timezone.now()
    with transaction.atomic():
        open_ones = Notification.objects.about(*subjects).filter(kind__in=list(kinds), due_at__isnull=False)
        for notice in open_ones.select_for_update(of=("self",)).order_by("pk"):
            if notice.state == NoticeState.WAITING:
                step(notice, NoticeState.WITHDRAWN, at=at)
            else:
                notice.expires_at = at
                notice.save(update_fields=["expires_at"])
