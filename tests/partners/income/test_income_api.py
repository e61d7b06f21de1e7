"""My income for programs: sums, lines with reasons, statements."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from partners.accounts.models import User
from partners.commission.models import CommissionRate
from partners.income.closing import close_month
from partners.income.models import Earning, Statement
from partners.income.pricing import price_activity
from partners.people.models import Partner
from stations.network.models import Station
from tests.partners.income.history import History

pytestmark = pytest.mark.django_db

Login = Callable[..., APIClient]


@pytest.fixture
def orders(lin: Partner, fjyx001: Station, commission_rates: dict[str, CommissionRate]) -> list[History]:
    """One order in a statement of October, one that is pending."""
    settled, pending = History(fjyx001), History(fjyx001)
    settled.paid("1000.10", "2015-10-01")
    settled.handed_over("2015-10-05")
    close_month(month=dt.date(2015, 10, 1))
    pending.paid("300.00", "2015-11-18")
    price_activity()
    return [settled, pending]


def test_my_sums(orders: list[History], lin: Partner, api_login: Login) -> None:
    body = api_login(lin).get("/api/v1/income/").json()
    assert body | {"day": ""} == {
        "day": "",
        "pending": "15.00",
        "on_hold": "0.00",
        "earned": "0.00",
        "open": "0.00",
        "received_in_cash": "0.00",
        "paid": "0.00",
    }


def test_my_lines(orders: list[History], lin: Partner, api_login: Login) -> None:
    rows = api_login(lin).get("/api/v1/income/lines/").json()["results"]
    assert [(row["amount"], row["state"], row["statement"]) for row in rows] == [
        ("15.00", "pending", None),
        ("50.01", "settled", "2015-10"),
    ]
    assert rows[0]["subject"] == orders[1].subject
    assert rows[0]["order"].startswith("DM")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"state": "pending"}, 1),
        ({"state": "on_hold"}, 0),
        ({"statement": "2015-10"}, 1),
        ({"category": "food"}, 0),
        ({"paid_from": "2015-11-18", "paid_to": "2015-11-18"}, 1),
    ],
)
def test_lines_can_be_narrowed(
    orders: list[History], lin: Partner, api_login: Login, query: dict[str, str], count: int
) -> None:
    assert len(api_login(lin).get("/api/v1/income/lines/", query).json()["results"]) == count


@pytest.mark.parametrize(
    ("field", "value"), [("state", "rich"), ("statement", "october"), ("paid_from", "yesterday")]
)
def test_a_filter_without_sense_is_told(
    orders: list[History], lin: Partner, api_login: Login, field: str, value: str
) -> None:
    answer = api_login(lin).get("/api/v1/income/lines/", {field: value})
    assert answer.status_code == 400
    assert field in answer.json()["fields"]


def test_one_line_with_its_reason(orders: list[History], lin: Partner, api_login: Login) -> None:
    line = Earning.objects.get(subject=orders[0].subject)
    body = api_login(lin).get(f"/api/v1/income/lines/{line.pk}/", headers={"accept-language": "en"}).json()

    assert (body["amount"], body["unrounded"]) == ("50.01", "50.0050000")
    assert body["rate"]["rate"] == "0.05000"
    assert (body["rate"]["version"], body["rate"]["center"]) == (1, None)
    assert {"label": "Calculation", "text": "5% × ¥1,000.10 = ¥50.005"} in body["why"]


def test_my_statements(orders: list[History], lin: Partner, api_login: Login) -> None:
    (row,) = api_login(lin).get("/api/v1/income/statements/").json()["results"]
    assert (row["month"], row["earned"], row["balance"], row["lines"]) == ("2015-10", "50.01", "50.01", 1)
    assert (row["center"], row["station"]) == ("FJYX", "FJYX001")
    assert api_login(lin).get(f"/api/v1/income/statements/{row['id']}/").json() == row


def test_money_follows_the_person(
    orders: list[History], chen: Partner, wang: Partner, helper: User, youxi_staff: User, api_login: Login
) -> None:
    line, statement = Earning.objects.first(), Statement.objects.first()
    assert line is not None
    assert statement is not None
    for other in (chen, wang):
        client = api_login(other)
        assert client.get("/api/v1/income/lines/").json()["results"] == []
        assert client.get("/api/v1/income/").json()["pending"] == "0.00"
        for path, pk in (("lines", line.pk), ("statements", statement.pk)):
            foreign = client.get(f"/api/v1/income/{path}/{pk}/")
            unknown = client.get(f"/api/v1/income/{path}/987654321/")
            assert (foreign.status_code, foreign.json()) == (404, unknown.json())
    for user in (helper, youxi_staff):
        assert api_login(user).get("/api/v1/income/").status_code == 403
        assert api_login(user).get("/api/v1/income/lines/").status_code == 403
    assert api_login(None).get("/api/v1/income/").status_code in {401, 403}


def test_nothing_can_be_written(orders: list[History], lin: Partner, api_login: Login) -> None:
    client = api_login(lin)
    for path in ("income", "income/lines", "income/statements"):
        for verb in (client.post, client.put, client.patch, client.delete):
            assert verb(f"/api/v1/{path}/", {}, format="json").status_code == 405


def test_a_page_costs_the_same_for_many_lines(
    orders: list[History], lin: Partner, fjyx001: Station, api_login: Login
) -> None:
    client = api_login(lin)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/api/v1/income/lines/")
        return len(queries)

    cost()  # the first request also works out what the reader may see
    few = cost()
    for _ in range(20):
        History(fjyx001).paid("100.00")
    price_activity()
    assert cost() == few
