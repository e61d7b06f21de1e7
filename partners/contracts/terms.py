"""What a mode asks for: the deposit, by day, and what changes with a change of mode."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners.contracts.models import DepositRate
from partners.journal.kinds import SubsidyCategory
from partners.people.models import Tenure
from partners.subsidies.book import RuleBook
from partners.subsidies.in_words import subsidy_in_words
from stations.clock import today
from stations.money import to_fen
from stations.refusals import Refused
from stations.wording import yuan

# No source names the amounts: assumptions, so rows that head office may follow by others. A village
# shop works beside its trade; a full-time partner has the goods and the float of a whole village.
STANDARD = {Tenure.Mode.SHOP: Decimal("5000.00"), Tenure.Mode.PARTNER: Decimal("10000.00")}
STANDARD_SINCE = dt.date(2014, 10, 1)
HIGHEST = Decimal("1000000.00")


def load_standard_deposits() -> int:
    """Enters the amounts that the programme began with, where there are none; says how many."""
    return sum(
        DepositRate.objects.get_or_create(
            mode=mode, valid_from=STANDARD_SINCE, defaults={"amount": amount, "source": "A"}
        )[1]
        for mode, amount in STANDARD.items()
    )


def deposit_on(mode: str, day: dt.date) -> Decimal:
    """What a mode asks for on a day, in yuan. Raises Refused where nothing is entered."""
    rate = DepositRate.objects.on(mode, day).first()
    if rate is None:
        raise Refused(
            _("No deposit is entered for mode %(mode)s on this day.") % {"mode": mode},
            code="no_rate",
            field="mode",
        )
    amount: Decimal = rate.amount
    return amount


def enter_deposit_rate(
    *, actor: Any, mode: str, valid_from: dt.date, amount: Decimal, source: str = ""
) -> DepositRate:
    """Enters what a mode asks for from a day to come.

    Raises Refused: a day that has come, an amount that cannot be, a row for that day.
    """
    if valid_from <= today():
        raise Refused(_("It begins tomorrow or later."), code="valid_from", field="valid_from")
    if not 0 <= amount <= HIGHEST:
        raise Refused(_("A deposit is from 0 to 1,000,000 yuan."), code="amount", field="amount")
    try:
        with transaction.atomic():
            return DepositRate.objects.create(
                mode=mode,
                valid_from=valid_from,
                amount=to_fen(amount),
                source=source.strip()[:200],
                entered_by=actor,
            )
    except IntegrityError:
        raise Refused(
            _("Something is entered for this day already."), code="once", field="valid_from", conflict=True
        ) from None


def what_changes(old: str, new: str, day: dt.date, *, center_id: int) -> list[tuple[str, str]]:
    """What a change of mode means for a partner of a county, in words: of what, and how it will be."""
    from_amount, to_amount = deposit_on(old, day), deposit_on(new, day)
    return [
        (_("Deposit"), _("%(before)s → %(after)s") % {"before": yuan(from_amount), "after": yuan(to_amount)}),
        (_("Commission"), _("The rates are by kind of goods, not by mode: they stay as they are.")),
        (_("Income guarantee"), _guarantee(new, day, center_id)),
        (
            _("Each day"),
            _("Days before the change stay in mode %(old)s, in every report.") % {"old": old},
        ),
    ]


def _guarantee(mode: str, day: dt.date, center_id: int) -> str:
    """A change of mode begins a tenure of its own (`convert_mode`), and with it the months anew."""
    rule = RuleBook().rule_for(SubsidyCategory.GUARANTEE, center_id=center_id, day=day)
    if rule is None:
        return _("None is in force on this day.")
    if rule.full_time_only and mode != Tenure.Mode.PARTNER:
        return _("None in mode %(mode)s: it is for full-time partners only.") % {"mode": mode}
    return _("%(rule)s; the months count anew from the day of the change.") % {"rule": subsidy_in_words(rule)}
