"""The board of county staff: each candidate's stage, what is missing next, and since when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _

from stations.agreements.models import Agreement
from stations.assessing.models import CountyAssessment
from stations.centers.lifecycle import CenterStatus
from stations.centers.models import CenterStatusChange, CountyCenter
from stations.county_training.models import OfficialsAttendance
from stations.fitting_out.models import FitOutStep, FitOutTask
from stations.network.lifecycle import StationStatus
from stations.network.models import Station, StationStatusChange
from stations.surveying.models import VillageSurvey

STATION_STAGES = (StationStatus.APPLIED, StationStatus.APPROVED, StationStatus.FITTING_OUT)
CENTER_STAGES = (CenterStatus.PROPOSED, CenterStatus.ASSESSED, CenterStatus.SIGNED)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One county or station on its way. `since`: in its stage. `missing`: what is to be done next."""

    pk: int
    code: str
    name: str
    within: str
    stage: str
    stage_label: str
    since: dt.datetime | None
    missing: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Nothing is missing but the next step itself."""
        return not self.missing


def station_stages(user: object) -> dict[str, int]:
    """How many stations of the reader wait in each stage before the opening."""
    rows = Station.objects.visible_to(user).filter(status__in=STATION_STAGES).order_by()
    found: dict[str, int] = dict(rows.values_list("status").annotate(count=Count("pk")))
    return {stage.value: found.get(stage, 0) for stage in STATION_STAGES}


def center_stages(user: object) -> dict[str, int]:
    """The same for counties."""
    rows = CountyCenter.objects.visible_to(user).filter(status__in=CENTER_STAGES).order_by()
    found: dict[str, int] = dict(rows.values_list("status").annotate(count=Count("pk")))
    return {stage.value: found.get(stage, 0) for stage in CENTER_STAGES}


def waiting_stations(user: object, stage: str = "") -> Any:
    """Stations before their opening, in one stage or all; those that wait longest first."""
    stages = [stage] if stage in STATION_STAGES else list(STATION_STAGES)
    since = StationStatusChange.objects.filter(station=OuterRef("pk")).order_by("-at").values("at")[:1]
    rows = Station.objects.visible_to(user).filter(status__in=stages).select_related("center")
    return rows.annotate(since=Subquery(since)).order_by("since", "code")


def waiting_centers(user: object, stage: str = "") -> Any:
    """Counties before their opening; those that wait longest first."""
    stages = [stage] if stage in CENTER_STAGES else list(CENTER_STAGES)
    since = CenterStatusChange.objects.filter(center=OuterRef("pk")).order_by("-at").values("at")[:1]
    rows = CountyCenter.objects.visible_to(user).filter(status__in=stages).select_related("county__parent")
    return rows.annotate(since=Subquery(since)).order_by("since", "code")


def station_candidates(stations: Iterable[Any]) -> list[Candidate]:
    """What each of these stations misses; three queries, however many there are."""
    rows = list(stations)
    pks = [row.pk for row in rows]
    fit: dict[int, bool] = {}
    surveys = VillageSurvey.objects.filter(station__in=pks).order_by("surveyed_on", "pk")
    for station, verdict in surveys.values_list("station", "fit"):
        fit[station] = verdict
    done: dict[int, set[int]] = defaultdict(set)
    for station, task in FitOutStep.objects.filter(station__in=pks).values_list("station", "task"):
        done[station].add(task)
    tasks = list(FitOutTask.objects.filter(in_use=True))
    return [
        Candidate(
            pk=row.pk,
            code=row.code,
            name=row.name,
            within=row.center.name,
            stage=row.status,
            stage_label=row.get_status_display(),
            since=row.since,
            missing=tuple(_missing_of_station(row, fit.get(row.pk), done[row.pk], tasks)),
        )
        for row in rows
    ]


def _missing_of_station(
    station: Station, fit: bool | None, done: set[int], tasks: list[FitOutTask]
) -> Iterable[str]:
    if fit is None:
        yield _("survey of the village")
    elif not fit:
        yield _("a village that is fit")
    if station.status == StationStatus.FITTING_OUT:
        yield from (task.name for task in tasks if task.pk not in done)
    if station.center.status != CenterStatus.OPERATING:
        yield _("an operating center")


def center_candidates(centers: Iterable[Any]) -> list[Candidate]:
    """What each of these counties misses; three queries, however many there are."""
    rows = list(centers)
    pks = [row.pk for row in rows]
    assessments = CountyAssessment.objects.filter(center__in=pks).order_by("assessed_on", "pk")
    passed = dict(assessments.values_list("center", "passed"))
    agreed = set(Agreement.objects.filter(center__in=pks).values_list("center", flat=True))
    attendances = OfficialsAttendance.objects.filter(official__county__center__in=pks)
    trained = set(attendances.values_list("official__county__center", flat=True))
    return [
        Candidate(
            pk=row.pk,
            code=row.code,
            name=row.name,
            within=row.county.parent.name if row.county.parent else "",
            stage=row.status,
            stage_label=row.get_status_display(),
            since=row.since,
            missing=tuple(_missing_of_center(row, passed, agreed, trained)),
        )
        for row in rows
    ]


def _missing_of_center(
    center: CountyCenter, passed: dict[int, bool], agreed: set[int], trained: set[int]
) -> Iterable[str]:
    if center.pk not in passed:
        yield _("assessment")
    elif not passed[center.pk]:
        yield _("an assessment at the pass mark")
    if center.status != CenterStatus.PROPOSED and center.pk not in agreed:
        yield _("agreement")
    if center.pk not in trained:
        yield _("trained officials")
