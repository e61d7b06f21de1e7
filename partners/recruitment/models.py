from __future__ import annotations

import re
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.people.identity import EncryptedCharField, check_identity_number
from partners.people.models import Partner
from partners.recruitment.lifecycle import (
    APPLICATION_LIFECYCLE,
    DECIDED,
    ENDED,
    UNDECIDED,
    VACANCY_LIFECYCLE,
    ApplicationStatus,
    Education,
    VacancyStatus,
)
from partners.recruitment.queries import ApplicationQuerySet, VacancyQuerySet
from stations.network.models import Station
from stations.phones import is_mobile_number
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths

_NO_DELETE = pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)
_APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)

NO_NAME = "—"
NUMBER = re.compile(r"SQ0*([0-9]{1,18})")


class Vacancy(ScopedModel):
    """A station looks for a partner: people apply up to and with `closes_on`."""

    station = models.ForeignKey(
        Station, models.PROTECT, related_name="vacancies", verbose_name=_("village service station")
    )
    closes_on = models.DateField(_("last day for applications"))
    words = models.CharField(
        _("in words"), max_length=300, blank=True, help_text=_("What applicants read about the place.")
    )
    status = models.CharField(
        _("state"), max_length=10, choices=VacancyStatus.choices, default=VacancyStatus.OPEN
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"))

    scope_paths: ClassVar = ScopePaths(center="station__center")
    objects: ClassVar = VacancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("vacancy")
        verbose_name_plural = _("vacancies")
        ordering = ["-pk"]
        constraints = [
            # Who applies for a village applies for one place.
            models.UniqueConstraint(
                name="vacancy_one_open_per_station",
                fields=["station"],
                condition=models.Q(status=VacancyStatus.OPEN),
            ),
        ]
        triggers = [
            VACANCY_LIFECYCLE.trigger(name="vacancy_lifecycle"),
            pgtrigger.ReadOnly(name="vacancy_stays_where_it_is", fields=["station", "opened_at"]),
            _NO_DELETE,
        ]

    def __str__(self) -> str:
        return f"{self.station} · {self.opened_at:%Y-%m}"


class VacancyChange(ScopedModel):
    """One step in the life of a vacancy. Append-only."""

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="changes", verbose_name=_("vacancy"))
    before = models.CharField(_("before"), max_length=10, choices=VacancyStatus.choices, blank=True)
    after = models.CharField(_("after"), max_length=10, choices=VacancyStatus.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    scope_paths: ClassVar = ScopePaths(center="vacancy__station__center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a vacancy")
        verbose_name_plural = _("steps of vacancies")
        ordering = ["pk"]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"


class Application(ScopedModel):
    """Somebody wants to run a station. What tells who it is goes some time after a refusal.

    The applicant holds a number and a secret code; kept of the code is a keyed hash. `score` is the
    mean of all points given, 0 to 10, from the end of the scoring on.
    """

    vacancy = models.ForeignKey(
        Vacancy, models.PROTECT, related_name="applications", verbose_name=_("vacancy")
    )
    # Of the form that was sent: sent twice it is one application.
    token = models.CharField(max_length=100, unique=True, editable=False)
    content = models.CharField(max_length=64, editable=False, help_text=_("SHA-256 of what was sent."))
    code_hash = models.CharField(max_length=64, editable=False)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
    phone = models.CharField(_("mobile number"), max_length=11, null=True, validators=[is_mobile_number])
    identity_number = EncryptedCharField(_("identity number"), blank=True, validators=[check_identity_number])
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True)
    education = models.CharField(_("education"), max_length=10, choices=Education.choices, blank=True)
    returning_from = models.CharField(_("comes home from"), max_length=100, blank=True)
    why = models.CharField(_("why"), max_length=500, blank=True)
    consented_at = models.DateTimeField(_("agreed to the use of the data at"))
    created_at = models.DateTimeField(_("applied at"))
    status = models.CharField(
        _("state"), max_length=12, choices=ApplicationStatus.choices, default=ApplicationStatus.RECEIVED
    )
    interview_at = models.DateTimeField(_("interview at"), null=True)
    interview_place = models.CharField(_("interview in"), max_length=100, blank=True)
    invitations = models.PositiveSmallIntegerField(_("invitations"), default=0)
    score = models.DecimalField(_("score, of 10"), max_digits=4, decimal_places=2, null=True)
    decided_at = models.DateTimeField(_("ended at"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    partner = models.OneToOneField(
        Partner, models.PROTECT, null=True, related_name="application", verbose_name=_("rural partner")
    )
    erased_at = models.DateTimeField(_("erased at"), null=True)

    scope_paths: ClassVar = ScopePaths(center="vacancy__station__center")
    objects: ClassVar = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-pk"]
        indexes = [
            models.Index(name="application_phone", fields=["phone"]),
            models.Index(
                name="application_to_forget",
                fields=["decided_at"],
                condition=models.Q(erased_at__isnull=True, status__in=["refused", "withdrawn"]),
            ),
        ]
        constraints = [
            # A place has one winner, whatever two desks do at once.
            models.UniqueConstraint(
                name="application_one_accepted_per_vacancy",
                fields=["vacancy"],
                condition=models.Q(status=ApplicationStatus.ACCEPTED),
            ),
            models.CheckConstraint(
                name="application_ended_has_its_moment",
                condition=models.Q(status__in=ENDED, decided_at__isnull=False)
                | models.Q(status__in=UNDECIDED, decided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="application_accepted_is_a_partner",
                condition=models.Q(status=ApplicationStatus.ACCEPTED, partner__isnull=False)
                | (~models.Q(status=ApplicationStatus.ACCEPTED) & models.Q(partner__isnull=True)),
            ),
            models.CheckConstraint(
                name="application_refused_says_why",
                condition=~models.Q(status__in=DECIDED) | ~models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="application_scored_has_a_score",
                condition=~models.Q(status__in=["scored", "accepted"])
                # Said with "is not null": a comparison with NULL would pass any check.
                | models.Q(score__isnull=False, score__gte=0, score__lte=10),
            ),
            models.CheckConstraint(
                name="application_invited_has_an_interview",
                condition=~models.Q(status__in=["invited", "scored", "accepted"])
                | models.Q(interview_at__isnull=False),
            ),
            models.CheckConstraint(
                name="application_erased_leaves_nothing",
                condition=models.Q(erased_at__isnull=True, phone__isnull=False)
                | models.Q(
                    erased_at__isnull=False,
                    phone__isnull=True,
                    name=NO_NAME,
                    identity_number="",
                    birth_year__isnull=True,
                    returning_from="",
                    why="",
                ),
            ),
        ]
        triggers = [
            APPLICATION_LIFECYCLE.trigger(name="application_lifecycle"),
            pgtrigger.ReadOnly(
                name="application_sent_once",
                fields=["vacancy", "token", "content", "code_hash", "consented_at", "created_at"],
            ),
            _NO_DELETE,
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the applicant names it by."""
        return f"SQ{self.pk:06d}"

    @property
    def subject(self) -> str:
        """How notices name it."""
        return f"application:{self.pk}"


class ApplicationChange(ScopedModel):
    """One step in the life of an application, a moved interview included. Append-only."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="changes", verbose_name=_("application")
    )
    before = models.CharField(_("before"), max_length=12, choices=ApplicationStatus.choices, blank=True)
    after = models.CharField(_("after"), max_length=12, choices=ApplicationStatus.choices)
    # Empty: the applicant.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    scope_paths: ClassVar = ScopePaths(center="application__vacancy__station__center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of an application")
        verbose_name_plural = _("steps of applications")
        ordering = ["pk"]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"
