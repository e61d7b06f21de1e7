"""Courses are kept by head office; a county plans their sessions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners.training.lifecycle import SESSION_LIFECYCLE, EnrolmentStatus, SessionStatus
from partners.training.models import Course, TrainingSession
from partners.training.seats import lock_session, step_enrolment
from partners.training.telling import tell_moved, tell_off
from stations.centers.models import CountyCenter
from stations.refusals import Refused, check_fields, check_reason

FIELDS = ("code", "name", "subject", "hours", "pass_mark", "valid_months")


@dataclass(frozen=True, slots=True)
class CourseDetails:
    """What a course is; `pass_mark` of 100, `valid_months` None for ever."""

    name: str
    subject: str
    required: bool = False
    hours: int = 8
    pass_mark: int = 60
    valid_months: int | None = None
    in_use: bool = True


@dataclass(frozen=True, slots=True)
class SessionDetails:
    """When and where a course is taught, by whom and to how many."""

    held_on: dt.date
    room: str
    seats: int
    starts_at: dt.time = dt.time(9)
    trainer: str = ""


def load_standard_courses() -> None:
    """The courses to begin with, entered where they are missing; the first is the required one."""
    for code, name, subject, required, months in (
        ("start", "合伙人上岗培训", "start", True, None),
        ("money", "备付金与日结", "money", False, 24),
        ("logistics", "二段物流与包裹", "logistics", False, None),
    ):
        Course.objects.get_or_create(
            code=code,
            defaults={"name": name, "subject": subject, "required": required, "valid_months": months},
        )


def enter_course(*, actor: Any, code: str, details: CourseDetails) -> Course:
    """A further course. Raises Refused: a code in use, a malformed field."""
    course = Course(code=code.strip())
    _fill(course, details)
    try:
        with transaction.atomic(), pghistory.context(user=actor.pk if actor else None):
            course.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("This code cannot be used."), code="taken", field="code") from error
    return course


def change_course(*, actor: Any, course: Course, details: CourseDetails) -> Course:
    """From now on: certificates that were issued stay as they are. Locks the course.

    Raises Refused for a malformed field.
    """
    with transaction.atomic(), pghistory.context(user=actor.pk if actor else None):
        course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
        _fill(course, details)
        course.save()
    return course


def plan_session(
    *, actor: Any, course: Course, center: CountyCenter, details: SessionDetails
) -> TrainingSession:
    """A session of a course in a county center. Raises Refused: a center out of reach, a course that is
    not taught any more, a malformed field.
    """
    if actor is not None and not CountyCenter.objects.visible_to(actor).filter(pk=center.pk).exists():
        raise Refused(_("There is no such place."), code="place", field="center")
    if not course.in_use:
        raise Refused(_("This course is not taught any more."), code="course", field="course")
    session = TrainingSession(course=course, center=center, planned_by=actor)
    _set(session, details)
    session.save(force_insert=True)
    return session


def change_session(*, actor: Any, session: TrainingSession, details: SessionDetails) -> TrainingSession:
    """Another day, room, trainer or number of seats; who has a place is told by SMS. Locks the session.

    Raises Refused: held or cancelled already, fewer seats than are taken.
    """
    del actor
    with transaction.atomic():
        session = lock_session(session.pk)
        SESSION_LIFECYCLE.check(session.status, SessionStatus.HELD, label=session)
        taken = session.enrolments.exclude(status=EnrolmentStatus.CANCELLED).count()
        if details.seats < taken:
            raise Refused(
                _("%(taken)d seats are taken already.") % {"taken": taken}, code="seats", field="seats"
            )
        before = (session.held_on, session.starts_at, session.room)
        _set(session, details)
        session.save(update_fields=["held_on", "starts_at", "room", "seats", "trainer"])
        if (session.held_on, session.starts_at, session.room) != before:
            places = session.enrolments.filter(status=EnrolmentStatus.ENROLLED).select_related("partner")
            for enrolment in places.order_by("pk"):
                tell_moved(enrolment, session)
    return session


def cancel_session(*, actor: Any, session: TrainingSession, reason: str) -> TrainingSession:
    """It does not take place; every place in it is cancelled, by SMS too. Locks session, then places.

    Raises Refused: no reason, held or cancelled already.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        session = lock_session(session.pk)
        SESSION_LIFECYCLE.check(session.status, SessionStatus.CANCELLED, label=session)
        session.status = SessionStatus.CANCELLED
        session.save(update_fields=["status"])
        places = session.enrolments.select_for_update(no_key=True).filter(status=EnrolmentStatus.ENROLLED)
        for enrolment in places.order_by("pk"):
            step_enrolment(enrolment, EnrolmentStatus.CANCELLED, actor=actor, reason=reason)
            tell_off(enrolment, session)
    return session


def _fill(course: Course, details: CourseDetails) -> None:
    course.name, course.subject = details.name.strip(), details.subject
    course.required, course.in_use = details.required, details.in_use
    course.hours, course.pass_mark = details.hours, details.pass_mark
    course.valid_months = details.valid_months
    check_fields(course, *FIELDS)


def _set(session: TrainingSession, details: SessionDetails) -> None:
    session.held_on, session.starts_at = details.held_on, details.starts_at
    session.room, session.trainer = details.room.strip(), details.trainer.strip()
    session.seats = details.seats
    check_fields(session, "held_on", "starts_at", "room", "seats", "trainer")
