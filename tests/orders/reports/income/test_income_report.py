"""The income report: its figures at their bounds, within reach, and the same everywhere."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from orders.festivals.models import StationDay
from orders.festivals.rolling_up import roll_up_turnover
from orders.reports.income.report import income_figures
from partners.income.closing import close_month
from partners.income.models import Statement
from partners.journal.kinds import SubsidyCategory
from partners.people.models import Tenure
from tests.cast import api_client_of, client_of, make_partner
from tests.making import make_station
from tests.partners.payouts.money import OCTOBER, earn
from tests.partners.subsidies.giving import in_force

pytestmark = pytest.mark.django_db


def state(partner, earned):
    station = partner.tenures.get().station
    return Statement.objects.create(
        partner=partner,
        center=station.center,
        station=station,
        month=OCTOBER,
        lines=1,
        earned=Decimal(earned),
    )


@pytest.fixture
def three(lin, chen, zhou):
    """Lin 5,000.00 and Chen 0 in Youxi, Zhou 10,000.00 in Tonglu."""
    for partner, earned in ((lin, "5000.00"), (chen, "0.00"), (zhou, "10000.00")):
        state(partner, earned)


def figures(user=None):
    statements = Statement.objects.visible_to(user) if user else Statement.objects.all()
    days = StationDay.objects.visible_to(user) if user else StationDay.objects.all()
    return income_figures(month=OCTOBER, statements=statements, days=days)


def test_bounds_count_in(three):
    total = figures().total
    assert (total.partners, total.mean, total.median) == (3, 5000, 5000)
    assert (total.highest, round(total.share_5000, 4), round(total.share_10000, 4)) == (10000, 0.6667, 0.3333)


@pytest.mark.parametrize(
    ("earned", "bar"),
    [
        ("-0.01", 0),
        ("0.00", 0),
        ("0.01", 1),
        ("999.99", 1),
        ("1000.00", 2),
        ("9999.99", 10),
        ("10000.00", 11),
    ],
)
def test_each_amount_has_its_bar(lin, earned, bar):
    state(lin, earned)
    counts = [one.partners for one in figures().histogram]
    assert (len(counts), sum(counts), counts[bar]) == (12, 1, 1)


def test_by_county_mode_and_month_since_the_opening(three, youxi):
    station = make_station(code="FJYX050", opened_on=dt.date(2015, 9, 30))
    shop = make_partner(station, since=dt.date(2015, 9, 30))
    Tenure.objects.filter(partner=shop).update(mode="1.0")
    state(shop, "300.00")
    report = figures()
    assert [(one.key, one.partners) for one in report.counties] == [("FJYX", 3), ("ZJTL", 1)]
    assert [(one.key, one.partners) for one in report.modes] == [("1.0", 1), ("2.0", 3)]
    # September is the first month, so October is the second; 2014's are in their eleventh.
    assert [(one.key, one.partners) for one in report.ages] == [("02", 1), ("11", 3)]


def test_cost_over_turnover_by_kind(lin, fjyx001, commission_rates):
    in_force(SubsidyCategory.GUARANTEE, amount="1500.00", months=12)
    earn(fjyx001, "2000.00")
    roll_up_turnover()
    close_month(month=OCTOBER)
    report = figures()
    assert [(one.key, one.subsidy, one.amount) for one in report.costs] == [
        ("agent_order", False, 100),
        ("guarantee", True, 1400),
    ]
    assert (report.cost, report.turnover, report.cost_share) == (1500, 2000, 0.75)


def test_no_turnover_is_no_share(lin):
    state(lin, "5.00")
    assert figures().cost_share is None


def test_a_county_sees_its_own(three, youxi_staff, tonglu_staff, ops):
    assert [figures(user).total.partners for user in (youxi_staff, tonglu_staff, ops)] == [2, 1, 3]
    text = client_of(youxi_staff).get(reverse("income_report")).content.decode()
    assert "尤溪" in text
    assert "桐庐" not in text


def test_page_files_api_and_command_say_the_same(three, ops, capsys):
    client = client_of(ops, headers={"accept-language": "en"})
    page = client.get(reverse("income_report"), {"month": "2015-10"})
    assert "¥5,000.00" in page.content.decode()
    rows = list(
        csv.reader(
            io.StringIO(client.get(reverse("income_report_file", args=["csv"])).content.decode("utf-8-sig"))
        )
    )
    assert rows[-1][3:8] == ["3", "5000.00", "5000.00", "10000.00", "0.666667"]
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("income_report_file", args=["xlsx"])).content)
    )
    assert book["By county"].max_row == 4
    api = api_client_of(ops).get("/api/v1/reports/income/?month=2015-10").json()
    call_command("income_summary", "2015-10")
    told = json.loads(capsys.readouterr().out)
    assert {**api, "as_of": ""} == {**told, "as_of": ""}
    assert api["total"]["mean"] == "5000.00"


def test_what_is_no_month(three, ops):
    assert client_of(ops).get(reverse("income_report"), {"month": "2015-12"}).context["report"] is None
    assert client_of(ops).get(reverse("income_report_file", args=["pdf"])).status_code == 404
    assert api_client_of(ops).get("/api/v1/reports/income/?month=x").status_code == 400
    with pytest.raises(CommandError):
        call_command("income_summary", "october")


def test_without_a_closed_month_the_page_says_so(ops):
    text = client_of(ops, headers={"accept-language": "en"}).get(reverse("income_report")).content.decode()
    assert "Once a month is closed" in text


def test_three_queries_and_the_list_of_months(three, ops, django_assert_max_num_queries):
    client = client_of(ops)
    client.get(reverse("income_report"))
    with django_assert_max_num_queries(9):
        client.get(reverse("income_report"))
