"""My income on the phone: figures, months, lines, and why each amount is what it is."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.accounts.models import User
from partners.commission.models import CommissionRate
from partners.income.closing import close_month
from partners.income.explaining import explain
from partners.income.models import Earning, Statement
from partners.income.pricing import price_activity
from partners.income.summary import Summary, summarise
from partners.journal.kinds import Category
from partners.journal.subjects import label_of
from partners.people.models import Partner, Tenure
from stations.network.models import Station
from tests.cast import make_order
from tests.partners.income.history import History, at

pytestmark = pytest.mark.django_db

Login = Callable[..., Client]
NOVEMBER_20 = dt.date(2015, 11, 20)


@pytest.fixture(autouse=True)
def in_english(settings: object, commission_rates: dict[str, CommissionRate]) -> None:
    settings.LANGUAGE_CODE = "en"  # type: ignore[attr-defined]


@pytest.fixture
def orders(lin: Partner, fjyx001: Station) -> dict[str, History]:
    """What Lin has on 20 November 2015: one line in each state, and a refund."""
    made = {name: History(fjyx001) for name in ("settled", "earned", "hold", "pending")}
    made["settled"].paid("1000.00", "2015-10-01")
    made["settled"].handed_over("2015-10-05")
    made["earned"].paid("100.00", "2015-11-01")
    made["earned"].handed_over("2015-11-05")
    made["hold"].paid("200.00", "2015-11-10")
    made["hold"].refunded("80.00", "2015-11-15")
    made["hold"].handed_over("2015-11-16")
    made["pending"].paid("300.00", "2015-11-18")
    close_month(month=dt.date(2015, 10, 1))
    return made


def test_the_figures_as_of_a_day(orders: dict[str, History], lin: Partner) -> None:
    mine = Earning.objects.visible_to(lin.user)
    assert summarise(lines=mine, day=NOVEMBER_20) == Summary(
        day=NOVEMBER_20,
        pending=Decimal("15.00"),
        on_hold=Decimal("6.00"),
        earned=Decimal("5.00"),
        open=Decimal("5.00"),
        received_in_cash=Decimal("0.00"),
        paid=Decimal("0.00"),
    )
    assert summarise(lines=mine, day=dt.date(2015, 12, 1)).open == Decimal("11.00")
    assert summarise(lines=Earning.objects.none(), day=NOVEMBER_20).earned == Decimal("0.00")


def test_the_page_shows_what_is_true(orders: dict[str, History], lin: Partner, login: Login) -> None:
    page = login(lin).get("/income/")
    text = page.content.decode()

    assert page.status_code == 200
    assert [row["amount"] for row in page.context["page_obj"]] == [
        Decimal("15.00"),
        Decimal("-4.00"),
        Decimal("10.00"),
        Decimal("5.00"),
        Decimal("50.00"),
    ]
    assert [statement.balance for statement in page.context["months"]] == [Decimal("50.00")]
    assert page.context["summary"].pending == Decimal("15.00")
    assert f"DM{int(orders['pending'].subject.split(':')[1]):09d} · paid on Nov 18, 2015" in text
    assert len(page.content) < 50_000


@pytest.mark.parametrize(("view", "count"), [("pending", 1), ("settled", 1), ("earned", 3), ("nonsense", 5)])
def test_lines_by_where_they_stand(
    orders: dict[str, History], lin: Partner, login: Login, view: str, count: int
) -> None:
    page = login(lin).get("/income/", {"view": view})
    assert page.context["page_obj"].paginator.count == count


@pytest.mark.parametrize(
    ("month", "view", "amounts"),
    [
        ("2015-10", "all", ["50.00"]),
        ("2015-11", "all", ["15.00", "-4.00", "10.00", "5.00"]),
        ("2015-11", "pending", ["15.00"]),
        ("2015-12", "all", ["15.00", "-4.00", "10.00", "5.00", "50.00"]),  # a month of no line is none
        ("9999-12", "all", ["15.00", "-4.00", "10.00", "5.00", "50.00"]),
        ("nonsense", "all", ["15.00", "-4.00", "10.00", "5.00", "50.00"]),
    ],
)
def test_lines_of_the_month_in_which_was_paid_or_refunded(
    orders: dict[str, History], lin: Partner, login: Login, month: str, view: str, amounts: list[str]
) -> None:
    page = login(lin).get("/income/", {"month": month, "view": view})
    assert [row["amount"] for row in page.context["page_obj"]] == [Decimal(amount) for amount in amounts]


def test_a_month_says_what_it_comes_to_and_keeps_view_and_page(
    lin: Partner, fjyx001: Station, login: Login
) -> None:
    for day in ("2015-10-31", *["2015-11-01"] * 11, *["2015-11-30"] * 10, "2015-12-01"):
        History(fjyx001).paid("100.00", day)
    price_activity()

    page = login(lin).get("/income/", {"month": "2015-11", "view": "pending"})
    text = page.content.decode()
    assert "Paid or refunded in November 2015: 21 lines, ¥105.00 together" in text
    assert '<option value="2015-11" selected>' in text
    assert [f"{month:%Y-%m}" for month in page.context["lines_months"]] == ["2015-12", "2015-11", "2015-10"]
    assert 'href="?view=earned&amp;month=2015-11#lines"' in text
    assert 'href="?month=2015-11&amp;view=pending&amp;page=2#lines"' in text

    second = login(lin).get("/income/", {"month": "2015-11", "view": "pending", "page": 2})
    assert len(second.context["page_obj"].object_list) == 1


def test_the_statement_with_its_lines(orders: dict[str, History], lin: Partner, login: Login) -> None:
    page = login(lin).get("/income/months/2015-10/")
    assert page.context["statement"].earned == Decimal("50.00")
    assert [row["amount"] for row in page.context["page_obj"]] == [Decimal("50.00")]
    assert login(lin).get("/income/months/").status_code == 200
    for unknown in ("9" * 30 + "-11", "2015-11", "2015-13", "0-0", "99999-1"):
        assert login(lin).get(f"/income/months/{unknown}/").status_code == 404


def steps_of(order: History, position: int = 0) -> dict[str, str]:
    rows = Earning.objects.of_line(subject=order.subject, category=order.category)
    return {step.label: step.text for step in explain(rows[position])}


def test_why_this_amount(lin: Partner, fjyx001: Station) -> None:
    order = History(fjyx001, Category.LARGE_APPLIANCES)
    order.paid("2899.00", "2015-11-11")
    order.handed_over("2015-11-14")
    price_activity()

    assert steps_of(order) == {
        "Agent order": label_of(order.subject),
        "Village service station": fjyx001.name,
        "Paid on": "Nov 11, 2015",
        "Payment": "¥2,899.00",
        "Rate": "large appliances and TV: 2.5%",
        "In force": "everywhere, since Oct 1, 2014, version 1",
        "Calculation": "2.5% × ¥2,899.00 = ¥72.475",
        "At most": "¥80.00, which makes no difference here",
        "Rounded to the fen": "¥72.475 becomes ¥72.48; half a fen goes up",
        "Earned on": "Nov 21, 2015",
        "On hold": "7 days after the hand-over",
        "Statement": "in none yet",
    }


def test_why_a_refund_took_this_much(lin: Partner, fjyx001: Station) -> None:
    order = History(fjyx001, Category.LARGE_APPLIANCES)
    order.paid("5000.00", "2015-11-11")
    order.refunded("3000.00", "2015-11-12")
    price_activity()

    since = steps_of(order)["Taken back since"]
    assert since == "¥30.00 on Nov 12, 2015, by a line of its own"
    steps = steps_of(order, 1)
    assert "Taken back since" not in steps
    assert steps["Refund"] == "¥3,000.00 on Nov 12, 2015"
    assert steps["Left of the payment"] == "¥2,000.00"
    assert steps["Calculation"] == "2.5% × ¥2,000.00 = ¥50.00"
    assert steps["Taken back"] == "¥80.00 before the refund, ¥50.00 after it"
    assert steps_of(order, 0)["At most"] == "¥80.00, and so it is"


def test_why_nothing(lin: Partner, fjyx001: Station) -> None:
    CommissionRate.objects.all().delete()
    order = History(fjyx001)
    order.paid("100.00", "2015-11-11")
    price_activity()
    assert steps_of(order)["Rate"].startswith("No rate was in force")


def test_a_line_leads_to_its_order(lin: Partner, fjyx001: Station, login: Login) -> None:
    order = make_order(fjyx001, at=at("2015-11-11"))
    price_activity()
    line = Earning.objects.get(subject=order.subject)
    page = login(lin).get(reverse("my_income_line", args=[line.pk]))

    assert f'href="{reverse("order_page", args=[order.pk])}"' in page.content.decode()
    assert order.number in page.content.decode()


def test_a_former_partner_keeps_the_income_and_not_the_orders(
    wang: Partner, fjyx001: Station, login: Login
) -> None:
    order = History(fjyx001)
    order.paid("100.00", "2015-06-01")
    order.handed_over("2015-06-05")
    close_month(month=dt.date(2015, 6, 1))
    line = Earning.objects.get()
    client = login(wang)

    page = client.get(f"/income/lines/{line.pk}/")
    assert page.status_code == 200
    assert page.context["href"] == ""
    assert client.get("/income/").context["months"][0].earned == Decimal("5.00")


def test_nobody_sees_another_persons_money(
    orders: dict[str, History], chen: Partner, wang: Partner, login: Login
) -> None:
    line, statement = Earning.objects.first(), Statement.objects.first()
    for other in (chen, wang):
        client = login(other)
        assert client.get("/income/").context["page_obj"].paginator.count == 0
        assert client.get(f"/income/lines/{line.pk}/").status_code == 404
        assert client.get(f"/income/months/{statement.month:%Y-%m}/").status_code == 404
        foreign = client.get(f"/income/lines/{line.pk}/").content
        assert foreign == client.get("/income/lines/999999999/").content


def test_the_new_partner_of_a_station_starts_at_nothing(
    orders: dict[str, History], lin: Partner, chen: Partner, fjyx001: Station, login: Login
) -> None:
    Tenure.objects.filter(partner=lin).update(ends_on=dt.date(2015, 11, 20))
    Tenure.objects.create(partner=chen, station=fjyx001, starts_on=dt.date(2015, 11, 21))
    orders["pending"].refunded("300.00", "2015-11-25")
    price_activity()
    assert login(chen).get("/income/").context["page_obj"].paginator.count == 0
    assert login(lin).get("/income/").context["page_obj"].paginator.count == 6


def test_only_partners_have_an_income_page(helper: User, youxi_staff: User, ops: User, login: Login) -> None:
    for user in (helper, youxi_staff, ops):
        assert login(user).get("/income/").status_code == 403
    answer = login(None).get("/income/")
    assert answer.status_code == 302
    assert "next=/income/" in answer.url


def test_the_page_costs_the_same_for_many_lines(lin: Partner, fjyx001: Station, login: Login) -> None:
    client = login(lin)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/income/")
        return len(queries)

    History(fjyx001).paid("100.00")
    price_activity()
    cost()
    few = cost()
    for _ in range(30):
        History(fjyx001).paid("100.00")
    price_activity()
    assert cost() == few
    page = client.get("/income/", {"page": 2})
    assert len(page.context["page_obj"].object_list) == 11
