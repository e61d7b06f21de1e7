"""Subsidies recounted: clean through months, brackets and new rules; a wrong line is found."""

import datetime as dt
from decimal import Decimal

import pgtrigger
import pytest

from partners.income import settling
from partners.income.adjustments.adjusting import confirm_adjustment, propose_adjustment
from partners.income.awarding.giving import give_subsidies
from partners.income.awarding.models import Award
from partners.income.closing import close_month
from partners.income.models import Earning
from partners.income.pricing import price_activity
from partners.income.recalculating import recalculate_month
from partners.journal.kinds import SubsidyCategory
from partners.people.models import Tenure
from partners.subsidies.events import note_events
from partners.subsidies.sources import NewEvent
from stations.network.models import Station
from stations.network.moving import move_station
from tests.books import differing
from tests.cast import make_partner
from tests.making import make_station
from tests.partners.payouts.money import earn
from tests.partners.subsidies.giving import BONUS, OCTOBER, in_force

# These orders stand in the journal only.
ROOMS = ("earnings", "statements", "subsidies", "guarantees")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def given(youxi, ops, commission_rates):
    """An opening, a festival in each way of counting, a guarantee that is counted again."""
    in_force(SubsidyCategory.OPENING, amount="800.00")
    in_force(SubsidyCategory.GUARANTEE, amount="1500.00", months=3)
    in_force(SubsidyCategory.FESTIVAL, slabs=BONUS)
    in_force(SubsidyCategory.FESTIVAL, slabs=BONUS, marginal=True, since=dt.date(2015, 11, 1))
    in_force(SubsidyCategory.OPENING, amount="900.00", center=youxi, since=dt.date(2015, 11, 1))
    station = make_station(code="FJYX050", opened_on=dt.date(2015, 10, 12))
    make_partner(station, since=dt.date(2015, 10, 12))
    days = (dt.date(2015, 10, 18), dt.date(2015, 11, 11))
    note_events(
        [
            NewEvent(
                f"festival:{number}:{station.pk}", SubsidyCategory.FESTIVAL, "festival:20151111", day,
                station_id=station.pk, measure=Decimal("20100.50"),
            )
            for number, day in enumerate(days)
        ]
    )  # fmt: skip
    earn(station, "2000.00", "2015-10-13")
    close_month(month=OCTOBER)
    earn(station, "1000.00", "2015-10-14")
    price_activity()
    recalculate_month(actor=ops, center=station.center, month=OCTOBER, reason="漏单")
    close_month(month=dt.date(2015, 11, 1))
    make_partner(make_station(code="FJYX051", opened_on=dt.date(2015, 11, 20)), since=dt.date(2015, 11, 20))
    give_subsidies()


def test_the_books_are_clean(given):
    amounts = Earning.objects.filter(business="subsidy").order_by("pk")
    assert [(row.category, str(row.amount)) for row in amounts] == [
        ("festival_bonus", "201.01"),
        ("festival_bonus", "101.01"),
        ("opening", "800.00"),
        ("guarantee", "867.74"),  # 20 of 31 days, 967.74, less 100
        ("guarantee", "-50.00"),
        ("guarantee", "1500.00"),
        ("opening", "900.00"),
    ]
    assert differing(*ROOMS) == {}


@pytest.mark.parametrize(
    ("category", "amount", "found"),
    [
        ("opening", "800.01", "subsidies: a line for each event on whose day a rule was in force"),
        ("guarantee", "867.75", "guarantees: floor less what the month's statement holds"),
    ],
)
def test_a_line_that_is_a_fen_off_is_found(given, category, amount, found):
    line = Earning.objects.filter(category=category).earliest("pk")
    with pgtrigger.ignore("partners.Earning:priced_once", "partners.Earning:settled_once"):
        Earning.objects.filter(pk=line.pk).update(amount=Decimal(amount))
    assert differing(*ROOMS)[found] == 1


def test_a_line_that_is_missing_or_of_another_rule_is_found(given):
    award = Award.objects.filter(earning__category="opening").earliest("pk")
    other = Award.objects.filter(earning__category="guarantee").earliest("pk").rule
    with pgtrigger.ignore("partners.Award:append_only"):
        Award.objects.filter(pk=award.pk).update(rule=other)
    assert differing(*ROOMS)["subsidies: a line for each event on whose day a rule was in force"] == 2


def test_a_floor_that_its_rule_does_not_give_is_found(given):
    line = Earning.objects.filter(category="guarantee").earliest("pk")
    with pgtrigger.ignore("partners.Earning:priced_once", "partners.Earning:settled_once"):
        Earning.objects.filter(pk=line.pk).update(basis=line.basis + 1)
    assert differing(*ROOMS) == {"guarantees: each line's floor, and what it fills up": 1}


FILLED = "guarantees: floor less what the month's statement holds"


@pytest.mark.parametrize("own", [False, True])
def test_a_month_that_was_not_filled_up_is_found(youxi, commission_rates, monkeypatch, own):
    """Also where the county's own rule says less than the national one."""
    in_force(SubsidyCategory.GUARANTEE, amount="1500.00", months=3)
    if own:
        in_force(SubsidyCategory.GUARANTEE, amount="150.00", months=1, center=youxi)
    for code, came in (("FJYX050", "10-12"), ("FJYX051", "08-31"), ("FJYX052", "07-01")):
        day = dt.date.fromisoformat(f"2015-{came}")
        make_partner(make_station(code=code, opened_on=day), since=day)
    earn(Station.objects.get(code="FJYX050"), "2000.00", "2015-10-13")
    monkeypatch.setattr(settling, "fill_up", lambda **kwargs: 0)
    close_month(month=OCTOBER)
    # In force nationally: who came in August and in October; Youxi's own: 20 of 31 days of 150 are below 100.
    assert differing(*ROOMS) == ({} if own else {FILLED: 2})


def test_who_leaves_or_moves_afterwards_was_guaranteed_all_the_same(given, ops, tonglu):
    """And a rule that somebody slipped in afterwards counts for nothing."""
    tenure = Tenure.objects.get(station__code="FJYX050")
    Tenure.objects.filter(pk=tenure.pk).update(ends_on=dt.date(2015, 10, 15))
    move_station(actor=ops, station=tenure.station, center=tonglu, reason="区划调整")
    in_force(SubsidyCategory.GUARANTEE, amount="9.00", months=3, center=tonglu)
    assert differing(*ROOMS) == {}


def test_a_guarantee_for_somebody_who_had_none_is_found(given):
    """The tenure that was known then began a year before."""
    with pgtrigger.ignore():
        Tenure.objects.filter(station__code="FJYX050").update(starts_on=dt.date(2014, 10, 1))
        Tenure.pgh_event_model.objects.filter(station__code="FJYX050").update(starts_on=dt.date(2014, 10, 1))
    assert differing(*ROOMS) == {FILLED: 2}


def test_what_was_taken_back_leaves_the_books_clean_and_is_missed_where_it_was_not(
    given, ops, youxi_staff, monkeypatch
):
    """November's guarantee, of a tenure that turns out to have ended in October."""
    tenure = Tenure.objects.get(station__code="FJYX050")
    Tenure.objects.filter(pk=tenure.pk).update(ends_on=dt.date(2015, 10, 31))
    change = {"actor": ops, "center": tenure.station.center, "month": dt.date(2015, 11, 1)}
    late = propose_adjustment(
        actor=youxi_staff, partner=tenure.partner, month=dt.date(2015, 11, 1), kind="extra",
        amount=Decimal(5), reason="雨天送货", evidence="单据 1",
    )  # fmt: skip
    confirm_adjustment(actor=ops, adjustment=late)
    with monkeypatch.context() as patched:
        patched.setattr(settling, "fill_up", lambda **kwargs: 0)
        recalculate_month(**change, reason="补发")
    assert differing(*ROOMS) == {FILLED: 1}
    recalculate_month(**change, reason="十月已离任")
    assert [str(row.amount) for row in Earning.objects.filter(category="guarantee").order_by("pk")] == [
        "867.74",
        "-50.00",
        "1500.00",
        "-1500.00",
    ]
    assert differing(*ROOMS) == {}
