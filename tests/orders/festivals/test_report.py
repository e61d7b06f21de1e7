"""The festival report, figure by figure."""

import datetime as dt
from decimal import Decimal

import pytest

from orders.festivals.models import Festival
from orders.festivals.report import festival_report, festival_totals, turnover_of_day
from orders.festivals.rolling_up import roll_up_turnover
from partners.journal.kinds import Business, Category, Kind
from stations.clock import SHANGHAI
from stations.network.lifecycle import StationStatus
from stations.network.models import StationSuspension
from tests.cast import make_activity, make_station


def at(day, hour=10, minute=0, second=0):
    return dt.datetime(2015, 11, day, hour, minute, second, tzinfo=SHANGHAI)


def paid(station, amount, when, **fields):
    return make_activity(station, Kind.PAID, amount, at=when, **fields)


def report_of(festival, user=None):
    roll_up_turnover()
    return festival_report(festival, user)


def names(rows):
    return [(row.code, row.turnovers.paid_amount) for row in rows]


@pytest.fixture
def sales(double_eleven, fjyx001, fjyx002, zjtl001):
    """A day of three stations: two sell, one does not; one order is paid and given back."""
    make_activity(fjyx001, Kind.PLACED, "100.00", at=at(11, 0, 3))
    row = paid(fjyx001, "100.00", at(11, 0, 4))
    make_activity(fjyx001, Kind.PLACED, "60.00", at=at(11, 9))
    make_activity(zjtl001, Kind.PLACED, "300.05", at=at(11, 10), category=Category.FOOD)
    paid(zjtl001, "300.05", at(11, 23, 59, 59), category=Category.FOOD)
    paid(zjtl001, "999.00", at(12, 0, 0, 0))  # the first moment after it
    paid(zjtl001, "999.00", at(10, 23, 59, 59))
    paid(zjtl001, "999.00", at(11), business=Business.PRODUCE)
    make_activity(
        fjyx001,
        Kind.REFUND,
        "-100.00",
        at=at(20),
        turnover_at=row.turnover_at,
        subject=row.subject,
        orders=-1,
        category_orders=-1,
    )
    return double_eleven


def test_the_three_turnovers_with_their_orders(sales):
    report = report_of(sales)

    assert list(report.turnovers) == [
        ("placed", Decimal("460.05"), 3),
        ("paid", Decimal("400.05"), 2),
        ("net", Decimal("300.05"), 1),
    ]
    assert report.turnovers.average_order == Decimal("200.03")
    assert (report.target, report.attainment) == (Decimal("1000.00"), Decimal("0.40005"))
    assert festival_totals(sales).turnovers == report.turnovers


def test_mean_and_median_are_over_all_stations_in_service(sales):
    report = report_of(sales)

    assert (report.stations_in_service, report.stations_selling) == (3, 2)
    assert report.mean_per_station == Decimal("133.35")
    assert report.median_per_station == Decimal("100.00")
    assert [row.code for row in report.stations_without_a_sale] == ["FJYX002"]


def test_the_median_of_an_even_number_is_rounded_half_up(sales):
    make_station(code="FJYX003")
    paid(make_station(code="FJYX004"), "0.01", at(11))
    paid(make_station(code="FJYX005"), "0.02", at(11))

    # 0, 0, 0.01, 0.02, 100, 300.05
    assert report_of(sales).median_per_station == Decimal("0.02")


def test_places_are_ranked_by_what_was_paid(sales):
    report = report_of(sales)

    assert names(report.stations) == [
        ("ZJTL001", Decimal("300.05")),
        ("FJYX001", Decimal("100.00")),
        ("FJYX002", Decimal("0.00")),
    ]
    assert names(report.counties) == [("330122", Decimal("300.05")), ("350426", Decimal("100.00"))]
    assert names(report.provinces) == [("33", Decimal("300.05")), ("35", Decimal("100.00"))]
    fujian = report.provinces[1]
    assert (fujian.name, fujian.in_service, fujian.selling) == ("福建省", 2, 1)
    assert (report.counties[1].name, report.counties[1].within_name) == ("尤溪县", "福建省")
    assert report.stations[0].share == Decimal("300.05") / Decimal("400.05")


def test_the_curve_has_every_hour_and_the_opening_every_minute(sales):
    report = report_of(sales)

    hours = {hour.starts_at.hour: hour.turnovers.paid_amount for hour in report.hours}
    assert len(hours) == 24
    assert {hour: amount for hour, amount in hours.items() if amount} == {
        0: Decimal("100.00"),
        23: Decimal("300.05"),
    }
    assert report.hours[0].turnovers.net_amount == Decimal("0.00")
    assert len(report.opening) == 60
    assert [one.starts_at.minute for one in report.opening if one.turnovers.paid_orders] == [4]


def test_the_mix_of_categories(sales):
    mix = [(kind.category, kind.turnovers.paid_amount) for kind in report_of(sales).categories]
    assert mix == [("food", Decimal("300.05")), ("clothing", Decimal("100.00"))]


def test_a_festival_nobody_bought_at(double_eleven, fjyx001):
    report = report_of(double_eleven)

    assert report.stations_in_service == 1
    assert (report.mean_per_station, report.median_per_station) == (Decimal("0.00"), Decimal("0.00"))
    assert (report.stations[0].share, report.attainment) == (None, Decimal(0))
    assert report.turnovers.average_order is None


def test_a_festival_without_any_station(double_eleven):
    report = report_of(double_eleven)
    assert (report.stations, report.mean_per_station, report.median_per_station) == ((), None, None)


def test_what_waits_to_be_rolled_up_is_told(sales):
    assert (festival_report(sales).turnovers.paid_orders, festival_report(sales).pending) == (0, 9)


# --- in service ------------------------------------------------------------------


def close(station, day):
    station.status, station.closed_on = StationStatus.CLOSED, day
    station.save(update_fields=["status", "closed_on"])


def test_in_service_is_opened_not_closed_and_not_suspended_all_day(double_eleven, youxi):
    day = dt.date(2015, 11, 11)
    one = dt.timedelta(days=1)
    make_station(code="FJYX101", opened_on=day)
    make_station(code="FJYX102", opened_on=day + one)
    close(make_station(code="FJYX103"), day)
    close(make_station(code="FJYX104"), day - one)
    all_day, since_noon = make_station(code="FJYX105"), make_station(code="FJYX106")
    StationSuspension.objects.create(station=all_day, starts_at=at(11, 0), ends_at=at(12, 0))
    StationSuspension.objects.create(station=since_noon, starts_at=at(11, 12))

    in_service = {row.code for row in report_of(double_eleven).stations}
    assert in_service == {"FJYX101", "FJYX103", "FJYX106"}


def test_for_several_days_any_of_them_is_enough(youxi):
    festival = Festival.objects.create(name="三天", slug="three-days", starts_at=at(11, 0), ends_at=at(14, 0))
    make_station(code="FJYX101", opened_on=dt.date(2015, 11, 13))
    make_station(code="FJYX102", opened_on=dt.date(2015, 11, 14))
    close(make_station(code="FJYX103"), dt.date(2015, 11, 11))

    assert {row.code for row in report_of(festival).stations} == {"FJYX101", "FJYX103"}


def test_a_sale_of_a_station_out_of_service_is_summed_and_listed_but_not_averaged(sales, fjyx001):
    close(fjyx001, dt.date(2015, 11, 10))
    report = report_of(sales)

    assert report.turnovers.paid_amount == Decimal("400.05")
    assert sum(row.turnovers.paid_amount for row in report.stations) == Decimal("400.05")
    assert [row.in_service for row in report.stations if row.code == "FJYX001"] == [0]
    assert (report.stations_in_service, report.stations_selling) == (2, 1)
    assert report.mean_per_station == Decimal("150.03")


# --- days and hours --------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (at(11, 0), at(12, 0), "6.00"),  # one whole day
        (at(10, 20), at(11, 0), "1.00"),
        (at(10, 20), at(11, 1), "3.00"),  # over midnight, no whole day
        (at(10, 20), at(12, 1), "15.00"),  # cut days around a whole one
        (at(11, 1), at(11, 23), "0.00"),
        (at(11, 1), at(12, 0), "4.00"),
    ],
)
def test_stations_and_counties_agree_however_the_festival_cuts_the_days(fjyx001, starts, ends, expected):
    paid(fjyx001, "1.00", at(10, 23, 59, 59))
    paid(fjyx001, "2.00", at(11, 0))
    paid(fjyx001, "4.00", at(11, 23, 59, 59))
    paid(fjyx001, "8.00", at(12, 0))
    festival = Festival.objects.create(name="晚会", slug="gala", starts_at=starts, ends_at=ends)

    report = report_of(festival)
    assert report.turnovers.paid_amount == Decimal(expected)
    assert [row.turnovers.paid_amount for row in report.stations] == [Decimal(expected)]
    assert len(report.hours) == (ends - starts) / dt.timedelta(hours=1)


def test_of_a_running_festival_only_the_hours_that_have_begun(fjyx001):
    now = dt.datetime.now(SHANGHAI).replace(minute=0, second=0, microsecond=0)
    festival = Festival.objects.create(
        name="今天",
        slug="now",
        starts_at=now - dt.timedelta(hours=2),
        ends_at=now + dt.timedelta(hours=5),
    )
    report = report_of(festival)
    assert report.running
    assert len(report.hours) in {3, 4}  # the hour may strike meanwhile


# --- whose -----------------------------------------------------------------------


def test_county_staff_get_their_county_from_the_same_code(sales, youxi_staff, tonglu_staff):
    report = report_of(sales, youxi_staff)

    assert report.turnovers.paid_amount == Decimal("100.00")
    assert names(report.provinces) == [("35", Decimal("100.00"))]
    assert names(report.counties) == [("350426", Decimal("100.00"))]
    assert names(report.stations) == [("FJYX001", Decimal("100.00")), ("FJYX002", Decimal("0.00"))]
    assert [kind.category for kind in report.categories] == ["clothing"]
    assert report.median_per_station == Decimal("50.00")
    assert report.target is None  # it is the nation's
    assert festival_totals(sales, tonglu_staff).turnovers.paid_amount == Decimal("300.05")


def test_ops_get_what_the_house_gets(sales, ops):
    theirs, all_of_it = report_of(sales, ops), festival_report(sales)
    assert (theirs.turnovers, theirs.stations) == (all_of_it.turnovers, all_of_it.stations)
    assert theirs.target == Decimal("1000.00")


def test_a_partner_or_nobody_gets_nothing_of_the_counties(sales, lin):
    assert report_of(sales, lin.user).turnovers.paid_orders == 0
    assert report_of(sales, object()).stations == ()


def test_after_a_move_the_county_keeps_its_figure_and_the_station_takes_its_own(
    sales, fjyx001, tonglu, youxi_staff, tonglu_staff
):
    roll_up_turnover()
    fjyx001.center = tonglu
    fjyx001.save(update_fields=["center"])

    youxi, other = festival_report(sales, youxi_staff), festival_report(sales, tonglu_staff)
    assert names(youxi.counties) == [("350426", Decimal("100.00"))]
    assert names(youxi.stations) == [("FJYX002", Decimal("0.00"))]
    assert names(other.counties) == [("330122", Decimal("300.05"))]
    assert names(other.stations) == [("ZJTL001", Decimal("300.05")), ("FJYX001", Decimal("100.00"))]
    nation = festival_report(sales)
    assert names(nation.counties) == [("330122", Decimal("300.05")), ("350426", Decimal("100.00"))]
    assert sum(row.turnovers.paid_amount for row in nation.stations) == nation.turnovers.paid_amount


def test_the_turnover_of_a_day_by_county(sales, youxi_staff):
    roll_up_turnover()
    day = dt.date(2015, 11, 11)
    assert names(turnover_of_day(None, day)) == [("330122", Decimal("300.05")), ("350426", Decimal("100.00"))]
    assert names(turnover_of_day(youxi_staff, day)) == [("350426", Decimal("100.00"))]
    assert turnover_of_day(None, day + dt.timedelta(days=9)) == ()


# --- cost ------------------------------------------------------------------------


def test_the_queries_do_not_grow_with_stations_or_orders(sales, django_assert_num_queries):
    roll_up_turnover()
    with django_assert_num_queries(10):
        festival_report(sales)
    for number in range(10, 40):
        paid(make_station(code=f"FJYX0{number}"), "5.00", at(11, number % 24))
    roll_up_turnover()
    # Savepoint and release, the clock, then seven sets of rows.
    with django_assert_num_queries(10):
        assert festival_report(sales).stations_in_service == 33
    with django_assert_num_queries(4):
        festival_totals(sales)
