"""Which snapshots a reader has, and what they say of the reader's part of the nation."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from orders.festivals.freezing.models import FestivalSnapshot, SnapshotPart


def snapshots_of(user: object, *, county: str = "") -> QuerySet[Any]:
    """The reader's snapshots, newest first, each with `own`: its one part for the reader, undocumented."""
    parts = SnapshotPart.objects.of(user, county)
    rows = FestivalSnapshot.objects.visible_to(user).filter(pk__in=parts.values("snapshot"))
    own = parts.select_related("center__county").defer("document")
    with_own: QuerySet[Any] = rows.select_related("festival", "taken_by").prefetch_related(
        Prefetch("parts", own, to_attr="own_parts")
    )
    return with_own
