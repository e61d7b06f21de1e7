"""A snapshot is one state of the figures, although refunds come in while it is read."""

from decimal import Decimal

import pytest

from orders.festivals.freezing import taking
from orders.festivals.freezing.document import thaw
from orders.festivals.freezing.taking import freeze_festival
from orders.festivals.measures import NOTHING_SOLD
from orders.festivals.rolling_up import roll_up_turnover
from tests.concurrency.racing import one_behind_the_other
from tests.orders.festivals.conftest import double_eleven
from tests.orders.festivals.freezing.conftest import at, refund, sold
from tests.workers import gate_before

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["double_eleven", "sold"]


def frozen_while_a_refund_comes_in(festival, coat):
    """The refund is posted and rolled up when the nation was read and the counties were not."""

    def give_back():
        refund(coat, "33.33", at(12))
        return roll_up_turnover()

    with gate_before("orders_festivalsnapshot") as gate:
        said = one_behind_the_other(
            gate, lambda: freeze_festival(actor=None, festival=festival, reason="零点"), give_back
        )
    assert ["error" in one for one in said] == [False, False]
    return [thaw(part.document) for part in said[0]["result"].parts.all()]


def disagreeing(documents):
    """Parts whose refunds are not what net is below paid, or whose hours do not make their sum."""
    wrong = []
    for said in documents:
        sums = said.report.turnovers
        refunded = sum((amount for amount, _orders in said.refunds.values()), Decimal(0))
        by_hour = sum((hour.turnovers for hour in said.report.hours), NOTHING_SOLD)
        if sums.net_amount - sums.paid_amount != refunded or by_hour != sums:
            wrong.append(said.report.counties)
    return wrong


def test_all_parts_are_of_one_moment(double_eleven, sold):
    documents = frozen_while_a_refund_comes_in(double_eleven, sold["coat"])
    assert len(documents) == 3
    assert disagreeing(documents) == []
    assert documents[0].report.turnovers.net_amount == Decimal("450.05")


def test_without_its_turn_they_are_not(double_eleven, sold, monkeypatch):
    monkeypatch.setattr(taking, "wait_turn", lambda name: None)
    documents = frozen_while_a_refund_comes_in(double_eleven, sold["coat"])
    assert len(disagreeing(documents)) == 2  # the nation and Youxi
