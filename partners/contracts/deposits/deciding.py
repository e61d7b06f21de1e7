"""The second person agrees, and the money moves; or an entry is taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.contracts.changing import lock_contract
from partners.contracts.deposits.models import DepositEntry
from partners.contracts.deposits.recording import check_entry
from partners.contracts.lifecycle import EntryKind
from partners.ledger.accounts import BANK, RECOVERED, AccountName, deposit_of, lock_accounts, payable_of
from partners.ledger.kinds import TransferKind
from partners.ledger.posting import NewTransfer, post_transfers
from stations.refusals import Refused

_TRANSFERS = {
    EntryKind.PAID_IN: TransferKind.DEPOSIT_PAID,
    EntryKind.DEBT: TransferKind.DEPOSIT_DEDUCTED,
    EntryKind.DAMAGE: TransferKind.DEPOSIT_DEDUCTED,
    EntryKind.RELEASE: TransferKind.DEPOSIT_RELEASED,
}


def confirm_entry(*, actor: Any, entry: DepositEntry, at: dt.datetime | None = None) -> DepositEntry:
    """The second person agrees: the money moves, once, in the ledger.

    A payment comes from the bank; a debt and a release go into what is owed to the partner, which
    payouts pay; a damage stays with the house. Raises Refused: the same person, the partner,
    decided already, or it does not fit the contract as it is now. Locks contract, entry and the
    partner's accounts.
    """
    with transaction.atomic():
        entry = _lock_open(entry)
        contract = entry.contract
        if entry.proposed_by_id == actor.pk:
            raise Refused(_("A second person has to confirm what you recorded."), code="second_person")
        if actor.pk == contract.partner.user_id:
            raise Refused(_("Your deposit is confirmed by the county."), code="second_person")
        # What is owed may not change between the look at it and the move.
        lock_accounts([payable_of(contract.partner_id), deposit_of(contract.partner_id)])
        check_entry(entry)
        entry.confirmed_by, entry.confirmed_at = actor, at or timezone.now()
        entry.save(update_fields=["confirmed_by", "confirmed_at"])
        contract.frozen += entry.signed
        contract.save(update_fields=["frozen"])
        post_transfers(actor=actor, transfers=[_transfer(entry)], field="amount")
    return entry


def withdraw_entry(*, actor: Any, entry: DepositEntry) -> DepositEntry:
    """Takes an entry back before it was confirmed, by whoever. Locks contract and entry.

    Raises Refused when it is decided already.
    """
    with transaction.atomic():
        entry = _lock_open(entry)
        entry.withdrawn_by, entry.withdrawn_at = actor, timezone.now()
        entry.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return entry


def _transfer(entry: DepositEntry) -> NewTransfer:
    partner = entry.contract.partner_id
    mine = deposit_of(partner)
    ways: dict[EntryKind, tuple[AccountName, AccountName]] = {
        EntryKind.PAID_IN: (BANK, mine),
        EntryKind.DEBT: (mine, payable_of(partner)),
        EntryKind.DAMAGE: (mine, RECOVERED),
        EntryKind.RELEASE: (mine, payable_of(partner)),
    }
    kind = EntryKind(entry.kind)
    source, target = ways[kind]
    assert entry.confirmed_at is not None
    return NewTransfer(
        from_account=source,
        to_account=target,
        amount=entry.amount,
        kind=_TRANSFERS[kind],
        source_key=f"deposit:{entry.pk}",
        occurred_at=entry.confirmed_at,
        subject=entry.contract.subject,
        note=entry.receipt or entry.reason,
        whose=partner,
    )


def _lock_open(entry: DepositEntry) -> DepositEntry:
    contract = lock_contract(entry.contract)
    entry = DepositEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    entry.contract = contract
    if not entry.is_open:
        raise Refused(
            _("This entry is decided already: %(state)s.") % {"state": entry.state},
            code="decided",
            conflict=True,
        )
    return entry
