"""A village is surveyed, its station fitted out, equipped, counted and visited."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from stations.clock import today
from stations.documents.models import Document
from stations.equipment.models import EquipmentKind, EquipmentMove, EquipmentStock, StockTaking
from stations.equipment.moving import load_standard_kinds, move_equipment, still_there, take_stock
from stations.fitting_out.finishing import finish_task, load_standard_tasks, not_finished, tasks_left
from stations.fitting_out.models import FitOutStep, FitOutTask
from stations.network.checks import Act, what_blocks
from stations.network.lifecycle import StationStatus
from stations.pipeline.board import station_candidates, waiting_stations
from stations.refusals import Refused
from stations.surveying.models import VillageSurvey
from stations.surveying.surveying import not_surveyed, record_survey
from stations.visits.models import FindingStatus, VisitFinding
from stations.visits.visiting import record_visit, settle_finding
from tests.cast import client_of, make_picture, make_region, make_station


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def station(youxi):
    load_standard_tasks()
    return make_station(
        code="FJYX009", village=make_region("350426102203"), status=StationStatus.FITTING_OUT, opened_on=None
    )


def survey(station, **said):
    given = {
        "surveyed_on": dt.date(2014, 11, 20),
        "households": 300,
        "residents": 1100,
        "broadband_households": 120,
        "mobile": "3g",
        "road_km": Decimal("12.5"),
        "room_m2": Decimal("40.0"),
        "fit": True,
    }
    return record_survey(actor=None, survey=VillageSurvey(station=station, **(given | said)))


# --- survey --------------------------------------------------------------------------


def test_the_last_survey_counts(station):
    assert len(list(not_surveyed(station))) == 1
    survey(station, fit=False)
    assert len(list(not_surveyed(station))) == 1
    survey(station, surveyed_on=dt.date(2014, 11, 21))
    assert list(not_surveyed(station)) == []
    survey(station, surveyed_on=dt.date(2014, 11, 19), fit=False)  # entered later, of an earlier day
    assert list(not_surveyed(station)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"broadband_households": 301},
        {"households": 0, "broadband_households": 0},
        {"mobile": "9g"},
        {"road_km": Decimal(-1)},
        {"surveyed_on": today() + dt.timedelta(1)},
    ],
)
def test_a_survey_that_cannot_be_is_refused(station, wrong):
    with pytest.raises(Refused):
        survey(station, **wrong)
    assert not VillageSurvey.objects.exists()


def test_the_database_refuses_more_broadband_than_households(station):
    row = survey(station)
    row.pk, row.broadband_households = None, 301
    row._state.adding = True
    with pytest.raises(IntegrityError, match="survey_broadband"), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        VillageSurvey.objects.update(fit=False)


# --- fit-out -------------------------------------------------------------------------


def finish_all(station):
    for task in tasks_left(station):
        finish_task(
            actor=None, station=station, task=task, photos=[make_picture()] if task.needs_photo else []
        )


def test_a_fit_out_ends_with_its_last_task(station):
    assert len(list(not_finished(station))) == 1
    finish_all(station)
    assert list(not_finished(station)) == []
    assert Document.objects.filter(station=station, subject__startswith="fit-out:").count() == 3
    FitOutTask.objects.create(code="new", name="新任务")
    assert list(tasks_left(station).values_list("code", flat=True)) == ["new"]


def test_a_task_is_finished_once_with_its_photo_or_a_reason(station):
    board, sign = FitOutTask.objects.get(code="broadband"), FitOutTask.objects.get(code="signboard")
    with pytest.raises(Refused) as refused:
        finish_task(actor=None, station=station, task=sign)
    assert refused.value.field == "photo"
    not_needed = FitOutStep.Outcome.NOT_NEEDED
    with pytest.raises(Refused):
        finish_task(actor=None, station=station, task=sign, outcome=not_needed)
    finish_task(actor=None, station=station, task=sign, outcome=not_needed, words="沿用旧招牌")
    finish_task(actor=None, station=station, task=board)
    with pytest.raises(Refused):
        finish_task(actor=None, station=station, task=board)
    assert FitOutStep.objects.count() == 2


def test_a_photo_that_cannot_be_read_finishes_nothing(station):
    sign = FitOutTask.objects.get(code="signboard")
    with pytest.raises(Refused) as refused:
        finish_task(actor=None, station=station, task=sign, photos=[make_picture(size=(10, 10))])
    assert refused.value.field == "photo"
    assert not FitOutStep.objects.exists()


def test_only_a_station_that_is_fitted_out_has_tasks(fjyx001):
    load_standard_tasks()
    with pytest.raises(Refused):
        finish_task(actor=None, station=fjyx001, task=FitOutTask.objects.get(code="broadband"))


# --- equipment -----------------------------------------------------------------------


@pytest.fixture
def computer(db):
    load_standard_kinds()
    return EquipmentKind.objects.get(code="computer")


def quantity(station, kind):
    return EquipmentStock.objects.get(station=station, kind=kind).quantity


def test_stock_is_the_sum_of_its_moves(fjyx001, computer):
    move_equipment(actor=None, station=fjyx001, kind=computer, reason="delivered", pieces=3)
    move_equipment(actor=None, station=fjyx001, kind=computer, reason="broken", pieces=1)
    assert quantity(fjyx001, computer) == 2
    assert sum(EquipmentMove.objects.values_list("change", flat=True)) == 2
    with pytest.raises(Refused):
        move_equipment(actor=None, station=fjyx001, kind=computer, reason="returned", pieces=3)
    with pytest.raises(Refused):
        move_equipment(actor=None, station=fjyx001, kind=computer, reason="counted", pieces=1)
    assert quantity(fjyx001, computer) == 2
    with pytest.raises(IntegrityError, match="equipment_not_negative"), transaction.atomic():
        EquipmentStock.objects.update(quantity=-1)


def test_a_count_puts_the_list_right_and_says_what_it_was(fjyx001, computer):
    screen = EquipmentKind.objects.get(code="screen")
    move_equipment(actor=None, station=fjyx001, kind=computer, reason="delivered", pieces=2)
    taking = take_stock(actor=None, station=fjyx001, counts={computer: 1, screen: 0})
    assert list(taking.lines.values_list("kind__code", "expected", "counted")) == [
        ("computer", 2, 1),
        ("screen", 0, 0),
    ]
    assert list(taking.moves.values_list("change", "reason")) == [(-1, "counted")]
    assert quantity(fjyx001, computer) == 1
    for wrong in ({}, {computer: -1}):
        with pytest.raises(Refused):
            take_stock(actor=None, station=fjyx001, counts=wrong)
    assert StockTaking.objects.count() == 1
    with pytest.raises(IntegrityError, match="equipment_moves"), transaction.atomic():
        EquipmentMove.objects.create(station=fjyx001, kind=computer, change=-1, reason="delivered")


def test_equipment_blocks_a_closing(fjyx001, computer):
    assert list(still_there(fjyx001)) == []
    move_equipment(actor=None, station=fjyx001, kind=computer, reason="delivered", pieces=2)
    assert any("2" in sentence for sentence in what_blocks(fjyx001, Act.CLOSE))
    move_equipment(actor=None, station=fjyx001, kind=computer, reason="returned", pieces=2)
    assert list(still_there(fjyx001)) == []


# --- visits --------------------------------------------------------------------------


def test_findings_are_settled_once_with_a_word_how(fjyx001, youxi_staff):
    visit = record_visit(
        actor=youxi_staff,
        station=fjyx001,
        visited_on=dt.date(2015, 11, 1),
        words="整洁",
        findings=["灯坏", "无公示"],
    )
    finding = visit.findings.first()
    assert finding.due_on == dt.date(2015, 11, 15)
    with pytest.raises(Refused):
        settle_finding(actor=youxi_staff, finding=finding, answer=" ")
    settle_finding(actor=youxi_staff, finding=finding, answer="已换灯")
    with pytest.raises(Refused):
        settle_finding(actor=youxi_staff, finding=finding, answer="再换")
    assert list(VisitFinding.objects.values_list("status", flat=True)) == ["open", "settled"]
    with pytest.raises(Exception, match="transition"), transaction.atomic():
        VisitFinding.objects.filter(pk=finding.pk).update(
            status=FindingStatus.OPEN, answer="", settled_at=None
        )
    with pytest.raises(IntegrityError, match="finding_settled"), transaction.atomic():
        VisitFinding.objects.filter(status="open").update(answer="x")


# --- board and desk ------------------------------------------------------------------


def test_the_board_names_what_is_missing(station, youxi_staff, tonglu_staff, django_assert_num_queries):
    with django_assert_num_queries(4):
        (one,) = station_candidates(waiting_stations(youxi_staff))
    assert len(one.missing) == 6  # the survey and five tasks
    survey(station)
    finish_all(station)
    (one,) = station_candidates(waiting_stations(youxi_staff))
    assert one.ready
    body = client_of(youxi_staff).get(reverse("pipeline")).content.decode()
    assert "FJYX009" in body
    assert "FJYX009" not in client_of(tonglu_staff).get(reverse("pipeline")).content.decode()


def test_the_desk_finishes_a_task_with_a_photo_and_shows_it(station, youxi_staff, tonglu_staff):
    client = client_of(youxi_staff)
    answers = {
        "station": station.pk,
        "task": FitOutTask.objects.get(code="signboard").pk,
        "outcome": "done",
        "done_on": "2014-12-01",
        "words": "",
        "photo": make_picture(),
    }
    response = client.post(reverse("admin:stations_fitoutstep_add"), answers)
    assert response.status_code == 302, response.context["errors"]
    document = Document.objects.get()
    address = reverse("document", args=[document.name])
    served = client.get(address)
    assert served["Content-Type"] == "image/jpeg"
    assert "sandbox" in served["Content-Security-Policy"]
    assert client_of(tonglu_staff).get(address).status_code == 404
    page = client.get(reverse("admin:stations_fitoutstep_change", args=[FitOutStep.objects.get().pk]))
    assert address in page.content.decode()


def test_the_desk_counts_equipment(fjyx001, computer, youxi_staff):
    answers = {"station": fjyx001.pk, "taken_on": "2015-11-01", "words": "", f"counted_{computer.pk}": "2"}
    response = client_of(youxi_staff).post(reverse("admin:stations_stocktaking_add"), answers)
    assert response.status_code == 302, response.context["errors"]
    assert quantity(fjyx001, computer) == 2
