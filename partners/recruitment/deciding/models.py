from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.recruitment.models import Application
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class Verdict(models.TextChoices):
    ACCEPT = "accept", _("take on")
    REFUSE = "refuse", _("refuse")


class HiringDecisionQuerySet(ScopedQuerySet):
    """Reads of decisions."""

    def open(self) -> Self:
        """Proposed, and neither confirmed nor withdrawn."""
        return self.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True)


class HiringDecision(ScopedModel):
    """What one person proposes about an applicant and another one confirms."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="decisions", verbose_name=_("application")
    )
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=200)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    scope_paths: ClassVar = ScopePaths(center="application__vacancy__station__center")
    objects: ClassVar = HiringDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision about an applicant")
        verbose_name_plural = _("decisions about applicants")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="hiring_decision_one_open",
                fields=["application"],
                condition=models.Q(confirmed_at__isnull=True, withdrawn_at__isnull=True),
            ),
            # Nobody gives a place away, or keeps it from somebody, alone.
            models.CheckConstraint(
                name="hiring_decision_by_two_people",
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(name="hiring_decision_says_why", condition=~models.Q(reason="")),
            models.CheckConstraint(
                name="hiring_decision_decided_by_somebody",
                condition=(
                    models.Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                    | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                )
                & (models.Q(confirmed_at__isnull=True) | models.Q(withdrawn_at__isnull=True)),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="proposed_once", fields=["application", "verdict", "reason", "proposed_by"]
            ),
            pgtrigger.Protect(
                name="decided_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__confirmed_at__isnull=False)
                | pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.get_verdict_display()}"

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is None and self.withdrawn_at is None

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.withdrawn_at is not None:
            return gettext("withdrawn")
        return gettext("waits for a second person") if self.confirmed_at is None else gettext("confirmed")
