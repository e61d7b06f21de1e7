"""A day is opened and closed by a count; a difference needs a reason, a closed day is locked."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from orders.cash.closing.blocking import left_behind, not_settled
from orders.cash.closing.counting import close_day, open_day
from orders.cash.closing.sheet import day_sheet
from orders.cash.handling import take_out
from orders.cash.models import CashDay, CashMovement
from orders.logistics.lifecycle import ParcelStatus
from orders.reports.books import verify
from partners.people.models import Tenure
from stations.clock import day_start, today
from stations.refusals import Refused
from tests.cast import make_order, put_cash
from tests.orders.cash.days import everything, held, move
from tests.orders.logistics.parcels import make_parcel

pytestmark = pytest.mark.django_db

NOON = dt.timedelta(hours=12)
HUNDRED = Decimal("100.00")


def noon(days_ago):
    return day_start(today() - dt.timedelta(days=days_ago)) + NOON


def close(station, lin, counted, *, days_ago=0, parcels=0, reason=""):
    return close_day(
        actor=lin.user,
        station=station,
        day=today() - dt.timedelta(days=days_ago),
        counted=Decimal(counted),
        parcels=parcels,
        reason=reason,
    )


def refused(work):
    before = everything()
    with pytest.raises(Refused) as error:
        work()
    assert everything() == before
    return error.value


def test_the_first_cash_is_the_partners_own_and_later_counts_need_a_reason(fjyx001, lin):
    move(fjyx001, "5.00", at=noon(1))
    close(fjyx001, lin, "5.00", days_ago=1)

    error = refused(lambda: open_day(actor=lin.user, station=fjyx001, counted=Decimal("4.00")))
    assert (error.code, error.field) == ("difference", "reason")
    row = open_day(actor=lin.user, station=fjyx001, counted=Decimal("4.00"), reason="找零少一元")

    assert (row.opening_counted, row.opened_by, held(fjyx001)) == (Decimal("4.00"), lin.user, Decimal("4.00"))
    assert CashMovement.objects.values_list("kind", "amount").first() == ("counted", Decimal("-1.00"))
    assert refused(lambda: open_day(actor=lin.user, station=fjyx001, counted=Decimal("4.00"))).code == "begun"


def test_a_new_drawer_is_opened_without_a_reason(fjyx001, lin):
    open_day(actor=lin.user, station=fjyx001, counted=Decimal("300.00"))
    assert list(CashMovement.objects.values_list("kind", "amount")) == [("put_in", Decimal("300.00"))]


def test_a_day_that_has_begun_is_not_opened_any_more(fjyx001, lin):
    move(fjyx001, "5.00")
    assert refused(lambda: open_day(actor=lin.user, station=fjyx001, counted=HUNDRED)).code == "begun"


def test_a_close_that_tallies(fjyx001, lin, villager):
    make_parcel(fjyx001, ParcelStatus.AT_STATION)
    open_day(actor=lin.user, station=fjyx001, counted=Decimal("300.00"))
    make_order(fjyx001, villager=villager, at=day_start(today()))
    take_out(actor=lin.user, station=fjyx001, amount=Decimal("50.00"), reason="进货")
    sheet = day_sheet(station=fjyx001, day=today(), reader=lin.user)
    assert (sheet.opening, sheet.expected, sheet.parcels) == (Decimal("300.00"), Decimal("350.00"), 1)
    assert (sheet.cash_in, sheet.cash_out) == (HUNDRED, Decimal("-50.00"))
    assert (sheet.orders, sheet.orders_cash) == (1, HUNDRED)

    row = close(fjyx001, lin, "350", parcels=1)

    assert (row.expected, row.counted, row.difference) == (Decimal("350.00"), Decimal("350.00"), 0)
    assert (row.parcels_expected, row.parcels_counted, row.closed_by) == (1, 1, lin.user)
    assert row.float_balance == Decimal("499900.00")
    assert not CashMovement.objects.filter(kind="counted").exists()


@pytest.mark.parametrize(
    ("counted", "parcels", "words"),
    [
        ("99.50", 0, "¥0.50 too little"),
        ("100.50", 0, "¥0.50 too much"),
        ("100.00", 1, "1 parcels, expected 0"),
    ],
)
def test_a_difference_needs_a_reason(fjyx001, lin, settings, counted, parcels, words):
    settings.LANGUAGE_CODE = "en"
    put_cash(fjyx001, "100.00")
    error = refused(lambda: close(fjyx001, lin, counted, parcels=parcels))
    assert (error.code, error.field) == ("difference", "reason")
    assert words in str(error)

    row = close(fjyx001, lin, counted, parcels=parcels, reason="找零出错")

    assert (row.reason, row.difference) == ("找零出错", Decimal(counted) - HUNDRED)
    assert held(fjyx001) == Decimal(counted)  # the next day opens with what is there


def test_days_are_closed_in_their_order_and_once(fjyx001, lin):
    move(fjyx001, "5.00", at=noon(2))
    put_cash(fjyx001, "100.00")
    assert refused(lambda: close(fjyx001, lin, "105.00")).code == "earlier_day"
    assert refused(lambda: open_day(actor=lin.user, station=fjyx001, counted=HUNDRED)).code == "earlier_day"
    assert refused(lambda: close(fjyx001, lin, "5.00", days_ago=1)).code == "earlier_day"

    close(fjyx001, lin, "5.00", days_ago=2)

    assert refused(lambda: close(fjyx001, lin, "5.00", days_ago=2)).code == "closed"
    assert refused(lambda: close(fjyx001, lin, "5.00", days_ago=1)).code == "nothing"
    assert refused(lambda: close(fjyx001, lin, "5.00", days_ago=-1)).code == "day"
    close(fjyx001, lin, "105.00")
    assert CashDay.objects.filter(closed_at__isnull=False).count() == 2


def test_a_day_closed_late_knows_what_moved_since(fjyx001, lin):
    move(fjyx001, "200.00", at=noon(1))
    move(fjyx001, "30.00")
    sheet = day_sheet(station=fjyx001, day=today() - dt.timedelta(days=1), reader=lin.user)
    assert (sheet.expected, sheet.since, sheet.now) == (200, 30, 230)

    row = close(fjyx001, lin, "190.00", days_ago=1, reason="付了运费")

    found = CashMovement.objects.get(kind="counted")
    assert (row.expected, found.amount, found.business_date) == (200, -10, row.day)
    assert held(fjyx001) == 220


def test_a_count_that_cannot_be_is_refused(fjyx001, lin):
    move(fjyx001, "200.00", at=noon(1))
    move(fjyx001, "-150.00")
    assert refused(lambda: close(fjyx001, lin, "149.99", days_ago=1, reason="少")).field == "counted"
    assert refused(lambda: close(fjyx001, lin, "-1", days_ago=1, reason="少")).field == "counted"


def test_a_closed_day_is_locked_in_the_database(fjyx001, lin):
    put_cash(fjyx001, "100.00")
    row = close(fjyx001, lin, "100.00")
    for statement, said in (
        ("UPDATE orders_cashday SET reason = 'x'", "Cannot update"),
        (
            (
                "INSERT INTO orders_cashmovement (station_id, kind, amount, business_date, occurred_at,"
                f" subject, source_key, note, recorded_at) VALUES ({fjyx001.pk}, 'put_in', 5, '{row.day}',"
                " now(), '', 'x', '', now())"
            ),
            "is closed",
        ),
    ):
        with pytest.raises(DatabaseError, match=said), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_difference_without_a_reason_is_refused_by_the_database(fjyx001):
    put_cash(fjyx001)
    with pytest.raises(DatabaseError, match="has_a_reason"), transaction.atomic():
        CashDay.objects.update(
            closed_at=day_start(today()), expected=1, counted=2, parcels_expected=0, parcels_counted=0
        )


def test_what_blocks_the_end_of_a_tenure_is_named(fjyx001, lin):
    tenure = Tenure.objects.get(partner=lin)
    assert left_behind(tenure, today()) == list(not_settled(fjyx001)) == []
    put_cash(fjyx001, "100.00")
    assert len(left_behind(tenure, today())) == 2
    assert "100.00" in left_behind(tenure, today())[1].text
    assert left_behind(tenure, today() + dt.timedelta(days=1)) == []

    take_out(actor=lin.user, station=fjyx001, amount=HUNDRED, reason="交接")
    close(fjyx001, lin, "0")

    assert left_behind(tenure, today()) == []


@pytest.mark.django_db(transaction=True)
def test_the_books_are_clean_over_late_days_and_differences(fjyx001, fjyx002, lin, chen, villager):
    make_order(fjyx001, villager=villager, at=noon(3))
    move(fjyx001, "-20.00", at=noon(1))
    close(fjyx001, lin, "99.00", days_ago=3, reason="少一元")
    close(fjyx001, lin, "79.00", days_ago=1)
    move(fjyx001, "2.00", at=noon(4))  # came late: it counts for today
    close(fjyx001, lin, "82.00", reason="多一元")
    move(fjyx001, "2.00")
    put_cash(fjyx002)
    cash = {one.check.name: one for one in verify() if one.check.name.startswith("cash")}
    # The test's own fees and farmers are no orders and no services.
    assert [name for name, one in cash.items() if not one.clean] == []
    assert cash["cash: closed days: expected and counted = all that had moved by then"].rows == 3
