"""f: from what was paid, less what was refunded, to the commission.

The same rule stands in SQL as `commission_amount` (partners migration); a property test
holds the two together.
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


def commission_amount(basis: Decimal, rule: Rule) -> Decimal:
    """Commission in yuan on `basis` yuan: rate or fixed amount, then minimum and cap, then the fen; f(0) = 0.

    Source: domain, section 3, "Commission, the life of a line".
    """
    if basis <= 0:
        return ZERO
    amount = rule.fixed if rule.fixed is not None else basis * (rule.rate or Decimal(0))
    if rule.minimum is not None:
        amount = max(amount, rule.minimum)
    if rule.cap is not None:
        amount = min(amount, rule.cap)
    return to_fen(amount)
