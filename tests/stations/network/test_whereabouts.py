"""What is recorded of an earlier day belongs to the center the station was under on that day."""

import datetime as dt

import pytest
from django.utils import timezone

from orders.agent_orders.paying import record_payments
from orders.reports.books import verify
from partners.journal.models import Activity
from stations.network.moving import move_station
from stations.network.whereabouts import Whereabouts
from tests.cast import DOUBLE_ELEVEN, make_order
from tests.making import make_center, make_region

pytestmark = pytest.mark.django_db(transaction=True)

A_MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def linan(db):
    return make_center(code="ZJLA", county=make_region("330112", "临安区"))


@pytest.fixture
def moved_twice(fjyx001, tonglu, linan, ops):
    """From Youxi to Tonglu, then to Lin'an; with the two moments."""
    moments = []
    for center in (tonglu, linan):
        fjyx001 = move_station(actor=ops, station=fjyx001, center=center, reason="区划调整")
        moments.append(fjyx001.center_since)
    return fjyx001, *moments


def test_each_moment_has_its_center(moved_twice, youxi, tonglu, linan):
    station, first, second = moved_twice
    station.name = "西洋村服务站"  # another copy in the history, of the same stay
    station.save(update_fields=["name"])
    tick = dt.timedelta(microseconds=1)
    where = Whereabouts([station])
    asked = [DOUBLE_ELEVEN, first - tick, first, second - tick, second]
    assert [where.center_of(station, at) for at in asked] == [
        youxi.pk,
        youxi.pk,
        tonglu.pk,
        tonglu.pk,
        linan.pk,
    ]


def test_who_never_moved_or_is_asked_of_today_costs_no_query(
    moved_twice, fjyx002, linan, django_assert_num_queries
):
    station, _first, _second = moved_twice
    with django_assert_num_queries(0):
        where = Whereabouts([station, fjyx002])
        assert where.center_of(fjyx002, DOUBLE_ELEVEN) == fjyx002.center_id
        assert where.center_of(station, timezone.now()) == linan.pk


def test_an_order_of_before_the_move_counts_for_the_old_county(moved_twice, youxi, lin, commission_rates):
    station, _first, _second = moved_twice
    order = make_order(station, at=DOUBLE_ELEVEN)
    waiting = make_order(station, at=DOUBLE_ELEVEN, paid=False, villager=order.villager)
    record_payments(actor=None, paid_at={waiting.pk: timezone.now()})

    credited = Activity.objects.order_by("pk").values_list("kind", "center")
    assert list(credited) == [
        ("placed", youxi.pk),
        ("paid", youxi.pk),
        ("placed", youxi.pk),
        ("paid", station.center_id),  # it was paid today
    ]
    assert [finding.check.name for finding in verify() if not finding.clean] == []
