"""What becomes of a deposit: rows with a validity, and what holds where there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from orders.presale.lifecycle import Ending, Outcome
from orders.presale.models import DepositRule
from stations.clock import today
from stations.refusals import Refused
from stations.turns import wait_turn

# Where nobody has set a rule yet (an assumption of the domain; rules are rows).
STANDARD: Mapping[Ending, Outcome] = {
    Ending.EARLY: Outcome.RETURNED,
    Ending.LATE: Outcome.FORFEITED,
    Ending.OVERDUE: Outcome.FORFEITED,
    Ending.CALLED_OFF: Outcome.RETURNED,
}


class Rules:
    """The rules of all days, read once for many questions."""

    def __init__(self) -> None:
        self._rows = list(DepositRule.objects.all())

    def outcome(self, ending: Ending, day: dt.date) -> Outcome:
        """What becomes of a deposit that was taken on a day: the terms of that day hold for it."""
        for row in self._rows:
            begun = row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
            if row.ending == ending and begun:
                return Outcome(row.outcome)
        return STANDARD[ending]


def set_deposit_rule(*, actor: Any, ending: str, outcome: str, valid_from: dt.date) -> DepositRule:
    """A rule for the deposits taken from a day on; the one before it ends the day before. Takes a turn.

    Raises Refused: a day that has begun, a later rule on file.
    """
    del actor  # the request's log says who
    if valid_from <= today():
        raise Refused(_("A rule begins tomorrow or later."), code="day", field="valid_from")
    with transaction.atomic():
        wait_turn("orders.deposit_rule")
        rows = DepositRule.objects.filter(ending=ending)
        if rows.filter(valid_from__gte=valid_from).exists():
            raise Refused(_("A later rule is on file already."), code="later", field="valid_from")
        rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)).update(
            valid_to=valid_from - dt.timedelta(days=1)
        )
        return DepositRule.objects.create(ending=ending, outcome=outcome, valid_from=valid_from)
