"""Fifty withdrawals at once at a drawer that bears ten: ten are promised, and no fen more."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from orders.cash import moving
from orders.cash.closing.counting import close_day
from orders.cash.models import CashMovement, Drawer
from orders.counter.models import CounterService
from orders.counter.ordering import confirm_service
from stations.clock import today
from stations.refusals import Refused
from tests.cast import put_cash
from tests.concurrency.racing import at_once, one_behind_the_other
from tests.orders.cash.days import move
from tests.orders.counter.conftest import sandbox
from tests.orders.counter.sandbox import make_draft
from tests.workers import gate_before

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["sandbox"]
CHECK = "drawer_holds_what_it_promised"
CARD = "62220210011162{:05d}"


@pytest.fixture
def unlocked(monkeypatch):
    """The drawer as somebody would write it who reads it, checks and writes."""
    monkeypatch.setattr(moving, "_HOLD", moving._HOLD.replace("FOR UPDATE", ""))


@pytest.fixture
def unchecked(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE orders_drawer DROP CONSTRAINT {CHECK}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE orders_drawer ADD CONSTRAINT {CHECK}"
            " CHECK (promised >= 0 AND amount >= promised) NOT VALID"
        )


def withdrawals(station, count, *, card=CARD):
    drafts = [
        make_draft(station, "withdrawal", card=_card(number, card), amount="100") for number in range(count)
    ]
    return [lambda draft=draft: confirm_service(actor=None, service=draft) for draft in drafts]


def _card(number, pattern):
    """A card number of nineteen digits with its check digit."""
    body = pattern.format(number)[:18].ljust(18, "0")
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return body + str(-total % 10)


def drawer():
    row = Drawer.objects.get()
    return row.amount, row.promised


def test_of_fifty_withdrawals_at_once_the_ten_are_promised_that_the_drawer_bears(sandbox, fjyx001, lin):
    put_cash(fjyx001, "990.00")  # ten times 100 less the fee of 0 or more: the tenth fits just so
    fee = make_draft(fjyx001, "withdrawal", amount="100").fee
    works = withdrawals(fjyx001, 50)

    said = at_once(works)

    errors = [one["error"] for one in said if "error" in one]
    borne = int(Decimal("990.00") // (100 - fee))
    assert len(errors) == 50 - borne
    assert {(type(error), error.code) for error in errors} == {(Refused, "drawer")}
    assert CounterService.objects.filter(status="charged").count() == borne
    assert drawer() == (Decimal("990.00"), borne * (100 - fee))


def test_of_fifty_at_one_card_ten_are_within_its_day(sandbox, fjyx001, lin):
    put_cash(fjyx001, "9000.00")
    said = at_once(withdrawals(fjyx001, 50, card="622202100111624570"))
    errors = [one["error"] for one in said if "error" in one]
    assert [error.code for error in errors] == ["card_limit"] * 40
    assert CounterService.objects.filter(status="charged").count() == 10


def two_that_take_all(station):
    return [lambda: move(station, "-100.00"), lambda: move(station, "-100.00")]


def test_the_second_is_refused_in_words(fjyx001):
    put_cash(fjyx001, "100.00")
    with gate_before("orders_cashmovement") as gate:
        said = one_behind_the_other(gate, *two_that_take_all(fjyx001))
    (error,) = (one["error"] for one in said if "error" in one)
    assert isinstance(error, Refused)
    assert drawer() == (0, 0)


def test_the_control_without_the_lock_only_the_check_stops_the_second(fjyx001, unlocked):
    put_cash(fjyx001, "100.00")
    with gate_before("orders_cashmovement") as gate:
        said = one_behind_the_other(gate, *two_that_take_all(fjyx001))
    (error,) = (one["error"] for one in said if "error" in one)
    assert isinstance(error, IntegrityError)
    assert CHECK in str(error)


def test_the_control_without_lock_and_check_the_drawer_falls_below(fjyx001, unlocked, unchecked):
    put_cash(fjyx001, "100.00")
    with gate_before("orders_cashmovement") as gate:
        said = one_behind_the_other(gate, *two_that_take_all(fjyx001))
    assert not any("error" in one for one in said)
    assert drawer() == (Decimal("-100.00"), 0)


def test_what_comes_while_a_day_is_closed_counts_for_the_next(fjyx001, lin):
    """Without the drawer's lock it would slip into the day behind its count."""
    put_cash(fjyx001, "100.00")

    def close():
        counted = {"counted": Decimal("99.00"), "parcels": 0, "reason": "找零少一元"}
        close_day(actor=lin.user, station=fjyx001, day=today(), **counted)

    with gate_before("orders_cashmovement") as gate:
        said = one_behind_the_other(gate, close, lambda: move(fjyx001, "2.00"))
    assert not any("error" in one for one in said)
    assert CashMovement.objects.latest("pk").business_date > today()
