"""A festival is counted a week after it ended, net, for each station once."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from orders.festivals import counting
from orders.festivals.counting import counted_festivals
from orders.festivals.models import Festival
from partners.income.awarding.giving import give_subsidies
from partners.journal.kinds import Kind, SubsidyCategory
from partners.journal.models import Activity
from stations.clock import SHANGHAI
from tests.making import make_activity
from tests.partners.subsidies.giving import BONUS, in_force, lines

pytestmark = pytest.mark.django_db

DAY = dt.date(2015, 11, 11)
NOON = dt.datetime(2015, 11, 11, 12, tzinfo=SHANGHAI)


@pytest.fixture
def festival(db):
    start = dt.datetime(2015, 11, 11, tzinfo=SHANGHAI)
    return Festival.objects.create(
        name="双十一", slug="d11", starts_at=start, ends_at=start + dt.timedelta(days=1)
    )


def test_what_is_left_of_the_day_reaches_the_bracket(festival, lin, fjyx001):
    in_force(SubsidyCategory.FESTIVAL, slabs=BONUS)
    paid = make_activity(fjyx001, Kind.PAID, "15000.00", at=NOON)
    make_activity(
        fjyx001, Kind.REFUND, "-3000.00", at=NOON + dt.timedelta(days=3),
        subject=paid.subject, partner=paid.partner, turnover_at=NOON,
    )  # fmt: skip
    make_activity(fjyx001, Kind.PAID, "9000.00", at=NOON + dt.timedelta(days=1))  # the day after
    give_subsidies()
    assert lines(SubsidyCategory.FESTIVAL) == [(lin.name, "100.00", DAY)]
    event = Activity.objects.get(kind=Kind.EVENT)
    assert (event.amount, event.source_key) == (Decimal("12000.00"), f"festival:{festival.pk}:{fjyx001.pk}")
    assert event.turnover_at.date() <= DAY
    give_subsidies()
    assert len(lines(SubsidyCategory.FESTIVAL)) == 1


def test_what_comes_back_afterwards_changes_nothing(festival, lin, fjyx001):
    in_force(SubsidyCategory.FESTIVAL, slabs=BONUS)
    paid = make_activity(fjyx001, Kind.PAID, "15000.00", at=NOON)
    give_subsidies()
    make_activity(
        fjyx001, Kind.REFUND, "-15000.00", at=NOON + dt.timedelta(days=20),
        subject=paid.subject, partner=paid.partner, turnover_at=NOON,
    )  # fmt: skip
    give_subsidies()
    assert lines(SubsidyCategory.FESTIVAL) == [(lin.name, "100.00", DAY)]


@pytest.mark.parametrize(("days", "counted"), [(6, 0), (7, 1)])
def test_it_settles_for_a_week(lin, fjyx001, days, counted):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    ends = hour - dt.timedelta(days=days)
    Festival.objects.create(name="节", slug="now", starts_at=ends - dt.timedelta(hours=3), ends_at=ends)
    make_activity(fjyx001, Kind.PAID, "15000.00", at=ends - dt.timedelta(hours=1))
    assert len(list(counted_festivals())) == counted


def test_a_festival_of_long_ago_that_was_counted_is_left_alone(festival, lin, fjyx001, monkeypatch):
    make_activity(fjyx001, Kind.PAID, "15000.00", at=NOON)
    give_subsidies()
    monkeypatch.setattr(counting, "_stations_of", lambda festival: pytest.fail("asked again"))
    assert list(counted_festivals()) == []
