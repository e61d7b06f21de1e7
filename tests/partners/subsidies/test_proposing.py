"""A subsidy wants two people; in force it never changes, and the past is never judged again."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from partners.accounts.models import User
from partners.income.awarding.giving import give_subsidies
from partners.income.closing import close_month
from partners.journal.kinds import SubsidyCategory
from partners.subsidies.models import SubsidyRule, SubsidySlab
from partners.subsidies.proposing import (
    SubsidyTerms,
    confirm_subsidy,
    end_subsidy,
    propose_subsidy,
    withdraw_subsidy,
)
from partners.subsidies.slabs import read_slabs
from stations.refusals import Refused
from tests.making import make_user
from tests.partners.subsidies.giving import BONUS, DECEMBER, NOVEMBER, OCTOBER, in_force, lines

pytestmark = pytest.mark.django_db

OPENING, GUARANTEE, FESTIVAL = SubsidyCategory.OPENING, SubsidyCategory.GUARANTEE, SubsidyCategory.FESTIVAL


@pytest.fixture
def second(db: None) -> User:
    return make_user("ops", username="ops2")


def propose(actor: User | None, category: str = OPENING, **given: object) -> SubsidyRule:
    terms = {"amount": Decimal("800.00")} | given
    return propose_subsidy(
        actor=actor,
        category=category,
        terms=SubsidyTerms(**terms),  # type: ignore[arg-type]
        valid_from=OCTOBER,
        reason="开业扶持",
    )


def test_one_proposes_and_another_one_puts_in_force(ops: User, second: User) -> None:
    rule = propose(ops)
    assert not SubsidyRule.objects.in_force_on(OCTOBER).exists()
    with pytest.raises(Refused) as refused:
        confirm_subsidy(actor=ops, rule=rule)
    assert refused.value.code == "second_person"
    confirm_subsidy(actor=second, rule=rule)
    assert SubsidyRule.objects.in_force_on(OCTOBER).get().confirmed_by == second
    with pytest.raises(Refused) as refused:
        withdraw_subsidy(actor=second, rule=rule)
    assert (refused.value.code, refused.value.conflict) == ("decided", True)


def test_the_database_knows_that_it_takes_two(ops: User) -> None:
    rule = propose(ops)
    with pytest.raises(IntegrityError, match="subsidy_by_two_people"), transaction.atomic():
        SubsidyRule.objects.filter(pk=rule.pk).update(confirmed_by=ops, confirmed_at=timezone.now())


@pytest.mark.parametrize(
    ("category", "terms", "code"),
    [
        ("commission", {}, "category"),
        (OPENING, {"amount": None}, "amount"),
        (OPENING, {"amount": Decimal(0)}, "amount"),
        (OPENING, {"amount": Decimal("0.001")}, "amount"),
        (OPENING, {"amount": Decimal("100000.01")}, "amount"),
        (GUARANTEE, {"months": None}, "months"),
        (GUARANTEE, {"months": 25}, "months"),
        (FESTIVAL, {"slabs": read_slabs("0 10 0\n11 - 5")}, "gap"),
        (FESTIVAL, {"slabs": ()}, "slabs"),
    ],
)
def test_terms_that_do_not_fit_are_refused(ops: User, category: str, terms: dict, code: str) -> None:
    with pytest.raises(Refused) as refused:
        propose(ops, category, **terms)
    assert refused.value.code == code
    assert not SubsidyRule.objects.exists()


@pytest.mark.parametrize("change", [{"amount": "900.00"}, {"reason": "别的"}, {"valid_from": NOVEMBER}])
def test_a_rule_in_force_does_not_change(change: dict) -> None:
    rule = in_force(OPENING, amount="800.00")
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        SubsidyRule.objects.filter(pk=rule.pk).update(**change)
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        rule.delete()


def test_brackets_do_not_overlap_in_the_database_either() -> None:
    rule = in_force(FESTIVAL, slabs=BONUS)
    with pytest.raises(IntegrityError, match="subsidy_slabs_do_not_overlap"), transaction.atomic():
        SubsidySlab.objects.create(rule=rule, at_least="15000", below="16000", fixed=1)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        SubsidySlab.objects.update(fixed=1, share=None)


def test_the_next_rule_ends_the_one_before() -> None:
    first = in_force(OPENING, amount="800.00")
    in_force(OPENING, amount="500.00", since=NOVEMBER)
    first.refresh_from_db()
    assert first.valid_to == dt.date(2015, 10, 31)
    with pytest.raises(Refused) as refused:  # it would lie below the one of November
        in_force(OPENING, amount="600.00", since=OCTOBER)
    assert refused.value.code == "overlap"


def test_two_rules_for_one_day_are_impossible() -> None:
    in_force(OPENING, amount="800.00")
    other = propose(None)
    with pytest.raises(IntegrityError, match="subsidy_one_rule_a_day"), transaction.atomic():
        SubsidyRule.objects.filter(pk=other.pk).update(confirmed_at=dt.datetime.now(dt.UTC))


def test_a_guarantee_begins_with_a_month_and_after_what_is_settled(lin, commission_rates) -> None:
    with pytest.raises(Refused) as refused:
        in_force(GUARANTEE, amount="1500.00", months=3, since=dt.date(2015, 10, 15))
    assert refused.value.code == "first_day"
    close_month(month=NOVEMBER)
    for since in (OCTOBER, NOVEMBER):
        with pytest.raises(Refused) as refused:
            in_force(GUARANTEE, amount="1500.00", months=3, since=since)
        assert refused.value.code == "settled"
    rule = in_force(GUARANTEE, amount="1500.00", months=3, since=DECEMBER)
    with pytest.raises(Refused) as refused:
        end_subsidy(actor=None, rule=rule, last_day=dt.date(2015, 11, 29))
    assert refused.value.code == "days"
    assert end_subsidy(actor=None, rule=rule, last_day=dt.date(2015, 12, 31)).valid_to.month == 12


def test_an_event_that_was_judged_is_not_judged_by_a_later_rule(lin, fjyx001) -> None:
    in_force(OPENING, amount="800.00", since=dt.date(2014, 1, 1))
    give_subsidies()
    day = fjyx001.opened_on
    assert lines(OPENING) != []
    with pytest.raises(Refused) as refused:
        in_force(OPENING, amount="900.00", since=day)
    assert refused.value.code == "settled"
    in_force(OPENING, amount="900.00", since=day + dt.timedelta(days=1))
