from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stations.centers.models import CountyCenter
from stations.exporting.kinds import EXPORTS
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class ExportLog(ScopedModel):
    """One file that somebody took away. Append-only.

    The county is that of whoever took it, as of then: who moves to another county takes the past
    neither along nor out of sight of the old one.
    """

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports", verbose_name=_("by")
    )
    center = models.ForeignKey(
        CountyCenter,
        models.PROTECT,
        null=True,
        related_name="exports",
        verbose_name=_("county operation center"),
    )
    # A word of `EXPORTS`, as text: a report that is given up stays in the log.
    what = models.CharField(_("what was taken"), max_length=30)
    name = models.CharField(_("file"), max_length=200)
    format = models.CharField(_("format"), max_length=10)
    filtered = models.CharField(_("filter"), max_length=500, blank=True)
    rows = models.PositiveIntegerField(_("rows"))
    masked = models.BooleanField(_("masked"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    scope_paths: ClassVar = ScopePaths(center="center")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.label} {self.pk}"

    @property
    def label(self) -> str:
        return str(EXPORTS[self.what].label) if self.what in EXPORTS else self.what
