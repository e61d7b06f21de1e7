"""The live figures are the report's, to the fen, whatever was sold when."""

import datetime as dt
import random
from decimal import Decimal

import pytest

from orders.festivals.live.drawing import drawn, picture
from orders.festivals.live.figures import live_figures
from orders.festivals.live.milestones import Milestone
from orders.festivals.models import Festival
from orders.festivals.report import festival_report
from orders.festivals.rolling_up import roll_up_turnover
from orders.festivals.snapshot import one_snapshot
from partners.journal.kinds import Kind
from stations.clock import SHANGHAI
from tests.cast import make_activity, make_station

MIDNIGHT = dt.datetime(2015, 11, 11, tzinfo=SHANGHAI)


def at(hour, minute, second=0, *, day=11):
    return dt.datetime(2015, 11, day, hour, minute, second, tzinfo=SHANGHAI)


def figures_of(festival, center=None, *, known=None, until=None):
    with one_snapshot() as moment:
        return live_figures(festival, center, moment, known=known or {}, until=until)


def same_as_the_report(festival, center=None, user=None):
    """Holds a board's figures beside the report's."""
    figures, _minutes = figures_of(festival, center)
    report = festival_report(festival, user)
    assert figures.turnovers == report.turnovers
    assert figures.stations_in_service == report.stations_in_service
    assert figures.stations_selling == report.stations_selling
    assert sum(figures.curve.fen) == int(report.turnovers.paid_amount * 100)
    places = report.counties if center is None else report.stations
    names = [(row.name, row.turnovers.paid_amount, row.turnovers.paid_orders) for row in places]
    sold = [row for row in names if row[1:] != (0, 0)][:10]
    assert [(row.name, row.paid, row.orders) for row in figures.ranking] == sold
    return figures


@pytest.fixture
def night(double_eleven, fjyx001, fjyx002, zjtl001):
    """Sales at random moments, some refunded, some only placed, some outside the festival."""
    chance = random.Random(20151111)
    closed = make_station(
        code="FJYX009", center=fjyx001.center, status="closed", closed_on=dt.date(2015, 8, 1)
    )
    for _ in range(60):
        station = chance.choice([fjyx001, fjyx002, zjtl001, zjtl001, closed])
        moment = MIDNIGHT + dt.timedelta(seconds=chance.randrange(-7_200, 26 * 3600))
        amount = Decimal(chance.randrange(1, 40_000_000)) / 100
        make_activity(station, Kind.PLACED, amount, at=moment)
        if chance.random() < 0.8:
            paid = make_activity(station, Kind.PAID, amount, at=moment + dt.timedelta(seconds=90))
            if chance.random() < 0.2:
                make_activity(
                    station, Kind.REFUND, -amount, at=paid.turnover_at + dt.timedelta(days=2),
                    turnover_at=paid.turnover_at, orders=-1, category_orders=-1,
                )  # fmt: skip
    roll_up_turnover()
    return double_eleven


def test_the_nation(night):
    figures = same_as_the_report(night)
    assert figures.stations_in_service == 3
    assert len(figures.curve.fen) == 24 * 60


def test_each_county(night, youxi, youxi_staff, tonglu, tonglu_staff):
    same_as_the_report(night, youxi, youxi_staff)
    same_as_the_report(night, tonglu, tonglu_staff)


@pytest.mark.parametrize(
    ("begin", "end"),
    [(at(20, 0, day=10), at(2, 0)), (at(3, 0), at(5, 0)), (at(0, 0, day=10), at(12, 0, day=12))],
)
def test_a_festival_that_cuts_days(night, youxi, youxi_staff, begin, end):
    festival = Festival.objects.create(name="夜", slug="cut", starts_at=begin, ends_at=end)
    same_as_the_report(festival)
    same_as_the_report(festival, youxi, youxi_staff)


def test_what_is_known_of_the_minutes_is_not_read_again(night, django_assert_num_queries, zjtl001):
    figures, minutes = figures_of(night)
    # The snapshot's own, then hours, target, minutes, standing twice, in service, selling, ranking twice.
    with django_assert_num_queries(11):
        figures_of(night)
    with django_assert_num_queries(10):
        again, kept = figures_of(night, known=minutes)
    assert again.curve == figures.curve
    assert again.milestones == figures.milestones
    assert kept == minutes

    make_activity(zjtl001, Kind.PAID, "0.01", at=at(4, 4))
    roll_up_turnover()
    later, _kept = figures_of(night, known=minutes)
    assert later.curve.fen[4 * 60 + 4] == figures.curve.fen[4 * 60 + 4] + 1
    assert sum(later.curve.fen) == sum(figures.curve.fen) + 1


# --- milestones ------------------------------------------------------------------


def test_a_milestone_is_passed_in_the_minute_in_which_the_sum_reaches_it(double_eleven, zjtl001, tonglu):
    make_activity(zjtl001, Kind.PAID, "9999.99", at=at(0, 3, 59))
    roll_up_turnover()
    figures, _ = figures_of(double_eleven, tonglu)
    assert figures.reached == ()
    assert figures.next == Milestone(Decimal(10_000), None)

    make_activity(zjtl001, Kind.PAID, "0.01", at=at(0, 7, 59))
    make_activity(zjtl001, Kind.PAID, "50000.00", at=at(9, 30, 0))
    roll_up_turnover()
    figures, _ = figures_of(double_eleven, tonglu)
    assert figures.reached == (
        Milestone(Decimal(10_000), at(0, 7)),
        Milestone(Decimal(50_000), at(9, 30)),
    )
    assert figures.next == Milestone(Decimal(100_000), None)

    # Nothing is taken back by a refund; an order that comes in late counts in the minute of its payment.
    make_activity(zjtl001, Kind.REFUND, "-50000.00", at=at(8, 0, day=13), turnover_at=at(9, 30), orders=-1)
    make_activity(zjtl001, Kind.PAID, "100.00", at=at(0, 5))
    roll_up_turnover()
    figures, _ = figures_of(double_eleven, tonglu)
    assert figures.reached[0] == Milestone(Decimal(10_000), at(0, 5))
    assert figures.reached[1] == Milestone(Decimal(50_000), at(9, 30))
    assert figures.turnovers.net_amount == Decimal("10100.00")


def test_the_nation_waits_for_ten_million_and_for_its_target(double_eleven, fjyx001, zjtl001):
    make_activity(zjtl001, Kind.PAID, "6000000.00", at=at(0, 1))
    make_activity(fjyx001, Kind.PAID, "6000000.00", at=at(0, 8))
    roll_up_turnover()
    figures, _ = figures_of(double_eleven)
    assert Milestone(Decimal(10_000_000), at(0, 8)) in figures.reached
    # The target of the fixture: 1,000 yuan.
    assert figures.reached[0] == Milestone(Decimal(1_000), at(0, 1), target=True)
    assert figures.next == Milestone(Decimal(50_000_000), None)
    assert figures.curve.peak == (at(0, 1), Decimal("6000000.00"))


# --- up to a minute --------------------------------------------------------------


def test_up_to_a_minute_sums_are_exact_and_stations_those_of_full_hours(double_eleven, zjtl001, fjyx001):
    make_activity(zjtl001, Kind.PAID, "10.00", at=at(0, 59, 59))
    make_activity(fjyx001, Kind.PAID, "20.00", at=at(1, 10, 0))
    make_activity(fjyx001, Kind.PAID, "40.00", at=at(1, 11, 0))
    roll_up_turnover()

    def sums(until):
        figures, kept = figures_of(double_eleven, until=until)
        assert kept == {}
        return figures.turnovers.paid_amount, figures.stations_selling, sum(figures.curve.fen)

    assert sums(at(0, 59)) == (Decimal(0), 0, 0)
    assert sums(at(1, 0)) == (Decimal("10.00"), 1, 1000)
    assert sums(at(1, 10)) == (Decimal("10.00"), 1, 1000)
    assert sums(at(1, 11)) == (Decimal("30.00"), 1, 3000)
    assert sums(at(1, 12)) == (Decimal("70.00"), 1, 7000)
    assert sums(at(2, 0)) == (Decimal("70.00"), 2, 7000)
    figures, _ = figures_of(double_eleven, until=at(1, 11))
    assert [(row.name, row.paid) for row in figures.ranking] == [
        ("尤溪县", Decimal("20.00")),
        ("桐庐县", Decimal("10.00")),
    ]
    assert len(figures.curve.fen) == 71


def test_below_each_sixth_of_the_curve_stands_its_own_time(double_eleven, fjyx001):
    make_activity(fjyx001, amount="10.00", at=at(8, 10))
    roll_up_turnover()
    for begin, end, times in (
        (at(0, 0), at(0, 0, day=12), "00:00 04:00 08:00 12:00 16:00 20:00 00:00"),
        (at(8, 0), at(0, 0, day=12), "08:00 10:40 13:20 16:00 18:40 21:20 00:00"),
        (
            at(20, 0, day=10),
            at(2, 0, day=12),
            "11-10,20:00 11-11,01:00 11-11,06:00 11-11,11:00 11-11,16:00 11-11,21:00 11-12,02:00",
        ),
    ):
        double_eleven.starts_at, double_eleven.ends_at = begin, end
        figures, _minutes = figures_of(double_eleven)
        assert drawn(figures)["best"]["at"] == ("11-11 08:10" if "," in times else "08:10")
        assert picture(figures)["hours"] == [time.split(",") for time in times.split()]


def test_who_has_taken_orders_but_no_money_is_not_ranked(double_eleven, fjyx001, fjyx002, youxi):
    make_activity(fjyx001, amount="10.00", at=at(8, 10))
    make_activity(fjyx002, Kind.PLACED, "99.00", at=at(8, 10))
    roll_up_turnover()
    figures, _minutes = figures_of(double_eleven, youxi)
    assert [row.code for row in figures.ranking] == ["FJYX001"]
