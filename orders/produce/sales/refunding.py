"""A buyer gets money back, all of it or a part, before the farmer was paid or after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.produce.sales.changing import lock_sales, save_steps, step
from orders.produce.sales.lifecycle import OVER, SaleStatus
from orders.produce.sales.models import ProduceSale, SaleChange, SaleRefund
from orders.produce.sales.recording import post_refunds
from orders.produce.sales.settlement import ClaimPart, FarmerClaim
from stations.bulk import insert_many
from stations.money import ZERO, to_fen
from stations.refusals import Refused, check_reason
from stations.wording import yuan


@dataclass(frozen=True, slots=True)
class NewRefund:
    """What goes back to a buyer, in yuan; `at` None: now."""

    sale: ProduceSale
    amount: Decimal
    reason: str
    at: dt.datetime | None = None


def refund_sale(*, actor: Any, sale: ProduceSale, amount: Decimal, reason: str) -> ProduceSale:
    """Refunds a part of a sale or all that is left of it, now. Locks the sale; refuses as `refund_sales`."""
    return refund_sales(actor=actor, refunds=[NewRefund(sale, amount, reason)])[0]


def refund_sales(*, actor: Any, refunds: Sequence[NewRefund]) -> list[ProduceSale]:
    """Records what platforms gave back to buyers, in one transaction, all or nothing. Locks the sales.

    The goods are gone: they do not come back to the lot. Of a sale that was settled, the farmer now
    owes the part that was paid too much: a `FarmerClaim`, taken off the next settlements. Raises
    Refused: no reason, nothing, more than is left, over already, before it was paid or to come.
    """
    with transaction.atomic():
        sales = lock_sales({refund.sale.pk for refund in refunds})
        rows: list[SaleRefund] = []
        claims: list[FarmerClaim] = []
        changes: list[SaleChange] = []
        for refund in refunds:
            sale = sales[refund.sale.pk]
            row = _row(refund, sale, actor=actor)
            before, sale.refunded = sale.due, sale.refunded + row.amount
            rows.append(row)
            if sale.settlement_id is not None and before > sale.due:
                claims.append(_claim(row, before - sale.due))
            if sale.net == ZERO:
                changes.append(step(sale, SaleStatus.REFUNDED, actor=actor, at=row.at, reason=row.reason))
        save_steps(list(sales.values()), changes, ["refunded"])
        insert_many(rows)
        for claim in claims:
            claim.refund_id = claim.refund.pk
        insert_many(claims)
        post_refunds(rows)
    return list(sales.values())


def waive_claim(*, actor: Any, claim: FarmerClaim, reason: str) -> FarmerClaim:
    """Lets a farmer off what is left of a claim: the house bears it. Locks the claim.

    Raises Refused: no reason, or nothing left of it.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        claim = FarmerClaim.objects.select_for_update(of=("self",)).select_related("refund").get(pk=claim.pk)
        if not claim.left:
            raise Refused(_("Nothing is left of this claim."), code="closed", conflict=True)
        ClaimPart.objects.create(
            claim=claim, amount=claim.left, reason=reason, at=timezone.now(), actor=actor
        )
        claim.closed = claim.amount
        claim.save(update_fields=["closed"])
    return claim


def _row(refund: NewRefund, sale: ProduceSale, *, actor: Any) -> SaleRefund:
    if sale.status in OVER:
        raise Refused(
            _("%(sale)s is “%(status)s”: nothing is left of it.")
            % {"sale": sale, "status": sale.get_status_display()},
            code="over",
            conflict=True,
        )
    reason, amount = check_reason(refund.reason), to_fen(refund.amount)
    if not 0 < amount <= sale.net:
        raise Refused(
            _("At most %(left)s can go back.") % {"left": yuan(sale.net)}, code="amount", field="amount"
        )
    at = refund.at or timezone.now()
    if not sale.sold_at <= at <= timezone.now():
        raise Refused(
            _("Money goes back after it came, and not later than now."), code="at", field="refunded_at"
        )
    return SaleRefund(sale=sale, amount=amount, reason=reason, at=at, actor=actor)


def _claim(refund: SaleRefund, amount: Decimal) -> FarmerClaim:
    sale = refund.sale
    return FarmerClaim(
        refund=refund,
        station_id=sale.station_id,
        farmer_id=sale.listing.lot.farmer_id,
        amount=amount,
        at=refund.at,
    )
