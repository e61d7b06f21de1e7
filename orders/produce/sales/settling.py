"""The farmer gets the money of what the buyers have received."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.produce.models import Farmer
from orders.produce.sales.cash import pay_farmer
from orders.produce.sales.changing import lock_sales, save_steps, step
from orders.produce.sales.lifecycle import SaleStatus
from orders.produce.sales.models import ProduceSale
from orders.produce.sales.settlement import ClaimPart, FarmerClaim, FarmerSettlement
from stations.bulk import insert_many, update_many
from stations.money import ZERO
from stations.refusals import Refused


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a settlement comes to: the farmer's part, what is taken off for refunds, what is paid; yuan."""

    due: Decimal
    claims: Decimal

    @property
    def amount(self) -> Decimal:
        return self.due - self.claims

    @property
    def taken_off(self) -> Decimal:
        """The claims as a line of a receipt has them: below zero."""
        return -self.claims


def reckon(sales: Iterable[ProduceSale], claims: Iterable[FarmerClaim]) -> Reckoning:
    """What these sales come to after these claims, never below zero."""
    due = sum((sale.due for sale in sales), ZERO)
    return Reckoning(due, min(due, sum((claim.left for claim in claims), ZERO)))


def settle_sales(
    *,
    actor: Any,
    farmer: Farmer,
    sales: Iterable[ProduceSale],
    paid_how: str,
    expected: Decimal | None = None,
    at: dt.datetime | None = None,
) -> FarmerSettlement:
    """Pays a farmer for sales that the buyers have received, and writes the receipt.

    In cash it comes out of the drawer, and the platform's money for it goes into the float. What a
    farmer owes since earlier refunds is taken off first. `expected` is the amount that was shown to
    the person who pays: another one is refused, since the money is counted already. Locks the
    farmer, the sales, the claims, and for cash the drawer and the float. Raises Refused: no sale,
    one of another farmer, one that is not received or was settled meanwhile, too little in the drawer.
    """
    if paid_how not in FarmerSettlement.PaidHow.values:
        raise Refused(_("Say how the farmer is paid."), code="paid_how", field="paid_how")
    with transaction.atomic():
        farmer = Farmer.objects.select_for_update(of=("self",), no_key=True).get(pk=farmer.pk)
        locked = list(lock_sales({sale.pk for sale in sales}).values())
        _check(farmer, locked)
        claims = list(farmer.claims.still_open().select_for_update(of=("self",)).order_by("pk"))
        told = reckon(locked, claims)
        if expected is not None and expected != told.amount:
            raise Refused(
                _("Something changed meanwhile: please look at the amount again."),
                code="expected",
                conflict=True,
            )
        settlement = FarmerSettlement(
            station=locked[0].station,
            farmer=farmer,
            paid_how=paid_how,
            due=told.due,
            claims=told.claims,
            amount=told.amount,
            at=at or timezone.now(),
            actor=actor,
        )
        settlement.save(force_insert=True)
        _close_sales(locked, settlement)
        _take_off(claims, settlement)
        pay_farmer(actor=actor, settlement=settlement)
    return settlement


def _check(farmer: Farmer, sales: list[ProduceSale]) -> None:
    if not sales:
        raise Refused(_("Choose at least one sale."), code="sales", field="sales")
    for sale in sales:
        if sale.listing.lot.farmer_id != farmer.pk:
            raise Refused(_("A sale of another farmer is among them."), code="farmer", field="sales")


def _close_sales(sales: list[ProduceSale], settlement: FarmerSettlement) -> None:
    changes = []
    for sale in sales:
        changes.append(step(sale, SaleStatus.SETTLED, actor=settlement.actor, at=settlement.at))
        sale.settlement, sale.settled_amount = settlement, sale.due
    save_steps(sales, changes, ["settlement", "settled_amount"])


def _take_off(claims: list[FarmerClaim], settlement: FarmerSettlement) -> None:
    """Closes claims, the oldest first, with what the settlement keeps back."""
    left, parts = settlement.claims, []
    for claim in claims:
        if taken := min(left, claim.left):
            left -= taken
            claim.closed += taken
            parts.append(
                ClaimPart(
                    claim=claim,
                    settlement=settlement,
                    amount=taken,
                    at=settlement.at,
                    actor=settlement.actor,
                )
            )
    update_many([part.claim for part in parts], ["closed"])
    insert_many(parts)
