"""`verify_books` agrees with deposits in every state, and finds one that stands wrong."""

import datetime as dt

import pgtrigger
import pytest
from django.db import connection

from orders.festivals.rolling_up import roll_up_turnover
from orders.presale.balancing import take_balance
from orders.presale.giving_up import call_off_order, give_back, give_up
from orders.presale.overdue import settle_ended
from orders.presale.stocking import enter_arrival
from orders.reports.books import verify
from orders.reports.books.comparing import CHECKS
from tests.orders.presale.making import END, PAID, TAKEN, make_presale

ORDER, LOG, DRAWER, LEDGER, PLATFORM, LAID_IN = (
    "presale: each deposit stands as its order does",
    "presale: each state is the last one that was logged",
    "presale: cash deposits into the drawer, and out of it when they were given back",
    "presale: cash deposits from the float to the platform, back, or to the sellers",
    "ledger: what is left at the platform = cash orders less refunds, and deposits held",
    "presale: what a county has laid in of a good is not below nothing",
)
STATEMENTS = [
    (
        (
            "UPDATE orders_presaleorder SET state = 'held', ending = '', settled_at = NULL"
            " WHERE state = 'converted'"
        ),
        {ORDER, LOG},
    ),
    (
        (
            "UPDATE orders_agentorder SET deposit = deposit + 1"
            " WHERE deposit > 0 AND paid_at IS NULL AND status = 'placed'"
        ),
        {ORDER, DRAWER, LEDGER, PLATFORM},
    ),
    ("UPDATE orders_cashmovement SET amount = amount - 1 WHERE kind = 'presale_back'", {DRAWER}),
    ("DELETE FROM partners_transfer WHERE kind = 'presale_kept'", {LEDGER, PLATFORM}),
    ("UPDATE partners_transfer SET kind = 'order_paid' WHERE kind = 'presale_deposit'", {LEDGER}),
    ("DELETE FROM orders_presalechange WHERE before = 'owed'", {LOG}),
    ("UPDATE orders_countyarrival SET pieces = -6 WHERE pieces < 0", {LAID_IN}),
]


def differing():
    return {finding.check.name for finding in verify() if not finding.clean}


@pytest.mark.django_db(transaction=True)
def test_deposits_in_every_state_tally_and_what_was_tampered_with_is_found(fjyx001, lin, villager, tv):
    one_each = [make_presale(fjyx001, tv, villager) for _ in range(6)]
    held, paid, early, late, owed, returned = one_each
    make_presale(fjyx001, tv, villager, pay_how="own_account")
    take_balance(actor=lin.user, presale=paid, at=PAID)
    give_up(actor=lin.user, presale=early, reason="不要了", at=TAKEN + dt.timedelta(hours=1))
    give_up(actor=lin.user, presale=late, reason="不要了", at=PAID)
    call_off_order(actor=lin.user, presale=owed, reason="断货")
    give_back(actor=lin.user, presale=call_off_order(actor=lin.user, presale=returned, reason="断货"))
    for pieces, note in ((5, ""), (-5, "少到五台")):
        enter_arrival(actor=None, center=fjyx001.center, good=tv, pieces=pieces, note=note)
    roll_up_turnover()
    assert differing() == set()

    for statement, found in STATEMENTS:
        with pgtrigger.ignore(), connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(statement)
            assert cursor.rowcount > 0, statement
            seen = _in_here()
            cursor.execute("ROLLBACK")
        assert found <= seen, statement

    held.refresh_from_db()
    assert settle_ended(at=END) == 2
    assert differing() == set()


def _in_here():
    """The same checks inside this transaction, since what was tampered with is to be rolled back."""
    seen = set()
    with connection.cursor() as cursor:
        for check in CHECKS:
            if not check.name.startswith(("presale", "ledger: what")):
                continue
            sides = []
            for query in (check.recorded, check.recounted):
                cursor.execute(f"SELECT key, {', '.join(check.figures)} FROM ({query}) AS told")
                sides.append({row[0]: row[1:] for row in cursor.fetchall() if any(row[1:])})
            if sides[0] != sides[1]:
                seen.add(check.name)
    return seen
