"""The pages' part of the report: the same figures as the whole, to the fen, and never an old one."""

import dataclasses
import datetime as dt
from contextlib import nullcontext
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from django.utils.translation import get_language

from orders.festivals import keeping, remembering
from orders.festivals.keeping import overview_for
from orders.festivals.models import Festival
from orders.festivals.overview import festival_stations
from orders.festivals.report import FestivalFigures, festival_report
from orders.festivals.rolling_up import rebuild_turnover, roll_up_turnover
from orders.festivals.snapshot import Moment
from partners.journal.kinds import Category, Kind
from stations.clock import SHANGHAI, hour_start
from stations.network.lifecycle import StationStatus
from stations.network.models import Station, StationSuspension
from stations.regions.models import Region
from tests.cast import make_activity, make_station

FIGURES = [
    one.name for one in dataclasses.fields(FestivalFigures) if one.name not in ("as_of", "pending", "behind")
]


def at(day, hour=10, minute=0):
    return dt.datetime(2015, 11, day, hour, minute, tzinfo=SHANGHAI)


def paid(station, amount, when, **fields):
    return make_activity(station, Kind.PAID, amount, at=when, **fields)


def refund(row, amount):
    return make_activity(
        row.station,
        Kind.REFUND,
        amount,
        at=at(20),
        turnover_at=row.turnover_at,
        subject=row.subject,
        orders=0,
        category_orders=0,
        category=row.category,
    )


def the_same(festival, user=None):
    """The overview, having held it beside the whole report."""
    roll_up_turnover()
    overview, report = overview_for(festival, user, first=2).overview, festival_report(festival, user)
    for name in FIGURES:
        assert getattr(overview, name) == getattr(report, name), name
    assert overview.first_stations == report.stations[:2]
    assert overview.stations_listed == len(report.stations)
    assert overview.stations_silent == len(report.stations_without_a_sale)
    for silent, expected in ((False, report.stations), (True, report.stations_without_a_sale)):
        pages = [
            festival_stations(festival, user, page=number, per_page=2, silent=silent).rows
            for number in range(1, len(expected) // 2 + 2)
        ]
        assert pages[0].paginator.count == len(expected)
        listed = [row for page in pages[: pages[0].paginator.num_pages] for row in page]
        assert listed == list(expected)
    return overview


@pytest.fixture
def sales(double_eleven, fjyx001, fjyx002, zjtl001):
    """Three that sell, one of them closed before; two that do not; one suspended all day."""
    paid(fjyx001, "100.00", at(11, 0, 4))
    paid(fjyx001, "0.05", at(11, 1), category=Category.FOOD)
    make_activity(fjyx002, Kind.PLACED, "60.00", at=at(11, 9))
    paid(zjtl001, "300.05", at(11, 23, 59), category=Category.FOOD)
    paid(zjtl001, "999.00", at(12, 0))
    closed = make_station(code="FJYX090")
    paid(closed, "7.00", at(11, 0, 59))
    closed.status, closed.closed_on = StationStatus.CLOSED, dt.date(2015, 11, 10)
    closed.save(update_fields=["status", "closed_on"])
    make_station(code="FJYX091")
    suspended = make_station(code="FJYX092")
    StationSuspension.objects.create(station=suspended, starts_at=at(11, 0), ends_at=at(12, 0))
    return double_eleven


def test_the_nation(sales, ops):
    overview = the_same(sales, ops)
    # 0, 0, 100.05, 300.05: the closed one is listed and not averaged.
    assert (overview.stations_listed, overview.stations_in_service) == (5, 4)
    assert (overview.median_per_station, overview.mean_per_station) == (Decimal("50.03"), Decimal("100.03"))
    the_same(sales)


def test_the_median_of_an_odd_number(sales, youxi_staff):
    assert the_same(sales, youxi_staff).median_per_station == Decimal("0.00")


def test_each_county(sales, youxi_staff, tonglu_staff):
    assert the_same(sales, youxi_staff).turnovers.paid_amount == Decimal("107.05")
    assert the_same(sales, tonglu_staff).turnovers.paid_amount == Decimal("300.05")


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(at(10, 20), at(11, 1)), (at(10, 20), at(12, 1)), (at(11, 1), at(11, 23)), (at(9, 0), at(13, 0))],
)
def test_however_the_festival_cuts_the_days(sales, youxi_staff, starts, ends):
    festival = Festival.objects.create(name="晚会", slug="gala", starts_at=starts, ends_at=ends)
    the_same(festival)
    the_same(festival, youxi_staff)


def test_a_station_that_moved(sales, fjyx001, tonglu, youxi_staff, tonglu_staff):
    roll_up_turnover()
    fjyx001.center = tonglu
    fjyx001.save(update_fields=["center"])
    assert [row.code for row in the_same(sales, tonglu_staff).first_stations] == ["ZJTL001", "FJYX001"]
    the_same(sales, youxi_staff)
    the_same(sales)


def test_a_festival_without_any_station(double_eleven, ops):
    assert the_same(double_eleven, ops).median_per_station is None


def test_who_sees_nothing(sales):
    assert the_same(sales, object()).stations_listed == 0


@pytest.mark.parametrize(("asked", "given"), [(None, 1), ("2", 2), ("99", 3), ("x", 1), ("0", 3)])
def test_a_page_that_is_not_there_leads_to_one_that_is(sales, asked, given):
    roll_up_turnover()
    assert festival_stations(sales, None, page=asked, per_page=2).rows.number == given


# --- what is remembered ---------------------------------------------------------------


def test_an_overview_is_read_once_and_then_asked_whether_it_stands(sales, ops, django_assert_num_queries):
    the_same(sales, ops)
    # Savepoint and release, the clock, and what it was made of.
    with django_assert_num_queries(4):
        overview_for(sales, ops, first=2)


def test_of_what_moved_one_hour_is_read_again(sales, fjyx001, ops, django_assert_num_queries):
    the_same(sales, ops)
    paid(fjyx001, "5.00", at(11, 15), category=Category.FURNITURE)
    roll_up_turnover()
    # And the hours, the list, counties and their names, what the first sold; the categories of one hour.
    with django_assert_num_queries(10):
        found = overview_for(sales, ops, first=2).overview
    assert found.categories[-1].category == Category.FURNITURE
    the_same(sales, ops)


@pytest.mark.parametrize("kind", ["placed", "paid", "refund"])
def test_whatever_is_rolled_up_shows_in_the_next_page(sales, fjyx001, ops, youxi_staff, tonglu_staff, kind):
    row = paid(fjyx001, "50.00", at(11, 0, 30), category=Category.FOOD)
    readers = (None, ops, youxi_staff, tonglu_staff)
    for user in readers:
        the_same(sales, user)
    if kind == "refund":
        refund(row, "-0.01")
    else:
        make_activity(fjyx001, kind, "0.01", at=at(11, 0, 31), category=Category.FOOD)
    for user in readers:
        the_same(sales, user)


def test_two_counties_with_the_same_sums_do_not_share(
    double_eleven, fjyx001, zjtl001, youxi_staff, tonglu_staff
):
    paid(fjyx001, "10.00", at(11, 0, 1), category=Category.FOOD)
    paid(zjtl001, "10.00", at(11, 0, 2), category=Category.CLOTHING)
    theirs, others = the_same(double_eleven, youxi_staff), the_same(double_eleven, tonglu_staff)
    assert [kind.category for kind in theirs.categories] == [Category.FOOD]
    assert [kind.category for kind in others.categories] == [Category.CLOTHING]
    assert theirs.opening != others.opening


def test_after_a_rebuild_everything_is_read_again(sales, ops, django_assert_num_queries):
    before = the_same(sales, ops)
    rebuild_turnover()
    with django_assert_num_queries(11):
        assert overview_for(sales, ops, first=2).overview.categories == before.categories


@pytest.mark.parametrize(
    "what", ["opening", "closing", "suspension", "end", "name", "move", "county", "province"]
)
def test_whatever_else_it_is_made_of_shows_in_the_next_page(
    sales, fjyx001, fjyx002, tonglu, ops, youxi_staff, tonglu_staff, what
):
    readers = (None, ops, youxi_staff, tonglu_staff)
    before = [the_same(sales, user) for user in readers]
    match what:
        case "opening":
            make_station(code="FJYX093")
        case "closing":
            fjyx002.status, fjyx002.closed_on = StationStatus.CLOSED, dt.date(2015, 11, 9)
            fjyx002.save(update_fields=["status", "closed_on"])
        case "suspension":
            StationSuspension.objects.create(station=fjyx002, starts_at=at(10), ends_at=at(13))
        case "end":
            StationSuspension.objects.update(ends_at=at(11, 12))
        case "name":
            Station.objects.filter(pk=fjyx001.pk).update(name="新名")
        case "move":
            Station.objects.filter(pk=fjyx001.pk).update(center=tonglu)
        case _:
            code = "350426" if what == "county" else "35"
            Region.objects.filter(code=code).update(name="新名")
    after = [the_same(sales, user) for user in readers]
    assert [dataclasses.replace(one, as_of=None) for one in after] != [
        dataclasses.replace(one, as_of=None) for one in before
    ]


def test_a_festival_that_is_moved_has_other_figures(sales, ops):
    the_same(sales, ops)
    sales.starts_at = at(11, 1)
    sales.save(update_fields=["starts_at"])
    assert the_same(sales, ops).turnovers.paid_amount == Decimal("300.10")


def test_what_is_pending_and_the_target_are_those_of_now(sales, fjyx001, ops):
    the_same(sales, ops)
    paid(fjyx001, "1.00", at(11))
    sales.sales_target = Decimal("5.00")
    sales.save(update_fields=["sales_target"])
    found = overview_for(sales, ops, first=2).overview
    assert (found.pending, found.target) == (1, Decimal("5.00"))


def test_hours_begin_while_nothing_is_sold(fjyx001, ops, monkeypatch):
    hour = hour_start(timezone.now())
    running = Festival.objects.create(
        name="今天", slug="now", starts_at=hour - dt.timedelta(hours=1), ends_at=hour + dt.timedelta(hours=5)
    )
    shown = []
    for later in (0, 90):
        moment = Moment(hour + dt.timedelta(minutes=later), 0)
        monkeypatch.setattr(keeping, "one_snapshot", lambda moment=moment: nullcontext(moment))
        shown.append(len(overview_for(running, ops, first=2).overview.hours))
    assert shown == [1, 3]


def test_each_language_is_drawn_once(sales, ops):
    kept = overview_for(sales, ops, first=2)
    drawn = []

    def draw():
        drawn.append(get_language())
        return get_language()

    for language in ("en", "zh-hans", "en", "zh-hans"):
        with translation.override(language):
            again = overview_for(sales, ops, first=2)
            assert (again.drawn(draw), kept.drawn(draw)) == (language, language)
    assert drawn == ["en", "zh-hans"]


def test_no_more_than_so_much_is_kept(sales, ops, youxi_staff, monkeypatch):
    monkeypatch.setattr(remembering, "MOST", 2)
    monkeypatch.setattr(keeping, "MOST", 1)
    for user in (ops, youxi_staff, ops):
        the_same(sales, user)
        assert [scope for _festival, scope, _first in keeping._kept] == [user.scope]
        # Categories of all hours, minutes of the first ones only.
        assert len(remembering.CATEGORIES._hours) == 2 >= len(remembering.MINUTES._hours) > 0


def test_what_is_kept_for_ever_is_not_remembered(sales, monkeypatch):
    the_same(sales)
    monkeypatch.setattr(remembering.Remembered, "of", None)
    assert festival_report(sales).categories
