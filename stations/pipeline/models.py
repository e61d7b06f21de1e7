from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.centers.models import CountyCenter
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


@pghistory.track()
class OpeningPlan(ScopedModel):
    """How many stations a county means to open in a month."""

    center = models.ForeignKey(
        CountyCenter, models.PROTECT, related_name="opening_plans", verbose_name=_("county operation center")
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    stations = models.PositiveSmallIntegerField(_("stations to open"))

    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening plan")
        verbose_name_plural = _("opening plans")
        ordering = ["-month", "center"]
        constraints = [
            models.UniqueConstraint(name="opening_plan_once", fields=["center", "month"]),
            # A month is kept as its first day, so that plan and openings meet.
            models.CheckConstraint(name="opening_plan_is_of_a_month", condition=models.Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.month:%Y-%m}"


class ProgrammeTarget(ScopedModel):
    """What the programme means to have by a day: counties, stations, partners."""

    due_on = models.DateField(_("by"), unique=True)
    counties = models.PositiveIntegerField(_("counties"))
    stations = models.PositiveIntegerField(_("stations"))
    partners = models.PositiveIntegerField(_("partners"))
    source = models.CharField(_("source"), max_length=100, blank=True)

    scope_paths: ClassVar = ScopePaths(public=True)

    class Meta:
        verbose_name = _("target of the programme")
        verbose_name_plural = _("targets of the programme")
        ordering = ["due_on"]

    def __str__(self) -> str:
        return f"{self.due_on}"
