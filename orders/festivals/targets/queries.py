from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from stations.scope import ScopedQuerySet, ScopePaths, scope_of

if TYPE_CHECKING:
    from orders.festivals.models import Festival


@dataclass(frozen=True, slots=True)
class TargetPaths(ScopePaths):
    """A county's target is its staff's, a station's also that of whoever runs the station."""

    def rows(self, user: object) -> Q:
        scope = scope_of(user)
        if scope.everything:
            return Q()
        rows = Q(pk__in=[])
        if scope.centers:
            rows |= Q(center__in=scope.centers) | Q(station__center__in=scope.centers)
        if scope.stations:
            rows |= Q(station__in=scope.stations)
        return rows


class TargetQuerySet(ScopedQuerySet):
    """Reads of targets."""

    def of(self, festival: Festival) -> Self:
        return self.filter(festival=festival)

    def of_counties(self) -> Self:
        return self.filter(center__isnull=False)

    def of_stations(self) -> Self:
        return self.filter(station__isnull=False)
