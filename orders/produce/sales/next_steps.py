"""What may be done next with a listing or a sale, by its state. Pages, admin and API read it alike."""

from __future__ import annotations

from enum import StrEnum

from orders.produce.sales.lifecycle import LISTING_LIFECYCLE, SALE_LIFECYCLE, ListingStatus, SaleStatus
from orders.produce.sales.models import ProduceListing, ProduceSale


class ListingStep(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"


class SaleStep(StrEnum):
    PACK = "pack"
    RECEIVE = "receive"
    REFUND = "refund"
    CANCEL = "cancel"


_LEADS_TO = {
    ListingStep.RESUME: ListingStatus.ON_SALE,
    ListingStep.PAUSE: ListingStatus.PAUSED,
    ListingStep.END: ListingStatus.ENDED,
}


def listing_steps(listing: ProduceListing) -> list[ListingStep]:
    """What may be done now. The verbs check again under the lock."""
    return [step for step, after in _LEADS_TO.items() if LISTING_LIFECYCLE.allows(listing.status, after)]


def sale_steps(sale: ProduceSale, *, past_parcels: bool = False) -> list[SaleStep]:
    """What may be done now, the most likely first. The verbs check again under the lock.

    `past_parcels`: for the county, which also records receipts of what never was in our parcels.
    """
    steps = []
    if sale.status == SaleStatus.SOLD:
        steps.append(SaleStep.PACK)
    may_be_received = SALE_LIFECYCLE.allows(sale.status, SaleStatus.RECEIVED)
    if sale.status == SaleStatus.SENT or (past_parcels and may_be_received):
        steps.append(SaleStep.RECEIVE)
    if SALE_LIFECYCLE.allows(sale.status, SaleStatus.CANCELLED):
        steps.append(SaleStep.CANCEL)
    if SALE_LIFECYCLE.allows(sale.status, SaleStatus.REFUNDED):
        steps.append(SaleStep.REFUND)
    return steps
