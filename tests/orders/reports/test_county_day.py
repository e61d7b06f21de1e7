"""The desk's first page: the day of the county, and of no other."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from orders.agent_orders.lifecycle import OrderStatus
from orders.agent_orders.refunding import refund_lines
from orders.festivals.rolling_up import roll_up_turnover
from orders.reports.county_day import county_day
from partners.journal.kinds import Category
from stations.clock import day_start, today
from tests.cast import client_of, make_order


@pytest.fixture
def busy_day(lin, chen, zhou, fjyx001, fjyx002, zjtl001):
    now = day_start(today())
    refunded = make_order(fjyx001, (Category.CLOTHING, "60.00"), (Category.FOOD, "40.00"), at=now, paid=True)
    make_order(fjyx001, (Category.FOOD, "25.00"), at=now, paid=False)
    make_order(fjyx001, at=now - dt.timedelta(days=3), status=OrderStatus.AT_COUNTY)
    make_order(zjtl001, (Category.FOOD, "7.00"), at=now)
    refund_lines(
        actor=None, order=refunded, amounts={refunded.lines.first().pk: Decimal("10.00")}, reason="late"
    )
    roll_up_turnover()


def by_name(turnovers):
    return {name: (amount, orders) for name, amount, orders in turnovers}


@pytest.mark.usefixtures("busy_day")
def test_a_county_sees_its_own_day(youxi_staff):
    day = county_day(youxi_staff)

    assert by_name(day.sold.turnovers) == {
        "placed": (Decimal("125.00"), 2),
        "paid": (Decimal("100.00"), 1),
        "net": (Decimal("90.00"), 1),
    }
    assert day.statuses == {"paid": 1, "placed": 1}
    assert (day.unpaid, day.unpaid_amount) == (1, Decimal("25.00"))
    assert day.arriving == {"at_county": 1}
    assert (day.sold.in_service, day.sold.selling, day.sold.without_sale, day.sold.partners) == (2, 1, 1, 2)
    assert sum(paid for _hour, paid in day.sold.hours) == Decimal("100.00")
    assert [(place.code, place.turnovers.paid_amount) for place in day.sold.places] == [
        ("FJYX001", Decimal("100.00")),
        ("FJYX002", Decimal("0.00")),
    ]
    assert day.sold.pending == 0


@pytest.mark.usefixtures("busy_day")
def test_ops_see_all_counties(ops):
    day = county_day(ops)

    assert by_name(day.sold.turnovers)["paid"] == (Decimal("107.00"), 2)
    assert [(place.code, place.turnovers.paid_amount) for place in day.sold.places] == [
        ("FJYX", Decimal("100.00")),
        ("ZJTL", Decimal("7.00")),
    ]
    assert (day.sold.in_service, day.sold.selling) == (3, 2)


@pytest.mark.usefixtures("busy_day")
def test_the_page_names_its_moment_and_no_other_county(youxi_staff, tonglu_staff):
    body = client_of(youxi_staff).get(reverse("admin:index")).content.decode()

    assert "¥125.00" in body
    assert "FJYX001" in body
    assert "ZJTL001" not in body
    assert "¥7.00" in client_of(tonglu_staff).get(reverse("admin:index")).content.decode()


def test_a_day_without_anything_is_a_page_too(youxi_staff):
    response = client_of(youxi_staff).get(reverse("admin:index"))
    assert response.status_code == 200
    assert "¥0.00" in response.content.decode()
