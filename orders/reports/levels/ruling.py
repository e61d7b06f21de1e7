"""What the levels are made of: one person proposes a rule for months to come, another confirms it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.reports.levels.models import PARTS, LevelBound, LevelRule
from stations.clock import month_of, today
from stations.refusals import Refused, check_reason

Bound = tuple[Decimal, str, str]

# The weights are those of the list; names and bounds an assumption. As of the programme's start.
STANDARD_SINCE = dt.date(2014, 10, 1)
STANDARD_WEIGHTS = {"turnover": 30, "orders": 20, "villagers": 20, "parcels": 20, "complaints": 10}
STANDARD_BOUNDS: tuple[Bound, ...] = (
    (Decimal(0), "铜牌", "Bronze"),
    (Decimal(40), "银牌", "Silver"),
    (Decimal(60), "金牌", "Gold"),
    (Decimal(80), "钻石", "Diamond"),
)


def load_standard_rule() -> bool:
    """Enters the rule that the programme began with, where there is none; says whether it did."""
    with transaction.atomic():
        rule, made = LevelRule.objects.get_or_create(
            valid_from=STANDARD_SINCE,
            withdrawn_at=None,
            defaults={**STANDARD_WEIGHTS, "reason": "开始时的规则", "confirmed_at": timezone.now()},
        )
        if made:
            _add_bounds(rule, STANDARD_BOUNDS)
    return made


def propose_rule(
    *,
    actor: Any,
    valid_from: dt.date,
    weights: dict[str, int],
    bounds: Sequence[Bound],
    reason: str,
    parcel_days: int = 2,
) -> LevelRule:
    """Proposes weights, days and levels from a month to come on; nothing is scored by them yet.

    Raises Refused: no reason, a month that has begun, weights that do not make 100 or leave nothing
    that every station has, no level at zero, two alike, or another rule for the month.
    """
    reason = check_reason(reason)
    _check_to_come(valid_from)
    if set(weights) != set(PARTS) or min(weights.values()) < 0 or sum(weights.values()) != 100:
        raise Refused(_("The weights have to make 100."), code="weights", field="complaints")
    if not weights["orders"] + weights["villagers"] + weights["complaints"]:
        raise Refused(
            _("Orders, villagers or complaints need a weight: every station has them."),
            code="weights",
            field="orders",
        )
    if not 0 <= parcel_days <= 30:
        raise Refused(_("From 0 to 30 days."), code="parcel_days", field="parcel_days")
    _check_bounds(bounds)
    try:
        with transaction.atomic():
            rule: LevelRule = LevelRule.objects.create(
                valid_from=valid_from, **weights, parcel_days=parcel_days, reason=reason, proposed_by=actor
            )
            _add_bounds(rule, bounds)
    except IntegrityError as error:
        if "level_rule_one_a_month" not in str(error):
            raise
        raise Refused(
            _("There is a rule for this month already: withdraw it first, or take another month."),
            code="once",
            field="valid_from",
            conflict=True,
        ) from None
    return rule


def confirm_rule(*, actor: Any, rule: LevelRule) -> LevelRule:
    """The second person agrees: it scores its month and those after it. Locks the rule.

    Raises Refused: the same person, decided already, or its month has begun meanwhile.
    """
    with transaction.atomic():
        rule = _lock_open(rule)
        if rule.proposed_by_id == actor.pk:
            raise Refused(_("A second person has to confirm what you proposed."), code="second_person")
        _check_to_come(rule.valid_from)
        rule.confirmed_by, rule.confirmed_at = actor, timezone.now()
        rule.save(update_fields=["confirmed_by", "confirmed_at"])
    return rule


def withdraw_rule(*, actor: Any, rule: LevelRule) -> LevelRule:
    """Takes a proposal back, by whoever. Locks it; raises Refused when it is decided already."""
    with transaction.atomic():
        rule = _lock_open(rule)
        rule.withdrawn_by, rule.withdrawn_at = actor, timezone.now()
        rule.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return rule


def parse_bounds(text: str) -> list[Bound]:
    """Levels as they are typed, a line each: `80 钻石 Diamond`. Raises Refused for a line that is none."""
    found = []
    for line in text.splitlines():
        words = line.split(maxsplit=2)
        if not words:
            continue
        try:
            least, name, name_en = Decimal(words[0]), words[1], words[2]
        except (InvalidOperation, IndexError):
            raise Refused(
                _("A level is written like “80 钻石 Diamond”, not “%(line)s”.") % {"line": line},
                code="bounds",
                field="levels",
            ) from None
        found.append((least, name, name_en.strip()))
    return found


def _check_to_come(valid_from: dt.date) -> None:
    if valid_from != month_of(valid_from) or valid_from <= today():
        raise Refused(
            _("A rule begins with a month that is still to come."), code="valid_from", field="valid_from"
        )


def _check_bounds(bounds: Sequence[Bound]) -> None:
    least = [one[0] for one in bounds]
    if 0 not in least or len(set(least)) != len(least):
        raise Refused(
            _("One level begins at zero, and no two at the same score."), code="bounds", field="levels"
        )
    if any(not (one.is_finite() and 0 <= one <= 100) for one in least):
        raise Refused(_("A level begins between 0 and 100."), code="bounds", field="levels")
    if any(len(name) > 20 or len(name_en) > 20 for _least, name, name_en in bounds):
        raise Refused(_("A level's name has at most 20 characters."), code="bounds", field="levels")


def _add_bounds(rule: LevelRule, bounds: Sequence[Bound]) -> None:
    LevelBound.objects.bulk_create(
        LevelBound(rule=rule, least=least, name=name, name_en=name_en) for least, name, name_en in bounds
    )


def _lock_open(rule: LevelRule) -> LevelRule:
    rule = LevelRule.objects.select_for_update().get(pk=rule.pk)
    if not rule.is_open:
        raise Refused(
            _("This proposal is decided already: %(state)s.") % {"state": rule.state},
            code="decided",
            conflict=True,
        )
    return rule
