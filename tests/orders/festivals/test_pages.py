"""The report's pages: whose they are, what they say, and how they are asked again."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from orders.festivals.models import Festival
from orders.festivals.rolling_up import roll_up_turnover
from partners.journal.kinds import Kind
from stations.clock import hour_start
from tests.cast import client_of, make_activity, make_station

SLUG = "double-eleven-2015"
PAGES = [
    reverse("report_index"),
    reverse("festival_report", args=[SLUG]),
    reverse("festival_now", args=[SLUG]),
    reverse("festival_file", args=[SLUG, "csv"]),
    *(reverse("festival_places", args=[SLUG, level]) for level in ("provinces", "counties", "stations")),
]


@pytest.fixture
def sales(double_eleven, fjyx001, fjyx002, zjtl001):
    make_activity(fjyx001, Kind.PLACED, "88.00")
    make_activity(fjyx001, Kind.PAID, "88.00")
    make_activity(zjtl001, Kind.PAID, "12345.67")
    roll_up_turnover()
    return double_eleven


@pytest.fixture
def running(db):
    hour = hour_start(timezone.now())
    return Festival.objects.create(
        name="年货节",
        slug="running",
        starts_at=hour - dt.timedelta(hours=2),
        ends_at=hour + dt.timedelta(hours=9),
        sales_target=Decimal("200.00"),
    )


def text(response):
    assert response.status_code == 200
    return response.getvalue().decode()


@pytest.mark.parametrize("address", PAGES)
def test_head_office_and_county_staff_only(address, sales, ops, superuser, youxi_staff, lin, helper):
    for reader in (ops, superuser, youxi_staff):
        assert client_of(reader).get(address).status_code == 200
    for reader in (lin, helper):
        assert client_of(reader).get(address).status_code == 403
    assert client_of(None).get(address).status_code == 302


@pytest.mark.parametrize("address", PAGES)
def test_staff_read_nothing_of_another_county(address, sales, ops, youxi_staff):
    assert "12345.67" not in text(client_of(youxi_staff).get(address)).replace(",", "")
    foreign = ("桐庐县", "ZJTL001", "浙江省")
    assert not any(word in text(client_of(youxi_staff).get(address)) for word in foreign)


def test_an_unknown_festival_is_not_found(sales, ops):
    for name in ("festival_report", "festival_now"):
        assert client_of(ops).get(reverse(name, args=["singles"])).status_code == 404
    assert client_of(ops).get(reverse("festival_file", args=[SLUG, "pdf"])).status_code == 404
    assert client_of(ops).get(f"/reports/festivals/{SLUG}/villages/").status_code == 404


def test_the_page_tells_the_three_turnovers_and_the_stations(sales, ops):
    page = text(client_of(ops, headers={"accept-language": "en"}).get(PAGES[1]))
    for part in (
        "12,433",
        "2 orders. Counts when they are paid",
        "As of",
        "Paid, over all 3 stations in service",
        "4,144",
        "Stations",
        "桐庐县",
        "FJYX001",
        "Turnover by hour",
        "1,243.4% of the target is paid",
    ):
        assert part in page, part
    assert "hx-get" not in page  # it is over


def test_a_festival_without_orders_says_what_would_fill_it(double_eleven, ops):
    page = text(client_of(ops, headers={"accept-language": "en"}).get(PAGES[1]))
    assert "Nothing was sold yet" in page
    assert "canvas" not in page


def test_a_festival_to_come_says_when(ops):
    day = hour_start(timezone.now()) + dt.timedelta(days=3)
    Festival.objects.create(
        name="双十二", slug="to-come", starts_at=day, ends_at=day + dt.timedelta(hours=24)
    )
    page = text(client_of(ops, headers={"accept-language": "en"}).get("/reports/festivals/to-come/"))
    assert "This festival has not begun" in page
    # What is done before it begins: the wall is put up, targets are set.
    assert "/reports/festivals/to-come/live/" in page
    assert "/reports/festivals/to-come/targets/" in page


def test_the_first_page_without_anything(ops, youxi_staff):
    english = {"headers": {"accept-language": "en"}}
    page = text(client_of(ops, **english).get(PAGES[0]))
    assert "No festivals yet" in page
    assert reverse("admin:orders_festival_add") in page
    assert reverse("admin:orders_festival_add") not in text(client_of(youxi_staff, **english).get(PAGES[0]))


def test_the_first_page_shows_today_by_county_and_what_festivals_brought(sales, fjyx001, ops):
    make_activity(fjyx001, amount="77.70", at=timezone.now())
    roll_up_turnover()
    page = text(client_of(ops).get(PAGES[0]))
    assert "¥</span>77" in page
    assert "¥</span>12,433" in page


# --- while it runs ---------------------------------------------------------------


def test_a_running_festival_asks_again_and_is_answered_304_until_something_changes(running, fjyx001, ops):
    reader = client_of(ops)
    address = reverse("festival_now", args=["running"])
    page = text(reader.get(reverse("festival_report", args=["running"])))
    assert f'hx-get="{address}"' in page

    make_activity(fjyx001, amount="55.00", at=timezone.now())
    roll_up_turnover()
    first = reader.get(address)
    assert "¥</span>55" in text(first)
    assert set(first["Cache-Control"].split(", ")) == {"private", "no-cache"}
    again = reader.get(address, headers={"if-none-match": first["ETag"]})
    if again.status_code != 304:  # the minute of the as-of has just changed
        again = reader.get(address, headers={"if-none-match": again["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

    make_activity(fjyx001, amount="0.01", at=timezone.now())
    roll_up_turnover()
    assert reader.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_one_readers_figures_are_not_anothers(running, fjyx001, ops, tonglu_staff):
    make_activity(fjyx001, amount="55.00", at=timezone.now())
    roll_up_turnover()
    address = reverse("festival_now", args=["running"])
    seen = client_of(ops).get(address)["ETag"]
    answer = client_of(tonglu_staff).get(address, headers={"if-none-match": seen})
    assert "¥</span>0" in text(answer)


def test_the_fragment_of_a_festival_that_is_over_asks_no_more(sales, ops):
    assert "hx-get" not in text(client_of(ops).get(reverse("festival_now", args=[SLUG])))


def test_what_is_not_counted_yet_is_said(sales, fjyx001, ops):
    make_activity(fjyx001)
    page = text(client_of(ops, headers={"accept-language": "en"}).get(PAGES[1]))
    assert "not counted yet" in page


# --- lists and files -------------------------------------------------------------


def test_all_stations_come_page_by_page_with_their_rank(sales, ops):
    for number in range(100, 160):
        make_station(code=f"FJYX{number}")
    reader = client_of(ops)
    first = text(reader.get(reverse("festival_places", args=[SLUG, "stations"])))
    assert "1.\u00a0ZJTL001" in first
    assert "51.\u00a0" not in first
    assert "51.\u00a0" in text(reader.get(reverse("festival_places", args=[SLUG, "stations"]) + "?page=2"))


def test_stations_without_a_sale(sales, ops):
    page = text(client_of(ops).get(reverse("festival_places", args=[SLUG, "stations"]) + "?sale=none"))
    assert "FJYX002" in page
    assert "ZJTL001" not in page


def test_the_files_are_named_after_festival_and_moment(sales, ops):
    answer = client_of(ops).get(reverse("festival_file", args=[SLUG, "xlsx"]))
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{SLUG}-20')
    assert answer["Content-Disposition"].endswith('.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert len(book.sheetnames) == 6


def test_the_pages_cost_the_same_number_of_queries_however_many_rows(sales, ops, django_assert_num_queries):
    for number in range(100, 140):
        make_activity(make_station(code=f"FJYX{number}"))
    roll_up_turnover()
    reader = client_of(ops)
    # Session, login and festival; then the overview's ten, the totals' four, or these and a page's three.
    for address, number in ((PAGES[0], 5), (PAGES[1], 13), (PAGES[2], 7), (PAGES[6], 10)):
        with django_assert_num_queries(number):
            reader.get(address)
    # It stands as it was: of the ten the snapshot's three and the question whether it does.
    with django_assert_num_queries(7):
        reader.get(PAGES[1])


def test_the_page_that_is_kept_is_no_old_one_and_nobody_elses(sales, fjyx001, ops, youxi_staff, tonglu_staff):
    def page(reader, language):
        return text(client_of(reader, headers={"accept-language": language}).get(PAGES[1]))

    def seen():
        amounts = ("¥88.00", "¥12,345.67", "¥88.33")
        pages = [page(reader, "en") for reader in (ops, youxi_staff, tonglu_staff)]
        return [[amount in one for amount in amounts] for one in pages]

    assert seen() == seen() == [[True, False, False], [True, False, False], [False, True, False]]
    assert "每小时成交额" in page(ops, "zh-hans")
    assert "Turnover by hour" not in page(ops, "zh-hans")
    assert "Turnover by hour" in page(ops, "en")
    make_activity(fjyx001, Kind.PAID, "0.33")
    roll_up_turnover()
    assert seen() == [[True, False, True], [True, False, True], [False, True, False]]
