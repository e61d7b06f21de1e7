from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Self

from django.db.models import Q

from partners.complaints.lifecycle import ComplaintStatus, Origin
from stations.scope import ScopedQuerySet, ScopePaths, Way, scope_of


@dataclass(frozen=True, slots=True)
class ComplaintPaths(ScopePaths):
    """What villagers say of a station follows the station, what a partner asks follows the person.

    `row` is the way to the complaint, empty for the complaint itself.
    """

    row: str = ""

    def ways(self, user: object) -> dict[Way, Q]:
        scope = scope_of(user)
        if scope.everything:
            return {Way.EVERYTHING: Q()}
        ways = {}
        if scope.centers:
            ways[Way.CENTER] = Q(**{f"{self.row}station__center__in": scope.centers})
        if scope.stations:
            by_villagers = Q(**{f"{self.row}origin": Origin.VILLAGER})
            ways[Way.STATION] = by_villagers & Q(**{f"{self.row}station__in": scope.stations})
        if scope.person is not None:
            ways[Way.PERSON] = Q(**{f"{self.row}partner": scope.person})
        return ways


class ComplaintQuerySet(ScopedQuerySet):
    """Reads of complaints and questions."""

    def open(self) -> Self:
        """Not answered yet."""
        return self.exclude(status=ComplaintStatus.ANSWERED)

    def due_by(self, day: dt.date) -> Self:
        """Open, and to be answered on this day or before; the most urgent first."""
        return self.open().filter(due_on__lte=day).order_by("due_on", "pk")

    def overdue(self, day: dt.date) -> Self:
        """Open, and the answer should have been there before this day."""
        return self.due_by(day - dt.timedelta(days=1))

    def forgettable(self, until: dt.datetime) -> Self:
        """Answered before `until`, and still with what tells who it was."""
        return self.filter(origin=Origin.VILLAGER, forgotten_at__isnull=True, answered_at__lt=until)
