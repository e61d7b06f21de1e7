"""Drafts are tried, read and activated by the API, by two people of head office."""

import itertools
from decimal import Decimal

import pytest

from partners.commission.models import CommissionRate
from partners.commission.revising import Terms
from partners.income.closing import close_month
from partners.journal.kinds import Business, Category
from partners.trials.drafting import put_rate, write_draft
from partners.trials.models import Draft, TrialRun
from partners.trials.running import run_waiting_trials
from tests.cast import api_client_of
from tests.making import make_user
from tests.partners.payouts.money import OCTOBER, earn

pytestmark = pytest.mark.django_db


KEYS = itertools.count()


def post(who, path, body=None, *, key=None):
    headers = {"Idempotency-Key": key or f"key-{next(KEYS)}"}
    return api_client_of(who).post(f"/api/v1/{path}", body or {}, format="json", headers=headers)


def get(who, path):
    return api_client_of(who).get(f"/api/v1/{path}").json()


@pytest.fixture
def draft(lin, fjyx001, commission_rates, ops):
    """Clothing at 6% instead of 5%; Lin sold for 2,000 yuan in October."""
    earn(fjyx001, "2000.00")
    close_month(month=OCTOBER)
    draft = write_draft(actor=ops, name="服装 6%", reason="换季")
    terms = Terms(rate=Decimal("0.06"))
    put_rate(actor=ops, draft=draft, business=Business.AGENT_ORDER, category=Category.CLOTHING, terms=terms)
    return draft


def test_a_draft_is_tried_and_its_results_are_read(draft, lin, ops):
    assert get(ops, f"drafts/{draft.pk}/")["rates"][0] | {"hold_days": 7} == {
        "business": "agent_order",
        "category": "clothing",
        "center": None,
        "rate": "0.06000",
        "fixed": None,
        "minimum": None,
        "cap": None,
        "hold_days": 7,
    }
    asked = post(ops, f"drafts/{draft.pk}/try/", {"month": "2015-10"}, key="once")
    assert asked.status_code == 201
    run = asked.json()["id"]
    assert (asked.json()["month"], asked.json()["parts"], asked.json()["finished_at"]) == ("2015-10", 0, None)
    assert post(ops, f"drafts/{draft.pk}/try/", {"month": "2015-10"}, key="once").json()["id"] == run
    assert TrialRun.objects.count() == 1
    assert get(ops, f"trial-runs/{run}/")["report"] is None

    run_waiting_trials()
    told = get(ops, f"trial-runs/{run}/")
    clothing = {"lines": 1, "paid": "100.00", "tried": "120.00", "difference": "20.00"}
    assert told["report"]["total"] | {"name": ""} == {"key": "", "name": "", **clothing}
    assert told["report"]["all_paid"] == "100.00"
    assert [row["key"] for row in told["report"]["counties"]] == ["FJYX"]
    (row,) = get(ops, f"trial-runs/{run}/results/")["results"]
    who = {"partner": lin.pk, "partner_name": lin.name, "center": "FJYX", "category": "clothing"}
    assert row == {"id": row["id"], **who, **clothing}
    assert [row["id"] for row in get(ops, f"trial-runs/?draft={draft.pk}")["results"]] == [run]


def test_a_second_person_activates(draft, ops):
    first = {"valid_from": "2030-01-01"}
    path = f"drafts/{draft.pk}/activate/"
    second = make_user("ops", username="ops2")
    answer = post(second, path, first)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_tried")
    post(ops, f"drafts/{draft.pk}/try/", {"month": "2015-10"})
    run_waiting_trials()
    answer = post(ops, path, first)
    assert (answer.status_code, answer.json()["code"]) == (400, "second_person")
    assert not CommissionRate.objects.filter(rate=Decimal("0.06")).exists()
    assert post(second, path, first).json()["valid_from"] == "2030-01-01"
    assert str(CommissionRate.objects.get(rate=Decimal("0.06")).valid_from) == "2030-01-01"
    assert post(ops, f"drafts/{draft.pk}/withdraw/").json()["code"] == "decided"


def test_what_cannot_be_tried_is_refused_beside_its_field(draft, ops, youxi_staff):
    answer = post(ops, f"drafts/{draft.pk}/try/", {"month": "2015-09"})
    assert (answer.status_code, answer.json()["code"]) == (400, "not_closed")
    answer = post(ops, f"drafts/{draft.pk}/try/", {"month": "2015-10", "since": "2015-11-01"})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["since"])
    assert post(ops, f"drafts/{draft.pk}/withdraw/").json()["withdrawn_at"]
    assert not TrialRun.objects.exists()
    assert post(youxi_staff, f"drafts/{draft.pk}/withdraw/").status_code == 403
    assert Draft.objects.count() == 1
