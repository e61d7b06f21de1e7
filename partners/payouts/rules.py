"""When a month is paid out, and from which amount on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners.payouts.models import PayoutRule
from stations.clock import next_month, today
from stations.money import to_fen
from stations.refusals import Refused

# domain.md, section 3.
STANDARD_LEAST, STANDARD_DAY = Decimal("50.00"), 20
STANDARD_SINCE = dt.date(2014, 10, 1)


def load_standard_rule() -> bool:
    """Enters the rule that the programme began with, where there is none; says whether it did."""
    return PayoutRule.objects.get_or_create(
        valid_from=STANDARD_SINCE, defaults={"least": STANDARD_LEAST, "day_of_month": STANDARD_DAY}
    )[1]


def rule_on(day: dt.date) -> PayoutRule:
    """The rule in force on a day. Raises Refused where there is none."""
    rule: PayoutRule | None = PayoutRule.objects.on(day).first()
    if rule is None:
        raise Refused(_("No payout rule is in force: enter one first."), code="no_rule", conflict=True)
    return rule


def pay_day(month: dt.date) -> dt.date:
    """On which day a month is paid out, by the rule in force at the end of the next one."""
    after = next_month(month)
    return after.replace(day=rule_on(after.replace(day=28)).day_of_month)


def enter_rule(*, actor: Any, valid_from: dt.date, least: Decimal, day_of_month: int) -> PayoutRule:
    """Enters a rule that begins in the future.

    Raises Refused: a day that has come, or figures that cannot be.
    """
    if valid_from <= today():
        raise Refused(_("A rule begins tomorrow or later."), code="valid_from", field="valid_from")
    if not 0 < least <= 10_000:
        raise Refused(
            _("The least amount is above zero and at most 10,000 yuan."), code="least", field="least"
        )
    if not 1 <= day_of_month <= 28:
        raise Refused(_("A day from 1 to 28."), code="day", field="day_of_month")
    try:
        with transaction.atomic():
            return PayoutRule.objects.create(
                valid_from=valid_from, least=to_fen(least), day_of_month=day_of_month, entered_by=actor
            )
    except IntegrityError:
        raise Refused(
            _("A rule begins on this day already."), code="once", field="valid_from", conflict=True
        ) from None
