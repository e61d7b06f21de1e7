from __future__ import annotations

from typing import Self

from django.db.models import Q

from stations.scope import ScopedQuerySet


class TaobaoVillageQuerySet(ScopedQuerySet):
    """Reads of the villages of online sellers."""

    def search(self, text: str) -> Self:
        """By any part of a printed name, from the village up to the county."""
        text = text.strip()
        return self.filter(Q(village__contains=text) | Q(town__contains=text) | Q(county__contains=text))
