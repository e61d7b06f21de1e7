"""Money goes into a station's float, and comes out of it again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.ledger.accounts import BANK, float_of, lock_accounts
from partners.ledger.kinds import TransferKind
from partners.ledger.models import Transfer
from partners.ledger.posting import NewTransfer, post_transfers
from stations.money import ZERO, to_fen
from stations.network.models import Station
from stations.refusals import Refused
from stations.wording import yuan

# As of an order: a slip of three zeros stops here.
HIGHEST_AMOUNT = Decimal("10000000.00")


def top_up_float(
    *, actor: Any, station: Station, amount: Decimal, receipt: str, at: dt.datetime | None = None
) -> Transfer:
    """Records money that has come to the bank for a station's float; locks the float.

    `receipt` is the bank's number for it: a second record of the same money is refused. Raises
    Refused for an amount or a number that cannot be.
    """
    return _move(
        actor=actor,
        transfer=NewTransfer(
            from_account=BANK,
            to_account=float_of(station.pk),
            amount=_check_amount(amount),
            kind=TransferKind.TOP_UP,
            source_key=f"top-up:{_check_receipt(receipt)}",
            occurred_at=at or timezone.now(),
            note=receipt.strip(),
        ),
    )


def pay_out_float(
    *, actor: Any, station: Station, amount: Decimal, receipt: str, at: dt.datetime | None = None
) -> Transfer:
    """Records that prepaid money went back by bank; locks the float.

    Raises Refused as `top_up_float`, and for more than is prepaid: a credit line is no money.
    """
    amount = _check_amount(amount)
    with transaction.atomic():
        held = lock_accounts([float_of(station.pk)])[float_of(station.pk)]
        prepaid = max(held.balance or ZERO, ZERO)
        if amount > prepaid:
            raise Refused(
                _("At most %(prepaid)s is prepaid and can be paid out.") % {"prepaid": yuan(prepaid)},
                code="prepaid",
                field="amount",
            )
        return _move(
            actor=actor,
            transfer=NewTransfer(
                from_account=float_of(station.pk),
                to_account=BANK,
                amount=amount,
                kind=TransferKind.PAY_OUT,
                source_key=f"pay-out:{_check_receipt(receipt)}",
                occurred_at=at or timezone.now(),
                note=receipt.strip(),
            ),
        )


def _move(*, actor: Any, transfer: NewTransfer) -> Transfer:
    try:
        with transaction.atomic():
            post_transfers(actor=actor, transfers=[transfer], field="amount")
    except IntegrityError as error:
        if "transfer_source_key_once" not in str(error):
            raise
        # Not told where: that may be another county's receipt.
        raise Refused(
            _("This receipt number cannot be used. Look whether the money is recorded already."),
            code="receipt",
            field="receipt",
        ) from None
    return Transfer.objects.get(source_key=transfer.source_key)


def _check_amount(amount: Decimal) -> Decimal:
    amount = to_fen(amount)
    if not 0 < amount <= HIGHEST_AMOUNT:
        raise Refused(
            _("The amount must be above zero and at most 10,000,000 yuan."), code="amount", field="amount"
        )
    return amount


def _check_receipt(receipt: str) -> str:
    receipt = receipt.strip()
    if not receipt or len(receipt) > 60:
        raise Refused(
            _("Give the number on the bank's receipt, 60 characters at most."),
            code="receipt",
            field="receipt",
        )
    return receipt
