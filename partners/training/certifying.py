"""Who was there, how the test went, and the certificate that follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from partners.people.models import Partner, Tenure
from partners.training.lifecycle import SESSION_LIFECYCLE, EnrolmentStatus, SessionStatus
from partners.training.models import Certificate, Course, Enrolment, TrainingSession
from partners.training.seats import lock_enrolment, lock_session, log_enrolment, step_enrolment
from stations import wording
from stations.clock import month_end, today
from stations.refusals import Refused, check_reason

if TYPE_CHECKING:
    from stations.network.models import Station


def hold_session(*, actor: Any, session: TrainingSession, present: Collection[int]) -> TrainingSession:
    """The session took place; of those enrolled these (ids of places) were there, the others not.

    Locks the session, then its places. Raises Refused: held or cancelled already, before the day,
    somebody who is not enrolled.
    """
    with transaction.atomic():
        session = lock_session(session.pk)
        SESSION_LIFECYCLE.check(session.status, SessionStatus.HELD, label=session)
        if session.held_on > today():
            raise Refused(_("This day is still to come."), code="day", conflict=True)
        places = session.enrolments.select_for_update(of=("self",), no_key=True).select_related("partner")
        enrolled = list(places.filter(status=EnrolmentStatus.ENROLLED).order_by("pk"))
        if set(present) - {enrolment.pk for enrolment in enrolled}:
            raise Refused(_("Somebody of these is not enrolled."), code="enrolled", field="present")
        for enrolment in enrolled:
            came = enrolment.pk in present
            after = EnrolmentStatus.ATTENDED if came else EnrolmentStatus.ABSENT
            step_enrolment(enrolment, after, actor=actor)
        session.status = SessionStatus.HELD
        session.save(update_fields=["status"])
    return session


def record_test(
    *, actor: Any, enrolment: Enrolment, score: int, tested_on: dt.date | None = None
) -> Certificate | None:
    """Writes down a test, sat again where it was not passed; returns the certificate of one at the pass
    mark or above. `score` of 100; `tested_on` is the session's day unless given.

    Locks session and place. Raises Refused: was not there or passed already, a score that cannot
    be, a day before the session or to come.
    """
    if not 0 <= score <= 100:
        raise Refused(_("The score is 0 to 100."), code="score", field="score")
    with transaction.atomic():
        session = lock_session(enrolment.session_id)
        enrolment = lock_enrolment(enrolment.pk)
        tested_on = tested_on or session.held_on
        if not session.held_on <= tested_on <= today():
            raise Refused(
                _("The test is on the day of the session or later, and not to come."),
                code="day",
                field="tested_on",
            )
        course = session.course
        if score < course.pass_mark:
            if enrolment.status == EnrolmentStatus.FAILED:
                enrolment.score = score
                enrolment.save(update_fields=["score"])
                log_enrolment(enrolment, before=enrolment.status, actor=actor)
            else:
                step_enrolment(enrolment, EnrolmentStatus.FAILED, actor=actor, score=score)
            return None
        step_enrolment(enrolment, EnrolmentStatus.PASSED, actor=actor, score=score)
        return Certificate.objects.create(
            enrolment=enrolment,
            partner=enrolment.partner,
            course=course,
            score=score,
            pass_mark=course.pass_mark,
            issued_on=tested_on,
            valid_until=valid_until(course, tested_on),
            issued_by=actor,
        )


def valid_until(course: Course, issued_on: dt.date) -> dt.date | None:
    """The last day: so many months later, on the day before the same day of the month."""
    if course.valid_months is None:
        return None
    years, month = divmod(issued_on.month - 1 + course.valid_months, 12)
    first = dt.date(issued_on.year + years, month + 1, 1)
    same_day = min(first + dt.timedelta(days=issued_on.day - 1), month_end(first))
    return same_day - dt.timedelta(days=1)


def revoke_certificate(*, actor: Any, certificate: Certificate, reason: str) -> Certificate:
    """Void from today on; what it opened before stays open. Locks the certificate.

    Raises Refused: no reason, revoked already.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        certificate = (
            Certificate.objects.select_for_update(of=("self",), no_key=True)
            .select_related("partner", "course")
            .get(pk=certificate.pk)
        )
        if certificate.revoked_on is not None:
            raise Refused(_("This certificate is revoked already."), code="revoked", conflict=True)
        certificate.revoked_on, certificate.revoked_by, certificate.reason = today(), actor, reason
        certificate.save(update_fields=["revoked_on", "revoked_by", "reason"])
    return certificate


def missing_courses(partner: Partner, day: dt.date) -> list[Course]:
    """Required courses of which somebody has no certificate that is valid on the day."""
    have = Certificate.objects.valid_on(day).filter(partner=partner).values("course")
    return list(Course.objects.filter(required=True, in_use=True).exclude(pk__in=have))


def not_certified(station: Station) -> Iterator[str]:
    """What the training has against an opening: nobody to run the station, or nobody who is certified."""
    day = station.opened_on or today()
    tenure = Tenure.objects.covering(day).filter(station=station).select_related("partner").first()
    if not Course.objects.filter(required=True, in_use=True).exists():
        yield _("There is no required course yet.")
    if tenure is None:
        yield _("Nobody runs it on %(day)s: begin the tenure of a certified partner.") % {
            "day": wording.day(day)
        }
        return
    if missing := missing_courses(tenure.partner, day):
        yield _("%(partner)s has no valid certificate: %(courses)s.") % {
            "partner": tenure.partner,
            "courses": ", ".join(course.name for course in missing),
        }
