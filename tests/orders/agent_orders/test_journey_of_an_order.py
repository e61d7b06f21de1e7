"""From the payment to the hand-over, step by step of the table."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from orders.agent_orders.handing_over import hand_over_order
from orders.agent_orders.models import AgentOrder
from orders.agent_orders.paying import record_payment
from orders.agent_orders.travelling import receive_at_county, receive_at_station, ship_orders
from partners.journal.kinds import Category, Kind
from partners.journal.models import Activity
from stations.refusals import Refused
from tests.cast import make_order


@pytest.fixture
def order(fjyx001, lin, villager):
    return make_order(fjyx001, (Category.FOOD, "40.00"), (Category.CLOTHING, "60.00"), villager=villager)


def bring(order, staff, partner):
    ship_orders(actor=staff, orders=[order])
    receive_at_county(actor=staff, orders=[order])
    return receive_at_station(actor=partner, orders=[order])[0]


def test_an_order_travels_and_is_handed_over(order, youxi_staff, lin):
    arrived = bring(order, youxi_staff, lin.user)
    assert arrived.arrived_at is not None
    assert list(AgentOrder.objects.waiting_for_pickup()) == [order]

    hand_over_order(actor=lin.user, order=order, code=order.pickup_code)

    order.refresh_from_db()
    assert order.status == "handed_over"
    assert [change.after for change in order.changes.all()] == [
        "placed", "paid", "shipped", "at_county", "at_station", "handed_over",
    ]  # fmt: skip
    rows = Activity.objects.filter(kind=Kind.HANDED_OVER).order_by("pk")
    assert [(row.category, row.amount, row.partner_id) for row in rows] == [
        ("food", Decimal(0), lin.pk),
        ("clothing", Decimal(0), lin.pk),
    ]
    assert {row.turnover_at for row in rows} == {order.paid_at}


def test_a_wrong_code_hands_nothing_over(order, youxi_staff, lin):
    bring(order, youxi_staff, lin.user)
    wrong = "000000" if order.pickup_code != "000000" else "111111"

    with pytest.raises(Refused) as refused:
        hand_over_order(actor=lin.user, order=order, code=wrong)

    assert refused.value.field == "code"
    order.refresh_from_db()
    assert order.status == "at_station"
    assert not Activity.objects.filter(kind=Kind.HANDED_OVER).exists()


def test_goods_that_are_not_there_are_not_handed_over(order, lin):
    with pytest.raises(Refused) as refused:
        hand_over_order(actor=lin.user, order=order, code=order.pickup_code)
    assert refused.value.conflict
    order.refresh_from_db()
    assert order.status == "paid"


def test_an_order_paid_on_arrival_travels_first_and_is_paid_at_the_counter(fjyx001, lin, youxi_staff):
    order = make_order(fjyx001, paid=False)
    bring(order, youxi_staff, lin.user)
    with pytest.raises(Refused) as refused:
        hand_over_order(actor=lin.user, order=order, code=order.pickup_code)
    assert refused.value.code == "unpaid"

    paid = record_payment(actor=lin.user, order=order, pay_how="own_account")

    assert (paid.status, paid.pay_how) == ("at_station", "own_account")
    assert Activity.objects.get(kind=Kind.PAID).turnover_at == paid.paid_at
    hand_over_order(actor=lin.user, order=order, code=order.pickup_code)
    order.refresh_from_db()
    assert order.status == "handed_over"


def test_nobody_pays_twice(order, lin):
    with pytest.raises(Refused):
        record_payment(actor=lin.user, order=order)
    assert Activity.objects.filter(kind=Kind.PAID).count() == 2


def test_a_step_the_table_does_not_know_is_refused_and_changes_none(order, fjyx001, lin, youxi_staff):
    unpaid = make_order(fjyx001, paid=False)
    ship_orders(actor=youxi_staff, orders=[order])

    with pytest.raises(Refused, match=order.number):
        ship_orders(actor=youxi_staff, orders=[unpaid, order])

    unpaid.refresh_from_db()
    assert unpaid.status == "placed"
    assert unpaid.changes.count() == 1


@pytest.mark.parametrize("status", ["draft", "placed", "at_county"])
def test_the_database_keeps_the_table_too(order, status):
    with pytest.raises(DatabaseError, match="order_lifecycle"), transaction.atomic():
        AgentOrder.objects.filter(pk=order.pk).update(status=status)
    order.refresh_from_db()
    assert order.status == "paid"


@pytest.mark.parametrize("sql", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_the_log_of_an_order_cannot_be_rewritten(order, sql):
    with (
        pytest.raises(DatabaseError, match="append_only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format("orders_agentorderchange"))
    assert order.changes.count() == 2
