"""A side's rows of who wants to run a station, and of what partners are taught."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from partners.recruitment.codes import hash_of
from partners.recruitment.deciding.models import HiringDecision
from partners.recruitment.models import Application, Vacancy
from partners.recruitment.scoring.models import InterviewCriterion, ScoreSheet
from partners.training.models import Certificate, Course, Enrolment, TrainingSession
from stations.clock import today

if TYPE_CHECKING:
    from tests.scope.world import Side


def vacancy_of(side: Side) -> Vacancy:
    return Vacancy.objects.get_or_create(
        station=side.station,
        defaults={"closes_on": today() + dt.timedelta(days=30), "opened_at": timezone.now()},
    )[0]


def application_of(side: Side) -> Application:
    """Scored, so that its sheets are laid open to whoever reaches it."""
    vacancy = vacancy_of(side)
    return Application.objects.get_or_create(
        vacancy=vacancy,
        defaults={
            "token": f"walk-{vacancy.pk}",
            "code_hash": hash_of(f"walk-{vacancy.pk}"),
            "name": f"申请人{side.station.code}",
            "phone": f"199{side.station.pk:08d}",
            "birth_year": 1990,
            "education": "high",
            "why": "回家",
            "consented_at": timezone.now(),
            "created_at": timezone.now(),
            "status": "scored",
            "interview_at": timezone.now(),
            "score": Decimal("7.50"),
        },
    )[0]


def criterion_of(side: Side) -> InterviewCriterion:
    return InterviewCriterion.objects.get_or_create(code="speaking", defaults={"name": "表达"})[0]


def sheet_of(side: Side) -> ScoreSheet:
    return ScoreSheet.objects.get_or_create(application=application_of(side), scorer=side.staff)[0]


def decision_of(side: Side) -> HiringDecision:
    return HiringDecision.objects.get_or_create(
        application=application_of(side),
        defaults={"verdict": "accept", "reason": "最好", "proposed_by": side.staff},
    )[0]


def course_of(side: Side) -> Course:
    return Course.objects.get_or_create(
        code="start", defaults={"name": "上岗培训", "subject": "start", "required": True}
    )[0]


def session_of(side: Side) -> TrainingSession:
    """To come: a partner may give the place back. Each side's on another day: they are called by it."""
    return TrainingSession.objects.get_or_create(
        course=course_of(side),
        center=side.center,
        status="planned",
        defaults={"held_on": today() + dt.timedelta(days=7 + side.center.pk), "room": "201", "seats": 20},
    )[0]


def enrolment_of(side: Side) -> Enrolment:
    return Enrolment.objects.get_or_create(session=session_of(side), partner=side.partner)[0]


def certificate_of(side: Side) -> Certificate:
    session = TrainingSession.objects.get_or_create(
        course=course_of(side),
        center=side.center,
        status="held",
        defaults={"held_on": dt.date(2015, 3, 1), "room": "201", "seats": 20},
    )[0]
    passed = {"status": "passed", "score": 90}
    place = Enrolment.objects.get_or_create(session=session, partner=side.partner, defaults=passed)[0]
    return Certificate.objects.get_or_create(
        enrolment=place,
        defaults={
            "partner": side.partner,
            "course": session.course,
            "score": 90,
            "pass_mark": 60,
            "issued_on": session.held_on,
        },
    )[0]
