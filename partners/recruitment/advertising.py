"""A place is offered: the vacancy of a station opens, lasts longer, is withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.recruitment.changing import (
    lock_application,
    lock_vacancy,
    log_vacancy,
    step_application,
    step_vacancy,
)
from partners.recruitment.lifecycle import ApplicationStatus, VacancyStatus
from partners.recruitment.models import Application, Vacancy
from partners.recruitment.telling import tell_end
from stations.clock import today
from stations.network.changing import lock_station
from stations.network.lifecycle import StationStatus
from stations.network.models import Station
from stations.refusals import Refused, check_fields, check_reason

LONGEST = dt.timedelta(days=180)


def open_vacancy(*, actor: Any, station: Station, closes_on: dt.date, words: str = "") -> Vacancy:
    """Lets people apply for a station, up to and with a day. Locks the station.

    Raises Refused: a station out of reach or closed, one that looks for somebody already, a day
    that is over or more than 180 days away.
    """
    if actor is not None and not Station.objects.visible_to(actor).filter(pk=station.pk).exists():
        raise Refused(_("There is no such place."), code="place", field="station")
    with transaction.atomic():
        station = lock_station(station.pk)
        if station.status == StationStatus.CLOSED:
            raise Refused(
                _("%(station)s is closed.") % {"station": station},
                code="closed",
                field="station",
                conflict=True,
            )
        if station.vacancies.filter(status=VacancyStatus.OPEN).exists():
            raise Refused(
                _("%(station)s looks for somebody already.") % {"station": station},
                code="taken",
                field="station",
                conflict=True,
            )
        vacancy = Vacancy(
            station=station,
            closes_on=_check_day(closes_on),
            words=words.strip(),
            opened_by=actor,
            opened_at=timezone.now(),
        )
        check_fields(vacancy, "words")
        vacancy.save(force_insert=True)
        log_vacancy(vacancy, before="", actor=actor)
    return vacancy


def change_vacancy(*, actor: Any, vacancy: Vacancy, closes_on: dt.date, words: str = "") -> Vacancy:
    """Another last day for applications, and other words. Locks the vacancy.

    Raises Refused: filled or withdrawn already, a day that cannot be.
    """
    with transaction.atomic():
        vacancy = lock_vacancy(vacancy.pk)
        check_open(vacancy)
        vacancy.closes_on, vacancy.words = _check_day(closes_on), words.strip()
        check_fields(vacancy, "words")
        vacancy.save(update_fields=["closes_on", "words"])
        log_vacancy(vacancy, before=vacancy.status, actor=actor, reason=closes_on.isoformat())
    return vacancy


def withdraw_vacancy(*, actor: Any, vacancy: Vacancy, reason: str) -> Vacancy:
    """Nobody is wanted any more; whoever waits is refused with this reason and told so.

    Locks the vacancy, then its applications. Raises Refused: no reason, filled or withdrawn already.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        vacancy = lock_vacancy(vacancy.pk)
        step_vacancy(vacancy, VacancyStatus.WITHDRAWN, actor=actor, reason=reason)
        refuse_waiting(vacancy.applications.undecided(), actor=actor, reason=reason)
    return vacancy


def refuse_waiting(applications: Iterable[Application], *, actor: Any, reason: str) -> None:
    """Those who still wait cannot be taken any more. The caller holds the vacancy's lock."""
    for pk in sorted(application.pk for application in applications):
        application = lock_application(pk)
        step_application(application, ApplicationStatus.REFUSED, actor=actor, reason=reason)
        tell_end(application)


def check_open(vacancy: Vacancy) -> None:
    """Raises Refused when the place is given away or withdrawn. The caller holds the vacancy's lock."""
    if vacancy.status != VacancyStatus.OPEN:
        raise Refused(
            _("The place is “%(status)s” already.") % {"status": vacancy.get_status_display()},
            code="vacancy",
            conflict=True,
        )


def _check_day(day: dt.date) -> dt.date:
    if not today() <= day <= today() + LONGEST:
        raise Refused(
            _("Choose today or one of the next 180 days."),
            code="day",
            field="closes_on",
        )
    return day
