"""Lists cost the same however many rows they show: one row, then one of another county beside it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.announcements.announcing import draft_announcement, publish_announcement
from partners.complaints.kinds import load_standard_kinds
from partners.complaints.models import ComplaintKind
from partners.complaints.receiving import ask_question
from partners.income.models import Earning, Statement
from partners.payouts.models import Payout, PayoutBatch
from partners.training.models import Enrolment, TrainingSession
from stations.clock import today
from tests.making import make_activity
from tests.scope.expected_pages import PAGES
from tests.scope.test_admin_walk import TABLES, url
from tests.scope.world_money import payout_account_of
from tests.scope.world_recruits import course_of

MODELS = {model._meta.label: model for model in apps.get_models()}


def statements(client, address, **asked):
    """What a page asks the database, and the answer; asked twice, so that what is kept once is there."""
    client.get(address, asked)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address, asked)
    assert answer.status_code == 200, (address, answer.status_code)
    return [one["sql"] for one in seen.captured_queries], answer


def same(few, many):
    assert len(few) == len(many), "\n".join(["with one row:", *few, "with two:", *many])


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_a_list_of_the_admin_asks_the_same_for_two_rows_as_for_one(world, model, monkeypatch):
    here, there = world.pair(model)
    if here.pk == there.pk:
        pytest.skip("one row is everybody's")
    client, address, table = world.client("superuser"), url(model, "changelist"), admin.site._registry[model]
    all_rows = table.get_queryset
    shown, asked = [], []
    monkeypatch.setattr(table, "get_queryset", lambda request: all_rows(request).filter(pk__in=shown))
    for row in (here, there):
        shown.append(row.pk)
        queries, answer = statements(client, address)
        assert len(answer.context["cl"].result_list) == len(shown)
        asked.append(queries)
    same(*asked)


# Lists of programs, each with the table whose rows it shows.
LISTS = {
    name: page.model
    for name, page in PAGES.items()
    if name.startswith("api-") and name.endswith("-detail") and page.row and "superuser" in page.who
}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_of_the_api_asks_the_same_for_two_rows_as_for_one(world, name):
    here, there = world.pair(MODELS[LISTS[name]])
    assert here.pk != there.pk
    client, address = world.client("superuser"), reverse(name.removesuffix("detail") + "list")
    one, answer = statements(client, address, page_size=1)
    assert len(answer.json()["results"]) == 1
    two, answer = statements(client, address, page_size=2)
    assert len(answer.json()["results"]) == 2
    same(one, two)


# --- what a partner opens on a phone, and what is read across -------------------------


def grow(world, count):
    """So many more of everything that one partner has a list of."""
    side, moment = world.here, timezone.now()
    account, course, staff = payout_account_of(side), course_of(side), world.cast.staff
    load_standard_kinds()
    kind = ComplaintKind.objects.filter(origin="partner").earliest("pk")
    begin = Statement.objects.count()
    for number in range(begin, begin + count):
        past = dt.date(2000 + number // 12, number % 12 + 1, 1)
        statement = Statement.objects.create(
            partner=side.partner, center=side.center, station=side.station, month=past, lines=1, earned=5
        )
        activity = make_activity(side.station, partner=side.partner)
        line = dict.fromkeys(("basis", "basis_total", "unrounded", "amount"), Decimal(5))
        Earning.objects.create(
            activity=activity, partner=side.partner, station=side.station, center=side.center,
            business=activity.business, category=activity.category, subject=activity.subject,
            paid_on=activity.business_date, earned_on=past, statement=statement, **line,
        )  # fmt: skip
        batch = PayoutBatch.objects.create(month=past, number=9, count=1, amount=5)
        Payout.objects.create(
            batch=batch, partner=side.partner, account=account, amount=5, status="failed", sent_at=moment,
            ended_at=moment, reason="户名不符",
        )  # fmt: skip
        asked = {"station": side.station, "kind": kind, "subject": f"问题 {number}", "text": "怎么算的"}
        ask_question(actor=side.partner.user, **asked)
        words = draft_announcement(actor=staff, title=f"通知 {number}", text="休息", valid_from=today())
        publish_announcement(actor=staff, announcement=words)
        place = TrainingSession.objects.create(
            course=course, center=side.center, held_on=past, room="201", seats=9, status="held"
        )
        Enrolment.objects.create(session=place, partner=side.partner, status="absent")


PARTNERS_LISTS = (
    "my_income",
    "my_income_months",
    "my_payouts",
    "my_questions",
    "announcement_list",
    "my_training",
    "api-income-line-list",
    "api-statement-list",
    "api-payout-list",
    "api-enrolment-list",
    "api-complaint-list",
)


def test_a_partner_s_list_asks_the_same_for_twelve_rows_as_for_three(world):
    client = world.client("partner")
    grow(world, 3)
    few = {name: statements(client, reverse(name))[0] for name in PARTNERS_LISTS}
    grow(world, 9)
    for name in PARTNERS_LISTS:
        same(few[name], statements(client, reverse(name))[0])


READ_ACROSS = (
    "income_report",
    "recruitment_report",
    "levels",
    "growth",
    "pipeline",
    "work_lists",
    "taobao_villages",
    "api_recruitment",
    "api_growth",
    "api_pipeline",
)


@pytest.mark.parametrize("name", READ_ACROSS)
def test_a_report_asks_the_same_for_two_counties_as_for_one(world, name):
    """By who looks: a county's staff has one county, head office both."""
    for label in ("partners.Application", "orders.StationLevel", "partners.Statement", "partners.Dispute"):
        world.pair(MODELS[label])
    one, _answer = statements(world.client("staff"), reverse(name))
    two, _answer = statements(world.client("ops"), reverse(name))
    assert len(two) <= len(one), "\n".join(["a county:", *one, "head office:", *two])
