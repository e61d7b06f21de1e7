"""Fifty at once at a float that bears ten: ten are paid, and the float never falls below its limit."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from orders.agent_orders.models import AgentOrder
from orders.agent_orders.paying import record_payment
from partners.ledger import accounts, posting
from partners.ledger.models import Balance, Transfer
from partners.ledger.topping_up import pay_out_float
from stations.refusals import Refused
from tests.cast import make_order, set_float
from tests.concurrency.racing import at_once, one_behind_the_other
from tests.workers import gate_before

pytestmark = pytest.mark.django_db(transaction=True)

CHECK = "balance_never_below_its_credit"


@pytest.fixture
def unlocked(monkeypatch):
    """The ledger as somebody would write it who reads the balance, checks and writes."""
    monkeypatch.setattr(accounts, "_HOLD", accounts._HOLD.replace("FOR UPDATE", ""))
    assert posting.lock_accounts is accounts.lock_accounts


@pytest.fixture
def unchecked(transactional_db):
    """Without the database's last word; the rows of the test are gone before anybody asks for it again."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE partners_balance DROP CONSTRAINT {CHECK}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE partners_balance ADD CONSTRAINT {CHECK} CHECK (amount >= -credit_limit) NOT VALID"
        )


def payments(station, villager, count):
    orders = [make_order(station, villager=villager, paid=False) for _ in range(count)]
    return [lambda order=order: record_payment(actor=None, order=order) for order in orders]


def pay_outs(station, count):
    """Back to the partner's bank: what moves the float alone. Cash would be stopped by the drawer's lock."""
    return [
        lambda number=number: pay_out_float(
            actor=None, station=station, amount=Decimal("100.00"), receipt=f"RACE{number}"
        )
        for number in range(count)
    ]


def paid():
    """Payments of orders that were paid on arrival: those of the race."""
    racing = [order.subject for order in AgentOrder.objects.filter(pay_when="on_arrival")]
    return Transfer.objects.filter(kind="order_paid", subject__in=racing).count()


def balance():
    return Balance.objects.get().amount


def test_of_fifty_payments_at_once_the_ten_are_paid_that_the_float_bears(fjyx001, lin, villager):
    set_float(fjyx001, "1000.00")

    said = at_once(payments(fjyx001, villager, 50))

    errors = [one["error"] for one in said if "error" in one]
    assert [type(error) for error in errors] == [Refused] * 40
    assert {error.code for error in errors} == {"float"}
    assert paid() == 10
    assert balance() == 0


def test_the_control_without_the_lock_only_the_check_stops_the_second(fjyx001, unlocked):
    set_float(fjyx001, "100.00")
    with gate_before("partners_transfer") as gate:
        said = one_behind_the_other(gate, *pay_outs(fjyx001, 2))

    (error,) = (one["error"] for one in said if "error" in one)
    assert isinstance(error, IntegrityError)  # an error page in place of a word
    assert CHECK in str(error)
    assert balance() == 0


def test_the_control_without_lock_and_check_the_float_falls_below(fjyx001, unlocked, unchecked):
    set_float(fjyx001, "100.00")
    with gate_before("partners_transfer") as gate:
        said = one_behind_the_other(gate, *pay_outs(fjyx001, 2))

    assert not any("error" in one for one in said)
    assert balance() == Decimal("-100.00")


def test_the_second_is_refused_in_words(fjyx001):
    set_float(fjyx001, "100.00")
    with gate_before("partners_transfer") as gate:
        said = one_behind_the_other(gate, *pay_outs(fjyx001, 2))

    (error,) = (one["error"] for one in said if "error" in one)
    assert isinstance(error, Refused)
    assert balance() == 0
