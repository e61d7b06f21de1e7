from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.lifecycle import Lifecycle
from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class FindingStatus(models.TextChoices):
    OPEN = "open", _("to be settled")
    SETTLED = "settled", _("settled")


FINDING_LIFECYCLE = Lifecycle({FindingStatus.OPEN: frozenset({FindingStatus.SETTLED})})


class StationVisit(ScopedModel):
    """Somebody of the county was at a station. Append-only; photos are documents about it."""

    station = models.ForeignKey(
        Station, models.PROTECT, related_name="visits", verbose_name=_("village service station")
    )
    visited_on = models.DateField(_("visited on"))
    words = models.CharField(_("what was seen"), max_length=500)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="station__center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit to a station")
        verbose_name_plural = _("visits to stations")
        ordering = ["-visited_on", "-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.station} {self.visited_on}"


class VisitFinding(ScopedModel):
    """Something to be put right by a day, and how it was."""

    visit = models.ForeignKey(
        StationVisit, models.PROTECT, related_name="findings", verbose_name=_("visit to a station")
    )
    words = models.CharField(_("what is wrong"), max_length=200)
    due_on = models.DateField(_("to be settled by"))
    status = models.CharField(
        _("status"), max_length=8, choices=FindingStatus.choices, default=FindingStatus.OPEN
    )
    answer = models.CharField(_("how it was settled"), max_length=200, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )

    scope_paths: ClassVar = ScopePaths(center="visit__station__center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding of a visit")
        verbose_name_plural = _("findings of visits")
        ordering = ["status", "due_on", "pk"]
        constraints = [
            # Settled means that somebody said how, and when.
            models.CheckConstraint(
                name="finding_settled_says_how",
                condition=models.Q(status=FindingStatus.OPEN, settled_at__isnull=True, answer="")
                | models.Q(status=FindingStatus.SETTLED, settled_at__isnull=False) & ~models.Q(answer=""),
            )
        ]
        triggers = [FINDING_LIFECYCLE.trigger(name="finding_lifecycle")]

    def __str__(self) -> str:
        return self.words
