"""From the draft to its activation, in the admin."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from partners.accounts.models import User
from partners.income.closing import close_month
from partners.people.models import Partner
from partners.subsidies.models import SubsidyRule
from partners.trials.models import Draft, TrialRun
from partners.trials.running import run_waiting_trials
from stations import bell
from stations.exporting.models import ExportLog
from stations.network.models import Station
from tests.making import make_user
from tests.partners.payouts.money import OCTOBER, earn

pytestmark = pytest.mark.django_db

Login = Callable[..., Client]
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def desk(ops: User, login: Login) -> Client:
    return login(ops, headers=ENGLISH)


@pytest.fixture
def other_desk(login: Login) -> Client:
    return login(make_user("ops", username="ops2"), headers=ENGLISH)


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    rings: list[str] = []
    monkeypatch.setattr(bell.current_app, "send_task", lambda task, **options: rings.append(task))
    return rings


@pytest.fixture
def october(lin: Partner, fjyx001: Station, commission_rates: object) -> None:
    earn(fjyx001, "2000.00")
    close_month(month=OCTOBER)


def page(name: str, *args: object) -> str:
    return reverse(f"admin:partners_{name}", args=args)


def post(client: Client, address: str, **answers: object) -> str:
    token = client.get(address).context["token"]
    response = client.post(address, {"token": token, **answers}, follow=True)
    return str(response.content.decode())


def test_from_the_draft_to_its_activation(
    october: None,
    desk: Client,
    other_desk: Client,
    rung: list[str],
    django_capture_on_commit_callbacks: Callable,
) -> None:
    added = desk.post(page("draft_add"), {"name": "服装 6%", "reason": "换季"}, follow=True)
    draft = Draft.objects.get()
    assert added.redirect_chain[-1][0] == page("draft_change", draft.pk)
    answers = {"category": "clothing", "rate": "0.06", "hold_days": "7"}
    assert "The rate is in the draft." in post(desk, page("draft_add_rate", draft.pk), **answers)
    with django_capture_on_commit_callbacks(execute=True):
        said = post(desk, page("draft_try_out", draft.pk), month="2015-10")
    assert "The trial runs" in said
    assert rung == ["partners.run_trials"]
    run = TrialRun.objects.get()

    waiting = desk.get(page("trialrun_change", run.pk))
    assert waiting["Refresh"] == "3"
    assert "waits for a worker" in waiting.content.decode()
    run_waiting_trials()
    told = desk.get(page("trialrun_change", run.pk))
    assert "Refresh" not in told
    text = told.content.decode()
    assert "brought ¥100.00 of ¥100.00; with the draft they would have brought ¥120.00: +¥20.00." in text
    assert "clothing" in text

    # The same person cannot, and is not offered it; another one can.
    assert page("draft_activate", draft.pk) not in desk.get(page("draft_change", draft.pk)).content.decode()
    assert "A second person has to activate" in post(
        desk, page("draft_activate", draft.pk), valid_from="2015-11-01"
    )
    assert page("draft_activate", draft.pk) in other_desk.get(page("draft_change", draft.pk)).content.decode()
    said = post(other_desk, page("draft_activate", draft.pk), valid_from="2015-11-01")
    assert "The draft is in force from that day on" in said
    draft.refresh_from_db()
    assert draft.valid_from == dt.date(2015, 11, 1)


def test_the_files_are_taken_away_and_written_down(
    october: None, desk: Client, login: Login, youxi_staff: User
) -> None:
    desk.post(page("draft_add"), {"name": "服装 6%", "reason": "换季"})
    draft = Draft.objects.get()
    post(desk, page("draft_add_rate", draft.pk), category="clothing", rate="0.06", hold_days="7")
    post(desk, page("draft_try_out", draft.pk), month="2015-10")
    run = TrialRun.objects.get()
    assert desk.get(page("trialrun_csv_file", run.pk)).status_code == 403  # not finished
    run_waiting_trials()

    answer = desk.get(page("trialrun_xlsx_file", run.pk))
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Counties", "Categories", "Partners", "Rows"]
    assert [cell.value for cell in book["Partners"][2]][1:] == ["林小芳", 1, 100, 120, 20]
    assert desk.get(page("trialrun_csv_file", run.pk)).content.decode().count("\r\n") == 2
    assert list(ExportLog.objects.order_by("pk").values_list("what", "name", "rows")) == [
        ("trial_run", f"trial-{run.pk}-201510.xlsx", 1),
        ("trial_run", f"trial-{run.pk}-201510.csv", 1),
    ]
    staff = login(youxi_staff, headers=ENGLISH)
    assert staff.get(page("trialrun_csv_file", run.pk)).status_code in {403, 404}


def test_a_subsidy_is_proposed_and_put_in_force(desk: Client, other_desk: Client) -> None:
    given = {
        "category": "festival_bonus",
        "reason": "双十一达标奖励",
        "valid_from": "2015-11-01",
        "slabs": "0 10000 0\n10001 - 100",
    }
    refused = desk.post(page("subsidyrule_add"), given)
    assert "there is a gap" in refused.content.decode()
    assert not SubsidyRule.objects.exists()
    desk.post(page("subsidyrule_add"), given | {"slabs": "0 10000 0\n10000 - 1.5%"})
    rule = SubsidyRule.objects.get()
    text = desk.get(page("subsidyrule_change", rule.pk)).content.decode()
    assert "whole: the bracket that is reached counts for everything" in text
    assert "from ¥10,000.00: 1.5" in text
    assert page("subsidyrule_confirm", rule.pk) not in text
    assert "A second person has to confirm" in post(desk, page("subsidyrule_confirm", rule.pk))
    assert "The rule is in force" in post(other_desk, page("subsidyrule_confirm", rule.pk))
    rule.refresh_from_db()
    assert rule.confirmed_at is not None
    assert "ends with that day" in post(desk, page("subsidyrule_end", rule.pk), last_day="2015-12-31")


def test_a_subsidy_can_be_tried_before_anybody_puts_it_in_force(october: None, desk: Client) -> None:
    given = {
        "category": "guarantee",
        "amount": "1500",
        "months": "12",
        "reason": "保底",
        "valid_from": "2016-01-01",
    }
    desk.post(page("subsidyrule_add"), given)
    desk.post(page("draft_add"), {"name": "保底", "reason": "新人"})
    draft, rule = Draft.objects.get(), SubsidyRule.objects.get()
    post(desk, page("draft_add_subsidy", draft.pk), rule=rule.pk)
    post(desk, page("draft_try_out", draft.pk), month="2015-10")
    run_waiting_trials()
    text = desk.get(page("trialrun_change", TrialRun.objects.get().pk)).content.decode()
    assert "income guarantee" in text
    assert "+¥1,400.00" in text
