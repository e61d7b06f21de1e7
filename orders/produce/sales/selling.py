"""A buyer in the city has bought and paid: the sale is recorded, or cancelled before it is packed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.produce.changing import lock_lots, step_lot
from orders.produce.lifecycle import LotStatus
from orders.produce.models import ProduceLot
from orders.produce.sales.changing import lock_sale, save_steps, step
from orders.produce.sales.lifecycle import ListingStatus, SaleStatus
from orders.produce.sales.listing import end_listings_of, lock_listing
from orders.produce.sales.models import ProduceListing, ProduceSale, SaleRefund
from orders.produce.sales.recording import post_refunds, post_sold
from orders.villagers.holding import hold_villagers
from stations.bulk import insert_many
from stations.clock import business_date
from stations.money import ZERO, to_fen
from stations.refusals import Refused, check_reason
from stations.regions.models import Region


@dataclass(frozen=True, slots=True)
class NewSale:
    """What the platform reports. `unit_price` None: the listing's; `sold_at` None: now."""

    listing: ProduceListing
    platform_order_no: str
    quantity: Decimal
    buyer_city: Region
    unit_price: Decimal | None = None
    sold_at: dt.datetime | None = None


def record_sale(*, actor: Any, sale: NewSale) -> ProduceSale:
    """Records one sale. Locks the lot; refuses as `record_sales`."""
    return record_sales(actor=actor, sales=[sale])[0]


def record_sales(*, actor: Any, sales: Sequence[NewSale]) -> list[ProduceSale]:
    """Records sales in one transaction, all or nothing, and writes them into the journal. Locks the lots.

    A lot of which nothing is left is sold out. Raises Refused for the first sale that makes no
    sense: the listing is ended, more than it still holds, the platform's number is known, no
    number, a price of nothing, a moment before the listing or to come.
    """
    numbers = [(sale.listing.platform, sale.platform_order_no.strip()) for sale in sales]
    try:
        with transaction.atomic():
            now = timezone.now()
            lots = lock_lots(sorted({sale.listing.lot_id for sale in sales}))
            listings = {
                one.pk: one
                for one in ProduceListing.objects.filter(pk__in={sale.listing.pk for sale in sales})
            }
            hold_villagers({lot.farmer.villager_id for lot in lots.values()})
            _check_numbers(numbers)
            rows = []
            for sale in sales:
                listing = listings[sale.listing.pk]
                listing.lot = lots[listing.lot_id]
                rows.append(_row(sale, listing, actor=actor, now=now))
                _move_in_memory(listing, sale.quantity)
            for pk, listing in listings.items():
                _move_goods(listing, sum((row.quantity for row in rows if row.listing_id == pk), ZERO))
            insert_many(rows)
            for lot in lots.values():
                if lot.sold == lot.quantity and lot.status == LotStatus.OFFERED:
                    end_listings_of(lot, actor=actor, at=now)
                    step_lot(lot, LotStatus.SOLD_OUT, actor=actor, at=now)
            post_sold(rows)
    except IntegrityError as error:
        if "sale_platform_number_once" not in str(error):
            raise
        raise _number_refused() from None
    return rows


def cancel_sale(*, actor: Any, sale: ProduceSale, reason: str) -> ProduceSale:
    """Takes a sale back that is not packed: the buyer gets all the money, the lot its goods.

    Locks the lot and the sale. A lot that was sold out by it is offered again. Raises
    Refused: no reason, packed or over already.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        now = timezone.now()
        listing = lock_listing(sale.listing)
        sale = lock_sale(sale)
        change = step(sale, SaleStatus.CANCELLED, actor=actor, at=now, reason=reason)
        refund = SaleRefund(sale=sale, amount=sale.net, reason=reason, at=now, actor=actor)
        sale.refunded = sale.amount
        save_steps([sale], [change], ["refunded"])
        refund.save(force_insert=True)
        _move_in_memory(listing, -sale.quantity)
        _move_goods(listing, -sale.quantity)
        if listing.lot.status == LotStatus.SOLD_OUT:
            step_lot(listing.lot, LotStatus.OFFERED, actor=actor, at=now, reason=reason)
        post_refunds([refund])
    return sale


def _move_in_memory(listing: ProduceListing, quantity: Decimal) -> None:
    """Takes goods out of a listing and its lot, or back, for the checks of what comes after."""
    listing.sold += quantity
    listing.lot.sold += quantity
    listing.lot.listed -= _aside(listing, quantity)


def _move_goods(listing: ProduceListing, quantity: Decimal) -> None:
    """The same in the database; the lot is locked.

    By differences, so that the constraints see every jin also where somebody forgot the lock.
    """
    ProduceListing.objects.filter(pk=listing.pk).update(sold=F("sold") + quantity)
    ProduceLot.objects.filter(pk=listing.lot_id).update(
        sold=F("sold") + quantity, listed=F("listed") - _aside(listing, quantity)
    )


def _aside(listing: ProduceListing, quantity: Decimal) -> Decimal:
    """What of it was set aside: an ended listing holds nothing, what comes back to it is free in the lot."""
    return quantity if listing.status != ListingStatus.ENDED else ZERO


def _row(sale: NewSale, listing: ProduceListing, *, actor: Any, now: dt.datetime) -> ProduceSale:
    price = listing.price if sale.unit_price is None else sale.unit_price
    sold_at = sale.sold_at or now
    _check(sale, listing, price=price, sold_at=sold_at, now=now)
    return ProduceSale(
        station=listing.lot.station,
        listing=listing,
        platform=listing.platform,
        platform_order_no=sale.platform_order_no.strip(),
        quantity=sale.quantity,
        unit_price=price,
        amount=to_fen(sale.quantity * price),
        buyer_city=sale.buyer_city,
        sold_at=sold_at,
        created_by=actor,
    )


def _check(
    sale: NewSale, listing: ProduceListing, *, price: Decimal, sold_at: dt.datetime, now: dt.datetime
) -> None:
    if listing.status == ListingStatus.ENDED:
        raise Refused(
            _("This listing is ended: nothing is set aside for it."), code="transition", conflict=True
        )
    if not 0 < sale.quantity <= listing.left:
        raise Refused(
            _("%(left)s of it can still be sold.") % {"left": listing.lot.in_words(listing.left)},
            code="quantity",
            field="quantity",
        )
    if price <= 0 or to_fen(sale.quantity * price) <= 0:
        raise Refused(_("The price is above zero."), code="price", field="unit_price")
    if sale.buyer_city.level != Region.Level.CITY:
        raise Refused(_("Choose a city."), code="city", field="buyer_city")
    if sold_at > now:
        raise Refused(_("A sale cannot be later than now."), code="sold_at", field="sold_at")
    if business_date(sold_at) < listing.lot.harvested_on:
        raise Refused(_("A sale cannot be before the harvest."), code="sold_at", field="sold_at")


def _check_numbers(numbers: Sequence[tuple[str, str]]) -> None:
    for _platform, number in numbers:
        if not 0 < len(number) <= 40:
            raise Refused(
                _("A platform order number has 1 to 40 characters."),
                code="number",
                field="platform_order_no",
            )
    wanted = {platform: [no for where, no in numbers if where == platform] for platform, _no in numbers}
    known = any(
        ProduceSale.objects.filter(platform=platform, platform_order_no__in=own).exists()
        for platform, own in wanted.items()
    )
    if known or len(set(numbers)) < len(numbers):
        raise _number_refused()


def _number_refused() -> Refused:
    # Not told where: that may be another county's sale.
    return Refused(_("This platform order number cannot be used."), code="number", field="platform_order_no")
