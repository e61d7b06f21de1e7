"""A festival beside an earlier one and beside an ordinary day: every figure by hand."""

import csv
import datetime as dt
import io
from decimal import Decimal
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from orders.festivals.comparing.asking import compared
from orders.festivals.comparing.basis import earlier_festival, ordinary_day
from orders.festivals.comparing.report import Figure, Standing
from orders.festivals.models import Festival
from orders.festivals.rolling_up import roll_up_turnover
from partners.journal.kinds import Category, Kind
from stations.clock import SHANGHAI
from stations.refusals import Refused
from tests.cast import api_client_of, client_of, make_activity, make_station
from tests.orders.festivals.conftest import double_eleven  # noqa: F401

pytestmark = pytest.mark.django_db

SLUG = "double-eleven-2015"
PAGE = reverse("festival_comparison", args=[SLUG])


def at(month, day, hour=10, year=2015):
    return dt.datetime(year, month, day, hour, tzinfo=SHANGHAI)


def paid(station, amount, when, **fields):
    return make_activity(station, Kind.PAID, amount, at=when, **fields)


@pytest.fixture
def spring(db):
    """Two days in May: of them the first is as long as Double Eleven."""
    return Festival.objects.create(
        name="年中大促", slug="spring-2015", starts_at=at(5, 20, 0), ends_at=at(5, 22, 0)
    )


@pytest.fixture
def sales(double_eleven, fjyx001, fjyx002, zjtl001):  # noqa: F811
    """Double Eleven: 600.00 and 40.00; on four Wednesdays before 10, 20, 0 and 90.01 in Youxi."""
    paid(fjyx001, "600.00", at(11, 11))
    paid(zjtl001, "40.00", at(11, 11, 23), category=Category.FOOD)
    for month, day, amount in ((10, 14, "10.00"), (10, 21, "20.00"), (11, 4, "90.01")):
        paid(fjyx001, amount, at(month, day))
    paid(fjyx001, "5000.00", at(11, 10, 23))  # the evening before is no Wednesday
    roll_up_turnover()
    return double_eleven


def figures(rows, measure="paid_amount"):
    return {
        row.code: (row.figure(measure).now, row.figure(measure).then, row.figure(measure).ratio)
        for row in rows
    }


def test_the_mean_of_the_same_weekdays_in_the_four_weeks_before(sales):
    found = compared(sales)

    assert [span.first_day.isoformat() for span in found.basis.then] == [
        "2015-10-14",
        "2015-10-21",
        "2015-10-28",
        "2015-11-04",
    ]
    whole = found.whole.figure("paid_amount")
    assert (whole.now, whole.then) == (Decimal("640.00"), Decimal("30.00"))  # 120.01 / 4 = 30.0025
    assert (whole.difference, round(whole.ratio, 2)) == (Decimal("610.00"), Decimal("21.33"))
    assert found.whole.figure("paid_orders").then == Decimal("0.75")
    nothing = Decimal("0.00")
    assert figures(found.stations) == {
        "FJYX001": (Decimal("600.00"), Decimal("30.00"), Decimal("20")),
        "ZJTL001": (Decimal("40.00"), nothing, None),  # never divided by nothing
        "FJYX002": (nothing, nothing, None),
    }
    assert figures(found.counties)["350426"] == (Decimal("600.00"), Decimal("30.00"), Decimal("20"))
    assert figures(found.provinces)["35"] == (Decimal("600.00"), Decimal("30.00"), Decimal("20"))
    assert figures(found.categories) == {
        "clothing": (Decimal("600.00"), Decimal("30.00"), Decimal("20")),
        "food": (Decimal("40.00"), nothing, None),
    }


def test_the_median_and_another_number_of_weeks(sales):
    by_median = compared(sales, middle="median").whole.figure("paid_amount")
    assert by_median.then == Decimal("15.00")  # 0, 10, 20, 90.01
    assert compared(sales, weeks=1).whole.figure("paid_amount").then == Decimal("90.01")
    for weeks in (0, 13):
        with pytest.raises(Refused):
            compared(sales, weeks=weeks)
    with pytest.raises(Refused):
        compared(sales, middle="mode")


def test_a_week_in_which_a_festival_ran_is_no_ordinary_week(sales):
    Festival.objects.create(name="清仓", slug="sale", starts_at=at(11, 4, 12), ends_at=at(11, 5, 12))
    found = compared(sales)
    assert [span.first_day.isoformat() for span in found.basis.left_out] == ["2015-11-04"]
    assert found.whole.figure("paid_amount").then == Decimal("10.00")
    with pytest.raises(Refused) as refused:
        compared(sales, weeks=1)
    assert refused.value.code == "no_ordinary_day"


def test_a_long_festival_is_never_compared_with_itself(db):
    long = Festival(starts_at=at(11, 1, 0), ends_at=at(11, 11, 0))
    basis = ordinary_day(long, weeks=2, as_of=at(12, 1), festivals=[long])
    assert [span.first_day.isoformat() for span in basis.then] == ["2015-10-04", "2015-10-18"]
    assert not basis.left_out


def test_a_station_that_opened_since_is_new_and_one_that_closed_is_named(sales, zjtl001):
    new = make_station(code="FJYX003", opened_on=dt.date(2015, 11, 5))
    between = make_station(code="FJYX004", opened_on=dt.date(2015, 10, 28))
    gone = make_station(code="FJYX005", status="closed", closed_on=dt.date(2015, 11, 10))
    make_station(code="FJYX006", status="closed", closed_on=dt.date(2015, 9, 30))
    paid(new, "8.00", at(11, 11))
    paid(between, "30.00", at(10, 28))
    paid(between, "70.00", at(11, 11))
    paid(gone, "4.00", at(10, 14))
    roll_up_turnover()
    found = compared(sales)

    rows = {row.code: row for row in found.stations}
    assert set(rows) == {"FJYX001", "FJYX002", "FJYX003", "FJYX004", "FJYX005", "ZJTL001"}
    standing = {code: row.standing for code, row in rows.items() if row.standing != Standing.BOTH}
    assert standing == {"FJYX003": Standing.NEW, "FJYX005": Standing.CLOSED}
    assert rows["FJYX003"].figure("paid_amount") == Figure(Decimal("8.00"), None, False)
    closed = rows["FJYX005"].figure("paid_amount")
    assert (closed.then, closed.difference, closed.ratio) == (Decimal("1.00"), Decimal("-1.00"), None)
    # It was there on two of the four days: 30.00 and nothing.
    assert rows["FJYX004"].figure("paid_amount").then == Decimal("15.00")
    assert [found.count(one) for one in (Standing.BOTH, Standing.NEW, Standing.CLOSED)] == [4, 1, 1]


def test_an_earlier_festival_from_the_beginning_of_each(sales, spring, fjyx001, zjtl001):
    paid(fjyx001, "150.00", at(5, 20, 0))
    paid(fjyx001, "999.00", at(5, 21, 0))  # its second day, which Double Eleven has not
    paid(zjtl001, "20.00", at(5, 20, 23))
    roll_up_turnover()
    found = compared(sales, against="spring-2015")

    assert found.basis.shortened
    assert figures(found.counties) == {
        "350426": (Decimal("600.00"), Decimal("150.00"), Decimal("4")),
        "330122": (Decimal("40.00"), Decimal("20.00"), Decimal("2")),
    }
    assert found.whole.figure("paid_orders").ratio == Decimal("1")
    with pytest.raises(Refused):
        compared(spring, against=SLUG)
    with pytest.raises(Refused):
        compared(sales, against="singles")


def test_a_festival_that_runs_is_compared_by_the_hours_that_are_over(double_eleven, spring):  # noqa: F811
    basis = earlier_festival(double_eleven, spring, as_of=at(11, 11, 9) + dt.timedelta(minutes=59))
    assert (basis.now.ends_at, basis.then[0].ends_at) == (at(11, 11, 9), at(5, 20, 9))
    with pytest.raises(Refused) as refused:
        earlier_festival(double_eleven, spring, as_of=at(11, 11, 0) + dt.timedelta(minutes=59))
    assert refused.value.code == "not_begun"


def test_part_days_are_counted_by_the_hour(sales, fjyx001):
    evening = Festival.objects.create(
        name="晚场", slug="evening", starts_at=at(11, 11, 9), ends_at=at(11, 11, 11)
    )
    paid(fjyx001, "7.00", at(11, 4, 11))  # the hour after it
    roll_up_turnover()
    assert figures(compared(evening).stations)["FJYX001"][:2] == (Decimal("600.00"), Decimal("30.00"))
    sold = compared(evening).whole.figure("paid_amount")
    assert (sold.now, sold.then) == (Decimal("600.00"), Decimal("30.00"))


# --- where it is read ------------------------------------------------------------


def test_a_county_reads_its_own(sales, youxi_staff, ops):
    own = compared(sales, youxi_staff)
    assert figures(own.counties) == {"350426": (Decimal("600.00"), Decimal("30.00"), Decimal("20"))}
    page = client_of(youxi_staff).get(PAGE).content.decode()
    assert "FJYX001" in page
    assert "ZJTL001" not in page
    assert "桐庐" not in page


def test_the_page_says_its_basis_and_names_who_is_new(sales, ops):
    paid(make_station(code="FJYX003", opened_on=dt.date(2015, 11, 5)), "8.00", at(11, 11))
    roll_up_turnover()
    english = client_of(ops, headers={"accept-language": "en"})
    page = english.get(PAGE, {"level": "stations"}).content.decode()
    for text in (
        "The mean of 4 spans with the same weekdays and hours",
        "2015-10-14, 2015-10-21, 2015-10-28, 2015-11-04",
        "FJYX003",
        "(new)",
        "20.00×",
        "+¥570.00",
    ):
        assert text in page, text
    for wrong in ({"weeks": "0"}, {"weeks": "x"}, {"middle": "mode"}, {"against": "singles"}):
        assert english.get(PAGE, wrong).status_code == 422, wrong
        file = reverse("festival_comparison_file", args=[SLUG, "csv"])
        assert english.get(file, wrong).status_code == 404, wrong


def test_a_festival_that_has_not_begun_says_so(ops, db):
    Festival.objects.create(
        name="以后", slug="later", starts_at=at(11, 11, 0, 2098), ends_at=at(11, 12, 0, 2098)
    )
    page = client_of(ops, headers={"accept-language": "en"}).get(
        reverse("festival_comparison", args=["later"])
    )
    assert page.status_code == 422
    assert "once its first hour is over" in page.content.decode()


def test_file_api_and_command_say_the_same(sales, ops):
    file = reverse("festival_comparison_file", args=[SLUG, "csv"])
    rows = list(csv.reader(io.StringIO(client_of(ops).get(file).content.decode("utf-8-sig"))))
    assert (len(rows), len(rows[0])) == (1 + 1 + 2 + 2 + 2 + 3, 5 + 24)
    assert rows[1][13:17] == ["640.00", "30.00", "610.00", "21.333333"]
    book = openpyxl.load_workbook(io.BytesIO(client_of(ops).get(file.replace("csv", "xlsx")).content))
    assert len(book.sheetnames) == 5

    told = api_client_of(ops).get(f"/api/v1/festivals/{SLUG}/comparison/").json()
    assert told["whole"]["paid_amount"] == {
        "now": "640.00",
        "then": "30.00",
        "difference": "610.00",
        "ratio": "21.3333",
    }
    assert (told["basis"]["kind"], len(told["basis"]["then"])) == ("ordinary", 4)
    assert api_client_of(ops).get(f"/api/v1/festivals/{SLUG}/comparison/?against=x").status_code == 400

    out = StringIO()
    call_command("compare_festival", SLUG, "--format", "csv", stdout=out)
    assert "640.00,30.00,610.00,21.333333" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("compare_festival", SLUG, "--weeks", "99")


def test_it_costs_the_same_number_of_queries_however_much_there_is(sales, ops, django_assert_num_queries):
    for number in range(100, 140):
        paid(make_station(code=f"FJYX{number}"), "1.00", at(10, 14))
    roll_up_turnover()
    reader = client_of(ops)
    # Session, login, festival, those to choose from; a snapshot, those that ran, three sums, and three
    # lists of places.
    with django_assert_num_queries(14):
        assert reader.get(PAGE).status_code == 200
