"""Scores by hand: percentiles with ties, what is left out, the bounds of the month."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from orders.festivals.rolling_up import roll_up_turnover
from orders.reports.levels.models import LevelMonth, StationLevel
from orders.reports.levels.parts import parts_of
from orders.reports.levels.scoring import (
    due_months,
    known_from,
    rule_of,
    score_again,
    score_due_months,
    score_month,
)
from partners.journal.kinds import Category, Kind
from partners.people.models import Tenure
from stations.clock import day_start, month_of, today
from stations.network.models import Station
from stations.refusals import Refused
from tests.cast import make_activity, make_order
from tests.orders.reports.levels.conftest import NOVEMBER, at, parcel, survey, upheld

pytestmark = pytest.mark.django_db

PLACES = [f"{part}_percentile" for part in ("turnover", "orders", "villagers", "parcels", "complaints")]


def figures(*names):
    """By station, A to D, as text."""
    rows = StationLevel.objects.order_by("station__code").values_list(*names)
    return [tuple(None if value is None else str(value) for value in row) for row in rows]


def test_what_was_counted(scored):
    counted = ("households", "turnover", "orders", "villagers", "parcels", "parcels_in_time", "complaints")
    assert figures(*counted) == [
        ("100", "600.00", "3", "2", "2", "2", "0"),
        ("200", "1200.00", "2", "2", "4", "2", "1"),
        (None, "1000.00", "1", "1", "0", "0", "0"),
        ("50", "0.00", "0", "0", "1", "0", "0"),
    ]


def test_percentiles_scores_ranks_and_levels(scored):
    """A and B sell 6.00 a household, one station less: (1 + 1/2) / 2. Of C two parts are left out."""
    assert figures(*PLACES) == [
        ("75.00", "100.00", "83.33", "100.00", "66.67"),
        ("75.00", "66.67", "83.33", "50.00", "0.00"),
        (None, "33.33", "33.33", None, "66.67"),
        ("0.00", "0.00", "0.00", "0.00", "66.67"),
    ]
    # A: (30 x 75 + 20 x 100 + 20 x 83.33 + 20 x 100 + 10 x 66.67) / 100
    # C: (20 x 33.33 + 20 x 33.33 + 10 x 66.67) / 50
    assert figures("score", "rank", "compared", "bound__name_en") == [
        ("85.83", "1", "4", "Diamond"),
        ("62.50", "2", "4", "Gold"),
        ("40.00", "3", "4", "Silver"),
        ("6.67", "4", "4", "Bronze"),
    ]


def test_the_parts_are_what_the_score_is_made_of(scored):
    of_c = parts_of(StationLevel.objects.select_related("of__rule").get(station__code="FJYX003"))
    assert [(part.weight, part.points) for part in of_c] == [
        (Decimal(0), Decimal(0)),
        (Decimal("40.00"), Decimal("13.33")),
        (Decimal("40.00"), Decimal("13.33")),
        (Decimal(0), Decimal(0)),
        (Decimal("20.00"), Decimal("13.33")),
    ]


def test_a_county_of_one_is_in_the_middle(rule, fjyx001, zjtl001):
    make_order(zjtl001, (Category.FOOD, "100"))
    score_month(month=NOVEMBER, up_to=timezone.now())
    assert figures("station__code", "score", "rank", "compared", "parcels_percentile") == [
        ("FJYX001", "50.00", "1", "1", None),
        ("ZJTL001", "50.00", "1", "1", None),
    ]


def test_who_is_level_shares_a_rank(stations):
    score_month(month=NOVEMBER, up_to=timezone.now())
    assert figures("score", "rank") == [("50.00", "1")] * 4


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        ("2015-10-31 23:59:59.999999", 0),
        ("2015-11-01 00:00:00.000000", 1),
        ("2015-11-30 23:59:59.999999", 1),
        ("2015-12-01 00:00:00.000000", 0),
    ],
)
def test_the_month_is_that_of_shanghai_to_the_microsecond(stations, moment, counts):
    station = stations[0]
    make_activity(station, at=at(moment))
    parcel(station, at(moment))
    upheld(station, at(moment))
    score_month(month=NOVEMBER, up_to=timezone.now())
    row = StationLevel.objects.get(station=station)
    assert (row.orders, row.parcels, row.complaints) == (counts, counts, counts)
    assert row.turnover == 100 * counts


@pytest.mark.parametrize(
    ("handed_over", "in_time"),
    [("2015-12-02 23:59:59.999999", 1), ("2015-12-03 00:00:00.000000", 0)],
)
def test_a_parcel_has_until_the_end_of_the_second_day_after(stations, handed_over, in_time):
    parcel(stations[0], at("2015-11-30 00:00:00"), at(handed_over))
    parcel(stations[1], at("2015-11-30 23:59:59.999999"), at(handed_over))
    score_month(month=NOVEMBER, up_to=timezone.now())
    assert figures("parcels", "parcels_in_time")[:2] == [("1", str(in_time))] * 2


def test_a_hand_over_that_is_taken_back_in_these_days_is_none(stations):
    made = parcel(stations[0], at("2015-11-10 08:00"), at("2015-11-10 09:00"))
    made.events.create(kind="taken_back", before="handed_over", after="at_station", at=at("2015-11-10 10:00"))
    score_month(month=NOVEMBER, up_to=timezone.now())
    assert figures("parcels", "parcels_in_time")[0] == ("1", "0")


def test_the_last_survey_before_the_end_of_the_month_counts(stations):
    for households, day in (
        (100, dt.date(2015, 1, 1)),
        (120, dt.date(2015, 11, 30)),
        (999, dt.date(2015, 12, 1)),
    ):
        survey(stations[0], households, day)
    score_month(month=NOVEMBER, up_to=timezone.now())
    assert StationLevel.objects.get(station=stations[0]).households == 120


def test_only_stations_in_service_in_the_month_are_compared(stations):
    type(stations[2]).objects.filter(pk=stations[2].pk).update(opened_on=dt.date(2015, 12, 1))
    score_month(month=NOVEMBER, up_to=timezone.now())
    assert figures("station__code", "compared") == [(f"FJYX00{n}", "3") for n in (1, 2, 4)]


def test_the_month_is_of_whoever_ran_the_station_last_in_it(stations, lin, wang):
    Tenure.objects.filter(partner=lin).update(starts_on=dt.date(2015, 11, 30))
    Tenure.objects.filter(partner=wang).update(ends_on=dt.date(2015, 11, 29))
    score_month(month=NOVEMBER, up_to=timezone.now())
    assert StationLevel.objects.get(station=stations[0]).partner == lin


# --- again and again -------------------------------------------------------------


def everything():
    return list(StationLevel.objects.order_by("pk").values())


def test_scored_again_it_comes_out_the_same_whatever_was_recorded_since(scored, stations, ops):
    before = everything()
    make_order(stations[3], (Category.FOOD, "9000"))
    # An import writes a hand-over with the platform's own time.
    parcel(stations[3], at("2015-11-12 08:00"), at("2015-11-12 09:00"))
    score_month(month=NOVEMBER)
    assert everything() == before

    LevelMonth.objects.update(counted_up_to=at("2015-12-20 00:00"))
    with pytest.raises(Refused):
        score_again(actor=ops, scored=scored, reason=" ")
    score_month(month=NOVEMBER, up_to=timezone.now(), actor=ops, reason="补录订单")
    row = StationLevel.objects.get(station=stations[3])
    assert (row.orders, row.parcels, row.parcels_in_time) == (1, 2, 1)
    assert {row["id"] for row in everything()} == {row["id"] for row in before}


def test_nothing_is_scored_while_parcels_may_still_be_in_time(stations):
    early = known_from(NOVEMBER, rule_of(NOVEMBER)) - dt.timedelta(microseconds=1)
    assert early == at("2015-12-02 23:59:59.999999")
    with pytest.raises(Refused) as refused:
        score_month(month=NOVEMBER, up_to=early)
    assert refused.value.code == "too_early"
    assert not LevelMonth.objects.exists()


def test_what_is_due_is_made_up_for_once(november):
    roll_up_turnover()
    this_month = month_of(today())
    make_activity(Station.objects.get(code="FJYX001"), at=day_start(this_month))
    roll_up_turnover()
    # The months between have no turnover, and this one is not over.
    assert due_months() == [NOVEMBER]
    assert score_due_months() == [NOVEMBER]
    assert score_due_months() == []
    assert LevelMonth.objects.get().stations == 4


def test_before_the_first_rule_nothing_is_due(stations):
    make_activity(stations[0], kind=Kind.PAID, at=at("2014-08-01 10:00"))
    roll_up_turnover()
    assert due_months() == []
    make_activity(stations[0], at=at("2014-10-01 10:00"))
    roll_up_turnover()
    assert due_months() == [dt.date(2014, 10, 1)]
