from __future__ import annotations

import datetime as dt
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.people.models import Partner
from partners.training.lifecycle import (
    ENROLMENT_LIFECYCLE,
    SESSION_LIFECYCLE,
    EnrolmentStatus,
    SessionStatus,
    Subject,
)
from partners.training.queries import CertificateQuerySet, SessionQuerySet
from stations.centers.models import CountyCenter
from stations.clock import today
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths

_NO_DELETE = pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)
_APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


@pghistory.track()
class Course(ScopedModel):
    """What partners are taught. Of a required one everybody needs a valid certificate to open a station."""

    code = models.SlugField(
        _("code"), max_length=20, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9_]*$")]
    )
    name = models.CharField(_("name"), max_length=60)
    subject = models.CharField(_("subject"), max_length=12, choices=Subject.choices)
    required = models.BooleanField(_("required before an opening"), default=False)
    hours = models.PositiveSmallIntegerField(_("hours"), default=8)
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark, of 100"), default=60, validators=[MaxValueValidator(100)]
    )
    valid_months = models.PositiveSmallIntegerField(
        _("valid for so many months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Left empty: for ever."),
    )
    in_use = models.BooleanField(_("in use"), default=True)

    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["-required", "name"]
        constraints = [
            models.CheckConstraint(name="course_pass_mark_of_hundred", condition=models.Q(pass_mark__lte=100))
        ]

    def __str__(self) -> str:
        return self.name


class TrainingSession(ScopedModel):
    """A course on a day in a county center."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions", verbose_name=_("course"))
    center = models.ForeignKey(
        CountyCenter,
        models.PROTECT,
        related_name="training_sessions",
        verbose_name=_("county operation center"),
    )
    held_on = models.DateField(_("day"))
    starts_at = models.TimeField(_("begins at"), default=dt.time(9))
    room = models.CharField(_("room"), max_length=60)
    seats = models.PositiveSmallIntegerField(_("seats"), validators=[MinValueValidator(1)])
    trainer = models.CharField(_("taught by"), max_length=60, blank=True)
    status = models.CharField(
        _("state"), max_length=10, choices=SessionStatus.choices, default=SessionStatus.PLANNED
    )
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("planned by")
    )

    # Partners see what is offered to them (`SessionQuerySet.offered_to`) and their own places.
    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(name="training_session_to_come", fields=["center", "held_on"])]
        triggers = [
            SESSION_LIFECYCLE.trigger(name="training_session_lifecycle"),
            pgtrigger.ReadOnly(name="training_session_stays", fields=["course", "center"]),
            _NO_DELETE,
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.held_on}"


class Enrolment(ScopedModel):
    """Somebody's place in a session: one, however often it is cancelled and taken again."""

    session = models.ForeignKey(
        TrainingSession, models.PROTECT, related_name="enrolments", verbose_name=_("training session")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="enrolments", verbose_name=_("rural partner")
    )
    status = models.CharField(
        _("state"), max_length=10, choices=EnrolmentStatus.choices, default=EnrolmentStatus.ENROLLED
    )
    score = models.PositiveSmallIntegerField(
        _("score, of 100"), null=True, validators=[MaxValueValidator(100)]
    )

    scope_paths: ClassVar = ScopePaths(center="session__center", person="partner")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a session")
        verbose_name_plural = _("places in sessions")
        ordering = ["-session__held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(name="enrolment_once", fields=["session", "partner"]),
            models.CheckConstraint(
                name="enrolment_tested_has_a_score",
                condition=models.Q(status__in=["passed", "failed"], score__isnull=False, score__lte=100)
                | (~models.Q(status__in=["passed", "failed"]) & models.Q(score__isnull=True)),
            ),
        ]
        triggers = [
            ENROLMENT_LIFECYCLE.trigger(name="enrolment_lifecycle"),
            pgtrigger.ReadOnly(name="enrolment_stays", fields=["session", "partner"]),
            _NO_DELETE,
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.session}"


class EnrolmentChange(ScopedModel):
    """One step of a place in a session, a test that was not passed again included. Append-only."""

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="changes", verbose_name=_("place in a session")
    )
    before = models.CharField(_("before"), max_length=10, choices=EnrolmentStatus.choices, blank=True)
    after = models.CharField(_("after"), max_length=10, choices=EnrolmentStatus.choices)
    score = models.PositiveSmallIntegerField(_("score, of 100"), null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    scope_paths: ClassVar = ScopePaths(center="enrolment__session__center", person="enrolment__partner")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a place in a session")
        verbose_name_plural = _("steps of places in sessions")
        ordering = ["pk"]
        triggers = [_APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"


class Certificate(ScopedModel):
    """Somebody passed a course: from a day, until a day where the course says so, unless it is revoked."""

    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, related_name="certificate", verbose_name=_("place in a session")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="certificates", verbose_name=_("rural partner")
    )
    course = models.ForeignKey(Course, models.PROTECT, related_name="certificates", verbose_name=_("course"))
    score = models.PositiveSmallIntegerField(_("score, of 100"))
    pass_mark = models.PositiveSmallIntegerField(_("pass mark, of 100"))
    issued_on = models.DateField(_("issued on"))
    valid_until = models.DateField(_("valid until"), null=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("issued by")
    )
    revoked_on = models.DateField(_("revoked on"), null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("revoked by")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    scope_paths: ClassVar = ScopePaths(center="partner__center", person="partner")
    objects: ClassVar = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_on", "-pk"]
        indexes = [models.Index(name="certificate_of_partner", fields=["partner", "course"])]
        constraints = [
            models.CheckConstraint(
                name="certificate_is_earned", condition=models.Q(score__gte=models.F("pass_mark"))
            ),
            models.CheckConstraint(
                name="certificate_ends_after_it_begins",
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("issued_on")),
            ),
            models.CheckConstraint(
                name="certificate_revoked_with_a_reason",
                condition=models.Q(revoked_on__isnull=True, reason="")
                | (models.Q(revoked_on__isnull=False) & ~models.Q(reason="")),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="issued_once",
                fields=["enrolment", "partner", "course", "score", "pass_mark", "issued_on", "valid_until"],
            ),
            pgtrigger.Protect(
                name="revoked_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__revoked_on__isnull=False),
            ),
            _NO_DELETE,
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What stands on the paper."""
        return f"ZS{self.pk:06d}"

    @property
    def state(self) -> str:
        """Where it stands today, in words."""
        if self.revoked_on is not None:
            return gettext("revoked")
        if self.valid_until is not None and self.valid_until < today():
            return gettext("run out")
        return gettext("valid")
