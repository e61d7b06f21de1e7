"""Every state of a listing and of a sale meets every event, and the database keeps their lives too."""

import itertools
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from orders.logistics.handing_over import give_to_carrier
from orders.logistics.receiving import receive_at_county
from orders.produce.offering import withdraw_lot
from orders.produce.sales.lifecycle import LISTING_LIFECYCLE, SALE_LIFECYCLE, ListingStatus, SaleStatus
from orders.produce.sales.listing import end_listing, pause_listing, resume_listing
from orders.produce.sales.models import ListingChange, ProduceListing, ProduceSale, SaleChange
from orders.produce.sales.receiving import receive_sale, receive_sales
from orders.produce.sales.refunding import refund_sale
from orders.produce.sales.selling import cancel_sale
from orders.produce.sales.settling import settle_sales
from orders.produce.sales.shipping import Packing, pack_sale
from tests.cast import make_carrier, make_sale
from tests.outcomes import hold_to, pairs_of, steps_in, steps_of

L, S = ListingStatus, SaleStatus

# A paused listing still sells: the platform may report what was bought before the pause.
LISTINGS = """
            on_sale     paused      ended
 pause      paused      !transition !transition
 resume     !transition on_sale     !transition
 end        ended       ended       !transition
 sell       -           -           !transition
 lot_over   ended       ended       -
"""
# `parcel_*`: what its parcel does; where there is none, nothing happens.
SALES = """
             sold        packed      at_county   sent        received    settled     refunded    cancelled
 pack        packed      !transition !transition !transition !transition !transition !transition !transition
 parcel_in   -           at_county   -           -           -           -           -           -
 parcel_out  -           !transition sent        !transition !transition !transition -           -
 seen_here   !transition !transition !transition received    !transition !transition !transition !transition
 seen_there  received    received    received    received    !transition !transition !transition !transition
 settle      !transition !transition !transition !transition settled     !transition !transition !transition
 refund      refunded    refunded    refunded    refunded    refunded    refunded    !over       !over
 part_back   -           -           -           -           -           -           !over       !over
 cancel      cancelled   !transition !transition !transition !transition !transition !transition !transition
"""


def parcel_in(sale):
    if sale.parcel is not None:
        receive_at_county(actor=None, parcels=[sale.parcel])


def parcel_out(sale):
    if sale.parcel is not None:
        give_to_carrier(actor=None, parcels=[sale.parcel])


def settle(sale):
    settle_sales(actor=None, farmer=sale.listing.lot.farmer, sales=[sale], paid_how="cash")


def refund(sale, amount=None):
    refund_sale(actor=None, sale=sale, amount=sale.net if amount is None else amount, reason="有霉味")


LISTING_EVENTS = {
    "pause": lambda one: pause_listing(actor=None, listing=one),
    "resume": lambda one: resume_listing(actor=None, listing=one),
    "end": lambda one: end_listing(actor=None, listing=one),
    "sell": lambda one: make_sale(one),
    "lot_over": lambda one: withdraw_lot(actor=None, lot=one.lot, reason="受潮"),
}
SALE_EVENTS = {
    "pack": lambda one: pack_sale(actor=None, sale=one, packing=Packing(make_carrier(), "YT77777777")),
    "parcel_in": parcel_in,
    "parcel_out": parcel_out,
    "seen_here": lambda one: receive_sale(actor=None, sale=one),
    "seen_there": lambda one: receive_sales(actor=None, received_at={one.pk: timezone.now()}),
    "settle": settle,
    "refund": refund,
    "part_back": lambda one: refund(one, Decimal("0.01")),
    "cancel": lambda one: cancel_sale(actor=None, sale=one, reason="买家不要了"),
}


@pytest.mark.parametrize(("event", "before", "outcome"), pairs_of(LISTINGS))
def test_what_an_event_makes_of_a_listing(listing, event, before, outcome):
    for step in {L.ON_SALE: [], L.PAUSED: ["pause"], L.ENDED: ["end"]}[L(before)]:
        LISTING_EVENTS[step](listing)

    def read():
        listing.refresh_from_db()
        return {name: value for name, value in model_to_dict(listing).items() if name != "sold"}

    hold_to(
        outcome,
        act=lambda: LISTING_EVENTS[event](listing),
        read=read,
        log=lambda: list(ListingChange.objects.order_by("pk").values_list("before", "after")),
        lifecycle=LISTING_LIFECYCLE,
    )


def sale_in(listing, status):
    """A sale of 2 jin; what is received or settled has its parcel too."""
    if status in (S.RECEIVED, S.SETTLED):
        sale = make_sale(listing, to="sent")
        (sale,) = receive_sales(actor=None, received_at={sale.pk: timezone.now()})
        if status == S.SETTLED:
            settle(sale)
    elif status in (S.REFUNDED, S.CANCELLED):
        sale = make_sale(listing)
        SALE_EVENTS["refund" if status == S.REFUNDED else "cancel"](sale)
    else:
        sale = make_sale(listing, to=status if status != S.SOLD else "")
    sale.refresh_from_db()
    assert sale.status == status
    return sale


@pytest.mark.parametrize(("event", "before", "outcome"), pairs_of(SALES))
def test_what_an_event_makes_of_a_sale(listing, event, before, outcome):
    sale = sale_in(listing, S(before))

    def read():
        sale.refresh_from_db()
        return {name: value for name, value in model_to_dict(sale).items() if name != "refunded"}

    hold_to(
        outcome,
        act=lambda: SALE_EVENTS[event](sale),
        read=read,
        log=lambda: list(SaleChange.objects.order_by("pk").values_list("before", "after")),
        lifecycle=SALE_LIFECYCLE,
    )


def test_the_tables_take_each_step_of_the_lives_and_no_other():
    assert steps_in(pairs_of(LISTINGS)) == set(steps_of(LISTING_LIFECYCLE))
    assert steps_in(pairs_of(SALES)) == set(steps_of(SALE_LIFECYCLE))


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(L, 2)))
def test_the_database_keeps_the_life_of_a_listing(listing, before, after):
    for step in {L.ON_SALE: [], L.PAUSED: ["pause"], L.ENDED: ["end"]}[before]:
        LISTING_EVENTS[step](listing)
    change = ProduceListing.objects.filter(pk=listing.pk)
    if LISTING_LIFECYCLE.allows(before, after):
        assert change.update(status=after) == 1
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
            change.update(status=after)


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(S, 2)))
def test_the_database_keeps_the_life_of_a_sale(listing, before, after):
    sale = sale_in(listing, before)
    fields = {}
    if after in (S.REFUNDED, S.CANCELLED):
        fields = {"refunded": sale.amount}
    elif before in (S.REFUNDED, S.CANCELLED):
        fields = {"refunded": 0}
    if after in (S.RECEIVED, S.SETTLED):
        fields |= {"received_at": timezone.now()}
    if after == S.SETTLED and before != S.SETTLED:
        other = sale_in(listing, S.SETTLED)
        fields |= {"settlement": other.settlement, "settled_amount": other.settled_amount}
    change = ProduceSale.objects.filter(pk=sale.pk)
    if SALE_LIFECYCLE.allows(before, after):
        assert change.update(status=after, **fields) == 1
    else:
        with pytest.raises(DatabaseError), transaction.atomic():
            change.update(status=after, **fields)
        sale.refresh_from_db()
        assert sale.status == before
