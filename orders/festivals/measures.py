"""Placed, paid and net of anything: six numbers that add up (domain, section 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from stations.money import ZERO, to_fen


@dataclass(frozen=True, slots=True)
class Turnovers:
    """Yuan and orders. Flat, because a national report holds ten thousand of them."""

    placed_amount: Decimal = ZERO
    placed_orders: int = 0
    paid_amount: Decimal = ZERO
    paid_orders: int = 0
    net_amount: Decimal = ZERO
    net_orders: int = 0

    def __add__(self, other: Turnovers) -> Turnovers:
        return Turnovers(
            self.placed_amount + other.placed_amount,
            self.placed_orders + other.placed_orders,
            self.paid_amount + other.paid_amount,
            self.paid_orders + other.paid_orders,
            self.net_amount + other.net_amount,
            self.net_orders + other.net_orders,
        )

    def __sub__(self, other: Turnovers) -> Turnovers:
        return Turnovers(
            self.placed_amount - other.placed_amount,
            self.placed_orders - other.placed_orders,
            self.paid_amount - other.paid_amount,
            self.paid_orders - other.paid_orders,
            self.net_amount - other.net_amount,
            self.net_orders - other.net_orders,
        )

    @property
    def average_order(self) -> Decimal | None:
        """Yuan paid per paid order."""
        return to_fen(self.paid_amount / self.paid_orders) if self.paid_orders else None

    def __iter__(self) -> Iterator[tuple[str, Decimal, int]]:
        """Name, yuan and orders of each of the three."""
        yield "placed", self.placed_amount, self.placed_orders
        yield "paid", self.paid_amount, self.paid_orders
        yield "net", self.net_amount, self.net_orders


NOTHING_SOLD = Turnovers()
