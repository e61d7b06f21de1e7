from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.centers.models import CountyCenter
from stations.network.lifecycle import STATION_LIFECYCLE, StationStatus
from stations.network.queries import StationQuerySet
from stations.network.suspension import StationSuspension
from stations.regions.models import Region
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths

__all__ = ["Station", "StationStatusChange", "StationSuspension"]


@pghistory.track()
class Station(ScopedModel):
    """A village service station. Stations are not partners: who runs it is a tenure."""

    code = models.CharField(
        _("code"),
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2,8}[0-9]{3,4}$", _("A station code looks like FJQG032."))],
    )
    name = models.CharField(_("name"), max_length=100)
    village = models.ForeignKey(Region, models.PROTECT, related_name="stations", verbose_name=_("village"))
    center = models.ForeignKey(
        CountyCenter, models.PROTECT, related_name="stations", verbose_name=_("county operation center")
    )
    # What is recorded later of an earlier day still belongs to the center of that day.
    center_since = models.DateTimeField(_("under this center since"), null=True, editable=False)
    address = models.CharField(_("address"), max_length=200, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    status = models.CharField(
        _("status"), max_length=12, choices=StationStatus.choices, default=StationStatus.APPLIED
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(center="center", station="pk")
    objects: ClassVar = StationQuerySet.as_manager()

    class Meta:
        verbose_name = _("village service station")
        verbose_name_plural = _("village service stations")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="station_code_is_letters_and_digits",
                condition=models.Q(code__regex=r"^[A-Z]{2,8}[0-9]{3,4}$"),
            ),
            # "In service on a day" is read from the dates: they may not contradict the status.
            models.CheckConstraint(
                name="station_dates_fit_status",
                condition=models.Q(status=StationStatus.CLOSED, closed_on__isnull=False)
                | models.Q(
                    status__in=[StationStatus.OPEN, StationStatus.SUSPENDED],
                    opened_on__isnull=False,
                    closed_on__isnull=True,
                )
                | models.Q(
                    status__in=[StationStatus.APPLIED, StationStatus.APPROVED, StationStatus.FITTING_OUT],
                    opened_on__isnull=True,
                    closed_on__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="station_closed_after_opened",
                condition=models.Q(closed_on__isnull=True)
                | models.Q(opened_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
            ),
        ]
        indexes = [models.Index(name="station_center_status", fields=["center", "status"])]
        triggers = [STATION_LIFECYCLE.trigger(name="station_lifecycle")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class StationStatusChange(ScopedModel):
    """One step of a station's life: who, when, why. Append-only."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="status_changes")
    # Empty for the application itself.
    before = models.CharField(_("before"), max_length=12, choices=StationStatus.choices, blank=True)
    after = models.CharField(_("after"), max_length=12, choices=StationStatus.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("status change of a station")
        verbose_name_plural = _("status changes of stations")
        ordering = ["-at", "-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"
