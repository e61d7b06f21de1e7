from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import Q

from orders.agent_orders.queries import asked_of_an_order
from orders.presale.lifecycle import DepositState
from stations.scope import ScopedQuerySet


class GoodQuerySet(ScopedQuerySet):
    """Reads of the goods of presales."""

    def on_offer(self, moment: dt.datetime) -> Self:
        """Goods whose orders are taken at a moment."""
        return self.filter(orders_from__lte=moment, orders_until__gt=moment, called_off_at__isnull=True)

    def due(self, moment: dt.datetime) -> Self:
        """Goods whose balance may be paid at a moment."""
        return self.filter(balance_from__lte=moment, balance_until__gt=moment, called_off_at__isnull=True)

    def ended(self, moment: dt.datetime) -> Self:
        """Goods whose time for the balance is over, or that were called off."""
        return self.filter(Q(balance_until__lte=moment) | Q(called_off_at__isnull=False))


class PresaleQuerySet(ScopedQuerySet):
    """Reads of presale orders."""

    def held(self) -> Self:
        return self.filter(state=DepositState.HELD)

    def due(self, moment: dt.datetime) -> Self:
        """Whose balance may be paid at a moment."""
        return self.held().filter(
            good__balance_from__lte=moment,
            good__balance_until__gt=moment,
            good__called_off_at__isnull=True,
        )

    def to_give_back(self) -> Self:
        """Deposits that a villager has still to fetch."""
        return self.filter(state=DepositState.OWED)

    def standing(self) -> Self:
        """Orders that count against a stock and a villager's limit."""
        return self.filter(state__in=[DepositState.HELD, DepositState.CONVERTED])

    def search(self, text: str) -> Self:
        """By order number or pick-up code, else by how the villager's name or phone begins."""
        whole, beginning = asked_of_an_order(text, at="order__")
        found = self.filter(whole)
        return found if found.exists() else self.filter(beginning)
