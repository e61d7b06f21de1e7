"""Where a day could be cut wrongly: exact figures, and everything that counts them agrees.

Orders, refunds, moves and closings go through their verbs; each case ends with the report, the totals, a
comparison, a snapshot and a second count of the books side by side.
"""

import datetime as dt
from decimal import Decimal

import pytest

from orders.agent_orders.placing import NewLine, NewOrder, place_orders
from orders.agent_orders.refunding import NewRefund, refund_orders
from orders.festivals.comparing.asking import compared
from orders.festivals.freezing.differences import differences, reading_of_now
from orders.festivals.freezing.document import thaw
from orders.festivals.freezing.taking import freeze_festival
from orders.festivals.measures import NOTHING_SOLD
from orders.festivals.models import Festival
from orders.festivals.report import festival_report, festival_totals, turnover_of_day
from orders.festivals.rolling_up import roll_up_turnover
from orders.reports.books import verify
from partners.journal.kinds import Category
from stations.clock import SHANGHAI
from stations.network.closing import close_station
from stations.network.models import Station, StationSuspension
from stations.network.moving import move_station
from tests.cast import make_station, make_villager

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.date(2015, 11, 11)
TICK = dt.timedelta(microseconds=1)


def at(day, hour=0, minute=0):
    """In November 2015."""
    return dt.datetime(2015, 11, day, hour, minute, tzinfo=SHANGHAI)


def festival(starts_at, ends_at, slug="night"):
    return Festival.objects.create(name="双十一", slug=slug, starts_at=starts_at, ends_at=ends_at)


@pytest.fixture
def night(db):
    """The whole of the eleventh."""
    return festival(at(11), at(12))


@pytest.fixture
def sell(commission_rates):
    """An order of one coat, placed and paid at these moments (placed when it was paid unless told)."""

    def selling(station, yuan, paid_at, *, placed_at=None):
        coat = NewLine(title="棉衣", category=Category.CLOTHING, quantity=1, unit_price=Decimal(yuan))
        order = NewOrder(
            station=station,
            villager=make_villager(station),
            lines=[coat],
            placed_at=placed_at or paid_at,
            paid_at=paid_at,
        )
        return place_orders(actor=None, orders=[order])[0]

    return selling


def give_back(order, yuan, when):
    line = order.lines.get()
    refund_orders(actor=None, refunds={order.pk: [NewRefund(line.pk, Decimal(yuan), when)]}, reason="不合身")


def agreed(of):
    """The report, once everything else that counts a festival was found to say the same."""
    roll_up_turnover()
    report = festival_report(of)
    sold = report.turnovers
    assert festival_totals(of).turnovers == sold
    for rows in (report.hours, report.categories, report.provinces, report.counties, report.stations):
        assert sum((row.turnovers for row in rows), NOTHING_SOLD) == sold

    beside = compared(of)
    assert [figure.now for figure in beside.whole.figures] == [
        value for _name, amount, orders in sold for value in (amount, orders)
    ]
    paid_now = {row.code: row.figure("paid_amount").now for row in beside.stations}
    assert {row.code: row.turnovers.paid_amount for row in report.stations if row.in_service}.items() <= (
        paid_now.items()
    )

    nation = freeze_festival(actor=None, festival=of, reason="核对").parts.get(center=None)
    assert thaw(nation.document).report.turnovers == sold
    assert differences(thaw(nation.document), reading_of_now(nation)).nothing
    assert [finding.check.name for finding in verify() if not finding.clean] == []
    return report


def amounts(report):
    return {name: (amount, orders) for name, amount, orders in report.turnovers}


def test_the_day_begins_with_its_first_microsecond_and_ends_before_the_next(night, sell, fjyx001):
    sell(fjyx001, "1.00", at(11) - TICK)
    sell(fjyx001, "2.00", at(11))
    sell(fjyx001, "4.00", at(12) - TICK)
    sell(fjyx001, "8.00", at(12))
    # Placed in the last moment before, paid in the first of the day.
    sell(fjyx001, "16.00", at(11), placed_at=at(11) - TICK)

    report = agreed(night)
    assert amounts(report) == {
        "placed": (Decimal("6.00"), 2),
        "paid": (Decimal("22.00"), 3),
        "net": (Decimal("22.00"), 3),
    }
    paid = [hour.turnovers.paid_amount for hour in report.hours]
    assert (len(paid), paid[0], paid[23]) == (24, Decimal("18.00"), Decimal("4.00"))
    by_day = {day: turnover_of_day(None, dt.date(2015, 11, day))[0].turnovers for day in (10, 11, 12)}
    assert {day: (sold.placed_amount, sold.paid_amount) for day, sold in by_day.items()} == {
        10: (Decimal("17.00"), Decimal("1.00")),
        11: (Decimal("6.00"), Decimal("22.00")),
        12: (Decimal("8.00"), Decimal("8.00")),
    }


def test_a_festival_that_spans_midnight_takes_its_hours_of_both_days(sell, fjyx001, fjyx002):
    late = festival(at(10, 22), at(11, 2))
    sell(fjyx001, "1.00", at(10, 22) - TICK)
    sell(fjyx001, "2.00", at(10, 22))
    sell(fjyx001, "4.00", at(11) - TICK)
    sell(fjyx002, "8.00", at(11))
    sell(fjyx002, "16.00", at(11, 2) - TICK)
    sell(fjyx002, "32.00", at(11, 2))
    make_station(code="FJYX003", status="closed", closed_on=dt.date(2015, 11, 10))
    make_station(code="FJYX004", opened_on=DAY)
    make_station(code="FJYX005", status="closed", closed_on=dt.date(2015, 11, 9))
    make_station(code="FJYX006", opened_on=dt.date(2015, 11, 12))

    report = agreed(late)
    assert amounts(report)["paid"] == (Decimal("30.00"), 4)
    assert [hour.turnovers.paid_amount for hour in report.hours] == [
        Decimal("2.00"),
        Decimal("4.00"),
        Decimal("8.00"),
        Decimal("16.00"),
    ]
    assert {row.code: row.turnovers.paid_amount for row in report.stations} == {
        "FJYX001": Decimal("6.00"),
        "FJYX002": Decimal("24.00"),
        "FJYX003": Decimal("0.00"),
        "FJYX004": Decimal("0.00"),
    }
    assert (report.stations_in_service, report.mean_per_station) == (4, Decimal("7.50"))
    assert report.median_per_station == Decimal("3.00")


def test_a_refund_of_the_day_after_is_taken_off_in_the_hour_of_its_payment(night, sell, fjyx001, zjtl001):
    shirt = sell(fjyx001, "100.00", at(11, 9))
    coat = sell(zjtl001, "50.00", at(12) - TICK)
    frozen = freeze_festival(actor=None, festival=night, reason="零点").parts.get(center=None)
    give_back(shirt, "30.00", at(12))
    give_back(coat, "50.00", at(12, 9))
    give_back(shirt, "0.01", at(13) - TICK)

    report = agreed(night)
    assert amounts(report) == {
        "placed": (Decimal("150.00"), 2),
        "paid": (Decimal("150.00"), 2),
        "net": (Decimal("69.99"), 1),
    }
    net = {
        hour.starts_at.hour: hour.turnovers.net_amount for hour in report.hours if hour.turnovers.paid_orders
    }
    assert net == {9: Decimal("69.99"), 23: Decimal("0.00")}
    assert turnover_of_day(None, dt.date(2015, 11, 12)) == ()

    found = differences(thaw(frozen.document), reading_of_now(frozen))
    assert [(one.day.day, one.amount, one.orders) for one in found.days] == [(12, Decimal("-80.01"), -1)]
    assert found.whole.difference.net_amount == Decimal("-80.01")


def test_a_station_that_opens_or_closes_at_noon_was_in_service_that_day(night, sell, fjyx001):
    opened = make_station(code="FJYX003", opened_on=DAY)
    closed = make_station(code="FJYX004")
    before = make_station(code="FJYX005", prepaid="0.00")
    sell(fjyx001, "60.00", at(11, 10))
    sell(opened, "20.00", at(11, 12))
    sell(closed, "10.00", at(11, 11, 59))
    noon_to_noon = make_station(code="FJYX006")
    StationSuspension.objects.create(station=noon_to_noon, starts_at=at(11, 12), ends_at=at(12, 12))
    all_day = make_station(code="FJYX007")
    StationSuspension.objects.create(station=all_day, starts_at=at(11), ends_at=at(12))
    Station.objects.filter(pk=closed.pk).update(status="closed", closed_on=DAY)
    close_station(actor=None, station=before, reason="搬走", closed_on=DAY - dt.timedelta(days=1))

    report = agreed(night)
    assert {row.code for row in report.stations} == {"FJYX001", "FJYX003", "FJYX004", "FJYX006"}
    assert (report.stations_in_service, report.stations_selling) == (4, 3)
    assert report.mean_per_station == Decimal("22.50")
    assert report.median_per_station == Decimal("15.00")
    beside = {row.code: row.standing.value for row in compared(night).stations}
    assert (beside["FJYX003"], beside["FJYX004"], beside["FJYX005"]) == ("new", "both", "closed")


def test_a_station_that_moves_at_noon_leaves_the_morning_to_its_old_county(
    night, sell, fjyx001, fjyx002, zjtl001, tonglu, youxi_staff, tonglu_staff
):
    morning = sell(fjyx001, "100.00", at(11, 12) - TICK)
    sell(fjyx002, "5.00", at(11, 9))
    sell(zjtl001, "40.00", at(11, 9))
    move_station(actor=None, station=fjyx001, center=tonglu, reason="划归桐庐")
    # It did at noon of that day.
    Station.objects.filter(pk=fjyx001.pk).update(center_since=at(11, 12))
    fjyx001.refresh_from_db()
    sell(fjyx001, "7.00", at(11, 12))
    give_back(morning, "1.00", at(12, 9))

    report = agreed(night)
    assert {row.code: list(row.turnovers) for row in report.counties} == {
        "350426": [
            ("placed", Decimal("105.00"), 2),
            ("paid", Decimal("105.00"), 2),
            ("net", Decimal("104.00"), 2),
        ],
        "330122": [
            ("placed", Decimal("47.00"), 2),
            ("paid", Decimal("47.00"), 2),
            ("net", Decimal("47.00"), 2),
        ],
    }
    # The station has all its own, and is listed where it is today.
    rows = {row.code: (row.within, row.turnovers.paid_amount) for row in report.stations}
    assert rows["FJYX001"] == ("330122", Decimal("107.00"))
    assert [row.in_service for row in report.counties] == [1, 2]
    assert [row.code for row in festival_report(night, youxi_staff).stations] == ["FJYX002"]
    for staff in (youxi_staff, tonglu_staff):
        own, beside = festival_report(night, staff), compared(night, staff)
        assert beside.whole.figure("paid_amount").now == own.turnovers.paid_amount
        assert beside.counties[0].figure("net_amount").now == own.counties[0].turnovers.net_amount
