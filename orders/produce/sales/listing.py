"""A part of a lot is put up for sale on a platform, paused, and taken off again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from orders.agent_orders.platforms import TAOBAO, platform_code
from orders.produce.changing import lock_lot
from orders.produce.lifecycle import LotStatus
from orders.produce.models import ProduceLot
from orders.produce.sales.lifecycle import LISTING_LIFECYCLE, ListingStatus
from orders.produce.sales.models import ListingChange, ProduceListing
from orders.produce.sales.shares import HIGHEST_SHARE
from orders.villagers.holding import hold_villagers
from partners.commission.choosing import rate_for
from partners.journal.kinds import Business
from stations.clock import today
from stations.money import ZERO
from stations.network.lifecycle import StationStatus
from stations.refusals import Refused, check_fields
from stations.wording import percent


@dataclass(frozen=True, slots=True)
class NewListing:
    """What is put up: `quantity` in the lot's unit, `price` yuan a unit.

    `share` is what the farmer leaves of the buyer's money; None: as much as the commission is today.
    """

    lot: ProduceLot
    price: Decimal
    quantity: Decimal
    platform: str = TAOBAO
    share: Decimal | None = None


def usual_share(lot: ProduceLot) -> Decimal:
    """The share that pays for the commission: its rate of today for such goods, 0 where there is none."""
    rate = rate_for(
        business=Business.PRODUCE, category=lot.category, center_id=lot.station.center_id, day=today()
    )
    if rate is None or rate.rate is None:
        return ZERO
    return min(rate.rate.quantize(Decimal("0.001")), HIGHEST_SHARE)


def list_lot(*, actor: Any, listing: NewListing) -> ProduceListing:
    """Puts a part of a lot up for sale and sets it aside in the lot. Locks the lot.

    Raises Refused: the station is not open, the lot is not offered, more than it still has, on this
    platform already, a price or share that makes no sense, or the farmer's data were erased.
    """
    with transaction.atomic():
        lot = lock_lot(listing.lot)
        hold_villagers([lot.farmer.villager_id])
        _check(lot, listing)
        share = usual_share(lot) if listing.share is None else listing.share
        new = ProduceListing(
            lot=lot,
            platform=platform_code(listing.platform),
            price=listing.price,
            quantity=listing.quantity,
            share=share,
            created_by=actor,
        )
        check_fields(new, "platform", "price", "quantity", "share")
        if lot.listings.still_open().filter(platform=new.platform).exists():
            raise Refused(
                _("It is on this platform already: end that listing first."),
                code="listed",
                field="platform",
                conflict=True,
            )
        new.save(force_insert=True)
        _set_aside(lot, new.quantity)
    return new


def pause_listing(*, actor: Any, listing: ProduceListing) -> ProduceListing:
    """Takes a listing off sale for a while; its goods stay set aside. Locks the lot.

    Raises Refused (conflict) unless it is on sale.
    """
    return _step(actor=actor, listing=listing, after=ListingStatus.PAUSED)


def resume_listing(*, actor: Any, listing: ProduceListing) -> ProduceListing:
    """Puts a paused listing on sale again. Locks the lot; raises Refused (conflict) unless it is paused."""
    return _step(actor=actor, listing=listing, after=ListingStatus.ON_SALE)


def end_listing(*, actor: Any, listing: ProduceListing) -> ProduceListing:
    """Ends a listing for good; what it did not sell may be listed again. Locks the lot.

    Raises Refused (conflict) when it is ended already.
    """
    return _step(actor=actor, listing=listing, after=ListingStatus.ENDED)


def end_listings_of(lot: ProduceLot, *, actor: Any, at: dt.datetime) -> None:
    """Ends what is still open of a lot, whose lock the caller holds."""
    for listing in lot.listings.still_open().order_by("pk"):
        listing.lot = lot
        _change(listing, ListingStatus.ENDED, actor=actor, at=at)


def listings_of(lot: ProduceLot) -> list[ProduceListing]:
    """All listings of a lot, the newest first, each with the lot at hand."""
    listings = list(lot.listings.order_by("-pk"))
    for listing in listings:
        listing.lot = lot
    return listings


def lock_listing(listing: ProduceListing) -> ProduceListing:
    """Locks the lot of a listing, which keeps all its listings still, and reads the listing again."""
    lot = lock_lot(listing.lot)
    again: ProduceListing = ProduceListing.objects.get(pk=listing.pk)
    again.lot = lot
    return again


def _step(*, actor: Any, listing: ProduceListing, after: ListingStatus) -> ProduceListing:
    with transaction.atomic():
        listing = lock_listing(listing)
        _change(listing, after, actor=actor, at=timezone.now())
    return listing


def _change(listing: ProduceListing, after: ListingStatus, *, actor: Any, at: dt.datetime) -> None:
    LISTING_LIFECYCLE.check(listing.status, after, label=listing)
    change = ListingChange(listing=listing, before=listing.status, after=after, actor=actor, at=at)
    listing.status = after
    listing.save(update_fields=["status"])
    change.save(force_insert=True)
    if after == ListingStatus.ENDED:
        _set_aside(listing.lot, -listing.left)


def _set_aside(lot: ProduceLot, quantity: Decimal) -> None:
    """Adds to what listings hold of a locked lot; by difference, so that the constraint sees every jin."""
    ProduceLot.objects.filter(pk=lot.pk).update(listed=F("listed") + quantity)
    lot.listed += quantity


def _check(lot: ProduceLot, listing: NewListing) -> None:
    if lot.station.status != StationStatus.OPEN:
        raise Refused(_("The station is not open."), code="station", conflict=True)
    if lot.status != LotStatus.OFFERED:
        raise Refused(
            _("%(lot)s is “%(status)s”: it can be listed only while it is offered.")
            % {"lot": lot, "status": lot.get_status_display()},
            code="transition",
            conflict=True,
        )
    if listing.price <= 0:
        raise Refused(_("The price is above zero."), code="price", field="price")
    if not 0 < listing.quantity <= lot.left:
        raise Refused(
            _("%(left)s can still be listed.") % {"left": lot.in_words(lot.left)},
            code="quantity",
            field="quantity",
        )
    if listing.share is not None and not 0 <= listing.share <= HIGHEST_SHARE:
        raise Refused(
            _("The share is between 0 and %(highest)s.") % {"highest": percent(HIGHEST_SHARE)},
            code="share",
            field="share",
        )
