"""Each row that makes no sense is refused with its line and its reason, and nothing is written."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from orders.agent_orders.importing.format import CATEGORIES, COLUMNS
from orders.agent_orders.importing.parsing import BadRow, parse_row
from orders.agent_orders.models import AgentOrder
from orders.villagers.models import Villager
from partners.journal.models import Activity
from tests.cast import make_station
from tests.orders.agent_orders.importing.files import PAID, REFUNDED, counts, reasons, row, run

pytestmark = pytest.mark.usefixtures("english", "lin")

GOOD = row(order_no="1400000000000000", **PAID)


def nothing_written():
    return not (AgentOrder.objects.exists() or Villager.objects.exists() or Activity.objects.exists())


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"platform": ""}, "platform: This is missing."),
        ({"platform": "x" * 21}, "platform: This is longer than 20 characters."),
        ({"order_no": ""}, "order_no: This is missing."),
        ({"order_no": "1.4E+17"}, "order_no: A spreadsheet has cut this number"),
        ({"line_no": "0"}, "line_no: This is not a whole number from 1"),
        ({"line_no": "1.5"}, "line_no: This is not a whole number from 1"),
        ({"station": ""}, "station: This is missing."),
        ({"station": "FJYX999"}, "station: there is no station FJYX999."),
        ({"villager": ""}, "villager: This is missing."),
        ({"phone": "0598-6321234"}, "phone: A mobile number has 11 digits"),
        ({"phone": "1380000000"}, "phone: A mobile number has 11 digits"),
        ({"title": ""}, "title: This is missing."),
        ({"title": "电" * 201}, "title: This is longer than 200 characters."),
        ({"title": "电\x00饭煲"}, "title: There is a line break or another control character"),
        ({"category": "rockets"}, "category: The category “rockets” is not known."),
        ({"quantity": "0"}, "quantity: This is not a whole number from 1"),
        ({"quantity": "-1"}, "quantity: This is not a whole number from 1"),
        ({"quantity": "two"}, "quantity: This is not a whole number from 1"),
        ({"unit_price": ""}, "unit_price: An amount is written like 1234.50"),
        ({"unit_price": "1,995.00"}, "unit_price: An amount is written like 1234.50, not “1,995.00”."),
        ({"amount": ""}, "amount: An amount is written like 1234.50"),
        ({"amount": "12.345"}, "amount: An amount is written like 1234.50"),
        ({"amount": "-399.00"}, "amount: An amount is written like 1234.50"),
        ({"amount": "NaN"}, "amount: An amount is written like 1234.50"),
        ({"amount": "0.00"}, "amount: The amount must be above zero"),
        ({"amount": "399.01"}, "amount: The amount is more than quantity times unit price."),
        ({"placed_at": ""}, "placed_at: A time is written like 2015-11-11 09:30"),
        ({"placed_at": "11.11.2015 00:05"}, "placed_at: A time is written like 2015-11-11 09:30"),
        ({"placed_at": "2015-11-31 00:05"}, "placed_at: A time is written like 2015-11-11 09:30"),
        ({"placed_at": "2015-11-11"}, "placed_at: A time is written like 2015-11-11 09:30"),
        ({"placed_at": "2014-12-19 23:59"}, "placed_at: station FJYX001 was not open yet."),
        ({"paid_at": "2015-11-11 00:04:59"}, "paid_at: An order is not paid before it is placed."),
        (
            {**PAID, "handed_over_at": "2015-11-11 00:06"},
            "handed_over_at: An order is not handed over before",
        ),
        ({"handed_over_at": "2015-11-15 16:20"}, "handed_over_at: An order is not handed over before"),
        ({"refunded": "1.00", "refunded_at": "2015-11-16 10:00"}, "refunded: Nothing was paid"),
        ({**REFUNDED, "refunded": "399.01"}, "refunded: More comes back than was paid."),
        ({**REFUNDED, "refunded_at": ""}, "refunded_at: Say when the money went back."),
        ({**REFUNDED, "refunded": ""}, "refunded: There is a time but no amount."),
        (
            {**REFUNDED, "refunded_at": "2015-11-11 00:06"},
            "refunded_at: Money does not go back before it came.",
        ),
    ],
)
def test_a_row_that_makes_no_sense_is_refused(changed, reason):
    report = run(GOOD, row(**changed))

    assert list(reasons(report)) == [3]
    assert reasons(report)[3].startswith(reason)
    assert counts(report) == (1, 0, 0, 1)
    assert not report.written
    assert nothing_written()


def test_everything_that_is_wrong_with_a_row_is_said_at_once():
    report = run(row(phone="12", quantity="0", category="x"))
    assert [name in reasons(report)[2] for name in ("phone:", "quantity:", "category:")] == [True] * 3


def test_a_chinese_reader_finds_the_columns_by_their_chinese_names():
    with translation.override("zh-hans"):
        report = run(row(phone="12", quantity="0"))
    assert [name in reasons(report)[2] for name in ("手机号: ", "数量: ")] == [True] * 2


@pytest.mark.parametrize("column", ["placed_at", "paid_at", "handed_over_at", "refunded_at"])
def test_a_moment_to_come_is_refused(column):
    soon = f"{timezone.localtime() + dt.timedelta(minutes=1):%Y-%m-%d %H:%M:%S}"
    later = {
        "placed_at": ("paid_at", "handed_over_at", "refunded_at"),
        "paid_at": ("handed_over_at", "refunded_at"),
    }
    moved = dict.fromkeys((column, *later.get(column, ())), soon)
    assert reasons(run(row(**{**REFUNDED, **moved})))[2] == f"{column}: This moment is still to come."
    assert nothing_written()


def test_more_cells_than_the_header_names_are_refused():
    cells = [*(row().get(name, "") for name in COLUMNS), "left over"]
    bad = parse_row(2, cells, now=timezone.now())
    assert isinstance(bad, BadRow)
    assert bad.reason == "There are more cells than the header names."


@pytest.mark.parametrize("name", [name for names in CATEGORIES.values() for name in names])
def test_categories_have_a_name_in_each_language(name):
    assert counts(run(row(category=name))) == (1, 0, 0, 0)


@pytest.mark.parametrize(("name", "platform"), [("淘宝", "taobao"), ("Taobao", "taobao"), ("天猫", "tmall")])
def test_a_platform_has_one_name(name, platform):
    run(row(platform=name))
    assert AgentOrder.objects.get().platform == platform


def test_times_may_carry_a_zone():
    run(row(placed_at="2015-11-10T16:05:00Z", paid_at="2015-11-11T00:06:30.5+08:00"))
    order = AgentOrder.objects.get()
    assert timezone.localtime(order.placed_at).isoformat() == "2015-11-11T00:05:00+08:00"
    assert (order.paid_at - order.placed_at).total_seconds() == 90.5


def test_a_lower_amount_is_a_discount():
    run(row(amount="380.00"))
    assert str(AgentOrder.objects.get().amount) == "380.00"


def test_a_station_takes_orders_from_its_first_day_to_its_last():
    make_station(
        code="FJYX050", opened_on=dt.date(2015, 5, 1), closed_on=dt.date(2015, 6, 30), status="closed"
    )
    days = ["2015-04-30 23:59", "2015-05-01 00:00", "2015-06-30 23:59", "2015-07-01 00:00"]
    report = run(
        *(row(order_no=str(number), station="FJYX050", placed_at=day) for number, day in enumerate(days)),
        skip_bad=True,
    )
    assert reasons(report) == {
        2: "placed_at: station FJYX050 was not open yet.",
        5: "placed_at: station FJYX050 was closed by then.",
    }


def test_a_station_that_never_opened_takes_none():
    make_station(code="FJYX051", opened_on=None, status="applied")
    assert reasons(run(row(station="FJYX051")))[2] == "placed_at: station FJYX051 was not open yet."


def test_what_came_of_it_is_written_as_the_platform_says():
    run(row(**REFUNDED))

    order = AgentOrder.objects.get()
    assert (order.status, str(order.refunded)) == ("partly_refunded", "99.50")
    assert timezone.localtime(order.handed_over_at).isoformat() == "2015-11-15T16:20:00+08:00"
    assert [change.after for change in order.changes.all()] == [
        "placed",
        "paid",
        "handed_over",
        "partly_refunded",
    ]
    assert list(
        Activity.objects.order_by("pk").values_list("kind", "business_date", "turnover_at__minute")
    ) == [
        ("placed", dt.date(2015, 11, 11), 5),
        ("paid", dt.date(2015, 11, 11), 6),
        ("handed_over", dt.date(2015, 11, 15), 6),
        ("refund", dt.date(2015, 11, 16), 6),
    ]


def test_whether_a_new_villager_agreed_is_not_known(villager):
    run(row(), row(order_no="2", phone="13800000099", villager="陈大爷"))
    new = Villager.objects.get(phone="13800000099")
    assert (new.name, new.consented_at) == ("陈大爷", None)
    assert Villager.objects.count() == 2


def test_a_villager_on_file_keeps_the_name(villager):
    run(row(villager="黄奶奶"))
    assert Villager.objects.get().name == "黄阿婆"
