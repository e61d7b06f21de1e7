from __future__ import annotations

from typing import Self

from stations.scope import ScopedQuerySet


class RegionQuerySet(ScopedQuerySet):
    """Reads of the register."""

    def within(self, code: str) -> Self:
        """The region itself and all below it: a range of the primary key."""
        return self.filter(code__gte=code, code__lt=code + ":")  # ':' follows '9'

    def path(self, code: str) -> Self:
        """From province down to the region itself."""
        return self.filter(code__in=[code[:length] for length in (2, 4, 6, 9, 12) if length <= len(code)])
