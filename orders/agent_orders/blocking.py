"""What agent orders say against the end of a station."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from orders.agent_orders.lifecycle import ON_THE_WAY
from orders.agent_orders.models import AgentOrder

if TYPE_CHECKING:
    from stations.network.models import Station


def on_their_way(station: Station) -> Iterator[str]:
    """Orders that a villager still waits for: handed over or cancelled first."""
    count = AgentOrder.objects.filter(station=station, status__in=ON_THE_WAY).count()
    if count:
        yield (
            ngettext(
                "%(count)d order is not handed over yet.", "%(count)d orders are not handed over yet.", count
            )
            % {"count": count}
        )
