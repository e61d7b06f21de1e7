"""Something happens to a deposit: recorded by one person. A second one lets it count (`deciding`)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners.contracts.changing import lock_contract
from partners.contracts.deposits.blocking import what_blocks_release
from partners.contracts.deposits.models import DepositEntry
from partners.contracts.lifecycle import ALLOWED_IN, ContractStatus, EntryKind
from partners.contracts.models import Contract
from partners.ledger.accounts import payable_of
from partners.ledger.models import Balance
from stations.money import ZERO, to_fen
from stations.refusals import Refused, check_reason
from stations.wording import yuan


def record_payment(*, actor: Any, contract: Contract, amount: Decimal, receipt: str) -> DepositEntry:
    """Records money that came to the bank for the deposit; it counts when a second person confirms it.

    `receipt` is the bank's number for it, once in the country. Raises Refused: the contract is
    not signed or over, an amount that is not above zero or more than is missing, no number or one
    that is taken, or another entry waits. Locks the contract.
    """
    receipt = receipt.strip()
    if not receipt or len(receipt) > 60:
        raise Refused(
            _("Give the number on the bank's receipt, 60 characters at most."),
            code="receipt",
            field="receipt",
        )
    return _record(actor, contract, EntryKind.PAID_IN, amount, receipt=receipt)


def propose_deduction(
    *, actor: Any, contract: Contract, kind: str, amount: Decimal, reason: str
) -> DepositEntry:
    """Proposes to take something from a deposit: for what the partner owes, or for a damage.

    Raises Refused: no reason, a kind that takes nothing, a contract that is not in force yet, more
    than is held or owed, or another entry waits. Locks the contract.
    """
    if kind not in (EntryKind.DEBT, EntryKind.DAMAGE):
        raise Refused(_("Say whether it is a debt or a damage."), code="kind", field="kind")
    return _record(actor, contract, EntryKind(kind), amount, reason=check_reason(reason))


def propose_release(*, actor: Any, contract: Contract, reason: str) -> DepositEntry:
    """Proposes to give back all that is held, once the contract is over.

    Raises Refused: no reason, not over, nothing is held, another entry waits, or something is not
    settled yet (`blocking.what_blocks_release`). Locks the contract.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        contract = lock_contract(contract)
        return _record(actor, contract, EntryKind.RELEASE, contract.frozen, reason=reason)


def _record(
    actor: Any, contract: Contract, kind: EntryKind, amount: Decimal, *, receipt: str = "", reason: str = ""
) -> DepositEntry:
    entry = DepositEntry(kind=kind, amount=to_fen(amount), receipt=receipt, reason=reason, proposed_by=actor)
    try:
        with transaction.atomic():
            entry.contract = lock_contract(contract)
            check_entry(entry)
            entry.save(force_insert=True)
    except IntegrityError as error:
        if "deposit_receipt_once" in str(error):
            # Not told where: that may be another county's receipt.
            raise Refused(
                _("This receipt number cannot be used. Look whether the money is recorded already."),
                code="receipt",
                field="receipt",
            ) from None
        if "deposit_entry_one_open" not in str(error):
            raise
        raise Refused(
            _("An entry of this deposit waits already: confirm or withdraw it first."),
            code="open",
            conflict=True,
        ) from None
    return entry


def check_entry(entry: DepositEntry) -> None:
    """Raises Refused unless the entry fits its contract as it is now. The caller holds the contract."""
    contract, kind = entry.contract, EntryKind(entry.kind)
    if contract.status not in ALLOWED_IN[kind]:
        raise Refused(
            _("%(number)s is “%(status)s”: “%(entry)s” is not possible now.")
            % {"number": contract.number, "status": contract.get_status_display(), "entry": kind.label},
            code="state",
            conflict=True,
        )
    if kind == EntryKind.RELEASE:
        _check_release(entry)
        return
    at_most = {
        EntryKind.PAID_IN: contract.deposit_due - contract.frozen - _to_come(contract),
        EntryKind.DEBT: min(contract.frozen, owed_by(contract.partner_id)),
        EntryKind.DAMAGE: contract.frozen,
    }[kind]
    if not 0 < entry.amount <= at_most:
        raise Refused(
            _("The amount must be above zero and at most %(most)s.") % {"most": yuan(max(at_most, ZERO))},
            code="amount",
            field="amount",
        )


def owed_by(partner_id: int) -> Decimal:
    """What a partner owes by the ledger, in yuan, as a number; zero where the house owes."""
    balance = Balance.objects.filter(account__kind=payable_of(partner_id).kind, account__partner=partner_id)
    amount: Decimal = balance.values_list("amount", flat=True).first() or ZERO
    return max(-amount, ZERO)


def _to_come(contract: Contract) -> Decimal:
    """What the change-over will carry in from the contract before."""
    before = contract.follows
    return before.frozen if before and before.status == ContractStatus.IN_FORCE else ZERO


def _check_release(entry: DepositEntry) -> None:
    contract = entry.contract
    if not contract.frozen:
        raise Refused(_("Nothing is held for this contract."), code="nothing", conflict=True)
    if entry.amount != contract.frozen:
        raise Refused(
            _("%(held)s are held now: withdraw the proposal and make another one.")
            % {"held": yuan(contract.frozen)},
            code="changed",
            conflict=True,
        )
    if found := what_blocks_release(contract):
        raise Refused(" ".join(one.text for one in found), code="not_settled", conflict=True)
