from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class StationSuspension(ScopedModel):
    """From when to when a station was suspended; an open end means still."""

    station = models.ForeignKey("stations.Station", models.PROTECT, related_name="suspensions")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"), null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["-starts_at"]
        constraints = [
            ExclusionConstraint(
                name="station_suspensions_do_not_overlap",
                expressions=[
                    ("station", RangeOperators.EQUAL),
                    (
                        models.Func("starts_at", "ends_at", function="tstzrange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.starts_at:%Y-%m-%d}"
