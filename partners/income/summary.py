"""A person's income at a glance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from partners.income.queries import EarningQuerySet
from partners.ledger.kinds import AccountKind, TransferKind
from partners.ledger.models import Transfer
from stations.clock import month_of
from stations.money import ZERO
from stations.scope import scope_of

CAME_BACK = (TransferKind.PAYOUT_FAILED, TransferKind.PAYOUT_RETURNED)


@dataclass(frozen=True, slots=True)
class Summary:
    """Yuan before tax, as of a day.

    `earned` was earned in the month so far; `open` is earned, of whatever month, and in no
    statement yet: it comes into the next one. `paid` is what payouts have paid and no bank has
    sent back. `received_in_cash` came in the month so far: the partner has it, and it is
    in none of the other sums.
    """

    day: dt.date
    pending: Decimal
    on_hold: Decimal
    earned: Decimal
    open: Decimal
    received_in_cash: Decimal
    paid: Decimal = ZERO


def paid_to(user: object) -> Decimal:
    """What arrived on the account of the reader's own person, in yuan, by the ledger."""
    person = scope_of(user).person
    if person is None:
        return ZERO
    moved = Transfer.objects.filter(partner=person).aggregate(
        paid=Sum("amount", filter=Q(kind=TransferKind.PAYOUT_PAID)),
        # Out of the bank again; what came back before it was paid never was. A deposit comes from there too.
        back=Sum("amount", filter=Q(kind__in=CAME_BACK, from_account__kind=AccountKind.BANK)),
    )
    return (moved["paid"] or ZERO) - (moved["back"] or ZERO)


def summarise(*, lines: EarningQuerySet, day: dt.date, paid: Decimal = ZERO) -> Summary:
    """The sums over some lines, as a rule those of one person, in one query."""
    sums = lines.order_by().aggregate(
        pending=Sum("amount", filter=Q(earned_on__isnull=True)),
        on_hold=Sum("amount", filter=Q(earned_on__gt=day)),
        earned=Sum("amount", filter=Q(earned_on__gte=month_of(day), earned_on__lte=day)),
        received_in_cash=Sum("received_in_cash", filter=Q(earned_on__gte=month_of(day), earned_on__lte=day)),
        open=Sum("amount", filter=Q(earned_on__lte=day, statement__isnull=True)),
    )
    return Summary(day=day, paid=paid, **{name: total or ZERO for name, total in sums.items()})
