"""Rules in force, and what they gave: what the tests of subsidies begin with."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from partners.income.models import Earning
from partners.subsidies.models import SubsidyRule
from partners.subsidies.proposing import SubsidyTerms, confirm_subsidy, propose_subsidy
from partners.subsidies.slabs import read_slabs

OCTOBER, NOVEMBER, DECEMBER = (dt.date(2015, month, 1) for month in (10, 11, 12))
BONUS = "0 10000 0\n10000 20000 100\n20000 - 1%"


def in_force(category: str, *, since: dt.date = dt.date(2015, 1, 1), **given: Any) -> SubsidyRule:
    """A rule that two people put in force: nobody proposes and nobody confirms is enough for a test."""
    center = given.pop("center", None)
    if "slabs" in given:
        given["slabs"] = read_slabs(given["slabs"])
    elif "amount" in given:
        given["amount"] = Decimal(given["amount"])
    rule = propose_subsidy(
        actor=None,
        category=category,
        terms=SubsidyTerms(**given),
        valid_from=since,
        reason="扶持政策",
        center=center,
    )
    return confirm_subsidy(actor=None, rule=rule)


def lines(category: str) -> list[tuple[str, str, dt.date | None]]:
    """Whom a kind of subsidy was given to, how much, and when it was earned."""
    rows = Earning.objects.filter(category=category).order_by("pk").select_related("partner")
    return [(row.partner.name, str(row.amount), row.earned_on) for row in rows]
