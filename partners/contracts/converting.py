"""A contract is followed by the partner's next one: a renewal, or from mode 1.0 to 2.0."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.contracts.changing import lock_contracts, step
from partners.contracts.deposits.models import DepositEntry
from partners.contracts.lifecycle import ContractStatus, EntryKind
from partners.contracts.models import Contract
from partners.contracts.signing import check_nothing_waits, check_paid
from partners.people.taking_over import convert_mode, lock_tenure
from stations.refusals import Refused
from stations.wording import day as written_day


def change_over(*, actor: Any, contract: Contract, starts_on: dt.date) -> Contract:
    """The next contract of a partner takes the place of the one in force, from a day on.

    The one before ends on the day before, its deposit is carried over without leaving the account,
    and where the mode changes the tenure is split, so that each day keeps the mode it had. Raises
    Refused: not signed, nothing in force that it follows, a day before its own first one or
    not after the other's, a deposit that is not complete with what is carried over, or an entry
    that waits. Locks station, tenure and both contracts.
    """
    if contract.follows_id is None:
        raise Refused(
            _("%(number)s follows no other contract: put it in force.") % {"number": contract.number},
            code="follows",
            conflict=True,
        )
    with transaction.atomic():
        before = Contract.objects.select_related("tenure").get(pk=contract.follows_id)
        if before.tenure is not None:
            lock_tenure(before.tenure)
        held = lock_contracts([contract.pk, before.pk])
        contract, before = held[contract.pk], held[before.pk]
        _check_days(contract, before, starts_on)
        check_nothing_waits(before)
        check_paid(contract, carried=before.frozen)
        tenure = before.tenure
        assert tenure is not None
        before.over_on = starts_on - dt.timedelta(days=1)
        step(before, ContractStatus.ENDED, actor=actor, reason=contract.number, fields=("over_on",))
        if contract.mode != before.mode:
            tenure = convert_mode(actor=actor, tenure=tenure, starts_on=starts_on)
        contract.tenure = tenure
        step(contract, ContractStatus.IN_FORCE, actor=actor, reason=before.number, fields=("tenure",))
        _carry(before, contract, actor=actor)
    return contract


def _check_days(contract: Contract, before: Contract, starts_on: dt.date) -> None:
    if before.status != ContractStatus.IN_FORCE:
        raise Refused(
            _("%(number)s is “%(status)s”: nothing to change over from.")
            % {"number": before.number, "status": before.get_status_display()},
            code="follows",
            conflict=True,
        )
    assert before.tenure is not None
    earliest = max(
        contract.starts_on,
        before.starts_on + dt.timedelta(days=1),
        before.tenure.starts_on + dt.timedelta(days=1),
    )
    if starts_on < earliest:
        raise Refused(
            _("The new contract can begin on %(day)s at the earliest.") % {"day": written_day(earliest)},
            code="day",
            field="starts_on",
        )


def _carry(before: Contract, contract: Contract, *, actor: Any) -> None:
    """What is held for the one is held for the other; in the ledger it is the same account."""
    amount: Decimal = before.frozen
    if not amount:
        return
    now = timezone.now()
    DepositEntry.objects.bulk_create(
        DepositEntry(
            contract=one,
            kind=kind,
            amount=amount,
            proposed_by=actor,
            confirmed_by=actor,
            confirmed_at=now,
            reason=other.number,
        )
        for one, kind, other in (
            (before, EntryKind.CARRIED_OUT, contract),
            (contract, EntryKind.CARRIED_IN, before),
        )
    )
    before.frozen -= amount
    before.save(update_fields=["frozen"])
    contract.frozen += amount
    contract.save(update_fields=["frozen"])
