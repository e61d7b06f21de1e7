"""A draft: what goes in, what it is tried on, and that a second person activates all of it or nothing."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from partners.accounts.models import User
from partners.commission.models import CommissionRate
from partners.commission.revising import Terms
from partners.income.closing import close_month
from partners.income.models import Earning, Statement
from partners.income.pricing import price_activity
from partners.journal.kinds import Business, Category, SubsidyCategory
from partners.ledger.models import Transfer
from partners.people.models import Partner
from partners.subsidies.models import SubsidyRule
from partners.subsidies.proposing import SubsidyTerms, propose_subsidy
from partners.trials import running
from partners.trials.drafting import activate_draft, put_rate, put_subsidy, withdraw_draft, write_draft
from partners.trials.models import Draft, TrialRange, TrialResult, TrialRun
from partners.trials.report import csv_of, trial_report
from partners.trials.running import request_trial, run_trial, run_waiting_trials
from stations.network.models import Station
from stations.refusals import Refused
from tests.cast import make_partner
from tests.making import make_station, make_user
from tests.partners.payouts.money import DECEMBER, NOVEMBER, OCTOBER, earn
from tests.partners.subsidies.giving import in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(db: None) -> User:
    return make_user("ops", username="ops2")


@pytest.fixture
def october(
    lin: Partner, chen: Partner, fjyx001: Station, fjyx002: Station, commission_rates: object
) -> None:
    """Lin earned 100 yuan of clothing, Chen 50; the month is closed."""
    earn(fjyx001, "2000.00")
    earn(fjyx002, "1000.00")
    close_month(month=OCTOBER)


@pytest.fixture
def draft(ops: User) -> Draft:
    """Clothing at 6% instead of 5%."""
    draft = write_draft(actor=ops, name="服装 6%", reason="换季促销")
    put_rate(actor=ops, draft=draft, **clothing("0.06"))
    return draft


def clothing(rate: str) -> dict:
    return {
        "business": Business.AGENT_ORDER,
        "category": Category.CLOTHING,
        "terms": Terms(rate=Decimal(rate)),
    }


def tried(actor: User, draft: Draft) -> TrialRun:
    return run_trial(run=request_trial(actor=actor, draft=draft, month=OCTOBER))


def test_the_difference_by_partner_county_and_category(october, draft, ops, lin, chen):
    before = [list(model.objects.order_by("pk").values()) for model in (Earning, Statement, Transfer)]
    report = trial_report(tried(ops, draft))
    assert (report.total.paid, report.total.tried, report.total.difference) == (150, 180, 30)
    assert report.all_paid == Decimal("150.00")
    assert [(one.key, one.difference) for one in report.counties] == [("FJYX", Decimal(30))]
    assert [(one.key, one.lines, one.difference) for one in report.categories] == [("clothing", 2, 30)]
    assert [(one.name, one.paid, one.tried) for one in report.partners] == [
        (lin.name, 100, 120),
        (chen.name, 50, 60),
    ]
    assert "120.00" in csv_of(report).decode()
    # Nothing that is settled changed.
    assert [list(model.objects.order_by("pk").values()) for model in (Earning, Statement, Transfer)] == before


def test_only_what_was_paid_since_a_day_is_tried(october, draft, ops):
    run = request_trial(actor=ops, draft=draft, month=OCTOBER, since=dt.date(2015, 10, 3))
    assert trial_report(run_trial(run=run)).total.difference == 0


def test_the_draft_of_one_county_leaves_the_others_alone(october, ops, youxi, tonglu, zhou, fjyx001):
    draft = write_draft(actor=ops, name="桐庐", reason="试点")
    put_rate(actor=ops, draft=draft, center=tonglu, **clothing("0.06"))
    assert not TrialResult.objects.filter(run=tried(ops, draft)).exists()


@pytest.mark.parametrize(
    ("since", "difference"),
    [(None, 500), (OCTOBER, 500), (dt.date(2015, 10, 2), 0), (dt.date(2015, 10, 31), 0)],
)
def test_a_guarantee_begins_with_a_month(ops, commission_rates, since, difference):
    """As in earnest: from a day within the month on there is none yet, and the one in force goes on."""
    in_force(SubsidyCategory.GUARANTEE, amount="1500.00", months=3)
    station = make_station(code="FJYX050", opened_on=dt.date(2015, 10, 1))
    make_partner(station, since=dt.date(2015, 10, 1))
    close_month(month=OCTOBER)
    draft = write_draft(actor=ops, name="保底 2000", reason="新站")
    rule = propose_subsidy(
        actor=ops,
        category=SubsidyCategory.GUARANTEE,
        terms=SubsidyTerms(amount=Decimal("2000.00"), months=3),
        valid_from=NOVEMBER,
        reason="新站",
    )
    put_subsidy(actor=ops, draft=draft, rule=rule)
    run = run_trial(run=request_trial(actor=ops, draft=draft, month=OCTOBER, since=since))
    assert trial_report(run).total.difference == difference


def test_a_rate_that_earns_more_fills_up_less(ops, commission_rates):
    """The guarantee in force goes along with what the draft's rates would have brought."""
    in_force(SubsidyCategory.GUARANTEE, amount="1500.00", months=3)
    station = make_station(code="FJYX050", opened_on=dt.date(2015, 9, 1))
    make_partner(station, since=dt.date(2015, 9, 1))
    earn(station, "2000.00")
    close_month(month=OCTOBER)
    draft = write_draft(actor=ops, name="服装 6%", reason="换季促销")
    put_rate(actor=ops, draft=draft, **clothing("0.06"))
    report = trial_report(tried(ops, draft))
    assert {one.key: one.difference for one in report.categories} == {"clothing": 20, "guarantee": -20}
    assert report.total.difference == 0


def test_a_second_person_activates_it_from_a_day(october, draft, ops, second, fjyx001, commission_rates):
    tried(ops, draft)
    with pytest.raises(Refused) as refused:
        activate_draft(actor=ops, draft=draft, valid_from=NOVEMBER)
    assert refused.value.code == "second_person"
    activate_draft(actor=second, draft=draft, valid_from=NOVEMBER)
    old, new = CommissionRate.objects.filter(category=Category.CLOTHING).order_by("valid_from")
    assert (old.valid_to, new.valid_from, new.rate) == (dt.date(2015, 10, 31), NOVEMBER, Decimal("0.06"))
    # The later real run: the same orders a month later come to what was tried.
    earn(fjyx001, "2000.00", "2015-11-02")
    close_month(month=NOVEMBER)
    assert Earning.objects.get(statement__month=NOVEMBER).amount == Decimal("120.00")
    with pytest.raises(Refused) as refused:
        activate_draft(actor=second, draft=draft, valid_from=DECEMBER)
    assert refused.value.code == "decided"


def test_all_of_it_or_nothing(october, draft, ops, second):
    """The subsidy could begin, the rate could not: neither does."""
    rule = propose_subsidy(
        actor=ops, category="training", terms=SubsidyTerms(amount=Decimal(200)),
        valid_from=OCTOBER, reason="培训",
    )  # fmt: skip
    put_subsidy(actor=ops, draft=draft, rule=rule)
    tried(ops, draft)
    with pytest.raises(Refused) as refused:
        activate_draft(actor=second, draft=draft, valid_from=dt.date(2015, 10, 2))
    assert refused.value.code == "used"  # payments of that day are priced
    assert (CommissionRate.objects.filter(category="clothing").count(), draft.runs.count()) == (1, 1)
    assert SubsidyRule.objects.get().is_open
    activate_draft(actor=second, draft=draft, valid_from=NOVEMBER)
    assert SubsidyRule.objects.get().valid_from == NOVEMBER


def test_what_was_not_tried_is_not_activated(october, draft, second):
    with pytest.raises(Refused) as refused:
        activate_draft(actor=second, draft=draft, valid_from=NOVEMBER)
    assert refused.value.code == "not_tried"


def test_a_draft_that_was_tried_stays_as_it_is(october, draft, ops):
    tried(ops, draft)
    with pytest.raises(Refused) as refused:
        put_rate(actor=ops, draft=draft, **clothing("0.07"))
    assert refused.value.code == "tried"
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        draft.rates.update(rate=Decimal("0.07"))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"terms": Terms()}, "terms"),
        ({"terms": Terms(rate=Decimal("1.5"))}, "share"),
        ({"category": "tea"}, "category"),
        ({"business": "subsidy"}, "category"),
    ],
)
def test_terms_that_make_no_sense_are_refused(draft, ops, given, code):
    with pytest.raises(Refused) as refused:
        put_rate(actor=ops, draft=draft, **clothing("0.06") | given)
    assert refused.value.code == code


def test_what_cannot_be_tried(october, draft, ops, youxi):
    with pytest.raises(Refused) as refused:
        put_rate(actor=ops, draft=draft, **clothing("0.07"))
    assert refused.value.code == "once"
    empty, gone = (write_draft(actor=ops, name=name, reason="空") for name in ("空", "撤"))
    withdraw_draft(actor=ops, draft=gone)
    for given, code in (
        ({"draft": empty, "month": OCTOBER}, "empty"),
        ({"draft": draft, "month": NOVEMBER}, "not_closed"),
        ({"draft": draft, "month": OCTOBER, "since": NOVEMBER}, "since"),
        ({"draft": gone, "month": OCTOBER}, "decided"),
    ):
        with pytest.raises(Refused) as refused:
            request_trial(actor=ops, **given)
        assert refused.value.code == code
    assert not TrialRun.objects.exists()


def test_the_database_knows_that_it_takes_two(draft, ops):
    with pytest.raises(IntegrityError, match="draft_by_two_people"), transaction.atomic():
        Draft.objects.update(activated_by=ops, activated_at=dt.datetime.now(dt.UTC), valid_from=NOVEMBER)


def test_a_trial_that_dies_goes_on_where_it_was(october, draft, ops, monkeypatch):
    run = request_trial(actor=ops, draft=draft, month=OCTOBER)
    real, done = running.compute_range, []

    def die_at_the_second(part: TrialRange) -> tuple[int, Decimal]:
        if done:
            raise SystemExit
        done.append(part.pk)
        return real(part)

    monkeypatch.setattr(running, "compute_range", die_at_the_second)
    with pytest.raises(SystemExit):
        run_trial(run=run, size=1)
    monkeypatch.undo()
    assert run.ranges.filter(done_at__isnull=False).count() == 1
    assert run_waiting_trials() == 1
    assert trial_report(run).total.tried == 180  # each range once
    assert run_waiting_trials() == 0


def test_a_line_without_a_rate_is_tried_too(ops, lin, fjyx001):
    order = earn(fjyx001, "2000.00")
    price_activity()
    assert Earning.objects.get(subject=order.subject).amount == 0
    close_month(month=OCTOBER)
    draft = write_draft(actor=ops, name="服装 6%", reason="第一次定价")
    put_rate(actor=ops, draft=draft, **clothing("0.06"))
    assert trial_report(tried(ops, draft)).total.difference == 120
