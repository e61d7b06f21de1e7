"""A rate that has priced something is followed by a new version; it is never changed."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from partners.accounts.models import User
from partners.commission.models import CommissionRate
from partners.commission.revising import Terms, add_rate, end_rate, revise_rate
from partners.commission.standard_rates import load_standard_rates
from partners.income.models import Earning
from partners.income.pricing import price_activity
from partners.journal.kinds import Business, Category, ProduceCategory
from partners.people.models import Partner
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.refusals import Refused
from tests.partners.income.history import History

pytestmark = pytest.mark.django_db

FIVE = Terms(rate=Decimal("0.05"), source="Notice 2014/10")
SIX = Terms(rate=Decimal("0.06"), source="Notice 2015/11")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture
def rate(ops: User) -> CommissionRate:
    """5% on clothing, from October 2014 on."""
    return add_rate(
        actor=ops,
        business=Business.AGENT_ORDER,
        category=Category.CLOTHING,
        terms=FIVE,
        valid_from=day("2014-10-01"),
    )


@pytest.fixture
def used(rate: CommissionRate, lin: Partner, fjyx001: Station) -> History:
    """An order of 10 November 2015 that the rate has priced."""
    order = History(fjyx001)
    order.paid("100.00", "2015-11-10")
    price_activity()
    return order


def table() -> list[tuple[int, Decimal | None, dt.date, dt.date | None]]:
    rows = CommissionRate.objects.order_by("center", "version")
    return list(rows.values_list("version", "rate", "valid_from", "valid_to"))


def test_an_unused_rate_is_changed_in_place(ops: User, rate: CommissionRate) -> None:
    revised = revise_rate(actor=ops, rate=rate, terms=SIX, valid_from=day("2014-11-01"))

    assert revised.pk == rate.pk
    assert table() == [(1, Decimal("0.06000"), day("2014-11-01"), None)]


def test_a_used_rate_is_ended_and_followed(ops: User, rate: CommissionRate, used: History) -> None:
    revised = revise_rate(actor=ops, rate=rate, terms=SIX, valid_from=day("2015-11-11"))

    assert (revised.version, revised.source) == (2, "Notice 2015/11")
    assert table() == [
        (1, Decimal("0.05000"), day("2014-10-01"), day("2015-11-10")),
        (2, Decimal("0.06000"), day("2015-11-11"), None),
    ]


def test_the_past_keeps_its_price(ops: User, rate: CommissionRate, used: History, fjyx001: Station) -> None:
    revised = revise_rate(actor=ops, rate=rate, terms=SIX, valid_from=day("2015-11-11"))
    used.refunded("50.00", "2015-11-20")
    later = History(fjyx001)
    later.paid("100.00", "2015-11-20")
    price_activity()

    amounts = Earning.objects.order_by("pk").values_list("rate", "rate_version", "amount")
    assert list(amounts) == [
        (rate.pk, 1, Decimal("5.00")),
        (rate.pk, 1, Decimal("-2.50")),
        (revised.pk, 2, Decimal("6.00")),
    ]


@pytest.mark.parametrize("start", ["2015-11-10", "2015-11-09", "2014-09-01"])
def test_a_new_version_starts_after_what_is_priced(
    ops: User, rate: CommissionRate, used: History, start: str
) -> None:
    before = table()
    with pytest.raises(Refused) as refused:
        revise_rate(actor=ops, rate=rate, terms=SIX, valid_from=day(start))

    assert (refused.value.field, refused.value.code) == ("valid_from", "used")
    assert "2015-11-11" in str(refused.value)
    assert table() == before


def test_a_used_rate_ends_on_its_last_priced_day_at_the_earliest(
    ops: User, rate: CommissionRate, used: History
) -> None:
    with pytest.raises(Refused) as refused:
        end_rate(actor=ops, rate=rate, last_day=day("2015-11-09"))
    assert refused.value.field == "valid_to"

    assert end_rate(actor=ops, rate=rate, last_day=day("2015-11-10")).valid_to == day("2015-11-10")


def test_an_ended_rate_can_be_followed_after_a_gap(ops: User, rate: CommissionRate, used: History) -> None:
    end_rate(actor=ops, rate=rate, last_day=day("2015-11-10"))
    revise_rate(actor=ops, rate=rate, terms=SIX, valid_from=day("2016-01-01"))

    assert [row[2:] for row in table()] == [
        (day("2014-10-01"), day("2015-11-10")),
        (day("2016-01-01"), None),
    ]


def test_a_countys_rate_has_its_own_versions(ops: User, rate: CommissionRate, youxi: CountyCenter) -> None:
    own = add_rate(
        actor=ops,
        business=rate.business,
        category=rate.category,
        center=youxi,
        terms=SIX,
        valid_from=day("2015-11-01"),
    )
    assert (own.version, CommissionRate.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rate": None}, "rate"),
        ({"fixed": Decimal(1)}, "rate"),
        ({"rate": Decimal("1.00001")}, "rate"),
        ({"rate": Decimal("-0.01")}, "rate"),
        ({"rate": Decimal("0.000001")}, "rate"),
        ({"minimum": Decimal("-1")}, "minimum"),
        ({"minimum": Decimal("3"), "cap": Decimal("2")}, "minimum"),
        ({"cap": Decimal("0.001")}, "cap"),
        ({"rate": None, "fixed": Decimal(10) ** 12}, "fixed"),
        ({"hold_days": 366}, "hold_days"),
    ],
)
def test_terms_without_sense_are_refused_beside_the_field(
    ops: User, rate: CommissionRate, changes: dict[str, Any], field: str
) -> None:
    before = table()
    with pytest.raises(Refused) as refused:
        revise_rate(actor=ops, rate=rate, terms=replace(FIVE, **changes), valid_from=day("2015-01-01"))
    assert refused.value.field == field
    assert table() == before


@pytest.mark.parametrize(
    ("first", "last"),
    [("2014-01-01", None), ("2014-01-01", "2014-10-01"), ("2015-06-01", "2015-06-30"), ("2016-01-01", None)],
)
def test_days_that_another_rate_covers_are_refused(
    ops: User, rate: CommissionRate, first: str, last: str | None
) -> None:
    with pytest.raises(Refused) as refused:
        add_rate(
            actor=ops,
            business=rate.business,
            category=rate.category,
            terms=SIX,
            valid_from=day(first),
            valid_to=day(last) if last else None,
        )
    assert (refused.value.field, refused.value.code) == ("valid_from", "overlap")
    assert len(table()) == 1


def test_days_that_are_priced_already_are_refused(
    ops: User, rate: CommissionRate, used: History, youxi: CountyCenter, tonglu: CountyCenter
) -> None:
    def a_countys_own(center: CountyCenter, start: str) -> CommissionRate:
        return add_rate(
            actor=ops,
            business=rate.business,
            category=rate.category,
            center=center,
            terms=SIX,
            valid_from=day(start),
        )

    with pytest.raises(Refused) as refused:
        a_countys_own(youxi, "2015-11-01")
    assert (refused.value.field, refused.value.code) == ("valid_from", "priced")
    assert "2015-11-11" in str(refused.value)
    assert len(table()) == 1

    # Nothing was priced in Tonglu, nor in Youxi from the next day on.
    a_countys_own(tonglu, "2015-11-01")
    own = a_countys_own(youxi, "2015-11-11")
    with pytest.raises(Refused) as refused:
        revise_rate(actor=ops, rate=own, terms=SIX, valid_from=day("2015-11-10"))
    assert refused.value.code == "priced"


def test_days_that_were_priced_without_a_rate_stay_without(ops: User, lin: Partner, fjyx001: Station) -> None:
    order = History(fjyx001)
    order.paid("100.00", "2015-11-10")
    price_activity()
    fields = {"actor": ops, "business": Business.AGENT_ORDER, "category": Category.CLOTHING, "terms": FIVE}

    with pytest.raises(Refused) as refused:
        add_rate(**fields, valid_from=day("2014-10-01"))
    assert refused.value.code == "priced"
    assert add_rate(**fields, valid_from=day("2015-11-11")).version == 1


def test_an_end_before_the_start_is_refused(ops: User, rate: CommissionRate) -> None:
    with pytest.raises(Refused) as refused:
        end_rate(actor=ops, rate=rate, last_day=day("2014-09-30"))
    assert refused.value.field == "valid_to"


def test_the_change_stands_in_the_history_with_its_actor(ops: User, rate: CommissionRate) -> None:
    revise_rate(actor=ops, rate=rate, terms=SIX, valid_from=day("2014-11-01"))
    events = rate.events.order_by("pgh_id")
    assert [(event.pgh_label, event.rate) for event in events] == [
        ("insert", Decimal("0.05000")),
        ("update", Decimal("0.06000")),
    ]
    assert [event.pgh_context.metadata["user"] for event in events] == [ops.pk, ops.pk]


# --- what the database refuses by itself ---


@pytest.mark.parametrize(
    "change",
    [
        {"rate": Decimal("0.06")},
        {"hold_days": 3},
        {"valid_from": day("2014-10-02")},
        {"valid_to": day("2015-11-09")},
        {"version": 7},
    ],
)
def test_the_database_keeps_a_used_rate(used: History, change: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="has priced payments"), transaction.atomic():
        CommissionRate.objects.update(**change)
    CommissionRate.objects.update(valid_to=day("2015-11-10"), source="a better source")


@pytest.mark.parametrize("center", [None, "youxi"])
def test_the_database_lets_no_two_rates_cover_a_day(
    rate: CommissionRate, youxi: CountyCenter, center: str | None
) -> None:
    fields = {
        "business": rate.business,
        "category": rate.category,
        "rate": Decimal("0.01"),
        "center": youxi if center else None,
    }
    if center:
        CommissionRate.objects.create(**fields, valid_from=day("2015-01-01"), valid_to=day("2015-01-31"))
    with pytest.raises(IntegrityError, match="one_rule_a_day"), transaction.atomic():
        CommissionRate.objects.create(**fields, valid_from=day("2015-01-31"))


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({}, "rate_or_fixed"),
        ({"rate": Decimal(1), "fixed": Decimal(1)}, "rate_or_fixed"),
        ({"rate": Decimal("1.1")}, "is_a_share"),
        ({"fixed": Decimal(-1)}, "no_negative_amounts"),
        ({"fixed": Decimal(1), "minimum": Decimal(2), "cap": Decimal(1)}, "minimum_below_cap"),
        ({"fixed": Decimal(1), "valid_to": day("2014-01-01")}, "daterange|ends_after|range lower bound"),
        ({"fixed": Decimal(1), "hold_days": 366}, "hold_within_a_year"),
    ],
)
def test_the_database_refuses_terms_without_sense(db: None, fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises(Exception, match=constraint), transaction.atomic():
        CommissionRate.objects.create(
            business=Business.AGENT_ORDER, category=Category.FOOD, valid_from=day("2015-01-01"), **fields
        )


# --- the rates to start from ---


def test_the_standard_rates_are_those_of_the_sources_and_load_once(db: None) -> None:
    assert load_standard_rates() == 30
    assert load_standard_rates() == 0
    television = CommissionRate.objects.get(category=Category.LARGE_APPLIANCES)
    assert (television.rate, television.cap, television.hold_days) == (Decimal("0.02500"), Decimal(80), 7)
    assert {rate.category for rate in CommissionRate.objects.filter(business=Business.AGENT_ORDER)} == set(
        Category.values
    )
    produce = CommissionRate.objects.filter(business=Business.PRODUCE)
    assert {rate.category for rate in produce} == set(ProduceCategory.values)
    # "5% to 8% by product", a secondary source says.
    assert {str(rate.rate) for rate in produce} == {"0.05000", "0.06000", "0.07000", "0.08000"}
    services = CommissionRate.objects.filter(business=Business.SERVICE)
    assert {rate.category: (rate.rate, rate.fixed, rate.minimum, rate.cap) for rate in services} == {
        "top_up": (Decimal("0.005"), None, None, None),
        "bill": (None, Decimal("0.50"), None, None),
        "train": (None, Decimal(2), None, None),
        "air": (None, Decimal(10), None, None),
        "hotel": (Decimal("0.03"), None, None, None),
        "withdrawal": (Decimal("0.003"), None, Decimal("0.50"), Decimal(3)),
        "registration": (None, Decimal(1), None, None),
    }


def test_what_an_operator_changed_is_left_alone(ops: User, rate: CommissionRate) -> None:
    revise_rate(actor=ops, rate=rate, terms=SIX, valid_from=day("2014-10-01"))
    assert load_standard_rates() == 29
    assert CommissionRate.objects.get(category=Category.CLOTHING).rate == Decimal("0.06000")
