"""Placed before the festival and paid within it: what the festival's report counts of a presale."""

from decimal import Decimal

import pytest

from orders.agent_orders.refunding import NewRefund, refund_orders
from orders.festivals.report import festival_report
from orders.festivals.rolling_up import roll_up_turnover
from orders.presale.balancing import take_balance
from orders.presale.overdue import settle_ended
from tests.cast import make_order
from tests.orders.presale.making import END, HOUR, PAID, make_festival, make_presale

pytestmark = pytest.mark.django_db


def three(festival):
    roll_up_turnover()
    return [(name, str(amount), orders) for name, amount, orders in festival_report(festival).turnovers]


def test_a_presale_is_placed_before_the_festival_and_paid_within(fjyx001, lin, villager, tv, quilt):
    festival = tv.festival
    make_order(fjyx001, villager=villager)  # 100.00 on the day itself
    paid = make_presale(fjyx001, tv, villager)
    make_presale(fjyx001, quilt, villager)
    before = three(festival)
    assert before == [("placed", "100.00", 1), ("paid", "100.00", 1), ("net", "100.00", 1)]

    take_balance(actor=lin.user, presale=paid, at=PAID)
    assert three(festival) == [("placed", "100.00", 1), ("paid", "3100.00", 2), ("net", "3100.00", 2)]
    hour = next(hour for hour in festival_report(festival).hours if hour.turnovers.paid_amount == 3000)
    assert hour.starts_at.hour == 1

    # The deposit that nobody redeemed is in no turnover.
    assert settle_ended(at=END) == 1
    assert three(festival) == [("placed", "100.00", 1), ("paid", "3100.00", 2), ("net", "3100.00", 2)]

    # Given back the day after: net of the festival falls, in the hour of the balance.
    refund = NewRefund(paid.order.lines.get().pk, Decimal("3000.00"), END + 9 * HOUR)
    refund_orders(actor=lin.user, refunds={paid.pk: [refund]}, reason="退货")
    assert three(festival) == [("placed", "100.00", 1), ("paid", "3100.00", 2), ("net", "100.00", 1)]


def test_the_days_before_have_the_placing(fjyx001, lin, villager, tv):
    early = make_festival(
        name="预售期", slug="before", starts_at=END - 20 * 24 * HOUR, ends_at=END - 24 * HOUR
    )
    take_balance(actor=lin.user, presale=make_presale(fjyx001, tv, villager), at=PAID)
    assert three(early) == [("placed", "3000.00", 1), ("paid", "0.00", 0), ("net", "0.00", 0)]
