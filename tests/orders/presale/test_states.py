"""Every event meets every state of a deposit; what is refused changes nothing."""

import pytest

from orders.presale.balancing import take_balance
from orders.presale.giving_up import call_off_order, give_back, give_up
from orders.presale.lifecycle import DEPOSIT_LIFECYCLE
from orders.presale.models import PresaleOrder
from orders.presale.overdue import settle_ended
from tests.orders.presale.making import DUE, END, HOUR, PAID, TAKEN, make_presale
from tests.outcomes import hold_to, pairs_of, steps_in, steps_of

pytestmark = pytest.mark.django_db

TABLE = """
             held         converted    forfeited    owed         returned
balance      converted    !transition  !transition  !transition  !transition
too_early    !not_due     !transition  !transition  !transition  !transition
too_late     !not_due     !transition  !transition  !transition  !transition
early        returned     !transition  !transition  !transition  !transition
late         forfeited    !transition  !transition  !transition  !transition
after        forfeited    !transition  !transition  !transition  !transition
call_off     owed         !transition  !transition  !transition  !transition
give_back    !nothing_owed !transition !transition  returned     !transition
job          forfeited    -            -            -            -
"""
PAIRS = pairs_of(TABLE)
EVENTS = {
    "balance": lambda row, who: take_balance(actor=who, presale=row, at=PAID),
    "too_early": lambda row, who: take_balance(actor=who, presale=row, at=TAKEN),
    "too_late": lambda row, who: take_balance(actor=who, presale=row, at=END),
    "early": lambda row, who: give_up(actor=who, presale=row, reason="不要了", at=TAKEN + HOUR),
    "late": lambda row, who: give_up(actor=who, presale=row, reason="不要了", at=DUE),
    "after": lambda row, who: give_up(actor=who, presale=row, reason="不要了", at=END),
    "call_off": lambda row, who: call_off_order(actor=who, presale=row, reason="断货"),
    "give_back": lambda row, who: give_back(actor=who, presale=row),
    "job": lambda row, who: settle_ended(at=END),
}


def bring_to(state, row, who):
    match state:
        case "converted":
            EVENTS["balance"](row, who)
        case "forfeited":
            EVENTS["late"](row, who)
        case "owed" | "returned":
            EVENTS["call_off"](row, who)
    if state == "returned":
        EVENTS["give_back"](row, who)


def test_the_table_takes_every_step_that_the_lifecycle_allows():
    assert steps_in(PAIRS) == set(steps_of(DEPOSIT_LIFECYCLE))


@pytest.mark.parametrize(("event", "state", "outcome"), PAIRS)
def test_each_event_in_each_state(fjyx001, lin, villager, tv, event, state, outcome):
    row = make_presale(fjyx001, tv, villager)
    bring_to(state, row, lin.user)

    def read():
        told = PresaleOrder.objects.filter(pk=row.pk).values().get()
        return told | {"status": told.pop("state")}

    hold_to(
        outcome,
        act=lambda: EVENTS[event](row, lin.user),
        read=read,
        log=lambda: [(one.before, one.after) for one in row.changes.order_by("pk")],
        lifecycle=DEPOSIT_LIFECYCLE,
    )
