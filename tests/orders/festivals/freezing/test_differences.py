"""What changed after a snapshot, to the fen, and adding up in every direction."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.urls import reverse

from orders.festivals.freezing.differences import differences, reading_of_now
from orders.festivals.freezing.document import thaw
from orders.festivals.freezing.taking import freeze_festival
from orders.festivals.measures import NOTHING_SOLD, Turnovers
from orders.festivals.rolling_up import roll_up_turnover
from partners.journal.kinds import Kind
from stations.network.moving import move_station
from tests.cast import api_client_of, client_of, make_activity
from tests.orders.festivals.freezing.conftest import at, refund

pytestmark = pytest.mark.django_db

SLUG = "double-eleven-2015"


def freeze(festival):
    return freeze_festival(actor=None, festival=festival, reason="零点")


def part(snapshot, center=None):
    return snapshot.parts.get(center__code=center) if center else snapshot.parts.get(center=None)


def since(snapshot, center=None):
    roll_up_turnover()
    own = part(snapshot, center)
    return differences(thaw(own.document), reading_of_now(own))


def told(changes):
    return {one.code: (one.difference.net_amount, one.difference.net_orders) for one in changes}


@pytest.fixture
def snapshot(sold, double_eleven):
    return freeze(double_eleven)


@pytest.fixture
def weeks_later(snapshot, sold, zjtl001):
    """Two refunds in Youxi on two days, one in Tonglu, and an order of that night told of late."""
    refund(sold["coat"], "33.33", at(12, 0))
    refund(sold["coat"], "56.67", at(18), all_of_it=True)
    refund(sold["set"], "0.05", at(18, 23, 59))
    make_activity(zjtl001, Kind.PAID, "20.00", at=at(11, 15), subject="agent-order:late")
    return snapshot


def test_nothing_changed(snapshot):
    found = since(snapshot)
    assert found.nothing
    assert found.whole.difference == NOTHING_SOLD


def test_each_breakdown_adds_up_to_the_whole(weeks_later):
    found = since(weeks_later)

    zero = Decimal("0.00")
    assert found.whole.difference == Turnovers(zero, 0, Decimal("20.00"), 1, Decimal("-70.05"), 0)
    assert told(found.provinces) == {"35": (Decimal("-90.00"), -1), "33": (Decimal("19.95"), 1)}
    assert told(found.counties) == {"350426": (Decimal("-90.00"), -1), "330122": (Decimal("19.95"), 1)}
    assert told(found.stations) == {"FJYX001": (Decimal("-90.00"), -1), "ZJTL001": (Decimal("19.95"), 1)}
    assert [(one.day, one.amount, one.orders) for one in found.days] == [
        (dt.date(2015, 11, 12), Decimal("-33.33"), 0),
        (dt.date(2015, 11, 18), Decimal("-56.72"), -1),
    ]
    assert (found.recorded_later, found.recorded_later_orders) == (Decimal("20.00"), 1)
    assert sum(day.amount for day in found.days) + found.recorded_later == Decimal("-70.05")
    assert sum(one.difference.net_amount for one in found.categories) == Decimal("-70.05")
    assert found.elsewhere == NOTHING_SOLD


def test_what_waits_to_be_rolled_up_is_in_neither_side(weeks_later, sold):
    roll_up_turnover()
    refund(sold["tea"], "1.00", at(19))
    own = part(weeks_later)
    found = differences(thaw(own.document), reading_of_now(own))
    assert found.whole.difference.net_amount == Decimal("-70.05")
    assert sum(day.amount for day in found.days) == Decimal("-90.05")


def test_two_snapshots_and_what_came_between_them(weeks_later, sold, double_eleven):
    second = freeze(double_eleven)
    refund(sold["tea"], "60.00", at(25), all_of_it=True)
    roll_up_turnover()

    first_to_second = differences(thaw(part(weeks_later).document), thaw(part(second).document))
    assert first_to_second.whole.difference.net_amount == Decimal("-70.05")
    assert told(since(second).stations) == {"FJYX002": (Decimal("-60.00"), -1)}
    assert since(weeks_later).whole.difference.net_amount == Decimal("-130.05")


def test_a_county_has_its_own_differences(weeks_later):
    found = since(weeks_later, "FJYX")
    assert found.whole.difference.net_amount == Decimal("-90.00")
    assert told(found.counties) == {"350426": (Decimal("-90.00"), -1)}
    assert [one.amount for one in found.days] == [Decimal("-33.33"), Decimal("-56.67")]
    assert found.elsewhere == NOTHING_SOLD


def test_a_station_that_went_to_another_county_is_no_correction(weeks_later, fjyx001, tonglu):
    move_station(actor=None, station=fjyx001, center=tonglu, reason="划归桐庐")

    old, new, nation = since(weeks_later, "FJYX"), since(weeks_later, "ZJTL"), since(weeks_later)
    assert (old.whole.difference.net_amount, told(old.stations)) == (Decimal("-90.00"), {})
    assert old.elsewhere.net_amount == Decimal("-90.00")
    assert told(new.stations) == {"ZJTL001": (Decimal("19.95"), 1)}
    assert new.elsewhere == NOTHING_SOLD
    assert told(nation.stations) == {"FJYX001": (Decimal("-90.00"), -1), "ZJTL001": (Decimal("19.95"), 1)}


def test_other_hours_of_the_festival_do_not_count_as_corrections(weeks_later, double_eleven):
    before = since(weeks_later).whole.difference
    type(double_eleven).objects.filter(pk=double_eleven.pk).update(
        starts_at=double_eleven.starts_at - dt.timedelta(days=5)
    )
    assert since(weeks_later).whole.difference == before


# --- where they are read ---------------------------------------------------------


def test_page_file_and_api_say_the_same(weeks_later, ops, youxi_staff):
    roll_up_turnover()
    arguments = [SLUG, weeks_later.pk]
    page = client_of(ops).get(reverse("festival_differences", args=arguments)).content.decode()
    for figure in ("-¥70.05", "+¥20.00", "-¥33.33", "-¥56.72", "2015-11-18"):
        assert figure in page, figure
    own = client_of(youxi_staff).get(reverse("festival_differences", args=arguments)).content.decode()
    assert "-¥90.00" in own
    assert "ZJTL001" not in own

    document = client_of(ops).get(reverse("festival_differences_file", args=[*arguments, "csv"])).content
    rows = list(csv.reader(io.StringIO(document.decode("utf-8-sig"))))
    assert rows[1][9] == "-70.05"
    assert len(rows) == 1 + 1 + 2 + 1 + 2 + 2 + 2 + 2  # head, all, days, later, four breakdowns of two

    answer = api_client_of(ops).get(reverse("api-festival-snapshot-differences", args=[weeks_later.pk]))
    assert answer.json()["difference"]["net"] == {"amount": "-70.05", "orders": 0}
    assert answer.json()["refunds_by_day"][1] == {"day": "2015-11-18", "amount": "-56.72", "orders": -1}


def test_against_an_earlier_or_an_unknown_one_is_not_found(weeks_later, double_eleven, ops):
    second = freeze(double_eleven)
    browser = client_of(ops)
    page = reverse("festival_differences", args=[SLUG, weeks_later.pk])
    assert browser.get(page, {"against": second.pk}).status_code == 200
    backwards = reverse("festival_differences", args=[SLUG, second.pk])
    for address, against in ((backwards, weeks_later.pk), (page, 987654), (page, "x")):
        assert browser.get(address, {"against": against}).status_code == 404
        api = reverse("api-festival-snapshot-differences", args=[second.pk])
    assert api_client_of(ops).get(api, {"against": weeks_later.pk}).status_code == 404
    assert api_client_of(ops).get(api, {"against": "x"}).status_code == 404


def test_differences_cost_the_same_number_of_queries(weeks_later, ops, django_assert_num_queries):
    roll_up_turnover()
    reader = client_of(ops)
    # Session, login, part; the report's twelve in a snapshot of ours, the refunds; later snapshots.
    with django_assert_num_queries(18):
        reader.get(reverse("festival_differences", args=[SLUG, weeks_later.pk]))
