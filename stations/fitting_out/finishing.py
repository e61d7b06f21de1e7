"""The tasks of a fit-out are done one by one; a station opens when none is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stations.clock import today
from stations.documents.keeping import keep_documents
from stations.fitting_out.models import FitOutStep, FitOutTask
from stations.network.changing import lock_station
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused, check_reason

SUBJECT = "fit-out"
STANDARD = (
    ("broadband", "接通宽带", 7, False),
    ("signboard", "门头招牌", 10, True),
    ("shelves", "货架和柜台", 10, True),
    ("computer", "电脑和显示屏", 14, True),
    ("notice-board", "公示栏：价格、电话、投诉", 14, False),
)


def load_standard_tasks() -> None:
    """The list of tasks, entered where it is not there."""
    for position, (code, name, days, needs_photo) in enumerate(STANDARD, start=1):
        FitOutTask.objects.get_or_create(
            code=code, defaults={"name": name, "position": position, "days": days, "needs_photo": needs_photo}
        )


def finish_task(
    *,
    actor: Any,
    station: Station,
    task: FitOutTask,
    outcome: str = FitOutStep.Outcome.DONE,
    done_on: dt.date | None = None,
    words: str = "",
    photos: Sequence[BinaryIO] = (),
) -> FitOutStep:
    """A task is done, or not needed here for the reason in `words`. Locks the station.

    Raises Refused: the station is not being fitted out, a day that is not yet, a photo or reason
    missing, the task was finished before, a photo that cannot be read.
    """
    done_on = done_on or today()
    with transaction.atomic():
        station = lock_station(station.pk)
        if station.status != StationStatus.FITTING_OUT:
            raise Refused(
                _("%(station)s is not being fitted out.") % {"station": station}, code="status", conflict=True
            )
        if done_on > today():
            raise Refused(_("This day is still to come."), code="day", field="done_on")
        _check_proof(task, outcome, words, photos)
        step = FitOutStep(
            station=station, task=task, outcome=outcome, done_on=done_on, words=words.strip(), actor=actor
        )
        try:
            with transaction.atomic():
                step.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(
                _("This task was finished before."), code="taken", field="task", conflict=True
            ) from error
        if photos:
            keep_documents(
                actor=actor,
                subject=f"{SUBJECT}:{step.pk}",
                files=photos,
                title=task.name,
                center=station.center,
                station=station,
                field="photo",
            )
    return step


def _check_proof(task: FitOutTask, outcome: str, words: str, photos: Sequence[BinaryIO]) -> None:
    if outcome == FitOutStep.Outcome.NOT_NEEDED:
        try:
            check_reason(words)
        except Refused as refused:
            raise Refused(refused.message, code="reason", field="words") from refused
    elif task.needs_photo and not photos:
        raise Refused(_("This task asks for a photo."), code="photo", field="photo")


def tasks_left(station: Station) -> QuerySet[FitOutTask]:
    """Tasks in use that are neither done at the station nor not needed there."""
    finished = FitOutStep.objects.filter(station=station).values("task")
    left: QuerySet[FitOutTask] = FitOutTask.objects.filter(in_use=True).exclude(pk__in=finished)
    return left


def not_finished(station: Station) -> Iterator[str]:
    """What the fit-out has against an opening."""
    if not FitOutTask.objects.filter(in_use=True).exists():
        yield _("There is no list of fit-out tasks yet.")
    if names := [task.name for task in tasks_left(station)]:
        yield _("Still to fit out: %(names)s.") % {"names": ", ".join(names)}
