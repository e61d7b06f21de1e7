"""A station that stands still against its own past: noticed once, ended by itself."""

import datetime as dt
from decimal import Decimal

import pytest

from orders.festivals.models import CenterHour
from orders.festivals.rolling_up import roll_up_turnover
from orders.festivals.standstills.models import Standstill, StandstillRule
from orders.festivals.standstills.ruling import set_standstill_rule
from orders.festivals.standstills.waiting import standing_still
from orders.festivals.standstills.watching import Watched, rule_on, watch_festival
from partners.journal.kinds import Kind
from stations.clock import SHANGHAI, today
from stations.network.lifecycle import StationStatus
from stations.refusals import Refused
from stations.worklists.lists import list_named, page_of
from tests.cast import make_activity, make_station


def at(hour, minute=0, *, day=11):
    return dt.datetime(2015, 11, day, hour, minute, tzinfo=SHANGHAI)


def sell(station, moment, times=1):
    for _ in range(times):
        make_activity(station, Kind.PLACED, "10.00", at=moment)


@pytest.fixture
def past(double_eleven, fjyx001, fjyx002, zjtl001):
    """At ten and eleven of a day four weeks long FJYX001 has one order a day, the others half of it.

    On the festival the nation does four times as much: by noon 6 are expected of FJYX001.
    """
    StandstillRule.objects.create(
        valid_from=dt.date(2015, 11, 1), hours=2, weeks=4, least_expected=Decimal("3.0")
    )
    for day in range(1, 29):
        moment = at(10, 30) - dt.timedelta(days=day)
        sell(fjyx001, moment)
        if day % 2:
            sell(zjtl001, moment)
    # The past day has 1.5 orders in these hours, the festival 6: the day's factor is 4.
    sell(zjtl001, at(10, 10), times=6)
    sell(fjyx001, at(9, 50))
    roll_up_turnover()
    return double_eleven


def rows():
    return [
        (row.station.code, row.stood_since, row.expected, row.ended_at, row.end)
        for row in Standstill.objects.order_by("pk")
    ]


def test_one_that_should_sell_and_does_not_is_noticed_once(past, fjyx001):
    assert watch_festival(festival=past, at=at(12, 5)) == Watched(noticed=1, ended=0)
    expected = [("FJYX001", at(10), Decimal("4.0"), None, "")]
    assert rows() == expected
    for moment in (at(12, 6), at(12, 59), at(13, 0)):
        assert watch_festival(festival=past, at=moment) == Watched(noticed=0, ended=0)
    assert rows() == expected


def test_it_ends_when_the_station_sells_again_and_may_begin_anew(past, fjyx001, zjtl001):
    watch_festival(festival=past, at=at(12, 5))
    sell(fjyx001, at(12, 20))
    roll_up_turnover()
    assert watch_festival(festival=past, at=at(12, 21)) == Watched(noticed=0, ended=1)
    assert rows() == [("FJYX001", at(10), Decimal("4.0"), at(12, 21), "sold")]
    # An order of the hour that runs is an order; the hours before are looked at together with it.
    assert watch_festival(festival=past, at=at(12, 30)) == Watched(0, 0)


def test_who_has_an_order_in_these_hours_does_not_stand_still(past, fjyx001):
    sell(fjyx001, at(12, 1))
    roll_up_turnover()
    assert watch_festival(festival=past, at=at(12, 5)) == Watched(0, 0)


def test_where_little_is_expected_silence_means_nothing(past, zjtl001, fjyx002):
    StandstillRule.objects.update(least_expected=Decimal("4.1"))
    assert watch_festival(festival=past, at=at(12, 5)) == Watched(0, 0)


def test_where_everybody_stands_still_nobody_is_blamed(past):
    CenterHour.objects.filter(hour=at(10)).update(placed_orders=0)
    assert watch_festival(festival=past, at=at(12, 5)) == Watched(0, 0)


def test_it_ends_with_the_station_and_with_the_festival(past, fjyx001):
    watch_festival(festival=past, at=at(12, 5))
    type(fjyx001).objects.filter(pk=fjyx001.pk).update(status=StationStatus.SUSPENDED)
    watch_festival(festival=past, at=at(12, 6))
    assert rows() == [("FJYX001", at(10), Decimal("4.0"), at(12, 6), "service")]
    Standstill.objects.update(ended_at=None, end="")
    type(fjyx001).objects.filter(pk=fjyx001.pk).update(status=StationStatus.OPEN)
    assert watch_festival(festival=past, at=past.ends_at) == Watched(noticed=0, ended=1)
    assert rows() == [("FJYX001", at(10), Decimal("4.0"), past.ends_at, "over")]


def test_a_young_station_has_no_habit(past, youxi):
    young = make_station(code="FJYX030", center=youxi, opened_on=dt.date(2015, 11, 6))
    sell(young, at(10, 30, day=8), times=9)
    roll_up_turnover()
    watch_festival(festival=past, at=at(12, 5))
    assert [row[0] for row in rows()] == ["FJYX001"]


def test_the_first_hours_are_waited_for(past):
    assert watch_festival(festival=past, at=at(1, 59)) == Watched(0, 0)


def test_county_staff_have_them_on_their_list(past, youxi_staff, tonglu_staff, ops, fjyx001):
    watch_festival(festival=past, at=at(12, 5))
    page = page_of(list_named("standstills", youxi_staff), 1, 50)
    assert [entry.title for entry in page.object_list] == [str(fjyx001)]
    assert standing_still(tonglu_staff).rows.count() == 0
    assert standing_still(ops).rows.count() == 1


# --- the rule ------------------------------------------------------------------------


def test_the_rule_is_the_last_that_has_begun(db, ops):
    assert rule_on(today()).least_expected == Decimal("5.0")
    set_standstill_rule(actor=ops, valid_from=today(), hours=1, weeks=2, least_expected=Decimal("2.5"))
    assert (rule_on(today()).hours, rule_on(today()).weeks) == (1, 2)
    assert rule_on(today() - dt.timedelta(days=1)).hours == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"valid_from": dt.date(2015, 1, 1)}, "day"),
        ({"hours": 0}, "invalid"),
        ({"weeks": 13}, "invalid"),
        ({"least_expected": Decimal(0)}, "invalid"),
    ],
)
def test_rules_that_make_no_sense(db, ops, changes, code):
    said = {"valid_from": today(), "hours": 1, "weeks": 2, "least_expected": Decimal("2.5")} | changes
    with pytest.raises(Refused) as refused:
        set_standstill_rule(actor=ops, **said)
    assert refused.value.code == code
    assert not StandstillRule.objects.exists()


def test_one_rule_a_day(db, ops):
    said = {"valid_from": today(), "hours": 1, "weeks": 2, "least_expected": Decimal("2.5")}
    set_standstill_rule(actor=ops, **said)
    with pytest.raises(Refused) as refused:
        set_standstill_rule(actor=ops, **said)
    assert refused.value.code == "taken"
