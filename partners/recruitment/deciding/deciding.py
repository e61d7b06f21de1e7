"""One person proposes what becomes of an applicant, another one confirms it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.accounts.enrolling import enrol_partner
from partners.people.joining import PersonDetails
from partners.people.models import Partner
from partners.recruitment.advertising import check_open, refuse_waiting
from partners.recruitment.changing import lock_application, lock_vacancy, step_application, step_vacancy
from partners.recruitment.deciding.models import HiringDecision, Verdict
from partners.recruitment.lifecycle import APPLICATION_LIFECYCLE, ApplicationStatus, VacancyStatus
from partners.recruitment.models import Application
from partners.recruitment.telling import tell_end
from stations.clock import today
from stations.refusals import Refused, check_reason

YOUNG_UP_TO = 35  # years: what the programme calls a young person who came home
_BECOMES = {Verdict.ACCEPT: ApplicationStatus.ACCEPTED, Verdict.REFUSE: ApplicationStatus.REFUSED}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What came of a decision; of an acceptance the partner and the one-time code of the login."""

    decision: HiringDecision
    partner: Partner | None = None
    code: str = ""


def propose_decision(*, actor: Any, application: Application, verdict: str, reason: str) -> HiringDecision:
    """Proposes to take an applicant on or to refuse; nothing is decided yet. Locks vacancy and application.

    The reason of a refusal is read by the applicant. Raises Refused: no reason, not scored yet, a
    proposal that waits, or the place is given away.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        vacancy = lock_vacancy(application.vacancy_id)
        application = lock_application(application.pk)
        check_decidable(application, verdict)
        if verdict == Verdict.ACCEPT:
            check_open(vacancy)
        try:
            with transaction.atomic():
                return HiringDecision.objects.create(
                    application=application, verdict=verdict, reason=reason, proposed_by=actor
                )
        except IntegrityError as error:
            if "hiring_decision_one_open" not in str(error):
                raise
            raise Refused(
                _("A proposal waits already: confirm or withdraw it first."), code="open", conflict=True
            ) from None


def confirm_decision(*, actor: Any, decision: HiringDecision, identity_number: str = "") -> Confirmed:
    """The second person agrees. Locks the vacancy, its applications, the decision, in this order.

    Who is taken on comes on file as a partner with a login, under the identity number given here or
    in the application; the vacancy is filled, and the others who wait are refused and told so.
    Raises Refused: the same person, decided already, the place is given away, or as `enrol_partner`
    (a number that is on file already); then nothing is changed.
    """
    with transaction.atomic():
        application = Application.objects.only("pk", "vacancy_id").get(pk=decision.application_id)
        vacancy = lock_vacancy(application.vacancy_id)
        application = lock_application(application.pk)
        decision = _lock_open(decision)
        if decision.proposed_by_id == actor.pk:
            raise Refused(_("A second person has to confirm what you proposed."), code="second_person")
        check_decidable(application, decision.verdict)
        decision.confirmed_by, decision.confirmed_at = actor, timezone.now()
        decision.save(update_fields=["confirmed_by", "confirmed_at"])
        if decision.verdict == Verdict.REFUSE:
            step_application(application, ApplicationStatus.REFUSED, actor=actor, reason=decision.reason)
            tell_end(application)
            return Confirmed(decision)
        check_open(vacancy)
        partner, code = _enrol(actor, application, identity_number)
        application.partner = partner
        step_application(
            application,
            ApplicationStatus.ACCEPTED,
            actor=actor,
            reason=decision.reason,
            fields=("partner",),
        )
        tell_end(application)
        step_vacancy(vacancy, VacancyStatus.FILLED, actor=actor, reason=application.number)
        _close_the_others(application, actor)
    return Confirmed(decision, partner, code)


def withdraw_decision(*, actor: Any, decision: HiringDecision) -> HiringDecision:
    """Takes a proposal back before it was confirmed, by whoever. Locks the decision.

    Raises Refused when it is decided already.
    """
    with transaction.atomic():
        decision = _lock_open(decision)
        decision.withdrawn_by, decision.withdrawn_at = actor, timezone.now()
        decision.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return decision


def check_decidable(application: Application, verdict: str) -> None:
    """Raises Refused while the application cannot become what the verdict says. The caller holds its lock."""
    APPLICATION_LIFECYCLE.check(application.status, _BECOMES[Verdict(verdict)], label=application)
    if application.status != ApplicationStatus.SCORED:
        raise Refused(
            _("%(number)s was not interviewed: refuse it without a second person.") % {"number": application},
            code="transition",
            conflict=True,
        )


def _lock_open(decision: HiringDecision) -> HiringDecision:
    locked: HiringDecision = (
        HiringDecision.objects.select_for_update(of=("self",))
        .select_related("application__vacancy__station__center")
        .get(pk=decision.pk)
    )
    if not locked.is_open:
        raise Refused(
            _("This proposal is decided already: %(state)s.") % {"state": locked.state},
            code="decided",
            conflict=True,
        )
    return locked


def _enrol(actor: Any, application: Application, identity_number: str) -> tuple[Partner, str]:
    young = application.birth_year is not None and today().year - application.birth_year <= YOUNG_UP_TO
    details = PersonDetails(
        center=application.vacancy.station.center,
        name=application.name,
        phone=application.phone or "",
        identity_number=identity_number.strip() or application.identity_number,
        returning_youth=young and bool(application.returning_from),
    )
    return enrol_partner(actor=actor, details=details)


def _close_the_others(chosen: Application, actor: Any) -> None:
    others = chosen.vacancy.applications.exclude(pk=chosen.pk)
    now = timezone.now()
    HiringDecision.objects.open().filter(application__in=others).update(withdrawn_by=actor, withdrawn_at=now)
    refuse_waiting(others.undecided(), actor=actor, reason=_("The place went to somebody else."))
