"""A batch is built from what the ledger owes, checked by one person, or thrown away again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.income.models import MonthClosing
from partners.payouts.lifecycle import BATCH_LIFECYCLE, BatchStatus, PayoutStatus
from partners.payouts.models import LeftOut, Payout, PayoutBatch
from partners.payouts.owing import Owed, what_is_owed
from partners.payouts.rules import pay_day, rule_on
from stations.clock import month_of, today
from stations.money import ZERO
from stations.refusals import Refused, check_reason
from stations.turns import wait_turn
from stations.wording import month as month_in_words

log = structlog.get_logger(__name__)

BUILDING = "partners.payouts"
_CHUNK = 5_000


def build_batch(*, month: dt.date, actor: Any = None) -> PayoutBatch:
    """Plans a payout for everybody to whom a closed month owes enough, and says who is left out and why.

    At least the amount of the rule in force today; less is carried over. Nothing moves in the
    ledger yet. Takes the turn of building. Raises Refused: the month is not closed, or nobody
    can be paid.
    """
    if not MonthClosing.objects.filter(month=month, finished_at__isnull=False).exists():
        raise Refused(
            _("%(month)s is not closed yet.") % {"month": month_in_words(month)},
            code="not_closed",
            field="month",
        )
    least = rule_on(today()).least
    with transaction.atomic():
        wait_turn(BUILDING)
        owed = what_is_owed(month=month, least=least)
        planned = [one for one in owed if not one.because]
        if not planned:
            raise Refused(
                _("Nobody can be paid for %(month)s now: %(count)s partners would be left out.")
                % {"month": month_in_words(month), "count": len(owed)},
                code="nobody",
                conflict=True,
            )
        last = PayoutBatch.objects.filter(month=month).aggregate(last=Max("number"))["last"] or 0
        batch = PayoutBatch.objects.create(
            month=month,
            number=last + 1,
            count=len(planned),
            amount=sum((one.amount for one in planned), ZERO),
            built_by=actor,
        )
        _fill(batch, owed)
    log.info("payout_batch_built", batch=batch.pk, month=f"{month:%Y-%m}", payouts=batch.count)
    return batch


def _fill(batch: PayoutBatch, owed: list[Owed]) -> None:
    """A payout for each that nothing speaks against, a reason for each of the others."""
    Payout.objects.bulk_create(
        (
            Payout(batch=batch, partner_id=one.partner_id, account_id=one.account_id, amount=one.amount)
            for one in owed
            if not one.because and one.account_id is not None
        ),
        batch_size=_CHUNK,
    )
    LeftOut.objects.bulk_create(
        (
            LeftOut(batch=batch, partner_id=one.partner_id, because=one.because, amount=one.amount)
            for one in owed
            if one.because
        ),
        batch_size=_CHUNK,
    )


def build_due_batch() -> PayoutBatch | None:
    """On and after pay day: the first batch of the month before, if there is none yet and somebody can
    be paid. What the clock asks for.
    """
    month = month_of(month_of(today()) - dt.timedelta(days=1))
    try:
        if today() < pay_day(month) or _live(month):
            return None
        with transaction.atomic():
            wait_turn(BUILDING)
            return None if _live(month) else build_batch(month=month)
    except Refused as refused:
        log.info("payout_batch_waits", month=f"{month:%Y-%m}", why=refused.code)
        return None


def _live(month: dt.date) -> bool:
    return PayoutBatch.objects.filter(month=month).exclude(status=BatchStatus.CANCELLED).exists()


def check_batch(*, actor: Any, batch: PayoutBatch) -> PayoutBatch:
    """One person stands for the batch as it was built. Locks the batch.

    Raises Refused: it is not a draft.
    """
    with transaction.atomic():
        batch = lock_batch(batch, BatchStatus.CHECKED)
        batch.status, batch.checked_by, batch.checked_at = BatchStatus.CHECKED, actor, timezone.now()
        batch.save(update_fields=["status", "checked_by", "checked_at"])
    return batch


def cancel_batch(*, actor: Any, batch: PayoutBatch, reason: str) -> PayoutBatch:
    """Throws a batch away before it is released; its partners wait for the next one. Locks the batch.

    Raises Refused: it is released, or no reason.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        batch = lock_batch(batch, BatchStatus.CANCELLED)
        batch.payouts.filter(status=PayoutStatus.PLANNED).update(status=PayoutStatus.CANCELLED, reason=reason)
        batch.status, batch.cancelled_by, batch.reason = BatchStatus.CANCELLED, actor, reason
        batch.save(update_fields=["status", "cancelled_by", "reason"])
    return batch


def lock_batch(batch: PayoutBatch, after: BatchStatus) -> PayoutBatch:
    """Locks a batch and reads it again. Raises Refused where it cannot become `after`."""
    batch = PayoutBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    BATCH_LIFECYCLE.check(batch.status, after, label=batch)
    return batch
