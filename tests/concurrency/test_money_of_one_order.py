"""Two at once at one order: the money that came is the most that goes back, and nothing happens twice."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError
from django.db.models import Sum

from orders.agent_orders import cancelling, changing, handing_over, refunding
from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.handing_over import hand_over_order
from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.models import AgentOrder, AgentOrderChange, AgentOrderLine, OrderRefund
from orders.agent_orders.paying import record_payment
from orders.agent_orders.refunding import refund_lines
from partners.journal.kinds import Kind
from partners.journal.models import Activity
from stations.refusals import Refused
from tests.cast import api_client_of, make_order
from tests.concurrency.racing import at_once, one_behind_the_other, read_without_lock
from tests.orders.agent_orders.api import post
from tests.workers import gate_before

pytestmark = pytest.mark.django_db(transaction=True)

HUNDRED, SIXTY, TEN = Decimal("100.00"), Decimal("60.00"), Decimal("10.00")


@pytest.fixture
def order(fjyx001, lin, villager):
    """Paid, 100 yuan, by an own account: the lock on a drawer would stand in for the order's."""
    return make_order(fjyx001, villager=villager, pay_how="own_account")


@pytest.fixture
def unpaid(fjyx001, lin, villager):
    return make_order(fjyx001, villager=villager, paid=False)


@pytest.fixture
def arrived(fjyx001, lin, villager):
    return make_order(fjyx001, villager=villager, status=OrderStatus.AT_STATION)


@pytest.fixture
def without_lock(monkeypatch):
    """The verbs as somebody would write them who reads, checks and writes without a lock."""
    monkeypatch.setattr(refunding, "lock_orders", read_without_lock)
    monkeypatch.setattr(handing_over, "lock_orders", read_without_lock)
    for module in (cancelling, changing, handing_over):
        monkeypatch.setattr(module, "lock_order", lambda order: read_without_lock([order.pk])[order.pk])


def refund(order, amount):
    pk = order.lines.get().pk
    return lambda: refund_lines(actor=None, order=order, amounts={pk: amount}, reason="尺码不合适")


def hand_over(order):
    return lambda: hand_over_order(actor=None, order=order, code=order.pickup_code)


def cancel(order):
    return lambda: cancel_order(actor=None, order=order, reason="卖家缺货")


def pay(order):
    return lambda: record_payment(actor=None, order=order)


def given_back():
    return OrderRefund.objects.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def journal(kind):
    return Activity.objects.filter(kind=kind).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def refusals(outcomes):
    return [said["error"] for said in outcomes if isinstance(said.get("error"), Refused)]


# --- refunds -----------------------------------------------------------------------


def test_the_control_two_refunds_without_the_lock_exceed_the_payment(order, without_lock):
    with gate_before("orders_orderrefund") as gate:
        said = one_behind_the_other(gate, refund(order, SIXTY), refund(order, SIXTY))

    assert not any("error" in one for one in said)
    assert given_back() == Decimal("120.00")  # of an order of 100 yuan


def test_two_refunds_at_once_never_exceed_the_payment(order):
    with gate_before("orders_orderrefund") as gate:
        said = one_behind_the_other(gate, refund(order, SIXTY), refund(order, SIXTY))

    assert [type(one.get("error")) for one in said] == [type(None), Refused]
    assert said[1]["error"].code == "amount"
    assert given_back() == -journal(Kind.REFUND) == AgentOrder.objects.get().refunded == SIXTY
    assert AgentOrderLine.objects.get().refunded == SIXTY


def test_of_fifteen_refunds_of_ten_yuan_ten_are_given(order):
    said = at_once(refund(order, TEN) for _ in range(15))

    assert len(refusals(said)) == 5
    assert given_back() == -journal(Kind.REFUND) == HUNDRED
    assert AgentOrder.objects.get().status == "refunded"
    assert Activity.objects.filter(kind=Kind.REFUND).aggregate(sum=Sum("orders"))["sum"] == -1


# --- hand-overs --------------------------------------------------------------------


def test_the_control_two_hand_overs_without_the_lock_both_pass_the_check(arrived, without_lock):
    with gate_before("orders_agentorderchange") as gate:
        said = one_behind_the_other(gate, hand_over(arrived), hand_over(arrived))

    # Only the journal's unique key stops the second.
    assert not refusals(said)
    assert isinstance(said[1]["error"], IntegrityError)


def test_two_hand_overs_at_once_hand_over_once(arrived):
    with gate_before("orders_agentorderchange") as gate:
        said = one_behind_the_other(gate, hand_over(arrived), hand_over(arrived))

    assert said[0]["result"].status == "handed_over"
    assert (said[1]["error"].code, said[1]["error"].conflict) == ("transition", True)
    assert Activity.objects.filter(kind=Kind.HANDED_OVER).count() == 1
    assert AgentOrderChange.objects.filter(after="handed_over").count() == 1


# --- payment and cancellation ------------------------------------------------------


def test_the_control_without_the_lock_a_cancelled_order_keeps_the_money(unpaid, without_lock):
    with gate_before("orders_agentorderchange") as gate:
        one_behind_the_other(gate, pay(unpaid), cancel(unpaid))

    order = AgentOrder.objects.get()
    assert order.status == "cancelled"
    assert (journal(Kind.PAID), journal(Kind.REFUND), order.refunded) == (HUNDRED, 0, 0)


def test_cancelled_behind_a_payment_gives_the_money_back(unpaid):
    with gate_before("orders_agentorderchange") as gate:
        said = one_behind_the_other(gate, pay(unpaid), cancel(unpaid))

    assert not any("error" in one for one in said)
    order = AgentOrder.objects.get()
    assert (order.status, order.refunded) == ("cancelled", HUNDRED)
    assert journal(Kind.PAID) == -journal(Kind.REFUND) == HUNDRED


def test_a_payment_behind_a_cancellation_is_refused(unpaid):
    with gate_before("orders_agentorderchange") as gate:
        said = one_behind_the_other(gate, cancel(unpaid), pay(unpaid))

    assert [type(one.get("error")) for one in said] == [type(None), Refused]
    order = AgentOrder.objects.get()
    assert (order.status, order.paid_at) == ("cancelled", None)
    assert journal(Kind.PAID) == 0


def test_two_payments_at_once_are_one(unpaid):
    said = at_once([pay(unpaid), pay(unpaid)])

    assert len(refusals(said)) == 1
    assert journal(Kind.PAID) == HUNDRED


# --- two people, two buttons -------------------------------------------------------


def test_the_control_without_the_lock_both_buttons_pass_the_check(arrived, without_lock):
    with gate_before("orders_agentorderchange") as gate:
        said = one_behind_the_other(gate, hand_over(arrived), cancel(arrived))

    # Only the database's own table of steps stops the second.
    assert not refusals(said)
    assert isinstance(said[1]["error"], DatabaseError)


@pytest.mark.parametrize("first", ["partner", "staff"])
def test_the_partner_hands_over_while_the_county_cancels(arrived, lin, youxi_staff, first):
    buttons = {
        "partner": lambda: post(
            api_client_of(lin), f"{arrived.pk}/hand-over/", {"code": arrived.pickup_code}
        ),
        "staff": lambda: post(api_client_of(youxi_staff), f"{arrived.pk}/cancel/", {"reason": "卖家召回"}),
    }
    second = next(name for name in buttons if name != first)
    with gate_before("orders_agentorderchange") as gate:
        said = one_behind_the_other(gate, buttons[first], buttons[second])

    assert [one["result"].status_code for one in said] == [200, 409]
    assert said[1]["result"].json()["code"] == "transition"
    order = AgentOrder.objects.get()
    back = {"partner": Decimal(0), "staff": HUNDRED}[first]
    assert order.status == {"partner": "handed_over", "staff": "cancelled"}[first]
    assert (order.refunded, journal(Kind.REFUND)) == (back, -back)
