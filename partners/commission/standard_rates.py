"""The rates to start from, as data that an operator can change (admin, "commission rates").

All of them are assumptions; they are loaded once and then live in the table.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from partners.commission.models import CommissionRate
from partners.commission.revising import Terms, add_rate
from partners.journal.kinds import Business, Category

# The month in which the first station opened.
FIRST_DAY = dt.date(2014, 10, 1)
SOURCE = "Assumption (A)"

AGENT_ORDERS = {
    Category.LARGE_APPLIANCES: Terms(rate=Decimal("0.025"), cap=Decimal("80"), source=SOURCE),
    Category.PHONES: Terms(rate=Decimal("0.015"), source=SOURCE),
    Category.SMALL_APPLIANCES: Terms(rate=Decimal("0.04"), source=SOURCE),
    Category.CLOTHING: Terms(rate=Decimal("0.05"), source=SOURCE),
    Category.SHOES_BAGS: Terms(rate=Decimal("0.05"), source=SOURCE),
    Category.DAILY_GOODS: Terms(rate=Decimal("0.04"), source=SOURCE),
    Category.FOOD: Terms(rate=Decimal("0.04"), source=SOURCE),
    Category.MOTHER_BABY: Terms(rate=Decimal("0.04"), source=SOURCE),
    Category.FURNITURE: Terms(rate=Decimal("0.04"), source=SOURCE),
    Category.FARM_INPUTS: Terms(rate=Decimal("0.03"), source=SOURCE),
    Category.TOOLS: Terms(rate=Decimal("0.03"), source=SOURCE),
}


def load_standard_rates(*, actor: Any = None, since: dt.date = FIRST_DAY) -> int:
    """Adds the national rate of each category that has none yet; returns how many were added.

    A category that has any national rate is left alone, so that a second run, or a run after
    an operator changed the rates, changes nothing.
    """
    known = set(
        CommissionRate.objects.filter(business=Business.AGENT_ORDER, center__isnull=True).values_list(
            "category", flat=True
        )
    )
    missing = {category: terms for category, terms in AGENT_ORDERS.items() if category not in known}
    for category, terms in missing.items():
        add_rate(actor=actor, business=Business.AGENT_ORDER, category=category, terms=terms, valid_from=since)
    return len(missing)
