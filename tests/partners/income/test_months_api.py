"""Disputes, adjustments and months by the API: the desk's verbs, with their two people and their scope."""

import itertools
from decimal import Decimal

import pytest

from partners.income.adjustments.models import Adjustment
from partners.income.closing import close_month
from partners.income.disputes.models import Dispute
from partners.income.models import Earning, Statement
from partners.income.months.models import CountyMonth
from tests.cast import api_client_of
from tests.making import make_user
from tests.partners.payouts.money import OCTOBER, earn

pytestmark = pytest.mark.django_db


KEYS = itertools.count()


def post(who, path, body=None, *, key=None):
    headers = {"Idempotency-Key": key or f"key-{next(KEYS)}"}
    return api_client_of(who).post(f"/api/v1/{path}", body or {}, format="json", headers=headers)


def get(who, path):
    return api_client_of(who).get(f"/api/v1/{path}")


def said(answer):
    return answer.status_code, answer.json().get("code")


@pytest.fixture
def second(db):
    return make_user("ops", username="ops2")


@pytest.fixture
def line(lin, zhou, fjyx001, zjtl001, commission_rates):
    """Lin's 100 yuan of October, in a statement; Zhou has one in another county."""
    earn(fjyx001, "2000.00")
    earn(zjtl001, "1000.00")
    close_month(month=OCTOBER)
    return Earning.objects.get(partner=lin)


@pytest.fixture
def month(line, youxi):
    return CountyMonth.objects.get(center=youxi)


# --- disputes --------------------------------------------------------------------


def test_a_partner_disputes_and_the_county_answers_with_an_adjustment(line, lin, youxi_staff, second):
    made = post(lin, "income/disputes/", {"line": line.pk, "text": "应为 120 元"}, key="once")
    assert made.status_code == 201
    told = made.json()
    assert (told["line"], told["partner"], told["amount"], told["overdue"]) == (
        line.pk,
        lin.name,
        "100.00",
        False,
    )
    again = post(lin, "income/disputes/", {"line": line.pk, "text": "应为 120 元"}, key="once")
    assert (again.status_code, again.json(), again["Idempotent-Replayed"]) == (200, told, "true")
    assert said(post(lin, "income/disputes/", {"line": line.pk, "text": "还在吗"})) == (409, "open")

    path = f"income/disputes/{told['id']}/"
    answered = post(youxi_staff, f"{path}answer/", {"reply": "补 20 元", "amount": "20.00"}).json()
    assert (answered["reply"], answered["adjustment"]) == ("补 20 元", "20.00")
    assert get(lin, path).json()["adjustment"] == "20.00"
    assert said(post(youxi_staff, f"{path}answer/", {"reply": "再答"})) == (409, "answered")

    # The answer proposed it: whoever answered does not confirm it.
    (adjustment,) = get(youxi_staff, "adjustments/?confirmed=false").json()["results"]
    confirm = f"adjustments/{adjustment['id']}/confirm/"
    assert said(post(youxi_staff, confirm)) == (400, "second_person")
    assert Adjustment.objects.get().confirmed_at is None
    assert post(second, confirm).json()["confirmed_at"]
    assert said(post(second, confirm)) == (409, "decided")


def test_a_reply_alone_gives_nothing(line, lin, youxi_staff):
    made = post(lin, "income/disputes/", {"line": line.pk, "text": "少了"}).json()
    told = post(youxi_staff, f"income/disputes/{made['id']}/answer/", {"reply": "按 5% 算的"}).json()
    assert (told["reply"], told["adjustment"]) == ("按 5% 算的", None)
    assert not Adjustment.objects.exists()
    assert get(lin, "income/disputes/?answered=true").json()["results"] == [told]
    assert get(lin, "income/disputes/?answered=false").json()["results"] == []


def test_what_is_somebody_elses_does_not_exist(line, lin, zhou, helper, youxi_staff, tonglu_staff):
    foreign = Statement.objects.get(partner=zhou)
    theirs = Earning.objects.get(partner=zhou)
    assert get(lin, f"income/statements/{foreign.pk}/").status_code == 404
    unknown, strange = (
        post(lin, "income/disputes/", {"line": pk, "text": "少了"}).json() for pk in (987654321, theirs.pk)
    )
    assert str(strange).replace(str(theirs.pk), "N") == str(unknown).replace("987654321", "N")
    assert not Dispute.objects.exists()

    made = post(lin, "income/disputes/", {"line": line.pk, "text": "少了"}).json()
    for who in (zhou, tonglu_staff):
        assert get(who, f"income/disputes/{made['id']}/").status_code == 404
    assert post(tonglu_staff, f"income/disputes/{made['id']}/answer/", {"reply": "x"}).status_code == 404
    # A helper has no income, a partner answers nothing, a desk has none of its own to dispute.
    assert get(helper, "income/disputes/").status_code == 403
    assert post(lin, f"income/disputes/{made['id']}/answer/", {"reply": "x"}).status_code == 403
    assert post(youxi_staff, "income/disputes/", {"line": line.pk, "text": "x"}).status_code == 403
    assert Dispute.objects.get().is_open


# --- adjustments -----------------------------------------------------------------

DEDUCTION = {
    "month": "2015-10",
    "kind": "deduction",
    "amount": "5.00",
    "reason": "丢件",
    "evidence": "单 1",
}


def test_an_adjustment_is_proposed_and_withdrawn(line, lin, zhou, youxi_staff, ops):
    made = post(youxi_staff, "adjustments/", DEDUCTION | {"partner": lin.pk}, key="once")
    assert made.status_code == 201
    told = made.json()
    assert (told["amount"], told["month"], told["statement"]) == ("-5.00", "2015-10", None)
    again = post(youxi_staff, "adjustments/", DEDUCTION | {"partner": lin.pk}, key="once")
    assert (again.status_code, again.json()) == (200, told)
    assert post(youxi_staff, "adjustments/", DEDUCTION | {"partner": zhou.pk}).status_code == 400
    assert said(post(youxi_staff, "adjustments/", DEDUCTION | {"partner": lin.pk, "month": "2015"})) == (
        400,
        "month",
    )
    assert post(ops, f"adjustments/{told['id']}/withdraw/").json()["withdrawn_at"]
    assert said(post(ops, f"adjustments/{told['id']}/confirm/")) == (409, "decided")
    assert Adjustment.objects.count() == 1


# --- months ----------------------------------------------------------------------


def test_a_month_is_approved_by_the_county_and_locked_by_somebody_else(month, youxi_staff, ops, second):
    path = f"county-months/{month.pk}/"
    told = get(youxi_staff, path).json()
    assert (told["center"], told["month"], told["status"]) == ("FJYX", "2015-10", "open")
    assert (told["statements"], told["amount"], told["still_open"]) == (1, "100.00", [])
    assert said(post(ops, f"{path}lock/")) == (409, "transition")
    assert post(ops, f"{path}approve/").json()["approved_by"] == "ops"
    # The same person twice, and a county that would lock.
    assert said(post(ops, f"{path}lock/")) == (400, "second_person")
    assert post(youxi_staff, f"{path}lock/").status_code == 403
    assert CountyMonth.objects.get(pk=month.pk).status == "approved"
    assert post(second, f"{path}lock/").json()["status"] == "locked"

    assert said(post(youxi_staff, f"{path}send-back/", {"reason": "错"})) == (409, "locked")
    assert post(ops, f"{path}reopen/", {}).status_code == 400
    assert post(ops, f"{path}reopen/", {"reason": "漏单"}).json()["status"] == "open"
    assert month.changes.latest("pk").reason == "漏单"


def test_what_is_open_keeps_a_month_open(month, line, lin, youxi_staff, tonglu_staff):
    post(lin, "income/disputes/", {"line": line.pk, "text": "少了"})
    path = f"county-months/{month.pk}/"
    assert len(get(youxi_staff, path).json()["still_open"]) == 1
    assert said(post(youxi_staff, f"{path}approve/")) == (409, "open_items")
    assert get(tonglu_staff, path).status_code == 404
    assert [row["center"] for row in get(tonglu_staff, "county-months/").json()["results"]] == ["ZJTL"]
    assert get(youxi_staff, "county-months/?center=ZJTL").status_code == 400


def test_an_approval_is_taken_back_with_a_reason(month, youxi_staff):
    path = f"county-months/{month.pk}/"
    post(youxi_staff, f"{path}approve/")
    assert post(youxi_staff, f"{path}send-back/", {"reason": "漏单"}).json()["status"] == "open"
    assert CountyMonth.objects.with_totals().get(pk=month.pk).total == Decimal(100)
