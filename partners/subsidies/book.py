"""Which rule applies: the county's own before the national one, valid on the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from partners.journal.kinds import SubsidyCategory
from partners.subsidies.models import SubsidyRule
from partners.subsidies.slabs import slab_amount
from stations.money import ZERO


class RuleBook:
    """All rules in force, read once. Rules that are `tried` take the place of their like, on any day."""

    def __init__(self, tried: Sequence[SubsidyRule] = ()) -> None:
        rules = SubsidyRule.objects.confirmed().select_related("center").prefetch_related("slabs")
        self._rules = list(rules.order_by("pk"))
        self._tried = list(tried)

    def rule_for(self, category: str, *, center_id: int, day: dt.date) -> SubsidyRule | None:
        """The rule of an event in a county on a business date; None means that nothing is given."""
        for place in (center_id, None):
            for rule in self._tried:
                if (rule.category, rule.center_id) == (category, place):
                    return rule
            for rule in self._rules:
                if (rule.category, rule.center_id) == (category, place) and (
                    rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to)
                ):
                    return rule
        return None

    def gives(self, category: str) -> bool:
        """Whether any rule of the kind is there at all."""
        return any(rule.category == category for rule in (*self._rules, *self._tried))


def event_amount(rule: SubsidyRule, measure: Decimal) -> Decimal:
    """What an event brings, in yuan before the fen: the rule's amount, or by its brackets."""
    if rule.category == SubsidyCategory.FESTIVAL:
        return slab_amount(list(rule.slabs.all()), measure, marginal=rule.marginal)
    return rule.amount or ZERO
