"""Whoever changes a float, a transfer or a credit line past the verbs is found by the books."""

from decimal import Decimal

import pgtrigger
import pytest

from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.refunding import refund_lines
from partners.ledger.crediting import confirm_credit, propose_credit
from partners.ledger.models import Balance, CreditLine, Transfer
from tests.books import differing
from tests.cast import make_order, set_float

pytestmark = pytest.mark.django_db(transaction=True)

ROOMS = ("ledger", "cash: orders")
FEN = Decimal("0.01")
SUMS = "ledger: balance of each float, deposit and of what is owed = sum of its transfers"
DRAWER = "cash: orders paid into the drawer, refunds out of it"
CREDIT = "ledger: credit of each float = the line confirmed last"
LIMITS = "ledger: floats within their limits"
ORDERS = "ledger: cash orders paid out of the float, refunds back into it"
LEFT = "ledger: what is left at the platform = cash orders less refunds, and deposits held"


@pytest.fixture
def busy(fjyx001, lin, villager, youxi_staff, ops):
    """Cash, an own account, a refund and a cancellation, half on credit."""
    set_float(fjyx001, "150.00")
    line = propose_credit(actor=youxi_staff, station=fjyx001, limit=Decimal(500), reason="备货")
    confirm_credit(actor=ops, line=line)
    order = make_order(fjyx001, villager=villager)
    refund_lines(actor=None, order=order, amounts={order.lines.get().pk: Decimal(30)}, reason="有污渍")
    make_order(fjyx001, villager=villager, pay_how="own_account")
    make_order(fjyx001, villager=villager, paid=False)
    cancel_order(actor=None, order=make_order(fjyx001, villager=villager), reason="缺货")
    for _ in range(2):
        make_order(fjyx001, villager=villager)
    assert Balance.objects.get().amount == Decimal("-120.00")
    assert differing(*ROOMS) == {}
    return order


def change(rows, **values):
    with pgtrigger.ignore():
        assert rows.update(**values)


def test_no_check_finds_anything_before(busy):
    assert differing() == {}


def test_a_fen_on_a_balance_is_found(busy):
    change(Balance.objects.all(), amount=Decimal("-119.99"))
    assert differing(*ROOMS) == {SUMS: 1}


def test_a_fen_on_a_transfer_is_found(busy):
    paid = Transfer.objects.filter(subject=busy.subject, kind="order_paid")
    change(paid, amount=paid.get().amount + FEN)
    assert differing(*ROOMS) == {SUMS: 1, ORDERS: 1, LEFT: 1}


def test_a_transfer_that_was_lost_is_found(busy):
    with pgtrigger.ignore():
        Transfer.objects.filter(subject=busy.subject, kind="order_refunded").delete()
    assert differing(*ROOMS) == {SUMS: 1, ORDERS: 1, LEFT: 1}


def test_a_day_cut_in_another_time_zone_is_found(busy):
    paid = Transfer.objects.filter(subject=busy.subject, kind="order_paid")
    change(paid, business_date=paid.get().business_date.replace(day=1))
    assert differing(*ROOMS) == {ORDERS: 2}


def test_a_cash_order_that_became_somebodys_own_account_is_found(busy):
    change(AgentOrder.objects.filter(pk=busy.pk), pay_how="own_account")
    assert differing(*ROOMS) == {ORDERS: 2, LEFT: 1, DRAWER: 2}


def test_a_limit_that_nobody_confirmed_is_found(busy):
    change(Balance.objects.all(), credit_limit=900)
    assert differing(*ROOMS) == {CREDIT: 1}


def test_a_float_below_its_limit_is_found(busy):
    change(CreditLine.objects.all(), limit=100)
    assert differing(*ROOMS) == {CREDIT: 1, LIMITS: 1}
