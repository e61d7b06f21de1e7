"""Cash goes into the drawer or out of it by the partner's own hand: own money, and to the bank."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.cash.kinds import CashKind
from orders.cash.models import CashMovement
from orders.cash.moving import NewMovement, lock_drawers, move_cash
from stations.money import to_fen
from stations.network.models import Station
from stations.refusals import Refused, check_reason

# As of a float: a slip of three zeros stops here.
HIGHEST_AMOUNT = Decimal("1000000.00")


def put_in(*, actor: Any, station: Station, amount: Decimal, reason: str) -> CashMovement:
    """The partner's own cash goes into the drawer, with a reason. Locks the drawer. Raises Refused."""
    return _by_hand(
        actor=actor,
        station=station,
        kind=CashKind.PUT_IN,
        amount=check_amount(amount),
        note=check_reason(reason),
    )


def take_out(*, actor: Any, station: Station, amount: Decimal, reason: str) -> CashMovement:
    """The partner takes own cash out of the drawer, with a reason. Locks the drawer.

    Raises Refused for more than is there and not promised to a villager.
    """
    return _by_hand(
        actor=actor,
        station=station,
        kind=CashKind.TAKEN_OUT,
        amount=-check_amount(amount),
        note=check_reason(reason),
    )


def take_to_bank(*, actor: Any, station: Station, amount: Decimal, receipt: str) -> CashMovement:
    """Cash goes from the drawer to the bank for the float, under the number of the bank's receipt.

    The float holds it when the county has recorded the same receipt: nobody fills their own.
    Locks the drawer. Raises Refused: more than is there, or the receipt was recorded already.
    """
    receipt = receipt.strip()
    if not receipt or len(receipt) > 60:
        raise Refused(
            _("Give the number on the bank's receipt, 60 characters at most."),
            code="receipt",
            field="receipt",
        )
    amount = check_amount(amount)
    try:
        with transaction.atomic():
            return _by_hand(
                actor=actor,
                station=station,
                kind=CashKind.BANKED,
                amount=-amount,
                note=receipt,
                source_key=f"banked:{station.pk}:{receipt}"[:80],
            )
    except IntegrityError as error:
        if "cash_source_key_once" not in str(error):
            raise
        raise Refused(
            _("This receipt is recorded already."), code="receipt", field="receipt", conflict=True
        ) from None


def check_amount(amount: Decimal) -> Decimal:
    """The amount in yuan, rounded to the fen; raises Refused where it cannot be."""
    amount = to_fen(amount)
    if not 0 < amount <= HIGHEST_AMOUNT:
        raise Refused(
            _("The amount must be above zero and at most 1,000,000 yuan."), code="amount", field="amount"
        )
    return amount


def _by_hand(
    *, actor: Any, station: Station, kind: CashKind, amount: Decimal, note: str, source_key: str = ""
) -> CashMovement:
    with transaction.atomic():
        lock_drawers([station.pk])
        # Under the lock nobody else counts; what makes a tap happen once is the form's token.
        number = CashMovement.objects.filter(station=station).count()
        source_key = source_key or f"by-hand:{station.pk}:{number}"
        move_cash(
            actor=actor,
            movements=[
                NewMovement(
                    station_id=station.pk,
                    kind=kind,
                    amount=amount,
                    source_key=source_key,
                    occurred_at=timezone.now(),
                    note=note,
                )
            ],
            field="amount",
        )
        return CashMovement.objects.get(source_key=source_key)
