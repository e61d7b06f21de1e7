"""How vacancies and applications change: locked, read again, checked against the table, logged."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from partners.recruitment.lifecycle import (
    APPLICATION_LIFECYCLE,
    ENDED,
    VACANCY_LIFECYCLE,
    ApplicationStatus,
    VacancyStatus,
)
from partners.recruitment.models import Application, ApplicationChange, Vacancy, VacancyChange


def lock_vacancy(pk: int) -> Vacancy:
    """Locks a vacancy and reads it again; in a transaction, and before its applications."""
    locked: Vacancy = (
        Vacancy.objects.select_for_update(of=("self",), no_key=True)
        .select_related("station__center")
        .get(pk=pk)
    )
    return locked


def lock_application(pk: int) -> Application:
    """Locks an application and reads it again; in a transaction, after its vacancy if both are needed."""
    locked: Application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("vacancy__station__center")
        .get(pk=pk)
    )
    return locked


def step_vacancy(vacancy: Vacancy, after: VacancyStatus, *, actor: Any, reason: str = "") -> None:
    """Saves the next status and logs it. The caller holds the lock; raises Refused by the table."""
    VACANCY_LIFECYCLE.check(vacancy.status, after, label=vacancy)
    before, vacancy.status = vacancy.status, after
    vacancy.save(update_fields=["status"])
    log_vacancy(vacancy, before=before, actor=actor, reason=reason)


def log_vacancy(vacancy: Vacancy, *, before: str, actor: Any, reason: str = "") -> None:
    VacancyChange.objects.create(
        vacancy=vacancy, before=before, after=vacancy.status, actor=actor, at=timezone.now(), reason=reason
    )


def step_application(
    application: Application,
    after: ApplicationStatus,
    *,
    actor: Any,
    reason: str = "",
    fields: tuple[str, ...] = (),
) -> None:
    """Saves the next status, with `fields` that go with it, and logs it. The caller holds the lock.

    The reason of an end stays with the application. Raises Refused when the table does not
    allow the step.
    """
    APPLICATION_LIFECYCLE.check(application.status, after, label=application)
    before, application.status = application.status, after
    if after in ENDED:
        application.decided_at, application.reason = timezone.now(), reason
        fields = (*fields, "decided_at", "reason")
    application.save(update_fields=["status", *fields])
    log_application(application, before=before, actor=actor, reason=reason)


def log_application(
    application: Application, *, before: str, actor: Any, reason: str = "", at: dt.datetime | None = None
) -> None:
    ApplicationChange.objects.create(
        application=application,
        before=before,
        after=application.status,
        actor=actor,
        at=at or timezone.now(),
        reason=reason,
    )
