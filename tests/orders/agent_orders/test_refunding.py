"""Money goes back: per line, never more than came, in the hour of the payment it undoes."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.handing_over import hand_over_orders
from orders.agent_orders.models import AgentOrder, AgentOrderLine, OrderRefund
from orders.agent_orders.refunding import refund_lines
from partners.journal.kinds import Category, Kind
from partners.journal.models import Activity
from stations.refusals import Refused
from tests.cast import DOUBLE_ELEVEN, make_order


@pytest.fixture
def order(fjyx001, lin, villager):
    return make_order(fjyx001, (Category.FOOD, "40.00"), (Category.CLOTHING, "60.00"), villager=villager)


def refund(order, line_no, amount, reason="尺码不合适"):
    line = order.lines.get(line_no=line_no)
    return refund_lines(actor=None, order=order, amounts={line.pk: Decimal(amount)}, reason=reason)


def refunds_in_journal():
    return list(
        Activity.objects.filter(kind=Kind.REFUND)
        .order_by("pk")
        .values_list("category", "amount", "orders", "category_orders")
    )


def test_a_partial_refund_leaves_the_goods_travelling(order, lin):
    refund(order, 2, "25.50")

    order.refresh_from_db()
    assert (order.status, order.refunded) == ("paid", Decimal("25.50"))
    assert order.lines.get(line_no=2).refunded == Decimal("25.50")
    assert refunds_in_journal() == [("clothing", Decimal("-25.50"), 0, 0)]
    row = Activity.objects.get(kind=Kind.REFUND)
    assert (row.turnover_at, row.partner_id) == (order.paid_at, lin.pk)


def test_the_last_refund_takes_the_order_out_of_the_net_count(order):
    refund(order, 2, "20.00")
    refund(order, 2, "40.00")
    refund(order, 1, "40.00")

    assert refunds_in_journal() == [
        ("clothing", Decimal("-20.00"), 0, 0),
        ("clothing", Decimal("-40.00"), 0, -1),
        ("food", Decimal("-40.00"), -1, -1),
    ]
    order.refresh_from_db()
    assert order.status == "refunded"


def test_after_the_hand_over_the_status_tells(order):
    hand_over_orders(actor=None, handed_over_at={order.pk: DOUBLE_ELEVEN + dt.timedelta(days=3)})
    assert refund(order, 1, "0.01").status == "partly_refunded"
    assert refund(order, 1, "39.99").status == "partly_refunded"
    assert refund(order, 2, "60.00").status == "refunded"


@pytest.mark.parametrize("amount", ["60.01", "0", "-1.00", "0.004"])
def test_more_than_was_paid_never_goes_back(order, amount):
    with pytest.raises(Refused) as refused:
        refund(order, 2, amount)
    assert refused.value.field == "amount"
    assert not OrderRefund.objects.exists()
    assert refunds_in_journal() == []


def test_the_same_line_twice_in_one_refund_stays_within_the_payment(order):
    refund(order, 2, "60.00")
    with pytest.raises(Refused):
        refund(order, 2, "0.01")
    order.refresh_from_db()
    assert order.refunded == Decimal("60.00")


def test_an_unpaid_order_has_nothing_to_refund(fjyx001, lin):
    order = make_order(fjyx001, paid=False)
    with pytest.raises(Refused) as refused:
        refund(order, 1, "1.00")
    assert refused.value.code == "nothing_paid"


def test_a_refund_says_why(order):
    with pytest.raises(Refused) as refused:
        refund(order, 1, "1.00", reason="  ")
    assert refused.value.field == "reason"


def test_a_line_of_another_order_is_refused(order, fjyx001):
    other = make_order(fjyx001)
    with pytest.raises(Refused) as refused:
        refund_lines(actor=None, order=order, amounts={other.lines.get().pk: Decimal(1)}, reason="x")
    assert refused.value.code == "line"
    other.refresh_from_db()
    assert other.refunded == 0


def test_cancelling_a_paid_order_gives_everything_left_back(order):
    refund(order, 2, "20.00")

    cancel_order(actor=None, order=order, reason="卖家缺货")

    order.refresh_from_db()
    assert (order.status, order.refunded) == ("cancelled", Decimal("100.00"))
    assert refunds_in_journal() == [
        ("clothing", Decimal("-20.00"), 0, 0),
        ("food", Decimal("-40.00"), 0, -1),
        ("clothing", Decimal("-40.00"), -1, -1),
    ]


def test_cancelling_before_payment_touches_no_money(fjyx001, lin):
    order = make_order(fjyx001, paid=False)
    cancel_order(actor=None, order=order, reason="村民改主意")
    order.refresh_from_db()
    assert order.status == "cancelled"
    assert set(Activity.objects.values_list("kind", flat=True)) == {"placed"}


def test_fetched_goods_are_refunded_not_cancelled(order):
    hand_over_orders(actor=None, handed_over_at={order.pk: DOUBLE_ELEVEN + dt.timedelta(days=1)})
    with pytest.raises(Refused) as refused:
        cancel_order(actor=None, order=order, reason="太晚了")
    assert refused.value.conflict
    assert refunds_in_journal() == []


@pytest.mark.parametrize("model", [AgentOrder, AgentOrderLine])
def test_the_database_refuses_more_than_was_paid(order, model):
    with pytest.raises(IntegrityError, match="refund_within_payment"), transaction.atomic():
        model.objects.all().update(refunded=Decimal("1000.00"))
    assert not model.objects.exclude(refunded=0).exists()
