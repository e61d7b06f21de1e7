"""What became of payouts: paid, failed, or returned; the money follows. Each word counts once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.ledger.accounts import BANK, PAYOUT_CLEARING, lock_accounts, payable_of
from partners.ledger.kinds import TransferKind
from partners.ledger.posting import NewTransfer, post_transfers
from partners.payouts.lifecycle import PAYOUT_LIFECYCLE, BatchStatus, PayoutStatus
from partners.payouts.models import Payout, PayoutBatch
from stations.wording import yuan

OUTCOMES = (PayoutStatus.PAID, PayoutStatus.FAILED, PayoutStatus.RETURNED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the bank says of one payout; `line` is where it says so, `amount` what it moved in yuan."""

    line: int
    payout_id: int
    status: PayoutStatus
    amount: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Applied:
    """How many payouts went where, how many were there already, and the rows that were refused."""

    paid: int
    failed: int
    returned: int
    unchanged: int
    refused: tuple[RefusedRow, ...]


def apply_outcomes(*, actor: Any, batch: PayoutBatch, outcomes: Sequence[Outcome]) -> Applied:
    """Takes what the bank says, row by row; what was said before changes nothing.

    Paid: the money has left. Failed or returned: it is owed again, and the next batch pays it. A
    row that fits no payout of the batch is refused and the others go on. Locks the batch, then
    its payouts, then the accounts; settles the batch when none is under way any more.
    """
    with transaction.atomic():
        batch = PayoutBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        payouts = {
            payout.pk: payout
            for payout in batch.payouts.select_for_update(of=("self",))
            .filter(pk__in=[one.payout_id for one in outcomes])
            .order_by("pk")
        }
        lock_accounts([payable_of(payout.partner_id) for payout in payouts.values()])
        applied, changed = _judge(outcomes, payouts)
        post_transfers(actor=actor, transfers=[_moved(*change) for change in changed])
        Payout.objects.bulk_update(
            {payout.pk: payout for payout, _before in changed}.values(),
            ["status", "reason", "paid_at", "ended_at"],
            batch_size=2_000,
        )
        still = batch.payouts.filter(status=PayoutStatus.SENT).exists()
        if batch.status == BatchStatus.RELEASED and not still:
            batch.status = BatchStatus.SETTLED
            batch.save(update_fields=["status"])
    return applied


def _judge(
    outcomes: Sequence[Outcome], payouts: Mapping[int, Payout]
) -> tuple[Applied, list[tuple[Payout, str]]]:
    """Decides row by row on the locked payouts; those that changed, with the status before."""
    counts = dict.fromkeys(OUTCOMES, 0)
    unchanged, refused = 0, []
    changed: list[tuple[Payout, str]] = []
    seen: set[int] = set()
    for one in outcomes:
        payout = payouts.get(one.payout_id)
        if payout is None:
            refused.append(RefusedRow(one.line, _("This batch holds no such payout.")))
        elif one.payout_id in seen:
            refused.append(RefusedRow(one.line, _("This payout stands in the file twice.")))
        elif one.amount is not None and one.amount != payout.amount:
            refused.append(
                RefusedRow(one.line, _("The amount is %(amount)s.") % {"amount": yuan(payout.amount)})
            )
        elif payout.status == one.status:
            unchanged += 1
        elif not PAYOUT_LIFECYCLE.allows(payout.status, one.status):
            refused.append(
                RefusedRow(
                    one.line,
                    _("It is “%(before)s”: it cannot become “%(after)s”.")
                    % {"before": payout.get_status_display(), "after": one.status.label},
                )
            )
        else:
            changed.append((payout, payout.status))
            counts[one.status] += 1
            _set(payout, one)
        seen.add(one.payout_id)
    return (
        Applied(
            counts[PayoutStatus.PAID],
            counts[PayoutStatus.FAILED],
            counts[PayoutStatus.RETURNED],
            unchanged,
            tuple(refused),
        ),
        changed,
    )


def _set(payout: Payout, one: Outcome) -> None:
    now = timezone.now()
    payout.status, payout.reason = one.status, one.reason[:200]
    if one.status == PayoutStatus.PAID:
        payout.paid_at = now
    else:
        payout.ended_at = now


def _moved(payout: Payout, before: str) -> NewTransfer:
    """Out of what is under way to the bank, or back to what is owed, from wherever it is."""
    mine = payable_of(payout.partner_id)
    kinds = {
        PayoutStatus.PAID: TransferKind.PAYOUT_PAID,
        PayoutStatus.FAILED: TransferKind.PAYOUT_FAILED,
        PayoutStatus.RETURNED: TransferKind.PAYOUT_RETURNED,
    }
    paid = payout.status == PayoutStatus.PAID
    return NewTransfer(
        from_account=BANK if before == PayoutStatus.PAID else PAYOUT_CLEARING,
        to_account=BANK if paid else mine,
        amount=payout.amount,
        kind=kinds[PayoutStatus(payout.status)],
        source_key=f"payout:{payout.pk}:{payout.status}",
        occurred_at=payout.paid_at if paid and payout.paid_at else payout.ended_at or timezone.now(),
        subject=f"payout:{payout.pk}",
        note=payout.reason,
        whose=payout.partner_id,
    )
