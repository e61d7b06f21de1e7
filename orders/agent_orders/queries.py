from __future__ import annotations

from typing import Self

from django.db.models import Q

from orders.agent_orders.lifecycle import ON_THE_WAY, OrderStatus
from stations.scope import ScopedQuerySet


class AgentOrderQuerySet(ScopedQuerySet):
    """Reads of agent orders."""

    def on_the_way(self) -> Self:
        """Placed and neither handed over nor given up."""
        return self.filter(status__in=ON_THE_WAY)

    def waiting_for_pickup(self) -> Self:
        """At the station, for the villager to fetch."""
        return self.filter(status=OrderStatus.AT_STATION)

    def waiting_for_money(self) -> Self:
        """Placed, on the way or here, and not paid yet; presales wait for their own day instead."""
        return self.on_the_way().filter(paid_at__isnull=True, deposit=0)

    def search(self, text: str) -> Self:
        """By order number, platform number, villager's name or phone, or pick-up code."""
        text = text.replace("\0", "").strip()  # PostgreSQL cannot even be asked for it
        found = (
            Q(villager__name__startswith=text)
            | Q(villager__phone__startswith=text)
            | Q(platform_order_no=text)
            | Q(pickup_code=text)
        )
        digits = text.upper().removeprefix("DM")
        if digits.isascii() and digits.isdigit() and len(digits) < 16:
            found |= Q(pk=int(digits))
        return self.filter(found)
