"""A partner reads the own parts and the county's names and scores; the desk its stations, in files too."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from orders.reports.levels.models import StationLevel
from orders.reports.levels.report import leaderboard, levels_report
from tests.cast import client_of, make_station
from tests.orders.reports.levels.conftest import NOVEMBER

pytestmark = pytest.mark.django_db

ENGLISH = {"headers": {"accept-language": "en"}}
ASKED = {"month": "2015-11"}


def page(who, name, **options):
    answer = client_of(who, **ENGLISH).get(reverse(name, **options), ASKED)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_partner_reads_the_score_its_parts_and_what_would_raise_it(scored, chen):
    told = page(chen, "my_level")
    for words in ("62.5", "Gold", "place 2 of 4 in the county", "¥6.00", "50.0%", "most to gain"):
        assert words in told, words
    # B loses 10 of 10 by its complaint, 10 of 20 by parcels, 7.5 of 30 by turnover: the first of those level.
    assert "Call villagers on the day their parcel arrives." in told


def test_the_leaderboard_marks_the_own_row_and_tells_names_and_scores_only(scored, chen, lin, stations):
    board = leaderboard(chen.user, NOVEMBER)
    assert [(place.rank, str(place.score), place.mine) for place in board] == [
        (1, "85.83", False),
        (2, "62.50", True),
        (3, "40.00", False),
        (4, "6.67", False),
    ]
    told = page(chen, "my_level")
    assert f"{stations[1].name} (mine)" in told
    assert stations[0].name in told
    assert "600.00" not in told
    assert lin.name not in told


def test_of_another_county_nothing_is_told(scored, cast):
    for stranger in (cast.other_county, cast.former, cast.helper, cast.staff):
        assert leaderboard(stranger, NOVEMBER) == []
    assert "85.8" not in page(cast.other_county, "my_level")
    assert "85.8" not in page(cast.former, "my_level")


def test_each_reader_has_their_part(scored, cast, zjtl001):
    count = {
        who: len(levels_report(getattr(cast, who), NOVEMBER).rows) for who in ("staff", "other_staff", "ops")
    }
    assert count == {"staff": 4, "other_staff": 0, "ops": 4}
    visible = {
        who: StationLevel.objects.visible_to(getattr(cast, who)).count() for who in ("partner", "same_county")
    }
    assert visible == {"partner": 1, "same_county": 1}


def test_page_and_files_say_the_same(scored, youxi_staff):
    told = page(youxi_staff, "levels")
    assert "85.8" in told
    assert "Weights: turnover per household 30" in told
    as_csv = client_of(youxi_staff, **ENGLISH).get(reverse("levels_file", args=["csv"]), ASKED)
    rows = list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig"))))
    assert [(row[2], row[3], row[6], row[7]) for row in rows[1:]] == [
        ("1", "FJYX001", "85.83", "Diamond"),
        ("2", "FJYX002", "62.50", "Gold"),
        ("3", "FJYX003", "40.00", "Silver"),
        ("4", "FJYX004", "6.67", "Bronze"),
    ]
    assert rows[2][9:11] == ["6.00", "75.00"]
    assert rows[3][9:11] == ["", ""]
    as_xlsx = client_of(youxi_staff).get(reverse("levels_file", args=["xlsx"]), ASKED)
    sheet = load_workbook(io.BytesIO(as_xlsx.content)).active
    assert [cell.value for cell in sheet[2]][:7] == [
        "FJYX",
        "尤溪县运营中心",
        1,
        "FJYX001",
        "西洋村委会",
        "林小芳",
        "85.83",
    ]
    assert "no-store" in as_xlsx["Cache-Control"]


@pytest.mark.parametrize("asked", ["2015-13", "november", "2015-11-01"])
def test_a_month_that_is_none_is_not_there(scored, youxi_staff, asked):
    assert client_of(youxi_staff).get(reverse("levels"), {"month": asked}).status_code == 404


def test_the_page_asks_no_more_for_more_stations(scored, youxi, ops, django_assert_num_queries):
    browser = client_of(ops)
    browser.get(reverse("levels"), ASKED)
    with django_assert_num_queries(6) as few:
        browser.get(reverse("levels"), ASKED)
    row = StationLevel.objects.select_related("of").first()
    for number in range(5):
        row.pk, row.station = None, make_station(code=f"FJYX10{number}", center=youxi)
        row.save(force_insert=True)
    with django_assert_num_queries(len(few)):
        browser.get(reverse("levels"), ASKED)


def test_the_api_tells_a_partner_the_parts(scored, chen, youxi_staff, api_login):
    rows = api_login(chen).get(reverse("api-level-list")).json()["results"]
    assert [(row["station"], row["month"], row["score"], row["rank"]) for row in rows] == [
        ("FJYX002", "2015-11", "62.50", 2)
    ]
    assert rows[0]["parts"][0] == {
        "part": "turnover",
        "value": "6.00",
        "percentile": "75.00",
        "weight": "30.00",
        "points": "22.50",
    }
    board = api_login(chen).get(reverse("api-level-leaderboard"), ASKED).json()
    assert [(one["score"], one["mine"]) for one in board][:2] == [("85.83", False), ("62.50", True)]
    assert api_login(chen).get(reverse("api-level-leaderboard"), {"month": "x"}).status_code == 400
    assert len(api_login(youxi_staff).get(reverse("api-level-list")).json()["results"]) == 4
