"""Vacancies and applicants, brought as far as a test needs them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.forms.models import model_to_dict
from django.utils import timezone

from partners.accounts.models import User
from partners.people.models import Partner
from partners.recruitment.advertising import open_vacancy
from partners.recruitment.applying import ApplicantDetails, Sent, submit_application, withdraw_application
from partners.recruitment.deciding.deciding import confirm_decision, propose_decision
from partners.recruitment.deciding.models import HiringDecision
from partners.recruitment.lifecycle import ApplicationStatus
from partners.recruitment.models import Application, ApplicationChange, Vacancy, VacancyChange
from partners.recruitment.scoring.models import Score, ScoreSheet
from partners.recruitment.scoring.scoring import (
    criteria_in_use,
    end_scoring,
    load_standard_criteria,
    score_applicant,
)
from partners.recruitment.screening import invite_application, refuse_application, shortlist_application
from stations.clock import today
from stations.network.models import Station
from stations.notices.models import Notification

A = ApplicationStatus
TO_COME = timezone.now() + dt.timedelta(days=3)
_numbers = iter(range(1, 10**6))


def make_vacancy(station: Station, **fields: Any) -> Vacancy:
    return open_vacancy(
        actor=None, station=station, **({"closes_on": today() + dt.timedelta(days=30)} | fields)
    )


def details(**fields: Any) -> ApplicantDetails:
    number = next(_numbers)
    given = {
        "name": "吴小燕",
        "phone": f"1881000{number:04d}",
        "birth_year": today().year - 26,
        "education": "college",
        "why": "想回村里做电商",
        "returning_from": "杭州，客服",
    }
    return ApplicantDetails(**(given | fields))


def apply(vacancy: Vacancy, *, token: str = "", at: dt.datetime | None = None, **fields: Any) -> Sent:
    token = token or f"token-{next(_numbers)}"
    return submit_application(vacancy=vacancy, details=details(**fields), consented=True, token=token, at=at)


def points(value: int) -> dict[int, int]:
    """The same for every criterion."""
    return {one.pk: value for one in criteria_in_use()}


def interviewed(application: Application) -> Application:
    """Nobody can be invited into the past: the interview was an hour ago."""
    Application.objects.filter(pk=application.pk).update(interview_at=timezone.now() - dt.timedelta(hours=1))
    application.refresh_from_db()
    return application


def make_application(
    vacancy: Vacancy,
    status: ApplicationStatus = A.RECEIVED,
    *,
    panel: tuple[User, User],
    given: int = 7,
    **fields: Any,
) -> Application:
    """Brought to a status through the verbs; scored by both of the panel, decided by them."""
    load_standard_criteria()
    first, second = panel
    one = apply(vacancy, **fields).application
    if status == A.WITHDRAWN:
        return withdraw_application(actor=None, application=one)
    if status == A.REFUSED:
        return refuse_application(actor=first, application=one, reason="太远")
    if status == A.RECEIVED:
        return one
    one = shortlist_application(actor=first, application=one)
    if status == A.SHORTLISTED:
        return one
    one = invite_application(actor=first, application=one, interview_at=TO_COME, interview_place="201 室")
    one = interviewed(one)
    if status == A.INVITED:
        return one
    for person in panel:
        score_applicant(actor=person, application=one, points=points(given))
    one = end_scoring(actor=first, application=one)
    if status == A.ACCEPTED:
        decision = propose_decision(actor=first, application=one, verdict="accept", reason="最好")
        confirm_decision(actor=second, decision=decision)
        one.refresh_from_db()
    return one


def everything() -> list[Any]:
    """What a refusal must leave as it was."""
    kinds = (
        Vacancy,
        VacancyChange,
        Application,
        ApplicationChange,
        ScoreSheet,
        Score,
        HiringDecision,
        Partner,
        User,
        Notification,
    )
    return [
        sorted((model_to_dict(row) for row in kind.objects.all()), key=lambda row: row["id"])
        for kind in kinds
    ]
