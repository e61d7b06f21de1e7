"""Subsidies given by two at once, months filled up by two at once, trials run by two at once."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError

from partners.income.awarding import guaranteeing
from partners.income.awarding.giving import give_subsidies
from partners.income.closing import close_month
from partners.income.models import Earning
from partners.journal.kinds import SubsidyCategory
from partners.ledger.models import Transfer
from partners.subsidies import events
from partners.subsidies.proposing import SubsidyTerms, confirm_subsidy, propose_subsidy
from partners.trials.drafting import activate_draft, put_subsidy, write_draft
from partners.trials.models import TrialResult
from partners.trials.running import request_trial, run_trial
from stations.refusals import Refused
from tests.cast import make_partner
from tests.concurrency.racing import all_at_once, at_once, one_behind_the_other
from tests.making import make_station, make_user
from tests.partners.subsidies.giving import OCTOBER, in_force
from tests.workers import gate_before

pytestmark = pytest.mark.django_db(transaction=True)

SEPTEMBER = dt.date(2015, 9, 1)


@pytest.fixture
def new(youxi):
    """Six stations that opened in September, each with its first partner."""
    stations = [make_station(code=f"FJYX05{n}", opened_on=SEPTEMBER) for n in range(6)]
    return [make_partner(station, since=SEPTEMBER) for station in stations]


def test_two_runs_at_once_give_once(new):
    in_force(SubsidyCategory.OPENING, amount="800.00")
    all_at_once([lambda: give_subsidies(wait=True) for _ in range(4)])
    assert Earning.objects.filter(category=SubsidyCategory.OPENING).count() == 6


def test_without_their_turns_the_journal_s_key_has_the_last_word(new, monkeypatch):
    """The control: both note the same events; one of them is refused by the database."""
    in_force(SubsidyCategory.OPENING, amount="800.00")
    monkeypatch.setattr(events, "wait_turn", lambda name: None)
    with gate_before("partners_activity") as gate:
        said = one_behind_the_other(gate, give_subsidies, give_subsidies)
    assert [type(one.get("error")) for one in said].count(IntegrityError) == 1
    monkeypatch.undo()
    give_subsidies()
    assert Earning.objects.filter(category=SubsidyCategory.OPENING).count() == 6


def test_two_closings_at_once_fill_a_month_up_once(new):
    in_force(SubsidyCategory.GUARANTEE, amount="1500.00", months=3)
    said = at_once([lambda: close_month(month=OCTOBER) for _ in range(3)])
    assert ["error" in one for one in said] == [False] * 3
    assert Earning.objects.filter(category=SubsidyCategory.GUARANTEE).count() == 6
    assert {row.amount for row in Transfer.objects.filter(kind="statement")} == {1500}


def test_a_rule_waits_for_a_month_that_is_being_filled_up(new):
    """It comes too late then, and says so; without the turn it would be in force in the middle."""
    in_force(SubsidyCategory.GUARANTEE, amount="1500.00", months=3)
    rule = propose_subsidy(
        actor=None,
        category=SubsidyCategory.GUARANTEE,
        terms=SubsidyTerms(amount=Decimal("2000.00"), months=3),
        valid_from=OCTOBER,
        reason="提高保底",
    )
    with gate_before("partners_statement") as gate:
        closing, confirming = one_behind_the_other(
            gate, lambda: close_month(month=OCTOBER), lambda: confirm_subsidy(actor=None, rule=rule)
        )
    assert "error" not in closing
    assert isinstance(confirming["error"], Refused)
    assert confirming["error"].code == "settled"
    assert {row.amount for row in Earning.objects.all()} == {1500}


def test_without_the_turn_the_rule_slips_in(new, monkeypatch):
    """The control: it is confirmed although the month is being written."""
    in_force(SubsidyCategory.GUARANTEE, amount="1500.00", months=3)
    monkeypatch.setattr(guaranteeing, "share_turn", lambda name: None)
    rule = propose_subsidy(
        actor=None,
        category=SubsidyCategory.GUARANTEE,
        terms=SubsidyTerms(amount=Decimal("2000.00"), months=3),
        valid_from=OCTOBER,
        reason="提高保底",
    )
    with gate_before("partners_statement") as gate:
        closing, confirming = one_behind_the_other(
            gate, lambda: close_month(month=OCTOBER), lambda: confirm_subsidy(actor=None, rule=rule)
        )
    assert "error" not in closing
    assert "error" not in confirming


def test_a_trial_shared_by_several_counts_each_range_once(new, commission_rates):
    close_month(month=OCTOBER)
    rule = propose_subsidy(
        actor=None,
        category=SubsidyCategory.GUARANTEE,
        terms=SubsidyTerms(amount=Decimal("700.00"), months=3),
        valid_from=dt.date(2015, 12, 1),
        reason="保底",
    )
    draft = put_subsidy(actor=None, draft=write_draft(actor=None, name="保底", reason="新人"), rule=rule)
    run = request_trial(actor=None, draft=draft, month=OCTOBER)
    all_at_once([lambda: run_trial(run=run, size=1) for _ in range(4)])
    run.refresh_from_db()
    assert run.finished_at is not None
    assert sorted(TrialResult.objects.values_list("tried", flat=True)) == [700] * 6


def test_two_activate_at_once_and_one_does(new, commission_rates):
    close_month(month=OCTOBER)
    rule = propose_subsidy(
        actor=None,
        category=SubsidyCategory.OPENING,
        terms=SubsidyTerms(amount=Decimal("700.00")),
        valid_from=dt.date(2015, 12, 1),
        reason="开业",
    )
    draft = put_subsidy(actor=None, draft=write_draft(actor=None, name="开业", reason="新站"), rule=rule)
    run_trial(run=request_trial(actor=None, draft=draft, month=OCTOBER))
    people = [make_user("ops", username=f"ops{n}") for n in range(3)]
    said = at_once(
        [
            lambda who=who: activate_draft(actor=who, draft=draft, valid_from=dt.date(2015, 12, 1))
            for who in people
        ]
    )
    assert sorted(getattr(one.get("error"), "code", "") for one in said) == ["", "decided", "decided"]
