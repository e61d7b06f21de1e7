from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from partners.announcements.lifecycle import AnnouncementStatus
from stations.scope import ScopedQuerySet


class AnnouncementQuerySet(ScopedQuerySet):
    """Reads of announcements."""

    def told_on(self, day: dt.date) -> Self:
        """Published, and valid on this day; what is pinned first, then the newest."""
        valid = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        return self.filter(valid, status=AnnouncementStatus.PUBLISHED, valid_from__lte=day).order_by(
            "-pinned", "-valid_from", "-pk"
        )

    def with_reading_of(self, partner: int | None) -> Self:
        """Adds `is_read`: opened by this partner, and confirmed where that is asked for."""
        done = self._reads().filter(announcement=OuterRef("pk"), partner=partner)
        done = done.filter(Q(confirmed_at__isnull=False) | Q(announcement__must_confirm=False))
        return self.annotate(is_read=Exists(done))

    def with_reads(self, user: object) -> Self:
        """Adds `read_count` and `confirmed_count`: of the partners whom `user` may see."""
        reads = self._reads().visible_to(user).filter(announcement=OuterRef("pk")).order_by()
        return self.annotate(
            read_count=_count(reads), confirmed_count=_count(reads.filter(confirmed_at__isnull=False))
        )

    def _reads(self) -> Any:
        # The table of readings points here; it is found from here, since keys point down.
        field: Any = self.model._meta.get_field("reads")
        return field.related_model.objects.all()


def _count(reads: QuerySet[Any]) -> Coalesce:
    counted = reads.values("announcement").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
