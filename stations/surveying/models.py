from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths


class VillageSurvey(ScopedModel):
    """What somebody saw in the village of a station to be; the last one counts. Append-only."""

    class Mobile(models.TextChoices):
        NONE = "none", _("none")
        G2 = "2g", "2G"
        G3 = "3g", "3G"
        G4 = "4g", "4G"

    station = models.ForeignKey(
        Station, models.PROTECT, related_name="surveys", verbose_name=_("village service station")
    )
    surveyed_on = models.DateField(_("surveyed on"))
    households = models.PositiveIntegerField(_("households"), validators=[MinValueValidator(1)])
    residents = models.PositiveIntegerField(_("people who live there"))
    broadband_households = models.PositiveIntegerField(_("households with broadband"))
    mobile = models.CharField(_("mobile network"), max_length=4, choices=Mobile.choices)
    road_km = models.DecimalField(
        _("kilometres to the county center"),
        max_digits=5,
        decimal_places=1,
        validators=[MinValueValidator(0)],
    )
    shops = models.PositiveSmallIntegerField(_("shops in the village"), default=0)
    room_m2 = models.DecimalField(
        _("room for the station, m²"), max_digits=6, decimal_places=1, validators=[MinValueValidator(0)]
    )
    fit = models.BooleanField(_("fit for a station"))
    words = models.CharField(_("in words"), max_length=300, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(center="station__center", station="station")
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("village survey")
        verbose_name_plural = _("village surveys")
        ordering = ["-surveyed_on", "-pk"]
        constraints = [
            # A share of more than all households would be no share.
            models.CheckConstraint(
                name="survey_broadband_within_households",
                condition=models.Q(households__gte=1)
                & models.Q(broadband_households__lte=models.F("households")),
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.station} {self.surveyed_on}"
