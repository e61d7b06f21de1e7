"""What stands on a farmer's receipt."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from orders.produce.sales.models import ProduceSale
from orders.produce.sales.settlement import FarmerSettlement
from stations.wording import moment, percent, yuan


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """What the farmer got of one sale, or what was kept back for one refund; yuan."""

    title: str
    detail: str
    amount: Decimal


def receipt_rows(settlement: FarmerSettlement) -> list[tuple[str, str]]:
    """Station, farmer, when and how."""
    return [
        (_("Station"), f"{settlement.station.name} {settlement.station.code}"),
        (_("Farmer"), settlement.farmer.villager.name),
        (_("Paid"), f"{moment(settlement.at)} · {settlement.get_paid_how_display()}"),
    ]


def receipt_lines(settlement: FarmerSettlement) -> list[ReceiptLine]:
    """One line a sale, as it stood when it was paid, then what was taken off for earlier refunds."""
    lines = []
    for sale in settlement.sales.with_goods().order_by("pk"):
        assert sale.settled_amount is not None
        lines.append(
            ReceiptLine(
                sale.listing.lot.product,
                _detail(sale),
                sale.settled_amount,
            )
        )
    for part in settlement.claim_parts.select_related("claim__refund__sale").order_by("pk"):
        sale = part.claim.refund.sale
        lines.append(
            ReceiptLine(
                _("Taken off: the buyer of %(sale)s got money back") % {"sale": sale}, "", -part.amount
            )
        )
    return lines


def _detail(sale: ProduceSale) -> str:
    told = f"{sale.number} · {sale.quantity_in_words} × {yuan(sale.unit_price)}"
    if not sale.listing.share:
        return told
    return f"{told} · " + _("%(share)s left to the station") % {"share": percent(sale.listing.share)}
