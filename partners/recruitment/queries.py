from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import Count, F, Q, Window
from django.db.models.functions import Rank

from partners.recruitment.lifecycle import UNDECIDED, ApplicationStatus, VacancyStatus
from stations.scope import ScopedQuerySet


class VacancyQuerySet(ScopedQuerySet):
    """Reads of vacancies."""

    def taking_applications(self, day: dt.date) -> Self:
        """Open, and not past the last day for applications."""
        return self.filter(status=VacancyStatus.OPEN, closes_on__gte=day)

    def counted(self) -> Self:
        """With `applicants`, those who did not withdraw, and `waiting`, those without an answer."""
        applied = ~Q(applications__status=ApplicationStatus.WITHDRAWN)
        return self.annotate(
            applicants=Count("applications", filter=applied),
            waiting=Count("applications", filter=Q(applications__status__in=UNDECIDED)),
        )


class ApplicationQuerySet(ScopedQuerySet):
    """Reads of applications."""

    def undecided(self) -> Self:
        return self.filter(status__in=UNDECIDED)

    def ranked(self) -> Self:
        """With `place` among the scored ones of the vacancy, and `equals`, how many share it.

        Equal scores share a place and the next one is left out: 1, 2, 2, 4. Without a score
        both mean nothing.
        """
        order = F("score").desc(nulls_last=True)
        return self.annotate(
            place=Window(Rank(), partition_by=F("vacancy"), order_by=order),
            equals=Window(Count("pk"), partition_by=[F("vacancy"), F("score")]),
        )

    def forgettable(self, until: dt.datetime) -> Self:
        """Refused or withdrawn before a moment, and not erased yet."""
        ended = (ApplicationStatus.REFUSED, ApplicationStatus.WITHDRAWN)
        return self.filter(status__in=ended, decided_at__lt=until, erased_at__isnull=True)
