from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class FitOutTask(ScopedModel):
    """A thing to do before any station opens: a row of the list, for all that are fitted out."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    days = models.PositiveSmallIntegerField(_("days from the beginning"), default=14)
    needs_photo = models.BooleanField(_("asks for a photo"), default=False)
    in_use = models.BooleanField(_("in use"), default=True)

    scope_paths: ClassVar = ScopePaths(public=True)

    class Meta:
        verbose_name = _("task of a fit-out")
        verbose_name_plural = _("tasks of a fit-out")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class FitOutStep(ScopedModel):
    """A task is done at a station, or not needed there. Append-only; the photo is a document about it."""

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        NOT_NEEDED = "not_needed", _("not needed here")

    station = models.ForeignKey(
        Station, models.PROTECT, related_name="fit_out_steps", verbose_name=_("village service station")
    )
    task = models.ForeignKey(
        FitOutTask, models.PROTECT, related_name="+", verbose_name=_("task of a fit-out")
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, default=Outcome.DONE)
    done_on = models.DateField(_("done on"))
    words = models.CharField(_("in words"), max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a fit-out")
        verbose_name_plural = _("steps of a fit-out")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(name="fit_out_step_once", fields=["station", "task"])]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.station}: {self.task}"
