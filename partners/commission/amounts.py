"""f: from what was paid, less what was refunded, to the commission.

The same rule stands in SQL as `commission_unrounded` and `commission_amount`
(`commission.sql`); a property test holds the two together.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from stations.money import ZERO, to_fen


class Rule(Protocol):
    """What a `CommissionRate` says."""

    @property
    def rate(self) -> Decimal | None: ...
    @property
    def fixed(self) -> Decimal | None: ...
    @property
    def minimum(self) -> Decimal | None: ...
    @property
    def cap(self) -> Decimal | None: ...


def commission_unrounded(basis: Decimal, rule: Rule) -> Decimal:
    """Rate or fixed amount, then minimum and cap, before the fen; f(0) = 0."""
    if basis <= 0:
        return ZERO
    amount = rule.fixed if rule.fixed is not None else basis * (rule.rate or Decimal(0))
    if rule.minimum is not None:
        amount = max(amount, rule.minimum)
    if rule.cap is not None:
        amount = min(amount, rule.cap)
    return amount


def commission_amount(basis: Decimal, rule: Rule) -> Decimal:
    """Commission in yuan on `basis` yuan, to the fen (half up).

    Source: domain, section 3, "Commission, the life of a line".
    """
    return to_fen(commission_unrounded(basis, rule))
