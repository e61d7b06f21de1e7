from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db.models import Count, Q

from partners.training.lifecycle import EnrolmentStatus, SessionStatus
from stations.scope import ScopedQuerySet

if TYPE_CHECKING:
    from partners.people.models import Partner

TAKEN = ~Q(enrolments__status=EnrolmentStatus.CANCELLED)


class SessionQuerySet(ScopedQuerySet):
    """Reads of training sessions."""

    def counted(self) -> Self:
        """With `taken`: places that are not cancelled."""
        return self.annotate(taken=Count("enrolments", filter=TAKEN))

    def offered_to(self, partner: Partner, day: dt.date) -> Self:
        """Sessions to come in the center where the partner's file is kept, and not entered yet."""
        mine = Q(enrolments__partner=partner) & TAKEN
        sessions = self.filter(center=partner.center_id, status=SessionStatus.PLANNED, held_on__gt=day)
        return sessions.exclude(pk__in=self.model._default_manager.filter(mine).values("pk"))


class CertificateQuerySet(ScopedQuerySet):
    """Reads of certificates."""

    def valid_on(self, day: dt.date) -> Self:
        """Issued by then, not run out before it, and not revoked by then."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
            issued_on__lte=day,
        )
