"""The second leg's report: the same figures on the page, in the files and in the API, each reader's own."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from orders.logistics.giving_up import report_damaged, report_lost
from orders.logistics.lifecycle import ParcelStatus
from orders.logistics.models import Parcel
from orders.reports.second_leg.report import second_leg_report
from stations.clock import today
from stations.refusals import Refused
from tests.cast import client_of
from tests.orders.logistics.parcels import make_carrier, make_parcel, make_up_parcel

S = ParcelStatus


def yesterday():
    """The slowest parcel came ten hours ago: perhaps before midnight."""
    return today() - dt.timedelta(days=1)


@pytest.fixture
def parcels(fjyx001, zjtl001, lin):
    """Handed over after 1, 2, 3 .. 10 hours; one too long; one lost, one damaged; one of Tonglu."""
    for hours in range(1, 11):
        carrier = make_carrier("YTO", "圆通速递") if hours > 8 else make_carrier()
        given = make_parcel(fjyx001, S.HANDED_OVER, carrier=carrier)
        Parcel.objects.filter(pk=given.pk).update(county_at=given.handed_over_at - dt.timedelta(hours=hours))
    late = make_parcel(fjyx001, S.AT_STATION)
    Parcel.objects.filter(pk=late.pk).update(arrived_at=late.arrived_at - dt.timedelta(days=8))
    lost, broken = (make_parcel(fjyx001, S.AT_COUNTY) for _ in range(2))
    report_lost(actor=None, parcel=lost, reason="丢了", at_station=False)
    report_damaged(actor=None, parcel=broken, reason="碎了", at_station=False)
    make_parcel(zjtl001, S.HANDED_OVER)
    make_up_parcel(fjyx001)


def figures(row):
    return (
        row.received,
        row.arrived,
        row.handed_over,
        row.median_hours,
        row.p90_hours,
        row.overdue,
        row.lost,
        row.damaged,
    )


YOUXI = (13, 10, 10, Decimal("5.5"), Decimal("9.1"), 1, 1, 1)


def test_the_figures_of_a_county(parcels, youxi_staff, django_assert_num_queries):
    mine = Parcel.objects.visible_to(youxi_staff)
    with django_assert_num_queries(1):
        report = second_leg_report(first_day=yesterday(), last_day=today(), parcels=mine)
    assert figures(report.total) == YOUXI
    assert [(row.code, figures(row)) for row in report.stations] == [("FJYX001", YOUXI)]
    assert [(row.code, row.handed_over) for row in report.carriers] == [("ZTO", 8), ("YTO", 2)]
    assert [row.code for row in report.counties] == ["FJYX"]


def test_head_office_sees_all_and_other_days_are_empty(parcels):
    report = second_leg_report(first_day=yesterday(), last_day=today())
    assert [(row.code, row.handed_over) for row in report.counties] == [("FJYX", 10), ("ZJTL", 1)]
    before = today() - dt.timedelta(days=40)
    report = second_leg_report(first_day=before, last_day=before)
    assert figures(report.total) == (0, 0, 0, None, None, 1, 0, 0)
    assert second_leg_report(first_day=before, last_day=before, overdue_days=9).total.overdue == 0


def test_days_that_make_no_sense(db):
    for first, days, overdue in ((1, 0, 7), (-366, 0, 7), (0, 0, -1), (0, 0, 366)):
        with pytest.raises(Refused):
            second_leg_report(
                first_day=today() + dt.timedelta(days=first),
                last_day=today() + dt.timedelta(days=days),
                overdue_days=overdue,
            )


def test_the_page_says_what_each_figure_means_and_the_files_say_the_same(parcels, youxi_staff, tonglu_staff):
    client = client_of(youxi_staff)
    page = client.get(reverse("second_leg_report"), {"first_day": f"{yesterday()}"})
    assert page.status_code == 200
    assert figures(page.context["report"].total) == YOUXI
    assert len(page.context["meanings"]) == 8
    text = (
        client.get(reverse("second_leg_file", args=["csv"]), {"first_day": f"{yesterday()}"})
        .content.decode()
        .removeprefix("\ufeff")
    )
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[-1][3:] == ["13", "10", "10", "5.5", "9.1", "1", "1", "1"]
    assert len(rows) == 6  # head, county, two carriers, station, together
    assert client.get(reverse("second_leg_file", args=["xlsx"])).content[:2] == b"PK"
    assert client.get(reverse("second_leg_file", args=["pdf"])).status_code == 404
    assert client.get(reverse("second_leg_report"), {"overdue_days": "x"}).status_code == 422
    other = client_of(tonglu_staff).get(reverse("second_leg_report"))
    assert other.context["report"].total.handed_over == 1


def test_programs_and_the_command_read_the_same(parcels, youxi_staff, capsys):
    told = client_of(youxi_staff).get(reverse("api_second_leg"), {"first_day": f"{yesterday()}"}).json()
    assert told["total"] == {
        "code": "", "name": "", "received": 13, "arrived": 10, "handed_over": 10, "timed": 10,
        "median_hours": 5.5, "p90_hours": 9.1, "overdue": 1, "lost": 1, "damaged": 1,
    }  # fmt: skip
    assert client_of(youxi_staff).get(reverse("api_second_leg"), {"last_day": "x"}).status_code == 400
    call_command("second_leg_report")
    assert json.loads(capsys.readouterr().out)["total"]["handed_over"] == 11
