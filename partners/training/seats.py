"""Partners take a place in a session, and give it back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from partners.people.models import Partner
from partners.training.lifecycle import ENROLMENT_LIFECYCLE, EnrolmentStatus, SessionStatus
from partners.training.models import Enrolment, EnrolmentChange, TrainingSession
from partners.training.telling import keep_quiet, tell_enrolled, tell_off
from stations.clock import today
from stations.refusals import Refused


def lock_session(pk: int) -> TrainingSession:
    """Locks a session and reads it again; in a transaction, before its places."""
    locked: TrainingSession = (
        TrainingSession.objects.select_for_update(of=("self",), no_key=True)
        .select_related("course", "center")
        .get(pk=pk)
    )
    return locked


def lock_enrolment(pk: int) -> Enrolment:
    """Locks a place and reads it again; in a transaction, after its session."""
    locked: Enrolment = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("session__course", "partner")
        .get(pk=pk)
    )
    return locked


def step_enrolment(
    enrolment: Enrolment,
    after: EnrolmentStatus,
    *,
    actor: Any,
    reason: str = "",
    score: int | None = None,
) -> None:
    """Saves the next status, with the score of a test, and logs it. The caller holds the lock.

    Raises Refused when the table does not allow the step.
    """
    ENROLMENT_LIFECYCLE.check(enrolment.status, after, label=enrolment)
    before, enrolment.status, enrolment.score = enrolment.status, after, score
    enrolment.save(update_fields=["status", "score"])
    log_enrolment(enrolment, before=before, actor=actor, reason=reason)


def log_enrolment(enrolment: Enrolment, *, before: str, actor: Any, reason: str = "") -> None:
    EnrolmentChange.objects.create(
        enrolment=enrolment,
        before=before,
        after=enrolment.status,
        score=enrolment.score,
        actor=actor,
        reason=reason,
    )


def take_seat(*, actor: Any, session: TrainingSession, partner: Partner) -> Enrolment:
    """Enrols a partner, by themselves or by the desk, and tells them by SMS. Locks the session.

    Raises Refused: held or cancelled, no seat left, another county's partner, enrolled already; by
    the partner themselves also on the day or after it, and for whoever runs no station any more.
    """
    with transaction.atomic():
        session = lock_session(session.pk)
        if session.status != SessionStatus.PLANNED:
            raise Refused(
                _("This session is “%(status)s”.") % {"status": session.get_status_display()},
                code="session",
                field="session",
                conflict=True,
            )
        if partner.center_id != session.center_id:
            raise Refused(
                _("%(name)s is on file in another county.") % {"name": partner},
                code="center",
                field="partner",
            )
        if actor is not None and actor.pk == partner.user_id:
            _check_own(session, partner)
        mine = session.enrolments.filter(partner=partner).select_for_update(no_key=True).first()
        if mine is not None and mine.status != EnrolmentStatus.CANCELLED:
            raise Refused(
                _("%(name)s has a place in it already.") % {"name": partner}, code="taken", conflict=True
            )
        if session.enrolments.exclude(status=EnrolmentStatus.CANCELLED).count() >= session.seats:
            raise Refused(_("There is no seat left."), code="full", field="session", conflict=True)
        if mine is not None:
            step_enrolment(mine, EnrolmentStatus.ENROLLED, actor=actor)
            tell_enrolled(mine, session)
            return mine
        enrolment = Enrolment.objects.create(session=session, partner=partner)
        log_enrolment(enrolment, before="", actor=actor)
        tell_enrolled(enrolment, session)
    return enrolment


def leave_seat(*, actor: Any, enrolment: Enrolment, reason: str = "") -> Enrolment:
    """Gives a place back, so that somebody else may have it; told by SMS unless by themselves.

    Locks session and place. Raises Refused by the table, and by the partner themselves on the day or
    after it.
    """
    with transaction.atomic():
        session = lock_session(enrolment.session_id)
        enrolment = lock_enrolment(enrolment.pk)
        if actor is not None and actor.pk == enrolment.partner.user_id and session.held_on <= today():
            raise Refused(_("On the day itself call the county operation center."), code="day", conflict=True)
        step_enrolment(enrolment, EnrolmentStatus.CANCELLED, actor=actor, reason=reason.strip()[:200])
        if actor is not None and actor.pk == enrolment.partner.user_id:
            keep_quiet(enrolment)
        else:
            tell_off(enrolment, session)
    return enrolment


def has_left(partner: Partner) -> bool:
    """Ran stations, and runs none any more nor will: keeps what was earned and reaches nothing else."""
    tenures = list(partner.tenures.all())
    return bool(tenures) and all(tenure.has_ended for tenure in tenures)


def _check_own(session: TrainingSession, partner: Partner) -> None:
    if has_left(partner):
        raise Refused(_("You run no station any more."), code="former", conflict=True)
    if session.held_on <= today():
        raise Refused(
            _("On the day itself call the county operation center."),
            code="day",
            field="session",
            conflict=True,
        )
