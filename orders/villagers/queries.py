from __future__ import annotations

from typing import Self

from django.db.models import Max

from stations.scope import ScopedQuerySet


class VillagerQuerySet(ScopedQuerySet):
    """Reads of villagers."""

    def on_file(self) -> Self:
        """Those whose data were not erased."""
        return self.filter(erased_at__isnull=True)

    def search(self, text: str) -> Self:
        """By how the name or the phone begins."""
        text = text.replace("\0", "").strip()
        begins = "phone" if text[:1].isdigit() else "name"
        return self.filter(**{f"{begins}__startswith": text})

    def lately_served(self) -> Self:
        """Who came last first."""
        return (
            self.on_file()
            .annotate(last_order=Max("agent_orders"))
            .exclude(last_order=None)
            .order_by("-last_order")
        )
