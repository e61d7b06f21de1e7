"""Who carries, and the load between county and station."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.logistics.lifecycle import MANIFEST_LIFECYCLE, ManifestStatus
from orders.logistics.queries import ManifestQuerySet
from stations.centers.models import CountyCenter
from stations.network.models import Station
from stations.scope import ScopedModel, ScopedQuerySet, ScopePaths

# A row that is about a station's goods.
PLACE = ScopePaths(center="station__center", station="station")


def actor_key(label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=label,
    )


class Carrier(ScopedModel):
    """A company that brings parcels to the county, or drives between county and villages."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    is_active = models.BooleanField(_("in use"), default=True)

    scope_paths: ClassVar = ScopePaths(public=True)
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Manifest(ScopedModel):
    """A load between county and station (集货单), counted by both sides."""

    class Way(models.TextChoices):
        TO_STATION = "to_station", _("county to station")
        TO_COUNTY = "to_county", _("station to county")

    station = models.ForeignKey(
        Station, models.PROTECT, related_name="manifests", verbose_name=_("village service station")
    )
    # Where it left from or goes to; the station may come under another center later.
    center = models.ForeignKey(
        CountyCenter, models.PROTECT, related_name="manifests", verbose_name=_("county operation center")
    )
    way = models.CharField(_("way"), max_length=12, choices=Way.choices, default=Way.TO_STATION)
    carrier = models.ForeignKey(
        Carrier, models.PROTECT, null=True, related_name="manifests", verbose_name=_("carrier")
    )
    driver = models.CharField(_("driver"), max_length=60, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=ManifestStatus.choices, default=ManifestStatus.BUILDING
    )
    counted_out = models.PositiveIntegerField(_("counted at departure"), null=True)
    counted_in = models.PositiveIntegerField(_("counted at arrival"), null=True)
    created_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    created_by = actor_key(_("begun by"))
    dispatched_at = models.DateTimeField(_("left at"), null=True)
    dispatched_by = actor_key(_("sent by"))
    received_at = models.DateTimeField(_("received at"), null=True)
    received_by = actor_key(_("received by"))

    scope_paths: ClassVar = PLACE
    objects: ClassVar = ManifestQuerySet.as_manager()

    class Meta:
        verbose_name = _("manifest")
        verbose_name_plural = _("manifests")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="manifest_moments_fit_status",
                condition=Q(status="building", dispatched_at__isnull=True, received_at__isnull=True)
                | Q(status="dispatched", dispatched_at__isnull=False, received_at__isnull=True)
                | Q(status="received", dispatched_at__isnull=False, received_at__isnull=False),
            ),
            # Both sides have counted before it is closed.
            models.CheckConstraint(
                name="manifest_counted_by_both_sides",
                condition=~Q(status="received") | Q(counted_out__isnull=False, counted_in__isnull=False),
            ),
            # Two people at two scanners fill the same list, not two.
            models.UniqueConstraint(
                name="manifest_one_open_list",
                fields=["station", "way"],
                condition=Q(status="building"),
            ),
        ]
        indexes = [models.Index(name="manifest_station_status", fields=["station", "status"])]
        triggers = [MANIFEST_LIFECYCLE.trigger(name="manifest_lifecycle")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"JH{self.pk:09d}"

    @property
    def to_station(self) -> bool:
        return self.way == self.Way.TO_STATION
