"""The weights are data: two people, months to come, and a hundred in all."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from orders.reports.levels.models import LevelBound, LevelRule
from orders.reports.levels.ruling import (
    STANDARD_BOUNDS,
    confirm_rule,
    load_standard_rule,
    parse_bounds,
    propose_rule,
    withdraw_rule,
)
from orders.reports.levels.scoring import rule_of
from stations.clock import month_of, next_month, today
from stations.refusals import Refused
from tests.cast import client_of

pytestmark = pytest.mark.django_db

WEIGHTS = {"turnover": 20, "orders": 20, "villagers": 20, "parcels": 20, "complaints": 20}


def proposal(actor, **changed):
    given = {
        "valid_from": next_month(today()),
        "weights": WEIGHTS,
        "bounds": STANDARD_BOUNDS,
        "reason": "多看投诉",
    } | changed
    return propose_rule(actor=actor, **given)


def refused_code(act, *args, **given):
    with pytest.raises(Refused) as refused, transaction.atomic():
        act(*args, **given)
    return refused.value.code


def test_the_standard_is_entered_once():
    assert [load_standard_rule(), load_standard_rule()] == [True, False]
    rule = rule_of(dt.date(2015, 11, 1))
    weights = (rule.turnover, rule.orders, rule.villagers, rule.parcels, rule.complaints, rule.parcel_days)
    assert weights == (30, 20, 20, 20, 10, 2)
    assert rule.bounds.count() == 4


def test_one_proposes_another_confirms_and_it_holds_from_its_month(ops, superuser):
    load_standard_rule()
    rule = proposal(ops)
    month = rule.valid_from
    assert rule_of(month) != rule
    assert refused_code(confirm_rule, actor=ops, rule=rule) == "second_person"
    assert rule_of(month) != rule

    confirm_rule(actor=superuser, rule=rule)
    assert rule_of(month) == rule
    assert rule_of(month_of(today())) != rule
    assert refused_code(withdraw_rule, actor=ops, rule=rule) == "decided"
    assert refused_code(proposal, superuser) == "once"


def test_what_was_withdrawn_may_be_proposed_anew(ops):
    withdraw_rule(actor=ops, rule=proposal(ops))
    assert proposal(ops).is_open


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"weights": WEIGHTS | {"orders": 19}}, "weights"),
        ({"weights": WEIGHTS | {"orders": 21}}, "weights"),
        (
            {"weights": {"turnover": 50, "parcels": 50, "orders": 0, "villagers": 0, "complaints": 0}},
            "weights",
        ),
        ({"weights": WEIGHTS | {"orders": -20, "turnover": 60}}, "weights"),
        ({"valid_from": month_of(today())}, "valid_from"),
        ({"valid_from": next_month(today()) + dt.timedelta(days=1)}, "valid_from"),
        ({"bounds": STANDARD_BOUNDS[1:]}, "bounds"),
        ({"bounds": (*STANDARD_BOUNDS, (Decimal(80), "又", "Again"))}, "bounds"),
        ({"bounds": (*STANDARD_BOUNDS, (Decimal("100.01"), "过", "Over"))}, "bounds"),
        ({"parcel_days": 31}, "parcel_days"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(ops, changed, code):
    assert refused_code(proposal, ops, **changed) == code
    assert not LevelRule.objects.exists()
    assert not LevelBound.objects.exists()


def test_levels_are_typed_a_line_each():
    assert parse_bounds("0 铜牌 Bronze\n\n 80 钻石 Top level ") == [
        (Decimal(0), "铜牌", "Bronze"),
        (Decimal(80), "钻石", "Top level"),
    ]
    assert refused_code(parse_bounds, "80 钻石") == "bounds"


@pytest.mark.parametrize(
    "changed", [{"turnover": 31}, {"valid_from": dt.date(2015, 11, 1)}, {"parcel_days": 3}]
)
def test_a_rule_stays_as_it_was_proposed(ops, changed):
    rule = proposal(ops)
    with pytest.raises(DatabaseError), transaction.atomic():
        LevelRule.objects.filter(pk=rule.pk).update(**changed)


def test_the_database_wants_two_people_and_a_hundred(ops):
    rule = proposal(ops)
    now = dt.datetime.now(dt.UTC)
    with pytest.raises(DatabaseError, match="two_people"), transaction.atomic():
        LevelRule.objects.filter(pk=rule.pk).update(confirmed_by=ops, confirmed_at=now)
    with pytest.raises(DatabaseError, match="make_a_hundred"), transaction.atomic():
        LevelRule.objects.create(
            valid_from=dt.date(2030, 1, 1), **(WEIGHTS | {"orders": 21}), reason="x", proposed_by=ops
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        LevelBound.objects.update(least=1)


def test_head_office_proposes_at_the_desk(ops, superuser):
    load_standard_rule()
    month = next_month(today())
    typed = WEIGHTS | {
        "valid_from": f"{month:%Y-%m}",
        "parcel_days": 2,
        "levels": "0 铜牌 Bronze\n50 金牌 Gold",
        "reason": "简化",
    }
    first = client_of(ops).get("/admin/orders/levelrule/add/").content.decode()
    assert "80 钻石 Diamond" in first
    assert client_of(ops).post("/admin/orders/levelrule/add/", typed).status_code == 302
    rule = LevelRule.objects.get(valid_from=month)
    assert (rule.proposed_by, rule.bounds.count(), rule.is_open) == (ops, 2, True)

    confirm = f"/admin/orders/levelrule/{rule.pk}/confirm/"
    assert client_of(ops).post(confirm, {"token": "a"}).status_code == 200
    rule.refresh_from_db()
    assert rule.is_open
    assert client_of(superuser).post(confirm, {"token": "a"}).status_code == 302
    rule.refresh_from_db()
    assert rule.confirmed_by == superuser
