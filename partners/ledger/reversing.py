"""A mistake in the ledger is corrected by one more transfer, the other way round."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.ledger.accounts import AccountName, lock_accounts
from partners.ledger.kinds import BY_HAND, TransferKind
from partners.ledger.models import Transfer
from partners.ledger.posting import NewTransfer, post_transfers
from stations.refusals import Refused, check_reason


def reverse_transfer(*, actor: Any, transfer: Transfer, reason: str) -> Transfer:
    """Moves the money of a transfer back, today, and says why. Locks the balances it touches.

    Raises Refused: no reason, reversed already, not recorded by hand (what an order moved is
    corrected at the order), or the float has spent it meanwhile.
    """
    reason = check_reason(reason)
    if transfer.kind not in BY_HAND:
        raise Refused(
            _("Only what was recorded by hand is corrected here: change the order itself."), code="kind"
        )
    source, target = (
        AccountName(account.kind, account.station_id)
        for account in (transfer.from_account, transfer.to_account)
    )
    with transaction.atomic():
        # Under this lock nobody else reverses it: one side of what a hand records is a float.
        lock_accounts([source, target])
        if Transfer.objects.filter(reverses=transfer).exists():
            raise Refused(_("This is corrected already."), code="reversed", conflict=True)
        correction = NewTransfer(
            from_account=target,
            to_account=source,
            amount=transfer.amount,
            kind=TransferKind.REVERSAL,
            source_key=f"reversal:{transfer.pk}",
            occurred_at=timezone.now(),
            note=reason,
            reverses_id=transfer.pk,
        )
        post_transfers(actor=actor, transfers=[correction])
        return Transfer.objects.get(reverses=transfer)
