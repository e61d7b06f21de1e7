from __future__ import annotations

import datetime as dt
from typing import Self

from stations.scope import ScopedQuerySet


class LevelRuleQuerySet(ScopedQuerySet):
    """Reads of rules."""

    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def of_month(self, month: dt.date) -> Self:
        """The rule in force in a month stands first."""
        return self.confirmed().filter(valid_from__lte=month).order_by("-valid_from")


class StationLevelQuerySet(ScopedQuerySet):
    """Reads of scored months."""

    def of_month(self, month: dt.date) -> Self:
        return self.filter(of__month=month)

    def told(self) -> Self:
        """With all that a page says of them, by county and rank."""
        return self.select_related("of__rule", "station", "center", "partner", "bound").order_by(
            "-of__month", "center__code", "rank", "station__code"
        )
