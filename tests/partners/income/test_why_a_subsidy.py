"""Why this amount? The same words on the partner's page, in the admin and in the API, for subsidies too."""

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from partners.income.closing import close_month
from partners.income.models import Earning
from partners.journal.kinds import SubsidyCategory
from partners.subsidies.events import note_events
from partners.subsidies.sources import NewEvent
from stations.exporting.models import ExportLog
from tests.cast import api_client_of, client_of, make_partner
from tests.making import make_station
from tests.partners.payouts.money import OCTOBER, earn
from tests.partners.subsidies.giving import BONUS, in_force

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def station(db):
    return make_station(code="FJYX050", opened_on=dt.date(2015, 10, 15))


@pytest.fixture
def new(station, commission_rates):
    """Three subsidies and one order of October, in its statement."""
    partner = make_partner(station, since=dt.date(2015, 10, 15), username="xinlai")
    in_force(SubsidyCategory.OPENING, amount="800.00")
    in_force(SubsidyCategory.GUARANTEE, amount="1500.00", months=3)
    in_force(SubsidyCategory.FESTIVAL, slabs=BONUS)
    day = dt.date(2015, 10, 18)
    note_events(
        [
            NewEvent(
                "festival:1:1", SubsidyCategory.FESTIVAL, "festival:20151018", day,
                station_id=station.pk, measure=12345,
            )
        ]
    )  # fmt: skip
    earn(station, "2000.00", "2015-10-16")
    close_month(month=OCTOBER)
    return partner


def why(partner, category):
    line = Earning.objects.get(category=category)
    told = api_client_of(partner).get(f"/api/v1/income/lines/{line.pk}/", headers=ENGLISH).json()
    return line, told, {step["label"]: step["text"] for step in told["why"]}


def test_a_guarantee_tells_days_income_and_what_it_filled_up(new, station):
    _line, told, steps = why(new, "guarantee")
    assert steps == {
        "For": "Guarantee of October 2015",
        "Village service station": station.name,
        "Month guaranteed": "October 2015",
        "income guarantee": "at least ¥1,500.00 a month in the first 3 months of a tenure",
        "In force": "everywhere, since Jan 1, 2015 (扶持政策)",
        "Guaranteed": "¥1,500.00 × 17 of 31 days = ¥822.58",
        "Income counted": "¥100.00: commissions, subsidies of parcels and fees received in cash;"
        " other subsidies do not count",
        "Filled up": "¥722.58",
        "Earned on": "Oct 31, 2015",
        "Statement": "October 2015",
        "Payout": "in none yet",
    }
    assert told["amount"] == "722.58"
    assert told["subsidy"] | {"rule": 0} == {
        "rule": 0,
        "center": None,
        "rule_amount": "1500.00",
        "valid_from": "2015-01-01",
        "valid_to": None,
        "month": "2015-10",
        "days": 17,
        "counted": "100.00",
    }


def test_a_bonus_tells_its_turnover_and_its_brackets(new):
    _line, _told, steps = why(new, "festival_bonus")
    assert steps["Turnover of the festival, net"] == "¥12,345.00"
    assert steps["festival bonus"] == "from ¥0.00: ¥0.00; from ¥10,000.00: ¥100.00; from ¥20,000.00: 1%"
    assert steps["Brackets"] == "whole: the bracket that is reached counts for everything"
    assert steps["Comes to"] == "¥100.00"


@pytest.mark.parametrize("category", ["opening", "guarantee", "festival_bonus", "clothing"])
def test_page_admin_and_api_say_the_same(new, youxi_staff, category):
    line, _told, steps = why(new, category)
    page = client_of(new, headers=ENGLISH).get(reverse("my_income_line", args=[line.pk]))
    desk = client_of(youxi_staff, headers=ENGLISH).get(
        reverse("admin:partners_earning_change", args=[line.pk])
    )
    assert (page.status_code, desk.status_code) == (200, 200)
    assert {step.label: step.text for step in page.context["steps"]} == steps
    for label, text in steps.items():
        assert f"{label}: {text}" in desk.content.decode().replace("&#x27;", "'")
        assert text in page.content.decode()


def test_the_list_names_what_it_is_for(new):
    text = client_of(new, headers=ENGLISH).get(reverse("my_income")).content.decode()
    assert "Guarantee of October 2015" in text
    assert "Opening of the station" in text
    assert "Festival of Oct 18, 2015" in text


def test_the_statement_and_its_sheet_show_them(new):
    client = client_of(new, headers=ENGLISH)
    for name in ("my_statement", "my_statement_print"):
        text = client.get(reverse(name, args=[2015, 10])).content.decode()
        assert "income guarantee" in text, name
        assert "722.58" in text, name
        assert "of it subsidies and bonuses" in text, name
        assert "¥1,622.58" in text, name


EXPORTED = ("month", "partner", "center", "current", "lines", "earned", "subsidies", "balance")


def test_a_county_s_month_is_exported_with_its_subsidies(new, youxi_staff, tonglu_staff):
    address = reverse("admin:partners_statement_export") + "?of=2015-10"
    asked = {"format": "0", "resource": "0", **{f"statementresource_{name}": "on" for name in EXPORTED}}
    answer = client_of(youxi_staff, headers=ENGLISH).post(address, asked)
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet.title == "Statements"
    head, row = sheet.iter_rows(values_only=True)
    told = {name: str(cell) for name, cell in zip(head, row, strict=True)}
    assert told["rural partner"] == new.name
    assert (told["county operation center"], told["in force"], told["lines"]) == ("FJYX", "yes", "4")
    assert (told["earned in the month"], told["of it subsidies and bonuses"]) == ("1722.58", "1622.58")
    assert told["owed after the closing"] == "1722.58"
    assert ExportLog.objects.get().filtered == "of=2015-10"
    foreign = client_of(tonglu_staff, headers=ENGLISH).post(address, asked)
    assert openpyxl.load_workbook(BytesIO(foreign.content)).active.max_row == 1


@pytest.mark.parametrize(("category", "has_rate"), [("guarantee", False), ("clothing", True)])
def test_at_the_desk_only_a_commission_has_a_rate(new, ops, category, has_rate):
    line = Earning.objects.get(category=category)
    page = client_of(ops, headers=ENGLISH).get(reverse("admin:partners_earning_change", args=[line.pk]))
    assert ("no rate was in force on that day" in page.content.decode()) is has_rate
