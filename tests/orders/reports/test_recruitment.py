"""The report on recruitment: the same figures on the page, in the files and in the API, each reader's own."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from orders.reports.recruitment.report import recruitment_report
from partners.recruitment.lifecycle import ApplicationStatus
from partners.recruitment.models import Application
from stations.clock import SHANGHAI, today
from stations.refusals import Refused
from tests.cast import api_client_of, client_of, make_region, make_station
from tests.partners.recruitment.applicants import apply, make_application, make_vacancy

pytestmark = pytest.mark.django_db

A = ApplicationStatus


@pytest.fixture
def applied(youxi, zjtl001, youxi_staff, ops):
    """Youxi: one taken on after 2 days, nine refused after 1 to 9, one waits, one withdrew. Tonglu: one."""
    panel = (youxi_staff, ops)
    station = make_station(
        code="FJYX009", village=make_region("350426102203"), status="approved", opened_on=None
    )
    vacancy = make_vacancy(station)
    refused = [make_application(vacancy, A.REFUSED, panel=panel) for _ in range(9)]
    for days, one in enumerate(refused, start=1):
        Application.objects.filter(pk=one.pk).update(decided_at=one.created_at + dt.timedelta(days=days))
    taken = make_application(vacancy, A.ACCEPTED, panel=panel)
    Application.objects.filter(pk=taken.pk).update(decided_at=taken.created_at + dt.timedelta(days=2))
    other = make_vacancy(
        make_station(code="FJYX010", village=make_region("350426103201"), status="approved", opened_on=None)
    )
    make_application(other, A.WITHDRAWN, panel=panel)
    make_application(other, A.RECEIVED, panel=panel)
    apply(make_vacancy(zjtl001))
    # In the last month of another year, by the clock of Shanghai.
    apply(other, at=dt.datetime(2014, 12, 31, 23, 59, tzinfo=SHANGHAI))


def figures(row):
    return (
        row.places,
        row.filled,
        row.applicants,
        row.accepted,
        row.refused,
        row.waiting,
        row.per_place,
        row.one_in,
        row.median_days,
        row.p90_days,
    )


YOUXI = (2, 1, 11, 1, 9, 1, Decimal("5.5"), Decimal("10.0"), Decimal("4.5"), Decimal("8.0"))


def test_figures_of_a_county_and_of_all(applied, youxi_staff, ops):
    mine = recruitment_report(youxi_staff, today(), today())
    assert figures(mine.total) == YOUXI
    assert [(row.key, figures(row)) for row in mine.counties] == [("FJYX", YOUXI)]
    assert [(row.key, figures(row)) for row in mine.months] == [(f"{today():%Y-%m}", YOUXI)]
    everybody = recruitment_report(ops, today(), today())
    assert [(row.key, row.applicants) for row in everybody.counties] == [("FJYX", 11), ("ZJTL", 1)]
    assert (everybody.total.applicants, everybody.total.places) == (12, 3)


def test_a_month_is_shanghais(applied, ops):
    december = dt.date(2014, 12, 5)
    report = recruitment_report(ops, december, december)
    assert [(row.key, row.applicants, row.places, row.per_place) for row in report.months] == [
        ("2014-12", 1, 0, None)
    ]
    january = dt.date(2015, 1, 1)
    assert recruitment_report(ops, january, january).total.applicants == 0
    with pytest.raises(Refused):
        recruitment_report(ops, january, december)


def test_page_files_and_api_tell_the_same(applied, youxi_staff):
    month = f"{today():%Y-%m}"
    asked = {"first": month, "last": month}
    client = client_of(youxi_staff)
    page = client.get("/reports/recruitment/", asked)
    assert figures(page.context["report"].total) == YOUXI
    lines = client.get("/reports/recruitment/report.csv", asked).content.decode("utf-8-sig").splitlines()
    rows = list(csv.reader(lines))
    assert rows[1][2:] == ["2", "1", "11", "5.5", "1", "9", "1", "10.0", "4.5", "8.0"]
    assert rows[2][2:] == rows[1][2:]
    book = load_workbook(io.BytesIO(client.get("/reports/recruitment/report.xlsx", asked).content))
    assert [cell.value for cell in list(book.worksheets[0].rows)[1]][2:5] == [2, 1, 11]
    told = api_client_of(youxi_staff).get("/api/v1/reports/recruitment/", asked).json()
    assert (told["total"]["applicants"], told["total"]["one_in"]) == (11, 10.0)
    assert [row["key"] for row in told["counties"]] == ["FJYX"]


@pytest.mark.parametrize("asked", [{"first": "2015-13"}, {"first": "2099-01", "last": "2015-01"}])
def test_a_wrong_month_is_told(applied, youxi_staff, asked):
    assert client_of(youxi_staff).get("/reports/recruitment/", asked).status_code == 422
    assert api_client_of(youxi_staff).get("/api/v1/reports/recruitment/", asked).status_code == 400


def test_the_command_prints_the_document_of_all_counties(applied, capsys):
    call_command("recruitment_report", "--from", f"{today():%Y-%m}", "--to", f"{today():%Y-%m}")
    document = json.loads(capsys.readouterr().out)
    assert [row["key"] for row in document["counties"]] == ["FJYX", "ZJTL"]
    assert (document["total"]["applicants"], document["total"]["places"]) == (12, 3)

    call_command("recruitment_report", "--format", "csv")
    told = capsys.readouterr().out
    assert "FJYX" in told
    assert "ZJTL" in told
    with pytest.raises(CommandError):
        call_command("recruitment_report", "--from", "2015-02", "--to", "2015-01")
