"""The month's income as JSON and CSV, from the statements of the reader."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.accounts.models import User
from partners.income.models import Statement
from partners.income.report import as_json, income_report
from partners.people.models import Partner
from stations.centers.models import CountyCenter
from tests.cast import make_partner

pytestmark = pytest.mark.django_db

OCTOBER = dt.date(2015, 10, 1)


def state(partner: Partner, earned: str, lines: int = 1, month: dt.date = OCTOBER) -> Statement:
    tenure = partner.tenures.select_related("station").first()
    return Statement.objects.create(
        partner=partner,
        center=tenure.station.center if tenure else partner.center,
        station=tenure.station if tenure else None,
        month=month,
        lines=lines,
        earned=Decimal(earned),
    )


@pytest.fixture
def october(lin: Partner, chen: Partner, zhou: Partner, youxi: CountyCenter) -> list[Statement]:
    """Four statements, and one of another month."""
    state(lin, "9999.99", month=dt.date(2015, 11, 1))
    former = make_partner(center=youxi, name="=1+1")
    return [
        state(lin, "5000.00", 40),
        state(chen, "10000.01", 99),
        state(zhou, "0.00", 0),
        state(former, "-3.10"),
    ]


def test_the_document(
    october: list[Statement], lin: Partner, chen: Partner, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("income_report", "2015-10")
    said = capsys.readouterr()
    document = json.loads(said.out)

    assert list(document) == [
        "month", "partners", "total", "mean", "median", "highest", "share_5000", "share_10000", "rows",
    ]  # fmt: skip
    rows = document.pop("rows")
    assert document == {
        "month": "2015-10",
        "partners": 4,
        "total": "14996.91",
        "mean": "3749.23",  # 3749.2275
        "median": "2500.00",
        "highest": "10000.01",
        "share_5000": 0.5,
        "share_10000": 0.25,
    }
    assert rows[0] == {
        "partner": chen.pk,
        "name": "陈志强",
        "center": "FJYX",
        "station": "FJYX002",
        "earned": "10000.01",
        "received_in_cash": "0.00",
        "lines": 99,
    }
    assert [row["earned"] for row in rows] == ["10000.01", "5000.00", "0.00", "-3.10"]
    assert rows[3]["station"] is None
    assert "not closed" in said.err


def test_half_a_fen_of_the_mean_goes_up(lin: Partner, chen: Partner) -> None:
    state(lin, "0.01")
    state(chen, "0.00")
    report = income_report(month=OCTOBER)
    assert (report.mean, report.median) == (Decimal("0.01"), Decimal("0.01"))


def test_a_month_without_statements_is_a_report_of_nothing(db: None) -> None:
    assert as_json(income_report(month=OCTOBER)) == {
        "month": "2015-10",
        "partners": 0,
        "total": "0.00",
        "mean": "0.00",
        "median": "0.00",
        "highest": "0.00",
        "share_5000": 0.0,
        "share_10000": 0.0,
        "rows": [],
    }


def test_the_file_opens_in_excel_and_runs_nothing(
    october: list[Statement], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("income_report", "2015-10", "--format", "csv")
    text = capsys.readouterr().out
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 5
    assert rows[1][1:] == ["陈志强", "FJYX", "FJYX002", "10000.01", "0.00", "99"]
    assert rows[4][1:] == ["'=1+1", "FJYX", "", "-3.10", "0.00", "1"]


def test_county_staff_read_their_own_county(
    october: list[Statement], youxi_staff: User, tonglu_staff: User, ops: User
) -> None:
    def partners(user: User) -> int:
        return income_report(month=OCTOBER, statements=Statement.objects.visible_to(user)).partners

    assert [partners(user) for user in (youxi_staff, tonglu_staff, ops)] == [3, 1, 4]


def test_it_costs_one_query(october: list[Statement]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        income_report(month=OCTOBER)
    assert len(queries) == 1


@pytest.mark.parametrize("month", ["2015", "2015-00", "november"])
def test_what_is_no_month_is_refused(db: None, month: str) -> None:
    with pytest.raises(CommandError):
        call_command("income_report", month)
