"""Earnings, statements and closings in the admin."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from kombu.exceptions import OperationalError

from partners.accounts.models import User
from partners.commission.models import CommissionRate
from partners.income.closing import begin, close_month, close_range, open_ranges
from partners.income.models import Earning, MonthClosing, Statement
from partners.income.pricing import price_activity
from partners.people.models import Partner
from stations import bell
from stations.network.models import Station
from tests.partners.income.history import History

pytestmark = pytest.mark.django_db

ADD = reverse("admin:partners_monthclosing_add")
OCTOBER = dt.date(2015, 10, 1)
Login = Callable[..., Client]


@pytest.fixture
def desk(ops: User, login: Login) -> Client:
    return login(ops, headers={"accept-language": "en"})


@pytest.fixture
def october(lin: Partner, fjyx001: Station, commission_rates: dict[str, CommissionRate]) -> History:
    order = History(fjyx001)
    order.paid("1000.10", "2015-10-01")
    order.handed_over("2015-10-02")
    price_activity()
    return order


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, ...]]]:
    rings: list[tuple[str, tuple[str, ...]]] = []
    monkeypatch.setattr(
        bell.current_app, "send_task", lambda task, args, **options: rings.append((task, args))
    )
    return rings


def test_an_earning_tells_why(october: History, desk: Client) -> None:
    line = Earning.objects.get()
    text = desk.get(reverse("admin:partners_earning_change", args=[line.pk])).content.decode()
    assert "Calculation: 5% × ¥1,000.10 = ¥50.005" in text
    assert "half a fen goes up" in text


@pytest.mark.parametrize(("state", "count"), [("earned", 1), ("pending", 0), ("nonsense", 1)])
def test_earnings_by_state(october: History, desk: Client, state: str, count: int) -> None:
    page = desk.get(reverse("admin:partners_earning_changelist"), {"state": state})
    assert len(page.context["cl"].result_list) == count


def test_a_statement_with_its_lines(october: History, desk: Client) -> None:
    close_month(month=OCTOBER)
    statement = Statement.objects.get()
    page = desk.get(reverse("admin:partners_statement_change", args=[statement.pk]))
    assert "¥50.01" in page.content.decode()
    listed = desk.get(reverse("admin:partners_statement_changelist"), {"of": "2015-10"})
    assert list(listed.context["cl"].result_list) == [statement]
    for other in ("2015-11", "october"):
        rows = (
            desk.get(reverse("admin:partners_statement_changelist"), {"of": other}).context["cl"].result_list
        )
        assert len(rows) == (0 if other == "2015-11" else 1)


def test_closing_a_month_is_asked_for_and_shows_its_progress(
    october: History,
    ops: User,
    desk: Client,
    rung: list[tuple[str, tuple[str, ...]]],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        answer = desk.post(ADD, {"month": "2015-10"})
    closing = MonthClosing.objects.get()
    page_url = reverse("admin:partners_monthclosing_change", args=[closing.pk])
    assert (answer.status_code, answer.url) == (302, page_url)
    assert (closing.month, closing.requested_by, closing.finished_at) == (OCTOBER, ops, None)
    assert rung == [("partners.close_month", ("2015-10",))]

    page = desk.get(page_url)
    assert page["Refresh"] == "3"
    assert "waits for a worker" in page.content.decode()

    for part in open_ranges(next(begin(up_to=OCTOBER))):
        close_range(range_id=part)
    page = desk.get(page_url)
    assert "Refresh" not in page.headers
    assert "the month is closed" in page.content.decode()
    assert Statement.objects.count() == 1


def test_a_bell_out_of_order_fails_nobody(
    october: History,
    desk: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    def broken(task: str, args: tuple[str, ...], **options: object) -> None:
        raise OperationalError("nobody there")

    monkeypatch.setattr(bell.current_app, "send_task", broken)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert desk.post(ADD, {"month": "2015-10"}).status_code == 302
    assert MonthClosing.objects.unfinished().count() == 1


@pytest.mark.parametrize("month", ["2999-01", "2015-13", "october", ""])
def test_what_cannot_be_closed_is_told_beside_the_field(desk: Client, month: str) -> None:
    answer = desk.post(ADD, {"month": month})
    assert answer.status_code == 200
    assert "month" in answer.context["adminform"].form.errors
    assert not MonthClosing.objects.exists()


def test_a_closed_month_is_not_closed_again(october: History, desk: Client) -> None:
    close_month(month=OCTOBER)
    answer = desk.post(ADD, {"month": "2015-10"})
    assert answer.status_code == 200
    assert "month" in answer.context["adminform"].form.errors
    assert MonthClosing.objects.count() == 1


def test_county_staff_close_nothing(october: History, youxi_staff: User, login: Login) -> None:
    client = login(youxi_staff)
    assert client.post(ADD, {"month": "2015-10"}).status_code == 403
    assert client.get(reverse("admin:partners_monthclosing_changelist")).status_code == 403
    assert not MonthClosing.objects.exists()


@pytest.mark.parametrize("table", ["earning", "statement"])
def test_a_list_costs_the_same_for_many_rows(
    october: History, fjyx001: Station, desk: Client, table: str
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(reverse(f"admin:partners_{table}_changelist")).status_code == 200
        return len(queries)

    close_month(month=OCTOBER)
    cost()
    few = cost()
    for month in (11, 12):
        for _ in range(5):
            order = History(fjyx001)
            order.paid("100.00", f"2015-{month}-01")
            order.handed_over(f"2015-{month}-02")
        close_month(month=dt.date(2015, month, 1))
    assert cost() == few


def test_money_is_written_as_money(desk: Client, october: History) -> None:
    page = desk.get(reverse("admin:partners_earning_changelist")).content.decode()
    assert "¥1,000.10" in page
    assert "1000.10" not in page
