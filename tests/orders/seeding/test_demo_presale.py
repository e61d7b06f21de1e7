"""The demo's presale by itself: every end of a deposit, on its day, with clean books."""

import datetime as dt
from collections import Counter

import pytest

from orders.agent_orders.lifecycle import OrderStatus as S
from orders.festivals.report import festival_report
from orders.festivals.rolling_up import roll_up_turnover
from orders.logistics.models import Parcel
from orders.presale.models import CountyArrival, PresaleGood, PresaleOrder
from orders.presale.report import presale_report
from orders.reports.books import verify
from orders.seeding.demo_presale import HEATER, make_presale
from partners.ledger.models import Balance
from stations.clock import business_date
from stations.notices.lifecycle import NoticeKind, NoticeState
from stations.notices.models import Notification
from tests.cast import make_partner, make_region, make_station, make_villager
from tests.orders.presale.making import DUE, make_festival

NOVEMBER_11 = dt.date(2015, 11, 11)


@pytest.fixture
def festival(transactional_db, youxi, youxi_staff):
    """Fifteen stations with people on file; one of them pays nothing in cash."""
    for number in range(1, 16):
        village = make_region(f"3504261022{number + 10}")
        station = make_station(code=f"FJYX{number:03d}", center=youxi, village=village)
        make_partner(station, username=f"partner{number}")
        for _one in range(3):
            make_villager(station)
    return make_festival()


def settled(festival):
    """How many orders ended in which way."""
    rows = PresaleOrder.objects.filter(good__festival=festival)
    return Counter(rows.values_list("state", "ending"))


def balances():
    """Yuan by station."""
    rows = Balance.objects.filter(account__station__isnull=False)
    return dict(rows.values_list("account__station", "amount"))


def test_three_weeks_of_deposits_end_in_every_way_and_the_books_are_clean(festival):
    floats = balances()
    assert make_presale(festival) == 61
    ends = settled(festival)
    assert ends == {
        ("converted", ""): 41,
        ("forfeited", "late"): 4,
        ("forfeited", "overdue"): 6,
        ("owed", "called_off"): 2,
        ("returned", "called_off"): 4,
        ("returned", "early"): 4,
    }
    assert make_presale(festival) == 61
    assert settled(festival) == ends
    assert [finding.check.name for finding in verify() if not finding.clean] == []

    rows = PresaleOrder.objects.select_related("order")
    days = {business_date(row.order.placed_at) for row in rows}
    assert dt.date(2015, 10, 21) <= min(days) < max(days) <= dt.date(2015, 11, 10)
    paid = rows.filter(state="converted")
    assert {business_date(row.order.paid_at) for row in paid} == {NOVEMBER_11}
    assert Counter(paid.values_list("order__status", flat=True)) == {
        S.HANDED_OVER: 39,
        S.PARTLY_REFUNDED: 1,
        S.REFUNDED: 1,
    }
    assert not Parcel.objects.exists()

    # In the festival's turnover stands each balance that came, in full.
    roll_up_turnover()
    amounts = sum(row.order.amount for row in paid)
    turnovers = festival_report(festival).turnovers
    assert (turnovers.paid_amount, turnovers.paid_orders) == (amounts, 41)
    assert presale_report(festival).total.converted_amount == amounts

    # A float keeps no more than was rounded up, and what came back into it.
    more = [amount - floats.get(station, 0) for station, amount in balances().items()]
    assert all(0 <= amount < 500 for amount in more)
    assert any(more)


def test_counties_have_too_little_too_much_and_a_count_put_right(festival):
    make_presale(festival)
    stock = presale_report(festival).stock
    assert any(row.missing for row in stock)
    assert CountyArrival.objects.filter(pieces__lt=0, note__gt="").exists()
    assert not CountyArrival.objects.filter(good__title=HEATER).exists()
    assert PresaleGood.objects.get(title=HEATER).called_off_at < festival.starts_at


def test_villagers_were_told_at_its_moment_and_nobody_is_told_now(festival):
    make_presale(festival)
    notices = Notification.objects.all()
    assert set(notices.values_list("kind", flat=True)) == {NoticeKind.BALANCE_DUE, NoticeKind.DEPOSIT_BACK}
    assert set(notices.filter(kind=NoticeKind.BALANCE_DUE).values_list("created_at", flat=True)) == {DUE}
    assert not notices.filter(state__in=[NoticeState.WAITING, NoticeState.SENDING]).exists()
    assert notices.filter(state=NoticeState.SENT).count() > 0.8 * notices.count()
