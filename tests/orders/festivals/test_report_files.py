"""The report as a document: exact JSON keys, and files that Excel opens as they are meant."""

import csv
import io
import json
import os
import subprocess
import sys

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from orders.festivals.files import as_csv, as_data, as_xlsx
from orders.festivals.report import festival_report
from orders.festivals.rolling_up import roll_up_turnover
from partners.journal.kinds import Kind
from tests.cast import make_activity, make_station
from tests.workers import database_url

SUMS = {"placed", "paid", "net"}


@pytest.fixture
def festival(double_eleven, fjyx001, zjtl001):
    make_activity(fjyx001, Kind.PLACED, "1234.50")
    make_activity(fjyx001, Kind.PAID, "1234.50")
    make_station(code="FJYX009", name='=HYPERLINK("http://evil.example","点我")')
    return double_eleven


def printed(*arguments):
    out = io.StringIO()
    with translation.override("en"):
        call_command("festival_report", *arguments, stdout=out)
    return out.getvalue()


def test_the_json_has_the_agreed_keys(festival):
    document = json.loads(printed("double-eleven-2015"))

    assert document["festival"] == "double-eleven-2015"
    assert document["as_of"].endswith("+08:00")
    assert (document["stations_in_service"], document["stations_selling"]) == (3, 1)
    assert document["placed"] == document["paid"] == document["net"] == {"amount": "1234.50", "orders": 1}
    assert (document["mean_per_station"], document["median_per_station"]) == ("411.50", "0.00")
    for level in ("provinces", "counties", "stations"):
        for row in document[level]:
            assert row.keys() >= {"code", "name"} | SUMS
            assert all(row[name].keys() == {"amount", "orders"} for name in SUMS)
    assert [row["code"] for row in document["stations"]] == ["FJYX001", "FJYX009", "ZJTL001"]
    assert document["stations"][2]["paid"] == {"amount": "0.00", "orders": 0}


def test_amounts_are_strings_to_the_fen(double_eleven):
    data = as_data(festival_report(double_eleven))
    assert (data["paid"]["amount"], data["mean_per_station"], data["median_per_station"]) == (
        "0.00",
        "0.00",
        "0.00",
    )


def test_the_command_counts_new_orders_first_unless_told_not_to(festival, capsys):
    assert json.loads(printed("double-eleven-2015", "--no-roll-up"))["paid"]["orders"] == 0
    assert "not counted yet" in capsys.readouterr().err
    assert json.loads(printed("double-eleven-2015"))["paid"]["orders"] == 1
    assert capsys.readouterr().err == ""


def test_an_unknown_festival_is_named_with_the_known_ones(festival):
    with pytest.raises(CommandError, match="“singles”"):
        printed("singles")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_csv_opens_in_excel_with_chinese_and_without_formulas(festival, language):
    roll_up_turnover()
    with translation.override(language):
        document = as_csv(festival_report(festival))

    assert document.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(document.decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1
    by_code = {row[1]: row for row in rows[1:]}
    assert by_code["35"][2] == "福建省"
    assert by_code["FJYX001"][6:12] == ["1234.50", "1", "1234.50", "1", "1234.50", "1"]
    assert by_code["FJYX009"][2] == """'=HYPERLINK("http://evil.example","点我")"""
    # Nation, two provinces, two counties, three stations.
    assert len(rows) == 1 + 1 + 2 + 2 + 3


def test_the_workbook_holds_numbers_as_numbers_and_text_as_text(festival):
    roll_up_turnover()
    with translation.override("en"):
        document = as_xlsx(festival_report(festival))

    book = openpyxl.load_workbook(io.BytesIO(document))
    assert book.sheetnames == ["Summary", "Provinces", "Counties", "Stations", "Hours", "Categories"]
    page = book["Stations"]
    assert page.freeze_panes == "A2"
    head = [cell.value for cell in page[1]]
    first = dict(zip(head, [cell.value for cell in page[2]], strict=True))
    assert (first["Rank"], first["Code"], first["County"]) == (1, "FJYX001", "尤溪县")
    assert (first["Paid, yuan"], first["Paid, orders"], first["Share of paid"]) == (1234.5, 1, 1)
    suspicious = [cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert [cell.data_type for cell in suspicious] == ["s"]
    assert book["Hours"].max_row == 25
    summary = {row[0].value: row for row in book["Summary"].iter_rows(min_row=2)}
    assert (summary["Paid"][2].value, summary["Paid"][3].value) == (1234.5, 1)


def test_a_workbook_is_not_written_to_something_that_takes_text(festival):
    with pytest.raises(CommandError, match="--output"):
        printed("double-eleven-2015", "--format", "xlsx")


def test_a_workbook_goes_to_a_file(festival, tmp_path):
    target = tmp_path / "报表.xlsx"
    assert printed("double-eleven-2015", "--format", "xlsx", "--output", str(target)) == ""
    assert openpyxl.load_workbook(target)["Counties"]["C2"].value == "尤溪县"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("format_", "magic"), [("json", b"{"), ("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_only_the_document_goes_to_standard_output(festival, format_, magic):
    done = subprocess.run(
        [sys.executable, "manage.py", "festival_report", festival.slug, "--format", format_],
        capture_output=True,
        env={**os.environ, "DATABASE_URL": database_url(), "PYTHONIOENCODING": "latin-1"},
        check=True,
    )
    assert done.stdout.startswith(magic)
    if format_ == "json":
        assert json.loads(done.stdout)["name"] == "2015 双十一"
