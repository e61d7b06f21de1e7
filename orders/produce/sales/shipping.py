"""What was sold goes up to the county in a parcel, and the sale follows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from orders.logistics.announcing import NewParcel, accept_parcel
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Carrier, Parcel, ParcelEvent
from orders.produce.sales.changing import lock_sale, lock_sales, save_steps, step
from orders.produce.sales.lifecycle import SALE_LIFECYCLE, SaleStatus
from orders.produce.sales.models import ProduceSale

# Where the goods of a sale are, by where its parcel is. That it was put on a manifest is no step:
# it may be taken off again, and the parcel's own page tells.
_GO_ALONG = {
    ParcelStatus.AT_COUNTY: SaleStatus.AT_COUNTY,
    ParcelStatus.HANDED_OVER: SaleStatus.SENT,
}


@dataclass(frozen=True, slots=True)
class Packing:
    """Who carries the parcel from the county to the buyer, and the number on its label."""

    carrier: Carrier
    tracking_number: str
    size: str = Parcel.Size.SMALL


def pack_sale(*, actor: Any, sale: ProduceSale, packing: Packing) -> ProduceSale:
    """Packs a sale: its parcel is taken in at the station and goes up with the next manifest.

    Lists call the parcel by the sale and the product, and nobody by name: the buyer's is the
    platform's, and the farmer's is nobody's business on the way. Locks the
    sale. Raises Refused: packed or over already, and as `accept_parcel` for a number that is none
    or is known, or a station that is not open.
    """
    with transaction.atomic():
        sale = lock_sale(sale)
        now = timezone.now()
        change = step(sale, SaleStatus.PACKED, actor=actor, at=now)
        sale.parcel = accept_parcel(
            actor=actor,
            parcel=NewParcel(
                carrier=packing.carrier,
                tracking_number=packing.tracking_number,
                station=sale.station,
                recipient=f"{sale.number} {sale.listing.lot.product}"[:60],
                size=packing.size,
            ),
            at=now,
        )
        save_steps([sale], [change], ["parcel"])
    return sale


def go_along(events: Sequence[ParcelEvent]) -> None:
    """Moves sales forward to where their parcels are; never back, and not those that are further on.

    The caller holds the locks of the parcels; locks the sales.
    """
    moved = {event.parcel_id: event for event in events if event.after in _GO_ALONG}
    pks = ProduceSale.objects.filter(parcel__in=list(moved)).values_list("pk", flat=True)
    if not pks:
        return
    changes = []
    sales = lock_sales(pks)
    for sale in sales.values():
        assert sale.parcel_id is not None
        event = moved[sale.parcel_id]
        after = _GO_ALONG[ParcelStatus(event.after)]
        if SALE_LIFECYCLE.allows(sale.status, after):
            changes.append(step(sale, after, actor=event.actor, at=event.at))
    save_steps([change.sale for change in changes], changes, [])
