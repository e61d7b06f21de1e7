"""A batch is released: the money leaves what is owed, and the files for bank and Alipay are fixed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.ledger.accounts import PAYOUT_CLEARING, lock_accounts, payable_of
from partners.ledger.kinds import TransferKind
from partners.ledger.posting import NewTransfer, post_transfers
from partners.payouts.building import lock_batch
from partners.payouts.files import write_files
from partners.payouts.lifecycle import BatchStatus, LeftOutBecause, PayoutStatus
from partners.payouts.models import LeftOut, Payout, PayoutBatch
from partners.payouts.owing import what_is_owed
from stations.money import FEN, ZERO
from stations.refusals import Refused

log = structlog.get_logger(__name__)


def release_batch(*, actor: Any, batch: PayoutBatch) -> PayoutBatch:
    """A second person lets the money go.

    What changed since the batch was built is left out: less is owed now, a month was opened
    again, the account was replaced, papers are missing. Never is more sent than was checked.
    Locks the batch, its payouts and the accounts. Raises Refused: it is not checked, the same
    person checked it, or nobody can be paid any more.
    """
    with transaction.atomic():
        batch = lock_batch(batch, BatchStatus.RELEASED)
        if batch.checked_by_id == actor.pk:
            raise Refused(_("A second person has to release what you checked."), code="second_person")
        payouts = list(
            batch.payouts.select_for_update(of=("self",))
            .filter(status=PayoutStatus.PLANNED)
            .order_by("partner_id")
        )
        lock_accounts([payable_of(payout.partner_id) for payout in payouts])
        good, changed = _sort_out(batch, payouts)
        if not good:
            raise Refused(
                _("Nobody in this batch can be paid any more: cancel it and build another one."),
                code="nobody",
                conflict=True,
            )
        _leave_out(batch, changed)
        _send(actor, good)
        batch.status, batch.released_by, batch.released_at = BatchStatus.RELEASED, actor, timezone.now()
        batch.sent_count, batch.sent_amount = len(good), sum((one.amount for one in good), ZERO)
        batch.save(update_fields=["status", "released_by", "released_at", "sent_count", "sent_amount"])
        write_files(batch)
    log.info("payout_batch_released", batch=batch.pk, payouts=batch.sent_count, left_out=len(changed))
    return batch


def _sort_out(batch: PayoutBatch, payouts: list[Payout]) -> tuple[list[Payout], list[tuple[Payout, Decimal]]]:
    """Those that may go, and those that may not with what is owed to them now."""
    partners = [payout.partner_id for payout in payouts]
    # From one fen on: how much is worth a transfer was asked when the batch was built.
    found = what_is_owed(month=batch.month, least=FEN, partners=partners, batch_id=batch.pk)
    owed = {one.partner_id: one for one in found}
    good, changed = [], []
    for payout in payouts:
        now = owed.get(payout.partner_id)
        if (
            now is not None
            and not now.because
            and now.account_id == payout.account_id
            and now.amount >= payout.amount
        ):
            good.append(payout)
        else:
            changed.append((payout, now.amount if now else ZERO))
    return good, changed


def _leave_out(batch: PayoutBatch, changed: list[tuple[Payout, Decimal]]) -> None:
    because = LeftOutBecause.CHANGED
    Payout.objects.filter(pk__in=[payout.pk for payout, _amount in changed]).update(
        status=PayoutStatus.CANCELLED, reason=because.label
    )
    LeftOut.objects.bulk_create(
        LeftOut(batch=batch, partner_id=payout.partner_id, because=because, amount=amount)
        for payout, amount in changed
    )


def _send(actor: Any, payouts: list[Payout]) -> None:
    now = timezone.now()
    Payout.objects.filter(pk__in=[payout.pk for payout in payouts]).update(
        status=PayoutStatus.SENT, sent_at=now
    )
    post_transfers(
        actor=actor,
        transfers=[
            NewTransfer(
                from_account=payable_of(payout.partner_id),
                to_account=PAYOUT_CLEARING,
                amount=payout.amount,
                kind=TransferKind.PAYOUT_SENT,
                source_key=f"payout:{payout.pk}:sent",
                occurred_at=now,
                subject=f"payout:{payout.pk}",
            )
            for payout in payouts
        ],
    )
