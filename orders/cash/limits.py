"""How much cash one card may take in a day, at all counters together: rows with a validity."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from orders.cash.models import WithdrawalLimit
from stations.clock import today
from stations.money import to_fen
from stations.refusals import Refused
from stations.turns import wait_turn

# Where nobody has set a limit yet (an assumption of the domain; limits are rows).
STANDARD = Decimal("1000.00")
HIGHEST = Decimal("50000.00")


def card_limit(day: dt.date) -> Decimal:
    """Yuan a card may take on a day."""
    row = (
        WithdrawalLimit.objects.filter(valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .first()
    )
    return row.amount if row else STANDARD


def set_card_limit(*, actor: Any, amount: Decimal, valid_from: dt.date) -> WithdrawalLimit:
    """A new limit from a day on; the one that was open ends the day before. Takes a turn.

    Raises Refused: a day that has begun, an amount that makes no sense, a later limit on file.
    """
    del actor  # the request's log says who
    if valid_from <= today():
        raise Refused(_("A limit begins tomorrow or later."), code="day", field="valid_from")
    if not 0 < amount <= HIGHEST or amount != to_fen(amount):
        raise Refused(_("A limit is above zero and at most 50,000 yuan."), code="amount", field="amount")
    with transaction.atomic():
        wait_turn("orders.withdrawal_limit")
        if WithdrawalLimit.objects.filter(valid_from__gte=valid_from).exists():
            raise Refused(_("A later limit is on file already."), code="later", field="valid_from")
        WithdrawalLimit.objects.filter(valid_to__isnull=True).update(
            valid_to=valid_from - dt.timedelta(days=1)
        )
        return WithdrawalLimit.objects.create(amount=amount, valid_from=valid_from)
