"""What there is by day, against the plan, and how long each stage took."""

import datetime as dt
import io
from decimal import Decimal

import pgtrigger
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from orders.reports.growth.report import growth_report
from orders.reports.growth.stages import stages
from orders.reports.growth.timeline import timeline
from partners.people.models import Tenure
from stations.clock import SHANGHAI
from stations.network.lifecycle import StationStatus
from stations.network.models import StationStatusChange
from stations.pipeline.models import ProgrammeTarget
from stations.pipeline.planning import load_programme_target, plan_openings
from stations.surveying.models import VillageSurvey
from tests.cast import api_client_of, client_of, make_order, make_partner, make_region, make_station

D = dt.date
DAY = D(2015, 12, 9)


def opened(code, day, center, village="350426103201", **fields):
    return make_station(code=code, center=center, village=make_region(village), opened_on=day, **fields)


@pytest.fixture
def network(youxi, tonglu):
    """Youxi: two stations on one day, one of which closed. Tonglu: one, later."""
    opened("FJYX001", D(2015, 1, 5), youxi)
    closed = opened("FJYX002", D(2015, 1, 5), youxi, closed_on=D(2015, 3, 1), status=StationStatus.CLOSED)
    tonglu_one = opened("ZJTL001", D(2015, 2, 7), tonglu, "330122102201")
    return closed, tonglu_one


def test_days_hold_what_there_was_in_the_evening(network, ops):
    days = timeline(ops, DAY)
    told = [(one.day, one.opened, one.closed, one.stations, one.counties, one.provinces) for one in days]
    assert told == [
        (D(2014, 12, 20), 0, 0, 0, 2, 2),
        (D(2015, 1, 5), 2, 0, 2, 2, 2),
        (D(2015, 2, 7), 1, 0, 3, 2, 2),
        (D(2015, 3, 1), 0, 1, 2, 2, 2),
    ]
    assert timeline(ops, D(2015, 2, 6))[-1].stations == 2


def test_somebody_with_two_stations_is_one_partner(network, ops):
    closed, other = network
    partner = make_partner(other, since=D(2015, 2, 10), until=D(2015, 5, 31))
    Tenure.objects.create(partner=partner, station=closed, starts_on=D(2015, 2, 1), ends_on=D(2015, 2, 28))
    make_partner(opened("FJYX003", D(2015, 2, 1), closed.center), since=D(2015, 4, 1))
    days = {one.day: one.partners for one in timeline(ops, DAY)}
    assert (days[D(2015, 2, 1)], days[D(2015, 4, 1)], days[D(2015, 6, 1)]) == (1, 2, 1)
    assert D(2015, 3, 1) in days  # a station closed
    assert days[D(2015, 3, 1)] == 1


def test_the_report_holds_plan_and_actual_of_the_readers_part(network, ops, youxi_staff, youxi, tonglu):
    plan_openings(actor=None, center=youxi, month=D(2015, 1, 31), stations=3)
    plan_openings(actor=None, center=tonglu, month=D(2015, 2, 1), stations=1)
    load_programme_target()
    whole, part = growth_report(ops, DAY), growth_report(youxi_staff, DAY)
    assert [(one.center, one.month, one.planned, one.opened) for one in whole.months] == [
        ("ZJTL", D(2015, 2, 1), 1, 1),
        ("FJYX", D(2015, 1, 1), 3, 2),
    ]
    assert (whole.planned, whole.opened_as_planned, whole.in_service) == (4, 3, 2)
    assert (whole.peak.day, whole.peak.opened) == (D(2015, 1, 5), 2)
    assert whole.target.stations == 100_000
    # Its day is over: the programme is held to it still, unless another one is to come.
    assert growth_report(ops, D(2026, 1, 1)).target == whole.target
    planned = {"counties": 1, "stations": 1, "partners": 1, "source": "x"}
    later = ProgrammeTarget.objects.create(due_on=D(2030, 1, 1), **planned)
    assert growth_report(ops, D(2026, 1, 1)).target == later
    assert growth_report(ops, DAY).target == whole.target
    assert [(one.name, one.counties, one.stations, one.planned) for one in whole.provinces] == [
        ("浙江省", 1, 1, 1),
        ("福建省", 1, 1, 3),
    ]
    assert (part.planned, part.in_service, part.now.counties, len(part.provinces)) == (3, 1, 1, 1)
    assert not part.national


def test_time_in_a_stage_is_from_step_to_step(youxi, ops):
    def at(day):
        return dt.datetime(2015, 1, day, 12, tzinfo=SHANGHAI)

    for number, days in enumerate((1, 2, 3, 10), start=1):
        station = opened(f"FJYX10{number}", D(2015, 1, 20), youxi)
        for after, moment in (
            (StationStatus.APPLIED, at(1)),
            (StationStatus.APPROVED, at(1 + days)),
            (StationStatus.FITTING_OUT, at(15)),
        ):
            change = StationStatusChange.objects.create(station=station, after=after)
            # The log keeps its own time and may not be changed: written past its trigger.
            with pgtrigger.ignore("stations.StationStatusChange:append_only"):
                StationStatusChange.objects.filter(pk=change.pk).update(at=moment)
    applied = next(one for one in stages(ops) if one.status == StationStatus.APPLIED)
    assert (applied.passed, applied.median, applied.p90) == (4, Decimal("2.5"), Decimal("10.0"))
    assert next(one for one in stages(ops) if one.status == StationStatus.OPEN).stations == 4


def test_households_that_bought_are_of_surveyed_stations(fjyx001, fjyx002, ops):
    VillageSurvey.objects.create(
        station=fjyx001,
        surveyed_on=D(2014, 11, 1),
        households=50,
        residents=200,
        broadband_households=5,
        mobile="3g",
        road_km=1,
        room_m2=20,
        fit=True,
    )
    order = make_order(fjyx001)
    make_order(fjyx001, villager=order.villager)
    make_order(fjyx001, paid=False)
    make_order(fjyx002)  # was not surveyed
    reach = growth_report(ops, DAY).reach
    assert (reach.stations, reach.households, reach.bought, reach.share) == (1, 50, 1, Decimal("0.02"))


def test_page_files_and_api_tell_the_same(network, ops, django_assert_max_num_queries):
    client = client_of(ops)
    with django_assert_max_num_queries(24):
        assert "growth-data" in client.get(reverse("growth")).content.decode()
    book = load_workbook(io.BytesIO(client.get(reverse("growth_file", args=["xlsx"])).content))
    assert [len(list(sheet.rows)) for sheet in book] == [5, 3, 3, 7]
    data = api_client_of(ops).get(reverse("api_growth")).json()
    assert (data["stations"], data["stations_in_service"], len(data["days"])) == (2, 2, 4)
    assert client.get(reverse("growth_file", args=["pdf"])).status_code == 404


def test_an_empty_network_says_what_fills_it(ops):
    assert client_of(ops).get(reverse("growth")).status_code == 200
