"""Every state of a lot meets every event, and the database keeps its life too."""

import itertools

import pytest
from django.db import DatabaseError, transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from orders.produce.handling import add_event
from orders.produce.lifecycle import LOT_LIFECYCLE, LotStatus
from orders.produce.models import LotChange, ProduceLot
from orders.produce.offering import offer_lot, sell_out_lot, withdraw_lot
from orders.produce.photographing import add_photos
from tests.cast import make_listing, make_picture, make_sale
from tests.outcomes import hold_to, pairs_of, steps_in, steps_of

L = LotStatus

LOTS = """
            recorded    offered     sold_out    withdrawn
 offer      offered     !transition offered     !transition
 sell_out   !transition sold_out    !transition !transition
 withdraw   withdrawn   withdrawn   withdrawn   !transition
 handle     -           -           -           !withdrawn
 photograph -           -           -           !withdrawn
 list       !transition -           !transition !transition
 sell_all   !transition sold_out    !transition !transition
"""
WAYS = {
    L.RECORDED: [],
    L.OFFERED: ["offer"],
    L.SOLD_OUT: ["offer", "sell_out"],
    L.WITHDRAWN: ["offer", "withdraw"],
}


def sell_all(lot):
    make_sale(make_listing(lot, quantity=str(lot.quantity)), quantity=str(lot.quantity))


EVENTS = {
    "offer": lambda lot: offer_lot(actor=None, lot=lot),
    "sell_out": lambda lot: sell_out_lot(actor=None, lot=lot),
    "withdraw": lambda lot: withdraw_lot(actor=None, lot=lot, reason="受潮"),
    "handle": lambda lot: add_event(actor=None, lot=lot, kind="sorted"),
    "photograph": lambda lot: add_photos(actor=None, lot=lot, files=[make_picture()]),
    "list": make_listing,
    "sell_all": sell_all,
}


def brought_to(lot, status):
    for event in WAYS[status]:
        EVENTS[event](lot)
    lot.refresh_from_db()
    assert lot.status == status
    return lot


def read(lot):
    """All but what listings and sales hold of it."""
    lot.refresh_from_db()
    return {name: value for name, value in model_to_dict(lot).items() if name not in {"sold", "listed"}}


@pytest.mark.parametrize(("event", "before", "outcome"), pairs_of(LOTS))
def test_what_an_event_makes_of_a_lot(lot, event, before, outcome):
    lot = brought_to(lot, before)
    hold_to(
        outcome,
        act=lambda: EVENTS[event](lot),
        read=lambda: read(lot),
        log=lambda: list(LotChange.objects.filter(lot=lot).order_by("pk").values_list("before", "after")),
        lifecycle=LOT_LIFECYCLE,
    )


def test_the_table_takes_each_step_of_the_life_and_no_other():
    assert steps_in(pairs_of(LOTS)) == set(steps_of(LOT_LIFECYCLE))


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(L, 2)))
def test_the_database_keeps_the_table(lot, before, after):
    lot = brought_to(lot, before)
    change = ProduceLot.objects.filter(pk=lot.pk)
    published = None if after == L.RECORDED else timezone.now()
    if LOT_LIFECYCLE.allows(before, after):
        assert change.update(status=after, published_at=published) == 1
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
            change.update(status=after, published_at=published)
        lot.refresh_from_db()
        assert lot.status == before
