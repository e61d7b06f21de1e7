"""`verify_books` finds cash that does not fit what it was for, and a closed day that was changed."""

import pgtrigger
import pytest
from django.db import connection

from orders.cash.closing.counting import close_day
from stations.clock import today
from tests.books import differing
from tests.cast import make_order
from tests.orders.counter.sandbox import drive, make_charged

DRAWER, ORDERS, SERVICES, DAYS = (
    "cash: drawer = sum of its movements, and what it keeps = withdrawals under way",
    "cash: orders paid into the drawer, refunds out of it",
    "cash: services into the drawer and out of it, step by step",
    "cash: closed days: expected and counted = all that had moved by then",
)
ORDER_OF_DAYS, LISTED = (
    "cash: days in order, closed as far as the drawer says",
    "cash: each day on which cash moved is on the list of days",
)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE orders_drawer SET amount = amount + 0.01", {DRAWER}),
        ("UPDATE orders_drawer SET promised = promised + 0.01", {DRAWER}),
        (
            "UPDATE orders_cashmovement SET amount = amount + 0.01 WHERE kind = 'order_paid'",
            {DRAWER, ORDERS, DAYS},
        ),
        ("UPDATE orders_cashmovement SET subject = 'x' WHERE kind = 'service_taken'", {SERVICES}),
        (
            "UPDATE orders_cashmovement SET business_date = business_date - 1 WHERE kind = 'withdrawal'",
            {SERVICES, LISTED},
        ),
        ("UPDATE orders_cashday SET expected = expected - 1, reason = 'x'", {DAYS}),
        ("UPDATE orders_cashday SET counted = counted - 1, reason = 'x'", {DAYS}),
        ("UPDATE orders_drawer SET closed_through = closed_through - 1", {ORDER_OF_DAYS}),
    ],
)
def test_a_fen_a_day_or_a_subject_that_is_not_so(sandbox, fjyx001, lin, villager, statement, found):
    make_order(fjyx001, villager=villager)
    drive(make_charged(fjyx001))
    drive(make_charged(fjyx001, "withdrawal"))
    day = make_order(fjyx001, villager=villager).paid_at.date()
    drawer = fjyx001.drawer
    drawer.refresh_from_db()
    close_day(actor=lin.user, station=fjyx001, day=day, counted=drawer.amount * 0 + 200, parcels=0)
    close_day(actor=lin.user, station=fjyx001, day=today(), counted=drawer.amount, parcels=0)
    assert differing("cash") == {}

    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert set(differing("cash")) == found
