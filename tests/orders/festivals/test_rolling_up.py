"""Journal rows become turnover: placed, paid and net, in the hour they belong to."""

import datetime as dt
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation

from orders.agent_orders.cancelling import cancel_order
from orders.agent_orders.refunding import refund_lines
from orders.festivals.models import CenterCategoryHour, CenterHour, CenterMinute, StationDay, StationTurnover
from orders.festivals.rolling_up import rebuild_turnover, roll_up_turnover
from partners.journal.kinds import Business, Category, Kind
from partners.journal.models import PendingActivity
from stations.clock import SHANGHAI
from tests.cast import DOUBLE_ELEVEN, make_activity, make_order
from tests.orders.festivals.rolled_up import everything_is_counted_once, kept

NOTHING = (Decimal("0.00"), 0)


def yuan(amount, orders):
    return (Decimal(amount), orders)


def at(*moment):
    return dt.datetime(*moment, tzinfo=SHANGHAI)


def by_hour(station):
    """Hour in Shanghai: placed, paid and net of a station."""
    return {
        row.hour.astimezone(SHANGHAI).strftime("%m-%d %H"): (
            (row.placed_amount, row.placed_orders),
            (row.paid_amount, row.paid_orders),
            (row.net_amount, row.net_orders),
        )
        for row in StationTurnover.objects.filter(station=station)
    }


def test_an_order_counts_when_it_is_placed_and_when_it_is_paid(fjyx001):
    make_activity(fjyx001, Kind.PLACED, "80.00", at=at(2015, 11, 11, 9, 59, 59))
    make_activity(fjyx001, Kind.PAID, "80.00", at=at(2015, 11, 11, 10, 0, 0))

    assert roll_up_turnover() == 2

    assert by_hour(fjyx001) == {
        "11-11 09": (yuan("80.00", 1), NOTHING, NOTHING),
        "11-11 10": (NOTHING, yuan("80.00", 1), yuan("80.00", 1)),
    }
    assert everything_is_counted_once()


def test_a_refund_days_later_lowers_the_net_of_the_hour_that_was_paid(lin, fjyx001):
    order = make_order(fjyx001, (Category.FOOD, "40.00"), (Category.CLOTHING, "60.00"))
    roll_up_turnover()
    line = order.lines.get(line_no=2)
    refund_lines(actor=None, order=order, amounts={line.pk: Decimal("25.50")}, reason="尺码不合适")

    assert roll_up_turnover() == 1

    assert by_hour(fjyx001) == {
        "11-11 10": (yuan("100.00", 1), yuan("100.00", 1), yuan("74.50", 1)),
    }
    assert everything_is_counted_once()


def test_an_order_with_nothing_left_is_no_net_order(lin, fjyx001):
    make_order(fjyx001)
    cancel_order(actor=None, order=make_order(fjyx001), reason="缺货")
    roll_up_turnover()

    assert by_hour(fjyx001) == {
        "11-11 10": (yuan("200.00", 2), yuan("200.00", 2), yuan("100.00", 1)),
    }


def test_an_order_cancelled_before_payment_touches_neither_paid_nor_net(lin, fjyx001):
    cancel_order(actor=None, order=make_order(fjyx001, paid=False), reason="不要了")
    roll_up_turnover()

    assert by_hour(fjyx001) == {"11-11 10": (yuan("100.00", 1), NOTHING, NOTHING)}


def test_an_order_of_two_categories_is_one_order_and_one_in_each(lin, fjyx001, youxi):
    make_order(fjyx001, (Category.FOOD, "40.00"), (Category.CLOTHING, "60.00"), (Category.FOOD, "5.00"))
    roll_up_turnover()

    by_category = CenterCategoryHour.objects.values_list("category", "paid_amount", "paid_orders")
    assert set(by_category) == {("food", Decimal("45.00"), 1), ("clothing", Decimal("60.00"), 1)}
    assert CenterHour.objects.get().paid_orders == 1
    assert CenterMinute.objects.get(paid_orders=1).paid_amount == Decimal("105.00")
    assert StationDay.objects.get().paid_orders == 1


def test_the_day_ends_at_midnight_in_shanghai(fjyx001):
    make_activity(fjyx001, amount="1.00", at=at(2015, 11, 10, 23, 59, 59))
    make_activity(fjyx001, amount="2.00", at=at(2015, 11, 11, 0, 0, 0))
    make_activity(fjyx001, amount="4.00", at=at(2015, 11, 11, 23, 59, 59, 999999))
    make_activity(fjyx001, amount="8.00", at=at(2015, 11, 12, 0, 0, 0))
    roll_up_turnover()

    days = StationDay.objects.order_by("day").values_list("day", "paid_amount")
    assert list(days) == [
        (dt.date(2015, 11, 10), Decimal("1.00")),
        (dt.date(2015, 11, 11), Decimal("6.00")),
        (dt.date(2015, 11, 12), Decimal("8.00")),
    ]
    assert list(by_hour(fjyx001)) == ["11-10 23", "11-11 00", "11-11 23", "11-12 00"]


def test_a_station_that_moved_keeps_its_past_in_the_county_of_the_payment(fjyx001, youxi, tonglu):
    make_activity(fjyx001, amount="30.00")
    fjyx001.center = tonglu
    fjyx001.save(update_fields=["center"])
    make_activity(fjyx001, amount="50.00")
    roll_up_turnover()

    by_center = dict(CenterHour.objects.values_list("center__code", "paid_amount"))
    assert by_center == {"FJYX": Decimal("30.00"), "ZJTL": Decimal("50.00")}
    assert everything_is_counted_once()


def test_each_business_has_its_own_turnover(fjyx001):
    make_activity(fjyx001, amount="30.00")
    make_activity(fjyx001, amount="50.00", business=Business.PRODUCE)
    roll_up_turnover()

    by_business = dict(StationDay.objects.values_list("business", "paid_amount"))
    assert by_business == {"agent_order": Decimal("30.00"), "produce": Decimal("50.00")}


def test_a_hand_over_waits_for_nobody_here(fjyx001):
    make_activity(fjyx001, Kind.HANDED_OVER, 0)
    assert roll_up_turnover() == 0


def test_a_second_run_adds_nothing(fjyx001):
    make_activity(fjyx001)
    roll_up_turnover()
    before = kept(StationTurnover)

    assert roll_up_turnover() == 0
    assert kept(StationTurnover) == before


def test_no_more_than_the_limit_is_taken_and_the_oldest_first(fjyx001):
    for amount in ("1.00", "2.00", "4.00"):
        make_activity(fjyx001, amount=amount)

    assert roll_up_turnover(limit=2) == 2

    assert StationDay.objects.get().paid_amount == Decimal("3.00")
    assert PendingActivity.objects.get(consumer="turnover").activity.amount == Decimal("4.00")


def test_a_backlog_is_taken_chunk_by_chunk(fjyx001, fjyx002, monkeypatch):
    monkeypatch.setattr("orders.festivals.rolling_up.CHUNK", 2)
    for number in range(7):
        make_activity(fjyx001 if number % 2 else fjyx002, amount=number + 1)

    assert roll_up_turnover(wait=True) == 7
    assert everything_is_counted_once()


@pytest.mark.parametrize("model", [StationTurnover, StationDay, CenterMinute, CenterHour, CenterCategoryHour])
def test_a_rebuild_mends_whatever_was_wrong(model, lin, fjyx001, monkeypatch):
    monkeypatch.setattr("orders.festivals.rolling_up.CHUNK", 2)
    cancel_order(actor=None, order=make_order(fjyx001), reason="缺货")
    make_order(fjyx001)
    roll_up_turnover()
    make_activity(fjyx001, amount="7.00")
    model.objects.update(paid_amount=1, net_orders=99)

    assert rebuild_turnover() == 6
    assert everything_is_counted_once()


def test_the_commands_say_what_they_did(fjyx001):
    make_activity(fjyx001)
    out = StringIO()
    with translation.override("en"):
        call_command("roll_up_turnover", stdout=out)
        call_command("roll_up_turnover", stdout=out)
        call_command("rebuild_turnover", stdout=out)
    assert out.getvalue().splitlines() == [
        "Rolled up: 1 journal rows.",
        "Rolled up: 0 journal rows.",
        "Turnover rebuilt from 1 journal rows.",
    ]


def test_what_is_posted_costs_the_same_number_of_queries_however_much_it_is(
    fjyx001, django_assert_num_queries
):
    for _ in range(30):
        make_activity(fjyx001, at=DOUBLE_ELEVEN)
    # The turn, the memory and the statement, in a savepoint here.
    with django_assert_num_queries(5):
        assert roll_up_turnover() == 30
