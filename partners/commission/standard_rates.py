"""The rates to start from, as data that an operator can change (admin, "commission rates").

All of them are assumptions; they are loaded once and then live in the table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from partners.commission.models import CommissionRate
from partners.commission.revising import Terms, add_rate
from partners.journal.kinds import Business, Category, ParcelCategory, ProduceCategory, ServiceCategory

# The month in which the first station opened.
FIRST_DAY = dt.date(2014, 10, 1)
SOURCE = "Assumption (A)"

AGENT_ORDERS: dict[str, Terms] = {
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


# A service is rendered when it succeeds: nothing comes back after that but by the desk, so the
# hold is as long as for goods.
SERVICES: dict[str, Terms] = {
    ServiceCategory.TOP_UP: Terms(rate=Decimal("0.005"), source=SOURCE),
    ServiceCategory.BILL: Terms(fixed=Decimal("0.50"), source=SOURCE),
    ServiceCategory.TRAIN: Terms(fixed=Decimal("2"), source=SOURCE),
    ServiceCategory.AIR: Terms(fixed=Decimal("10"), source=SOURCE),
    ServiceCategory.HOTEL: Terms(rate=Decimal("0.03"), source=SOURCE),
    ServiceCategory.WITHDRAWAL: Terms(
        rate=Decimal("0.003"), minimum=Decimal("0.50"), cap=Decimal("3"), source=SOURCE
    ),
    ServiceCategory.REGISTRATION: Terms(fixed=Decimal("1"), source=SOURCE),
}
# 5% to 8% by product, as the reports say; which product has which is an assumption.
PRODUCE: dict[str, Terms] = {
    category: Terms(rate=Decimal(rate), source=SOURCE)
    for category, rate in {
        ProduceCategory.TEA: "0.08",
        ProduceCategory.FRUIT: "0.06",
        ProduceCategory.VEGETABLES: "0.05",
        ProduceCategory.GRAIN: "0.05",
        ProduceCategory.MUSHROOMS: "0.07",
        ProduceCategory.NUTS: "0.06",
        ProduceCategory.DRIED: "0.06",
        ProduceCategory.MEAT_EGGS: "0.05",
        ProduceCategory.FISH: "0.05",
        ProduceCategory.HONEY_OIL: "0.08",
        ProduceCategory.OTHER: "0.06",
    }.items()
}
# What the county gives for each parcel that reached its villager over the station's counter.
PARCELS: dict[str, Terms] = {
    ParcelCategory.SUBSIDY: Terms(fixed=Decimal("0.50"), source=SOURCE),
}
STANDARD: dict[Business, Mapping[str, Terms]] = {
    Business.AGENT_ORDER: AGENT_ORDERS,
    Business.SERVICE: SERVICES,
    Business.PRODUCE: PRODUCE,
    Business.PARCEL: PARCELS,
}


def load_standard_rates(*, actor: Any = None, since: dt.date = FIRST_DAY) -> int:
    """Adds the national rate of each business and category that has none yet; returns how many were added.

    A category that has any national rate is left alone, so that a second run, or a run after
    an operator changed the rates, changes nothing.
    """
    known = set(CommissionRate.objects.filter(center__isnull=True).values_list("business", "category"))
    missing = [
        (business, category, terms)
        for business, rates in STANDARD.items()
        for category, terms in rates.items()
        if (business, category) not in known
    ]
    for business, category, terms in missing:
        add_rate(actor=actor, business=business, category=category, terms=terms, valid_from=since)
    return len(missing)
