from __future__ import annotations

from typing import Self

from django.db.models import Q

from orders.agent_orders.lifecycle import ON_THE_WAY, PAYABLE, OrderStatus
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
        return self.filter(status__in=PAYABLE, paid_at__isnull=True, deposit=0)

    def search(self, text: str) -> Self:
        """By order number, platform number or the pick-up code of an order on its way; else by how the
        villager's name or phone begins.
        """
        whole, beginning = asked_of_an_order(text)
        found = self.filter(whole)
        return found if found.exists() else self.filter(beginning)


def asked_of_an_order(text: str, *, at: str = "") -> tuple[Q, Q]:
    """What a search for an order asks: which number fits as a whole, and what only begins so.

    The first is to be tried first, by indexes alone; joined by OR, both would read every order.
    `at` is the way to the order from another table, such as "order__".
    """
    text = text.replace("\0", "").strip()  # PostgreSQL cannot even be asked for it
    whole = Q(**{f"{at}platform_order_no": text})
    whole |= Q(**{f"{at}pickup_code": text, f"{at}status__in": ON_THE_WAY})
    digits = text.upper().removeprefix("DM")
    if digits.isascii() and digits.isdigit() and len(digits) < 16:
        whole |= Q(**{f"{at}pk": int(digits)})
    begins = "phone" if text[:1].isdigit() else "name"
    return whole, Q(**{f"{at}villager__{begins}__startswith": text})
