"""The county looks applications through: shortlisted or refused, and invited to an interview."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.recruitment.changing import lock_application, log_application, step_application
from partners.recruitment.lifecycle import ApplicationStatus
from partners.recruitment.models import Application
from partners.recruitment.telling import tell_end, tell_interview
from stations.refusals import Refused, check_fields, check_reason


def shortlist_application(*, actor: Any, application: Application, reason: str = "") -> Application:
    """Worth an interview. Locks the application; raises Refused by the table."""
    with transaction.atomic():
        application = lock_application(application.pk)
        step_application(application, ApplicationStatus.SHORTLISTED, actor=actor, reason=reason.strip()[:200])
    return application


def refuse_application(*, actor: Any, application: Application, reason: str) -> Application:
    """Not taken on, with a reason that the applicant reads and is told of. Locks the application.

    Raises Refused: no reason, or points were given already: then two people decide.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        application = lock_application(application.pk)
        if application.status == ApplicationStatus.SCORED or application.sheets.exists():
            raise Refused(
                _("%(number)s was interviewed: propose a decision, somebody else confirms it.")
                % {"number": application},
                code="second_person",
                conflict=True,
            )
        step_application(application, ApplicationStatus.REFUSED, actor=actor, reason=reason)
        tell_end(application)
    return application


def invite_application(
    *, actor: Any, application: Application, interview_at: dt.datetime, interview_place: str
) -> Application:
    """Invites to an interview, or moves it; the applicant is told. Locks the application.

    Raises Refused: by the table, a moment that is over, no place, or points were given already.
    """
    if interview_at <= timezone.now():
        raise Refused(_("Choose a moment to come."), code="moment", field="interview_at")
    if not interview_place.strip():
        raise Refused(_("Say where."), code="place", field="interview_place")
    with transaction.atomic():
        application = lock_application(application.pk)
        application.interview_at, application.interview_place = interview_at, interview_place.strip()
        application.invitations += 1
        check_fields(application, "interview_place")
        fields = ("interview_at", "interview_place", "invitations")
        if application.status == ApplicationStatus.INVITED:
            _check_not_begun(application)
            application.save(update_fields=fields)
            log_application(application, before=application.status, actor=actor)
        else:
            step_application(application, ApplicationStatus.INVITED, actor=actor, fields=fields)
        tell_interview(application)
    return application


def _check_not_begun(application: Application) -> None:
    if application.sheets.exists():
        raise Refused(_("The interview has taken place."), code="scored", conflict=True)
