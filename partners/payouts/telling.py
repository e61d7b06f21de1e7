"""Which payout paid a statement, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from partners.income.models import Statement
from partners.income.steps import Step
from partners.payouts.lifecycle import PayoutStatus
from partners.payouts.models import Payout
from stations.wording import day, yuan


def payout_of(statement: Statement) -> Payout | None:
    """The payout that took what a statement owed along: the last one planned of those that count.

    A payout takes everything that is owed for its month and the months before. One that failed or
    came back is told of until the next one is planned.
    """
    payouts = statement.partner.payouts.filter(
        batch__month__gte=statement.month, planned_at__gte=statement.closed_at
    ).exclude(status=PayoutStatus.CANCELLED)
    good = payouts.exclude(status__in=(PayoutStatus.FAILED, PayoutStatus.RETURNED))
    return good.order_by("pk").first() or payouts.order_by("-pk").first()


def payout_step(statement: Statement) -> Iterator[Step]:
    """The last step of "why this amount?"."""
    payout = payout_of(statement)
    yield Step(_("Payout"), payout_in_words(payout) if payout else _("in none yet"))


def payout_in_words(payout: Payout) -> str:
    """Where a payout stands: paid on a day, with its number and the sum it is part of."""
    told = {
        "number": payout.number,
        "amount": yuan(payout.amount),
        "state": payout.get_status_display(),
        "day": day(payout.paid_at or payout.ended_at or payout.sent_at or payout.planned_at),
        "reason": payout.reason,
    }
    if payout.status in (PayoutStatus.FAILED, PayoutStatus.RETURNED):
        return _("%(number)s, %(amount)s in all, %(state)s on %(day)s (%(reason)s): it is owed again") % told
    return _("%(number)s, %(amount)s in all, %(state)s on %(day)s") % told
